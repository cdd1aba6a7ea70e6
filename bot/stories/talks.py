"""Nhật ký các cuộc nói chuyện thật, đã che số và bỏ mã: tệp LOG.jsonl, một dòng một lượt.

Mỗi dòng là {"talk", "at", "text" hoặc "answer", "reply": {"text", …phần custom của DESIGN.md 4.1}}. Số cá nhân được che
khi viết ra, và thêm một lần khi đọc vào: tệp có thể đã qua tay người khác.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversations.export import Exchange
from bot.knowledge.problem import Problem
from bot.privacy import mask
from bot.stories.claims import KINDS
from bot.stories.model import StoryError

_OF_THE_GATEWAY = ("id", "privacy_notice")
"""Phần cổng web thêm vào lời đáp của bot: không ra khỏi nhật ký."""


@dataclass(frozen=True)
class LoggedTurn:
    """Một lượt đã diễn ra: người dân gõ `text`, hoặc bấm nút của câu trả lời `answer` (đúng một cái khác None)."""

    at: str
    text: str | None
    answer: str | None
    reply: Mapping[str, Any]


@dataclass(frozen=True)
class LoggedTalk:
    """Một cuộc nói chuyện; `name` là số thứ tự của nó trong tệp, không phải mã thật."""

    name: str
    turns: tuple[LoggedTurn, ...]


def numbered(exchanges: Iterable[Exchange]) -> list[LoggedTalk]:
    """Các lượt của nhật ký cổng web xếp lại theo cuộc; mã cuộc trò chuyện thay bằng số thứ tự."""
    talks: dict[str, list[LoggedTurn]] = {}
    for exchange in exchanges:
        first = exchange.replies[0]
        reply = {key: value for key, value in first.items() if key not in _OF_THE_GATEWAY}
        turn = _masked(exchange.at.isoformat(timespec="seconds"), exchange.body, reply)
        talks.setdefault(exchange.conversation_id, []).append(turn)
    return [LoggedTalk(str(number), tuple(turns)) for number, turns in enumerate(talks.values(), 1)]


def write_talks(talks: Iterable[LoggedTalk]) -> str:
    """Nội dung tệp LOG.jsonl, từng cuộc một."""
    return "".join(_line(talk.name, turn) for talk in talks for turn in talk.turns)


def read_talks(path: Path) -> list[LoggedTalk]:
    """Các cuộc nói chuyện trong tệp, theo thứ tự gặp.

    Raises:
        StoryError: có dòng sai; kể hết, mỗi chỗ có tệp và dòng.
    """
    talks: dict[str, list[LoggedTurn]] = {}
    problems: list[Problem] = []
    for number, line in _lines(path, problems):
        try:
            entry = _entry(line)
        except ValueError as error:
            problems.append(Problem(str(path), number, str(error)))
        else:
            talks.setdefault(str(entry["talk"]), []).append(_masked(str(entry.get("at", "")), entry, entry["reply"]))
    if not talks and not problems:
        problems.append(Problem(str(path), 1, "tệp chưa có lượt nào; `python -m bot.stories log --out TỆP` viết ra nó"))
    if problems:
        raise StoryError(problems)
    return [LoggedTalk(name, tuple(turns)) for name, turns in talks.items()]


def title_of(answer: str, replies: Iterable[Mapping[str, Any]]) -> str:
    """Chữ mà người dân thấy trên nút của câu trả lời `answer` trong các lời đáp; không thấy thì chính id ấy."""
    for reply in replies:
        for button in reply.get("buttons", ()):
            if button["payload"] == {"answer": answer}:
                return str(button["title"])
        for item in reply.get("items", ()):
            for shown in (item, *item.get("related_questions", ())):
                if shown["id"] == answer:
                    return str(shown["title"])
    return answer


def _lines(path: Path, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(str(path), 1, "tệp không phải UTF-8; hãy lưu lại với mã UTF-8"))
        return
    for number, line in enumerate(
        text.split("\n"), 1
    ):  # không splitlines(): U+2028 trong lời nói không phải xuống dòng
        if line.strip():
            yield number, line


def _entry(line: str) -> dict[str, Any]:
    """Một dòng đã kiểm.

    Raises:
        ValueError: dòng sai; lời lỗi nói cách viết đúng.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("dòng này không phải JSON; mỗi dòng là một lượt {“talk”, “at”, “text”, “reply”}") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("talk"), (str, int)):
        raise ValueError("thiếu “talk”: số thứ tự của cuộc nói chuyện")
    said = [entry[key] for key in ("text", "answer") if key in entry]
    if len(said) != 1 or not isinstance(said[0], str) or not said[0].strip():
        raise ValueError("cần đúng một trong hai: “text” (lời người dân), “answer” (id của nút đã bấm)")
    reply = entry.get("reply")
    if not isinstance(reply, dict) or not isinstance(reply.get("text"), str):
        raise ValueError("thiếu “reply”: lời đáp, ít nhất có “text”, “kind”, “answers”")
    if reply.get("kind") not in KINDS or not isinstance(reply.get("answers"), list):
        raise ValueError(f"“reply” cần “answers” là danh sách id, và “kind” là một trong: {', '.join(KINDS)}")
    return entry


def _line(talk: str, turn: LoggedTurn) -> str:
    said = {"answer": turn.answer} if turn.text is None else {"text": turn.text}
    entry = {"talk": talk, "at": turn.at, **said, "reply": turn.reply}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


def _masked(at: str, said: Mapping[str, Any], reply: Mapping[str, Any]) -> LoggedTurn:
    """Che lời người dân và những chỗ bot có thể nhắc lại lời ấy; id và địa chỉ nguồn thì không phải số của ai."""
    text = said.get("text")
    masked = {key: mask(reply[key]).text for key in ("text", "lead") if key in reply}
    return LoggedTurn(at, None if text is None else mask(text).text, said.get("answer"), {**reply, **masked})
