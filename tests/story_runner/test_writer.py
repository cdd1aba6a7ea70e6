"""Viết câu chuyện ra YAML: đọc lại được đúng như đã đưa vào, và khẳng định đúng điều đã thấy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories import reader
from bot.stories.lined import load
from bot.stories.writer import Case, case, expectation, first_sentence, write_cases

ITEM = {
    "id": "vneid-la-gi",
    "short": "Là ứng dụng định danh của Bộ Công an. Tải ở kho ứng dụng.",
    "sources": [{"id": "bo-cong-an"}, {"id": "bao-khac"}],
}
REPLY: dict[str, Any] = {"kind": "answer", "items": [ITEM], "as_of": "2024-07-01", "buttons": []}
TITLES = st.lists(st.text(min_size=1), min_size=1, max_size=3)


def saved(folder: Path, *cases: Case, remark: str = "") -> Path:
    path = folder / "cases.yml"
    path.write_text(write_cases(cases, remark), encoding="utf-8", newline="")
    return path


def test_the_reader_reads_back_what_was_written(tmp_path: Path) -> None:
    steps = [
        {"user": "VNeID: là gì? # hỏi", "expect": {"kind": "answer", "says": ["- a", "yes"], "as_of": "2024-07-01"}},
        {"press": "Tôi cần gặp người hỗ trợ", "expect": {"kind": "handoff"}},
    ]
    first = case("Hỏi “VNeID”", steps, today="2026-11-21", variants=["telex", "no_accents"])
    story, other = reader.read([saved(tmp_path, first, case("Chào", [{"user": "chào"}]))])
    assert (story.name, str(story.today), story.variants) == ("Hỏi “VNeID”", "2026-11-21", ("telex", "no_accents"))
    assert [(turn.user, turn.press) for turn in story.turns] == [
        ("VNeID: là gì? # hỏi", False),
        ("Tôi cần gặp người hỗ trợ", True),
    ]
    assert [(claim.kind, claim.value) for claim in story.turns[0].claims] == [
        ("kind", "answer"),
        ("says", "- a"),
        ("says", "yes"),
        ("as_of", "2024-07-01"),
    ]
    assert (other.name, other.today, other.variants) == ("Chào", None, ())


@given(name=st.text(min_size=1), says=st.text(min_size=1), titles=TITLES)
def test_any_text_survives_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, name: str, says: str, titles: list[str]
) -> None:
    written = case(name, [{"user": says, "expect": {"says": says, "buttons": titles}}])
    found = load(saved(tmp_path_factory.mktemp("any"), written), "cases.yml")
    assert found == {"test_cases": [written]}


def test_a_text_of_several_lines_is_written_as_a_block() -> None:
    written = write_cases([case("Hai dòng", [{"user": "dòng một\ndòng hai"}])])
    assert written == (
        "test_cases:\n  - test_case: Hai dòng\n    steps:\n      - user: |-\n          dòng một\n          dòng hai\n"
    )


def test_a_remark_stands_before_every_case(tmp_path: Path) -> None:
    path = saved(tmp_path, case("một", [{"user": "a"}]), case("hai", [{"user": "b"}]), remark="hãy đọc và sửa")
    assert path.read_text(encoding="utf-8").count("  # hãy đọc và sửa\n  - test_case: ") == 2
    assert [story.name for story in reader.read([path])] == ["một", "hai"]


def test_no_cases_make_a_readable_file(tmp_path: Path) -> None:
    assert reader.read([saved(tmp_path)]) == []


def test_an_answer_is_expected_with_its_source_date_and_first_sentence() -> None:
    assert expectation(REPLY, "cả lời đáp") == {
        "kind": "answer",
        "answer": "vneid-la-gi",
        "source": "bo-cong-an",
        "as_of": "2024-07-01",
        "says": "Là ứng dụng định danh của Bộ Công an.",
    }


def test_an_undated_answer_is_expected_without_a_date() -> None:
    assert "as_of" not in expectation(REPLY | {"as_of": None}, "")


def test_a_reply_without_items_is_expected_by_its_own_first_sentence() -> None:
    reply = {"kind": "small_talk", "items": [], "as_of": None, "buttons": []}
    assert expectation(reply, "Không có gì ạ. Cần gì thêm anh/chị cứ hỏi.") == {
        "kind": "small_talk",
        "says": "Không có gì ạ. Cần gì thêm anh/chị cứ hỏi.",
    }


def test_a_question_back_is_expected_with_all_its_buttons() -> None:
    buttons = [{"title": title, "payload": {"answer": "x"}} for title in ("Một?", "Hai?")]
    reply = {"kind": "clarify", "items": [], "as_of": None, "buttons": buttons}
    assert expectation(reply, "Tôi chưa chắc đã hiểu đúng.")["buttons"] == ["Một?", "Hai?"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Có. Dùng được ở mọi nơi. Câu ba.", "Có. Dùng được ở mọi nơi."),
        ("Nộp tại bộ phận một cửa của xã.\nDòng sau.", "Nộp tại bộ phận một cửa của xã."),
        ("Theo khoản 1.2 thì được miễn phí", "Theo khoản 1.2 thì được miễn phí"),
        ("Được", "Được"),
    ],
)
def test_the_first_sentence_is_long_enough_to_recognise(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_lead_that_is_the_reply_is_expected_and_one_that_only_says_what_was_understood_is_not() -> None:
    step = expectation({**REPLY, "lead": "Bước 2: Nhập số căn cước của anh/chị."}, "")
    guess = expectation({**REPLY, "lead": "Tôi hiểu là: VNeID là gì?"}, "")
    assert step["says"] == "Bước 2: Nhập số căn cước của anh/chị."
    assert guess["says"] == "Là ứng dụng định danh của Bộ Công an."
