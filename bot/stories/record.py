"""Lưu một cuộc nói chuyện thật thành câu chuyện: điều người dân đã nói, và điều bot phải còn đáp như vậy.

Cuộc nói chuyện đến từ nhật ký của cổng (lời đáp đã ghi), hay từ bản chép màn hình `rasa shell` (chỉ lấy lời người dân,
rồi hỏi lại bot thật). Số cá nhân đã được che ở talks.py.
"""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from bot.privacy import mask
from bot.stories.model import Story
from bot.stories.remote import Speaker
from bot.stories.talks import LoggedTalk, LoggedTurn, title_of
from bot.stories.writer import case, expectation, write_cases

LONGEST_NAME = 80
PROMPT = "Your input ->"
STOP = "/stop"
"""Hai chữ của rasa/core/channels/console.py: trước lời người dân, và lệnh thôi nói chuyện."""
_TERMINAL_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def story_of(talk: LoggedTalk, name: str | None = None) -> str:
    """Tệp YAML một câu chuyện; không đặt tên thì lấy lời đầu tiên của người dân.

    Nút có trong lời đáp trước được ghi là `press`. Nút ở nơi khác (câu hỏi liên quan, gợi ý khi gõ) câu chuyện không
    thấy mà bấm, nên ghi là lời nói mang `metadata` của nút ấy: bot nhận đúng điều nó đã nhận.
    """
    steps: list[dict[str, Any]] = []
    pressed: set[str] = set()
    before: Mapping[str, Any] = {}
    for turn in talk.turns:
        said = _said(turn, before)
        pressed.update([said["metadata"]] if "metadata" in said else [])
        steps.append({**said, "expect": expectation(turn.reply, turn.reply["text"])})
        before = turn.reply
    first = steps[0].get("user") or steps[0]["press"]
    named = name or textwrap.shorten(first, LONGEST_NAME, placeholder="…")
    return _presses(sorted(pressed)) + write_cases([case(named, steps)])


def said_in_shell(transcript: str) -> list[str]:
    """Những lời người dân gõ trong bản chép màn hình `rasa shell` (hay tệp của lệnh `script`), tới lúc gõ /stop."""
    said: list[str] = []
    for line in _TERMINAL_CODE.sub("", transcript).splitlines():
        _, prompt, typed = line.rpartition(PROMPT)
        if prompt and typed.strip() == STOP:
            break
        if prompt and typed.strip():
            said.append(typed.strip())
    return said


async def asked(speaker: Speaker, texts: Iterable[str]) -> LoggedTalk:
    """Nói từng lời với bot thật và ghi lại lời đáp, như cổng đã ghi.

    Raises:
        NoReplyError: bot không đáp được một lời.
    """
    talk = "record"
    await speaker.open(Story(talk, "", 1, ()), talk)
    turns = []
    for text in texts:
        clean = mask(text).text
        seen = await speaker.say(talk, clean, {})
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        turns.append(LoggedTurn(now, clean, None, {"text": seen.text, **seen.custom}))
    return LoggedTalk(talk, tuple(turns))


def _said(turn: LoggedTurn, before: Mapping[str, Any]) -> dict[str, Any]:
    if turn.answer is None:
        return {"user": turn.text}
    for button in before.get("buttons", ()):
        if button["payload"] == {"answer": turn.answer}:
            return {"press": button["title"]}
    return {"user": title_of(turn.answer, [before, turn.reply]), "metadata": turn.answer}


def _presses(answers: Iterable[str]) -> str:
    """Phần `metadata:` đầu tệp mà các bước gọi tên."""
    named = [{answer: {"answer": answer}} for answer in answers]
    return yaml.safe_dump({"metadata": named}, sort_keys=False) + "\n" if named else ""
