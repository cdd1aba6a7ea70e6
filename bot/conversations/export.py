"""Đọc lại các lượt đã được trả lời: để ghi thành câu chuyện, để hỏi lại bot trước khi xuất bản."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.log import ConversationNotFound, Reply, aware
from bot.conversations.tables import conversations, events

_said, _answered = events.alias(), events.alias()


@dataclass(frozen=True)
class Exchange:
    """Một lời người dân ({"text"} hoặc {"answer"}, đã che số) và các câu trả lời cho nó."""

    conversation_id: str
    at: datetime.datetime
    body: dict[str, Any]
    replies: list[Reply]


def exchanges(engine: Engine, since: datetime.datetime | None = None) -> Iterator[Exchange]:
    """Mọi lượt đã được trả lời, cũ trước mới sau, của những cuộc bắt đầu từ `since` (None: mọi cuộc).

    Lấy theo lúc bắt đầu chứ không theo từng lời: cuộc nào có mặt thì có đủ từ lời đầu. Đọc dần, không giữ cả nhật ký.
    """
    query = _query()
    if since is not None:
        query = query.where(conversations.c.created_at >= since)
    return _read(engine, query)


def latest_exchanges(engine: Engine, most: int) -> list[Exchange]:
    """Mọi lượt đã được trả lời của `most` cuộc có lời mới nhất, cũ trước mới sau."""
    recent = select(conversations.c.id).order_by(conversations.c.updated_at.desc()).limit(most)
    with engine.connect() as connection:
        chosen = list(connection.execute(recent).scalars())
    return list(_read(engine, _query().where(conversations.c.id.in_(chosen)))) if chosen else []


def exchanges_of(engine: Engine, conversation_id: str) -> list[Exchange]:
    """Các lượt đã được trả lời của một cuộc trò chuyện.

    Raises:
        ConversationNotFound: không có cuộc này, hay chưa lời nào được trả lời.
    """
    found = list(_read(engine, _query().where(conversations.c.id == conversation_id)))
    if not found:
        raise ConversationNotFound(conversation_id)
    return found


def _query() -> Any:
    return (
        select(_said.c.conversation_id, _said.c.created_at, _said.c.body, _answered.c.body.label("replies"))
        .join(_answered, _answered.c.answers == _said.c.number)
        .join(conversations, conversations.c.id == _said.c.conversation_id)
        .where(_said.c.kind == "message", _answered.c.kind == "replies")
        .order_by(_said.c.number)
    )


def _read(engine: Engine, query: Any) -> Iterator[Exchange]:
    with engine.connect() as connection:
        for row in connection.execution_options(stream_results=True).execute(query):
            if replies := json.loads(row.replies):  # trống: một người hỗ trợ đang trả lời, bot im
                yield Exchange(row.conversation_id, aware(row.created_at), json.loads(row.body), replies)
