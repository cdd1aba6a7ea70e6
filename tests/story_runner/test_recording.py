"""Ghi lại: lời đáp thành điều phải đúng, nút bấm vẫn là nút bấm, bản chép `rasa shell` chỉ cho lời người dân."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog
from bot.database import open_engine, upgrade
from bot.stories.cli import stories as command
from bot.stories.model import Story
from bot.stories.reader import read
from bot.stories.record import asked, said_in_shell, story_of
from bot.stories.runner import play
from bot.stories.stage import Stage
from tests.story_runner.logged import AT, Parrot, pressed, reply, talk, typed

CLARIFY = reply(
    "Ý anh/chị là …?",
    "clarify",
    buttons=[
        {"title": "Mất thẻ căn cước", "payload": {"answer": "mat-the"}},
        {"title": "Khác", "payload": {"say": "khác"}},
    ],
)
ANSWER = reply("Mất thẻ thì đến công an cấp xã. Mang theo giấy tờ.", answer="mat-the")
SHELL = """2026-11-21 08:00:00 INFO     root  - Rasa server is up and running.
Bot loaded. Type a message and press enter (use '/stop' to exit):
Your input ->  mất thẻ căn cước
Mất thẻ thì đến công an cấp xã.
Custom json:
{"kind": "answer"}
Your input ->
Your input ->  số của tôi 001099012345
Dạ.
Your input ->  /stop
Your input ->  sau khi thôi
"""
SCRIPT = (
    "\x1b[6n\x1b[?25l\x1b[0m\x1b[J\x1b[0;38;5;67mYour input ->\x1b[13D\x1b[15C\x1b[0;38;5;67mYour input ->\x1b[0m\r\r\n"
    "\x1b[0m \x08\x1b[23A\x1b[15C\x1b[0;1mc\x1b[?7hha\x08\x1b[Kà\x1b[?7l\x1b[23D\x1b[0m\x1b[J"
    "\x1b[0;38;5;67mYour input ->\x1b[0;1m  \x1b[0;38;5;214;1mchà\x1b[23D\x1b[0m\r\r\n"
    "\x1b[J\x1b[?2004l\x1b[94mXin chào\x1b[0m\r\n"
)
"""Một lời trong tệp của lệnh `script`: prompt_toolkit vẽ lại cả dòng khi người gõ nhấn Enter."""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'log.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


def reread(yaml: str, tmp_path: Path) -> Story:
    path = tmp_path / "ghi-lai.yml"
    path.write_text(yaml, "utf-8")
    (story,) = read([path])
    return story


def claims(story: Story, turn: int) -> dict[str, object]:
    return {claim.kind: claim.value for claim in story.turns[turn].claims}


def test_replies_become_claims_and_a_button_stays_a_button(tmp_path: Path) -> None:
    story = reread(story_of(talk(typed("mất thẻ", CLARIFY), pressed("mat-the", ANSWER))), tmp_path)
    assert story.name == "mất thẻ"
    assert claims(story, 0)["kind"] == "clarify"
    assert claims(story, 0)["buttons"] == (("Mất thẻ căn cước", None), ("Khác", None))
    assert (story.turns[1].user, story.turns[1].press) == ("Mất thẻ căn cước", True)
    assert claims(story, 1) == {
        "kind": "answer",
        "answer": "mat-the",
        "source": "nguon-1",
        "as_of": "2026-01-02",
        "says": "Mất thẻ thì đến công an cấp xã.",
    }


def test_a_button_that_stood_elsewhere_still_sends_its_answer(tmp_path: Path) -> None:
    """Câu hỏi liên quan và gợi ý khi gõ không nằm trong `buttons` của lời đáp."""
    yaml = story_of(talk(pressed("mat-the", ANSWER), pressed("mat-the", ANSWER)), "Mất thẻ, từ gợi ý")
    story = reread(yaml, tmp_path)
    assert story.name == "Mất thẻ, từ gợi ý"
    assert [(turn.user, turn.press, turn.metadata) for turn in story.turns] == [
        ("Tên của mat-the", False, {"answer": "mat-the"})
    ] * 2
    bot = Parrot({"mat-the": ANSWER})
    assert asyncio.run(played(bot, story)) is True
    assert [said for _, said in bot.heard] == ["mở", "mat-the", "mat-the"]


async def played(bot: Parrot | Stage, story: Story) -> bool:
    return all([result.passed async for result in play(bot, [(story, None)])])


def test_a_long_first_line_is_a_short_name(tmp_path: Path) -> None:
    name = reread(story_of(talk(typed("tôi muốn hỏi " * 20, ANSWER))), tmp_path).name
    assert name.endswith("…")
    assert len(name) <= 80


def test_only_the_words_of_the_person_are_taken_from_a_shell() -> None:
    assert said_in_shell(SHELL) == ["mất thẻ căn cước", "số của tôi 001099012345"]


def test_a_typescript_full_of_terminal_codes_reads_like_a_clean_one() -> None:
    assert said_in_shell(SCRIPT) == ["chà"]


def test_personal_numbers_never_reach_the_bot_or_the_story(tmp_path: Path) -> None:
    clean = "số của tôi [số căn cước]"
    bot = Parrot({"mất thẻ căn cước": ANSWER, clean: reply("Dạ.", "small_talk")})
    told = asyncio.run(asked(bot, said_in_shell(SHELL)))
    assert [said for _, said in bot.heard] == ["mở", "mất thẻ căn cước", clean]
    assert "001099012345" not in story_of(told)
    assert claims(reread(story_of(told), tmp_path), 1) == {"kind": "small_talk", "says": "Dạ."}


def test_the_command_records_a_conversation_of_the_widget(database: Engine, tmp_path: Path) -> None:
    log = ConversationLog(database, lambda: datetime.datetime.fromisoformat(AT))
    log.create("mã-thật")
    for client, body, answered in (("1", {"text": "mất thẻ"}, CLARIFY), ("2", {"answer": "mat-the"}, ANSWER)):
        log.append_replies("mã-thật", log.append_message("mã-thật", client, body), [{"id": client, **answered}])
    out = tmp_path / "moi.yml"
    arguments = ["record", "--conversation", "mã-thật", "--out", str(out)]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert [turn.press for turn in reread(out.read_text("utf-8"), tmp_path).turns] == [False, True]
    again = CliRunner().invoke(command, arguments)
    assert (again.exit_code, "đã có" in again.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "đúng một trong hai"),
        (["--conversation", "x", "--shell", __file__], "đúng một trong hai"),
        (["--conversation", "không-có"], "Không có cuộc trò chuyện này"),
        (["--shell", "trống.txt"], "không có dòng “Your input ->"),
    ],
)
def test_what_cannot_be_recorded_ends_with_code_2(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("trống.txt").write_text("chỉ có chữ\n", "utf-8")
    result = CliRunner().invoke(command, ["record", *arguments])
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.slow
def test_a_shell_talk_recorded_with_the_real_bot_plays_green(stage: Stage, tmp_path: Path) -> None:
    told = asyncio.run(asked(stage, ["quen mat khau vneid lam sao", "bước 2 là gì", "cảm ơn nhé"]))
    story = reread(story_of(told), tmp_path)
    assert claims(story, 0)["answer"] == "vneid-quen-mat-khau"
    assert asyncio.run(played(stage, story)) is True
