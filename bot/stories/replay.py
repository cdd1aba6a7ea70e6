"""Hỏi lại điều người dân đã hỏi, với mô hình và kho hiện tại: lời đáp nào đổi thì một người xem trước khi xuất bản.

Lõi chỉ cần một người nói chuyện được với bot và các lượt đã ghi; kho nháp của bàn làm việc cũng hỏi lại được bằng nó.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.privacy import mask
from bot.server.talk import NoReplyError
from bot.stories.model import Story
from bot.stories.remote import RemoteError, Speaker
from bot.stories.talks import LoggedTalk, LoggedTurn, title_of

Difference = Literal["silent", "kind", "answers", "text"]
DIFFERENCES: Mapping[Difference, str] = {
    "silent": "bot không đáp được",
    "kind": "loại khác",
    "answers": "câu trả lời khác",
    "text": "chỉ chữ khác",
}
"""Đổi điều gì, nặng trước nhẹ sau."""


@dataclass(frozen=True)
class Reply:
    """Phần được so của một lời đáp. `text` đã che số và bỏ dòng trống: cổng web và kênh REST ngắt đoạn khác nhau."""

    kind: str
    answers: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, text: str, custom: Mapping[str, Any]) -> Reply:
        """Từ lời đáp dạng DESIGN.md 4.1."""
        lines = [" ".join(line.split()) for line in mask(text).text.splitlines()]
        return cls(custom["kind"], tuple(custom["answers"]), "\n".join(filter(None, lines)))


@dataclass(frozen=True)
class Change:
    """Một lượt mà bot nay đáp khác; `turn` tính từ 1. `after` None: bot không đáp được, vì `error`."""

    talk: str
    turn: int
    said: str
    before: Reply
    after: Reply | None
    error: str = ""

    @property
    def difference(self) -> Difference:
        """Điều nặng nhất đã đổi."""
        if self.after is None:
            return "silent"
        if self.after.kind != self.before.kind:
            return "kind"
        return "answers" if self.after.answers != self.before.answers else "text"

    @property
    def digest(self) -> str:
        """Dấu của lời đáp mới cho đúng câu hỏi này: lời đáp đổi nữa thì chữ ký cũ không còn giá trị."""
        after = self.after
        told = [self.said, after.kind, after.answers, after.text] if after else [self.said, self.error]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _no_tick() -> None:
    """Không ai xem tiến độ."""


async def replay(speaker: Speaker, talks: Iterable[LoggedTalk], tick: Callable[[], None] = _no_tick) -> list[Change]:
    """Nói lại từng cuộc theo thứ tự lượt, mỗi cuộc một lần mở mới; đưa ra những lượt có lời đáp khác lời đã ghi.

    Lượt bot không đáp được cũng là một thay đổi, và cuộc ấy vẫn được nói tiếp. `tick` được gọi sau mỗi lượt.
    """
    changes: list[Change] = []
    for talk in talks:
        opened = f"replay-{uuid.uuid4().hex}"
        await speaker.open(Story(talk.name, "", 1, ()), opened)
        shown: Mapping[str, Any] = {}
        for number, turn in enumerate(talk.turns, 1):
            change = await _asked_again(speaker, opened, turn, (talk.name, number, _said(turn, shown)))
            changes += [change] if change else []
            shown = turn.reply
            tick()
    return changes


async def _asked_again(speaker: Speaker, talk: str, turn: LoggedTurn, where: tuple[str, int, str]) -> Change | None:
    before = Reply.of(turn.reply["text"], turn.reply)
    metadata = {"answer": turn.answer} if turn.answer else {}
    try:
        seen = await speaker.say(talk, turn.text or "", metadata)
    except (NoReplyError, RemoteError) as error:
        return Change(*where, before, None, str(error))
    after = Reply.of(seen.text, seen.custom)
    return None if after == before else Change(*where, before, after)


def _said(turn: LoggedTurn, shown: Mapping[str, Any]) -> str:
    """Lời người dân để cho xem; bấm nút thì chữ trên nút."""
    return turn.text or f"[bấm nút] {title_of(turn.answer or '', [shown, turn.reply])}"
