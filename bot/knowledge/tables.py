"""Bảng của kho kiến thức trong cơ sở dữ liệu. Lược đồ do bot/migrations giữ; đây là cách đọc ghi nó."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

records = Table(
    "knowledge_records",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("file_digest", String(64)),
)
"""Mỗi danh từ một hàng. `digest`: của nội dung đang dùng; `file_digest`: của nội dung tệp ở lần đồng bộ gần nhất.

Hai số khác nhau nghĩa là bàn làm việc của người hỗ trợ đã sửa hàng này, và kho đang giữ bản sửa.
"""

version = Table(
    "knowledge_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
"""Một hàng duy nhất (id = 1): tăng một mỗi lần kho đổi, để máy chủ bot biết mà nạp lại."""
