"""Các bảng của nhật ký và góp ý; lược đồ thật do migration 0002 và 0004 dựng."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, String, Table, Text

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
"""Mỗi lời người dân là một dòng `message`; các câu trả lời cho nó là một dòng `replies` trỏ về qua `answers`.

`handoff`: người dân xin gặp người hỗ trợ hay thôi xin; `person`: một lời của người hỗ trợ.
"""

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("reply_id", String(64), primary_key=True),
    Column("answer_id", String(255), primary_key=True),
    Column("answer_version", Integer),
    Column("right", Boolean, nullable=False),
    Column("reason", String(32)),
    Column("note", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
"""Mỗi mục của một câu trả lời một hàng. `answer_version`: bản kho mà từ đó câu ấy có nội dung người dân đã đọc; trống
khi câu ấy không nằm trong lịch sử của kho (số liệu, sự việc, danh sách)."""
