"""Hai bảng của nhật ký; lược đồ thật do migration 0002 dựng."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True)),
)

events = Table(
    "conversation_events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("conversation_id", String(64)),
    Column("kind", String(16)),
    Column("client_id", String(64)),
    Column("answers", Integer),
    Column("body", Text),
    Column("created_at", DateTime(timezone=True)),
)
"""Mỗi lời người dân là một dòng `message`; các câu trả lời cho nó là một dòng `replies` trỏ về qua `answers`."""
