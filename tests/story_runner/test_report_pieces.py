"""Chỗ khác nhau được tô đúng theo loại của điều sai."""

from __future__ import annotations

import pytest

from bot.stories.report.pieces import Pieces, wrong
from tests.story_runner.sample import failure


def marked(pieces: Pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.differs]


def plain(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("kind", "wanted", "got", "in_wanted", "in_got"),
    [
        ("text", "Nộp trong 5 ngày ở xã.", "Nộp trong 7 ngày ở xã.", ["5"], ["7"]),
        ("text", "Nộp ở xã.", "Nộp\nở  xã.", [], []),
        ("text", "Anh/chị mở ứng dụng.", "Tôi chưa hiểu ý bà con.", [], []),
        ("says", "khóa tài khoản", "Anh/chị khoá tài khoản ngay.", ["khóa"], []),
        ("never_says", "mở tài khoản", "Hãy mở\ntài khoản mới.", [], ["mở\ntài khoản"]),
        ("never_matches", r"\d{4}", "Từ năm 2022 tới nay", [], ["2022"]),
        ("matches", "a|b", "Lời đáp", [], []),
        ("kind", "answer", "clarify", [], []),
        ("answer", "vneid-quen-mat-khau", "vneid-quen-passcode", [], []),
        ("answers", ("mot", "hai"), "mot, ba", ["hai"], ["ba"]),
    ],
)
def test_only_what_differs_is_marked(
    kind: str, wanted: object, got: str, in_wanted: list[str], in_got: list[str]
) -> None:
    shown = wrong(failure(kind, wanted, got))
    assert (marked(shown.wanted), marked(shown.got)) == (in_wanted, in_got)


@pytest.mark.parametrize("kind", ["text", "says", "never_says", "never_matches", "matches"])
def test_marking_loses_no_letter(kind: str) -> None:
    wanted, got = "Nộp  hồ sơ trong 5 ngày. ", " Nộp hồ sơ\ntrong 7 ngày! "
    shown = wrong(failure(kind, wanted, got))
    assert (plain(shown.wanted), plain(shown.got)) == (wanted, got)
