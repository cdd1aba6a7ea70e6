"""Hỏi lại: thấy đúng những lời đáp đã đổi, chữ ký chỉ tính cho đúng lời đáp đã xem."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.stories.cli import stories as command
from bot.stories.model import StoryError
from bot.stories.record import asked
from bot.stories.replay import Change, Reply, replay
from bot.stories.replay_page import rendered
from bot.stories.signatures import read_signatures, signed, unsigned, write_signatures
from bot.stories.stage import Stage
from bot.stories.talks import write_talks
from tests.story_runner.logged import CHANGED, LOG, OLD, SAME, Parrot, reply, talk, typed

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.timezone.utc)


def changes(replies: dict[str, dict[str, Any] | Exception]) -> list[Change]:
    return asyncio.run(replay(Parrot(replies), LOG))


def test_the_same_replies_are_no_change() -> None:
    assert changes(SAME) == []


def test_each_change_says_what_changed_and_where() -> None:
    assert [(each.talk, each.turn, each.said, each.difference) for each in changes(CHANGED)] == [
        ("1", 1, "mất thẻ", "text"),
        ("1", 2, "cảm ơn", "kind"),
        ("2", 1, "phí bao nhiêu", "answers"),
        ("2", 2, "[bấm nút] Tên của mat-the", "silent"),
    ]


def test_each_talk_is_opened_once_and_asked_in_order() -> None:
    bot = Parrot(SAME)
    ticks: list[int] = []
    asyncio.run(replay(bot, LOG, lambda: ticks.append(1)))
    assert [said for _, said in bot.heard] == ["mở", "mất thẻ", "cảm ơn", "mở", "phí bao nhiêu", "mat-the"]
    assert len({name for name, _ in bot.heard}) == 2
    assert len(ticks) == 4


def test_paragraph_breaks_and_masked_numbers_are_not_a_change() -> None:
    """Cổng web ghép các đoạn bằng dòng trống, kênh REST thì không; số cá nhân trong nhật ký đã che."""
    logged = talk(typed("a", reply("Một.\n\nHai,  số [số căn cước].")))
    bot = Parrot({"a": reply("Một.\nHai, số 001099012345.")})
    assert asyncio.run(replay(bot, [logged])) == []


def test_a_signed_change_is_not_listed_again_until_the_reply_changes() -> None:
    before = changes(CHANGED)
    signatures = signed([], before, "Lan", NOW)
    assert [each.difference for each in unsigned(before, signatures)] == ["silent"]
    again = changes(CHANGED | {"mất thẻ": reply("Mất thẻ thì báo ngay.", answer="mat-the")})
    assert [each.said for each in unsigned(again, signatures) if each.after] == ["mất thẻ"]
    renewed = signed(signatures, again, "Minh", NOW)
    assert len(renewed) == len(signatures)
    assert not unsigned([each for each in again if each.after], renewed)


def test_a_signature_does_not_cover_the_same_reply_to_another_question() -> None:
    """Nhật ký mới đánh số lại từ đầu: cuộc 1 hôm nay không phải cuộc 1 hôm qua."""
    change = changes(CHANGED)[0]
    (signature,) = signed([], [change], "Lan", NOW)
    assert unsigned([replace(change, said="bị trộm thẻ")], [signature])


def test_signatures_read_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "log.signed.yml"
    assert read_signatures(path) == []
    signatures = signed([], changes(CHANGED), "Lê Lan", NOW)
    path.write_text(write_signatures(signatures), "utf-8")
    assert read_signatures(path) == signatures


def test_a_wrong_signature_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "log.signed.yml"
    path.write_text("signed:\n  - talk: '1'\n    turn: 1\n  - mai\nkhác: 1\n", "utf-8")
    with pytest.raises(StoryError) as error:
        read_signatures(path)
    assert [problem.line for problem in error.value.problems] == [2, 2, 2, 4, 5]


def test_the_page_shows_both_sides_and_escapes_what_people_wrote() -> None:
    found = changes(CHANGED)
    signatures = signed([], found[:1], "Lan", NOW)
    page = rendered(LOG, found, signatures, NOW)
    assert "3 thay đổi chưa ai ký." in page
    assert "Lan đã ký" in page
    assert "<b>xã</b>" not in page
    assert "&lt;" in page
    assert page.index("Cuộc 1, lượt 2") < page.index("Cuộc 1, lượt 1"), "chưa ký đứng trước"
    assert "bot không trả lời được lượt này" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page), "không tải gì qua mạng"
    assert "Không lời đáp nào đổi." in rendered(LOG, [], [], NOW)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    path.write_text(write_talks(LOG), "utf-8")
    return path


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> Parrot:
    """Bot giả đứng vào chỗ của sân khấu trong lệnh."""
    parrot = Parrot(CHANGED | {"mat-the": OLD})

    @contextlib.contextmanager
    def opened() -> Iterator[Parrot]:
        yield parrot

    monkeypatch.setattr(importlib.import_module("bot.stories.cli.replay"), "opened_stage", opened)
    return parrot


def test_the_command_goes_from_changed_to_signed(log: Path, bot: Parrot, tmp_path: Path) -> None:
    page = tmp_path / "bao-cao.html"
    first = CliRunner().invoke(command, ["replay", str(log), "--report", str(page)])
    assert first.exit_code == 1, first.output
    assert "cuộc 1, lượt 1: chỉ chữ khác: “mất thẻ”" in first.output
    assert "3 thay đổi chưa ký; 3 thay đổi, 4 lượt" in first.output
    assert "3 thay đổi chưa ai ký." in page.read_text("utf-8")
    assert CliRunner().invoke(command, ["replay", str(log), "--sign", "Lan"]).exit_code == 0
    assert [signature.by for signature in read_signatures(log.with_suffix(".signed.yml"))] == ["Lan"] * 3
    last = CliRunner().invoke(command, ["replay", str(log)])
    assert (last.exit_code, "lượt 1:" in last.output) == (0, False)


def test_a_wrong_log_ends_with_code_2(log: Path, bot: Parrot) -> None:
    log.write_text("{}\n", "utf-8")
    result = CliRunner().invoke(command, ["replay", str(log)])
    assert result.exit_code == 2
    assert f"{log}:1: thiếu “talk”" in result.output


@pytest.mark.slow
def test_the_real_bot_repeats_itself_and_a_changed_answer_is_seen(stage: Stage) -> None:
    """Kho nháp của bàn làm việc hỏi lại được bằng cùng lõi này."""
    told = asyncio.run(asked(stage, ["quen mat khau vneid lam sao", "bước 2 là gì", "cảm ơn nhé"]))
    assert asyncio.run(replay(stage, [told])) == []
    answers = dict(stage.base.answers)
    answers["vneid-quen-mat-khau"] = replace(answers["vneid-quen-mat-khau"], short="Bấm “Quên mật khẩu” rồi làm theo.")
    original = stage.answerer()
    stage.use(stage.build(replace(stage.base, answers=answers)))
    try:
        found = asyncio.run(replay(stage, [told]))
    finally:
        stage.use(original)
    assert [(each.turn, each.difference) for each in found] == [(1, "text"), (2, "text")], "bước 2 cũng nhắc câu ngắn"
    assert isinstance(found[0].after, Reply)
    assert "Bấm “Quên mật khẩu”" in found[0].after.text
