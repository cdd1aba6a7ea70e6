"""Những câu bot chưa trả lời được: bị từ chối, bị người dân bảo "không phải ý tôi", bị chê, được người hỗ trợ báo.
Một lời một hàng.

Chữ được lấy từ chính nhật ký, nơi đã từ chối chữ còn số cá nhân. Hàng ghi trong cùng giao dịch với lời đáp hay góp ý,
mất cùng cuộc trò chuyện (bot/conversations/erasure.py).

Lượt hỏi lại ("ý anh/chị là câu nào?") tự nó không tính: người dân chọn một nút, hay hỏi rõ hơn, là đã được giúp. Họ bảo
không phải ý mình thì câu hỏi ấy được ghi.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.conversations.erasure import settle
from bot.conversations.tables import events
from bot.conversations.turns import WRONG
from bot.conversations.unanswered_tables import unanswered

Reason = Literal["refused", "corrected", "rated", "reported"]
"""Bot từ chối; người dân bảo không phải ý mình; người dân góp ý là chưa đúng; người hỗ trợ hỏi tại chỗ rồi báo."""
REASONS: tuple[Reason, ...] = ("refused", "corrected", "rated", "reported")

_FOLLOW_UPS = (WRONG, "repeat", "shorten", "next_step", "ask_source", "nothing_before")
"""Lượt nói về câu trả lời trước, không phải một câu hỏi."""
_VENTED = ("abuse",)
"""Lời bực bội: không có câu trả lời nào để viết cho nó."""
_SWITCHED_OFF = ("stopped", "paused:")
"""Đầu luật của lời đáp khi bot hay một chủ đề đang bị tắt: kho có thể biết, chỉ là không được nói."""
_REFUSED = ("no_answer", "out_of_scope")
_ASKED = (*_REFUSED, "answer", "figure", "clarify", "own_record")
"""Loại lời đáp cho một câu hỏi; chào hỏi, việc gấp, xin gặp người thì không."""
_FAR_BACK = 10
"""Tìm câu bị chê trong chừng này lời trước đó."""


class _Asked(NamedTuple):
    """Một lời người dân, lúc được đáp, và loại cùng luật của lời đáp; `text` trống khi họ bấm nút chọn câu."""

    number: int
    text: str
    kind: str
    rule: str
    at: datetime.datetime

    @property
    def is_question(self) -> bool:
        return (
            bool(self.text)
            and self.kind in _ASKED
            and not self.rule.startswith((*_FOLLOW_UPS, *_VENTED, *_SWITCHED_OFF))
        )


def note_reply(connection: Connection, conversation_id: str, number: int) -> None:
    """Ghi khi lời đáp cho lời `number`, vừa vào nhật ký, là lời từ chối, hay khi lời ấy chê câu trước."""
    asked = _asked_at(connection, conversation_id, number)
    if asked is None:
        return
    if asked.rule == WRONG:
        _note_correction(connection, conversation_id, number)
    elif asked.is_question and asked.kind in _REFUSED:
        _insert(connection, conversation_id, asked, "refused")


def note_rating(connection: Connection, conversation_id: str, number: int, right: bool) -> None:
    """Ghi khi lời đáp cho lời `number` bị góp ý là chưa đúng; người dân đổi ý thì hàng ấy mất."""
    if right:
        _forget_rating(connection, number)
        return
    asked = _asked_at(connection, conversation_id, number)
    if asked and asked.is_question:
        _insert(connection, conversation_id, asked, "rated")


def note_report(connection: Connection, conversation_id: str, number: int) -> bool:
    """Ghi câu người hỗ trợ báo là chưa được đáp đúng; False khi lời `number` đứng riêng không phải một câu hỏi."""
    asked = _asked_at(connection, conversation_id, number)
    if asked is None or not asked.is_question:
        return False
    _insert(connection, conversation_id, asked, "reported")
    return True


def _forget_rating(connection: Connection, number: int) -> None:
    rated = (unanswered.c.number == number) & (unanswered.c.reason == "rated")
    row = connection.execute(select(unanswered.c.cluster_id).where(rated)).first()
    connection.execute(unanswered.delete().where(rated))
    if row and row.cluster_id is not None:
        settle(connection, row.cluster_id)


def _note_correction(connection: Connection, conversation_id: str, number: int) -> None:
    """Câu bị chê là câu hỏi bằng chữ gần nhất; nút bấm và câu nối tiếp ở giữa đều do nó mà ra."""
    for asked in _asked(connection, conversation_id, number - 1, _FAR_BACK):
        if asked.is_question:
            _insert(connection, conversation_id, asked, "corrected")
            return
        if asked.text and not asked.rule.startswith(_FOLLOW_UPS):
            return


def _asked_at(connection: Connection, conversation_id: str, number: int) -> _Asked | None:
    """Lời `number` của cuộc này; None khi nó chưa được đáp."""
    latest = _asked(connection, conversation_id, number, 1)
    return latest[0] if latest and latest[0].number == number else None


def _asked(connection: Connection, conversation_id: str, last: int, most: int) -> Sequence[_Asked]:
    """Những lời đã được đáp của cuộc này tới lời `last`, mới trước."""
    said, answered = events.alias(), events.alias()
    query = (
        select(said.c.number, said.c.body, answered.c.body.label("replies"), answered.c.created_at)
        .join(answered, answered.c.answers == said.c.number)
        .where(said.c.conversation_id == conversation_id, said.c.number <= last)
        .order_by(said.c.number.desc())
        .limit(most)
    )
    return [_read(row) for row in connection.execute(query)]


def _read(row: Any) -> _Asked:
    replies: Sequence[Mapping[str, Any]] = json.loads(row.replies)
    reply = next((reply for reply in replies if "kind" in reply), {})
    text = str(json.loads(row.body).get("text", ""))
    return _Asked(row.number, text, str(reply.get("kind", "")), str(reply.get("rule") or ""), row.created_at)


def _insert(connection: Connection, conversation_id: str, asked: _Asked, reason: Reason) -> None:
    """Thêm một hàng, trừ khi lời ấy đã có hàng. Người gọi đang giữ quyền ghi vào cuộc này."""
    if connection.execute(select(unanswered.c.number).where(unanswered.c.number == asked.number)).first():
        return
    row = {
        "number": asked.number,
        "conversation_id": conversation_id,
        "text": asked.text,
        "reason": reason,
        "kind": asked.kind[:16],
        "rule": asked.rule[:120],
        "at": asked.at,
    }
    connection.execute(unanswered.insert().values(row))
