"""Lời đáp và cuộc nói chuyện dựng tay cho kiểm thử của nhật ký, ghi lại, hỏi lại."""

from __future__ import annotations

from typing import Any

from bot.server.talk import NoReplyError
from bot.stories.results import Seen
from bot.stories.talks import LoggedTalk, LoggedTurn

AT = "2026-11-21T08:00:00+00:00"


def reply(text: str, kind: str = "answer", answer: str | None = None, **more: Any) -> dict[str, Any]:
    """Lời đáp đủ phần của DESIGN.md 4.1; `answer`: id của mục duy nhất."""
    source = {"id": "nguon-1", "title": "Bài", "publisher": "Báo", "published": "2026-01-02", "url": None}
    item = {"id": answer, "title": f"Tên của {answer}", "short": text, "sources": [source], "related_questions": []}
    found = [item] if answer else []
    return {
        "text": text,
        "kind": kind,
        "answers": [answer] if answer else [],
        "items": found,
        "sources": [source] if found else [],
        "as_of": "2026-01-02" if found else None,
        "buttons": [],
        "calls": [],
        **more,
    }


def typed(text: str, answered: dict[str, Any]) -> LoggedTurn:
    return LoggedTurn(AT, text, None, answered)


def pressed(answer: str, answered: dict[str, Any]) -> LoggedTurn:
    return LoggedTurn(AT, None, answer, answered)


def talk(*turns: LoggedTurn, name: str = "1") -> LoggedTalk:
    return LoggedTalk(name, turns)


class Parrot:
    """Bot giả: lời đáp theo điều được nói (id của nút, hay lời); nhớ ai đã nói gì. Lời đáp là lỗi thì ném nó."""

    def __init__(self, replies: dict[str, dict[str, Any] | Exception]) -> None:
        self._replies = replies
        self.heard: list[tuple[str, str]] = []

    async def open(self, story: Any, talk: str) -> None:
        self.heard.append((talk, "mở"))

    async def say(self, talk: str, text: str, metadata: dict[str, Any]) -> Seen:
        said = metadata.get("answer") or text
        self.heard.append((talk, said))
        answered = self._replies[said]
        if isinstance(answered, Exception):
            raise answered
        return Seen(answered["text"], answered, 0.0)


OLD = reply("Mất thẻ thì báo công an.", answer="mat-the")
LOG = [
    talk(typed("mất thẻ", OLD), typed("cảm ơn", reply("Dạ, không có gì.", "small_talk"))),
    talk(typed("phí bao nhiêu", reply("Không mất phí.", answer="phi")), pressed("mat-the", OLD), name="2"),
]
SAME: dict[str, dict[str, Any] | Exception] = {
    "mất thẻ": OLD,
    "mat-the": OLD,
    "cảm ơn": reply("Dạ, không có gì.", "small_talk"),
    "phí bao nhiêu": reply("Không mất phí.", answer="phi"),
}
CHANGED = SAME | {
    "mất thẻ": reply("Mất thẻ thì báo công an <b>xã</b>.", answer="mat-the"),
    "cảm ơn": reply("Tôi chưa biết.", "no_answer"),
    "phí bao nhiêu": reply("Không mất phí.", answer="phi-moi"),
    "mat-the": NoReplyError("replay"),
}
"""Bot giả nay đáp khác: chỉ chữ, loại, câu trả lời, và không đáp được."""
