"""Góp ý của người dân: câu trả lời này đúng hay chưa, vì sao; gắn với đúng nội dung người ấy đã đọc."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.log import Clock, aware, require_masked, touch
from bot.conversations.tables import events
from bot.conversations.tables import feedback as table
from bot.conversations.turns import rate
from bot.conversations.unanswered import note_rating

Reason = Literal["sai", "cu", "kho-hieu", "khong-dung-cau-hoi"]
VersionAt = Callable[[str, datetime.datetime], "int | None"]
"""Nhận mã câu trả lời và một lúc; trả bản kho mà từ đó câu ấy có nội dung của lúc ấy, None khi không biết."""


class ReplyNotFound(LookupError):
    """Trong cuộc trò chuyện không có câu trả lời ấy, hoặc câu trả lời không có mục ấy."""

    def __init__(self, reply_id: str, answer_id: str) -> None:
        super().__init__(f"câu trả lời {reply_id} không có mục {answer_id}")
        self.reply_id, self.answer_id = reply_id, answer_id


@dataclass(frozen=True)
class Feedback:
    """Một góp ý cho mục `answer_id` của câu trả lời `reply_id`; `note` đã che số cá nhân."""

    reply_id: str
    answer_id: str
    right: bool
    reason: Reason | None = None
    note: str | None = None


class FeedbackLog:
    """Ghi góp ý; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock, version_at: VersionAt) -> None:
        self._engine, self._clock, self._version_at = engine, clock, version_at

    def save(self, conversation_id: str, feedback: Feedback) -> None:
        """Ghi góp ý, thay góp ý trước cho cùng mục của cùng câu trả lời.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            ReplyNotFound: cuộc ấy không có câu trả lời này, hay câu trả lời không có mục này.
            UnmaskedText: `note` còn số cá nhân chưa che.
        """
        require_masked(feedback.note or "")
        with self._engine.begin() as connection:
            now = self._clock()
            touch(connection, conversation_id, now)
            answered, read_at = _reply(connection, conversation_id, feedback)
            row = {
                **asdict(feedback),
                "conversation_id": conversation_id,
                "answer_version": self._version_at(feedback.answer_id, read_at),
                "created_at": now,
            }
            connection.execute(
                table.delete().where(
                    table.c.conversation_id == conversation_id,
                    table.c.reply_id == feedback.reply_id,
                    table.c.answer_id == feedback.answer_id,
                )
            )
            connection.execute(table.insert().values(row))
            right = _all_right(connection, conversation_id, feedback.reply_id)
            rate(connection, answered, right)
            note_rating(connection, conversation_id, answered, right)


def _reply(connection: Connection, conversation_id: str, feedback: Feedback) -> tuple[int, datetime.datetime]:
    """Số của lời được đáp, và lúc câu trả lời ấy được đưa cho người dân."""
    query = select(events.c.answers, events.c.body, events.c.created_at).where(
        events.c.conversation_id == conversation_id,
        events.c.kind == "replies",
        events.c.body.contains(feedback.reply_id, autoescape=True),
    )
    for row in connection.execute(query):
        for reply in json.loads(row.body):
            if reply.get("id") == feedback.reply_id and feedback.answer_id in reply.get("answers", ()):
                return row.answers, aware(row.created_at)
    raise ReplyNotFound(feedback.reply_id, feedback.answer_id)


def _all_right(connection: Connection, conversation_id: str, reply_id: str) -> bool:
    """Lượt được đếm là đúng khi mục nào được góp ý cũng đúng."""
    opinions = select(table.c.right).where(table.c.conversation_id == conversation_id, table.c.reply_id == reply_id)
    return all(connection.execute(opinions).scalars())
