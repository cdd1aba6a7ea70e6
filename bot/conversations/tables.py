"""Các bảng của nhật ký, góp ý, tiếp nhận; lược đồ thật do migration 0002, 0004 và 0006 dựng."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table, Text

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

`handoff`: ai trả lời cuộc này vừa đổi (xin người, được nhận, trả lại, đóng, thôi); `person`: một lời của người hỗ trợ.
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

handoffs = Table(
    "handoffs",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("holder", String(64)),
    Column("holder_name", String(80)),
    Column("holder_seen_at", DateTime(timezone=True)),
    Column("taken_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("citizen_seen_at", DateTime(timezone=True)),
    Column("citizen_typed_at", DateTime(timezone=True)),
    Column("helper_typed_at", DateTime(timezone=True)),
)
"""Mỗi cuộc đã từng xin gặp người một hàng: trạng thái bây giờ; chuyện đã qua nằm ở các dòng `handoff` của nhật ký."""

opening_hours = Table(
    "opening_hours",
    metadata,
    Column("weekday", Integer, primary_key=True, autoincrement=False),
    Column("opens", String(5), primary_key=True),
    Column("closes", String(5), nullable=False),
)
"""Mỗi buổi trực một hàng; `weekday` 0 là thứ Hai, giờ Việt Nam viết "07:30". Trống: chưa ai đặt, dùng giờ mặc định."""

holidays = Table(
    "holidays",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(120), nullable=False),
)
