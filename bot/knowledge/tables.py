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
    Column("version", Integer, nullable=False, server_default="0", index=True),
    Column("changed_by", String(120)),
    Column("changed_at", DateTime(timezone=True)),
)
"""Mỗi danh từ một hàng. `digest`: của nội dung đang dùng; `file_digest`: của nội dung tệp ở lần đồng bộ gần nhất.

Hai số khác nhau nghĩa là bàn làm việc của người hỗ trợ đã sửa hàng này, và kho đang giữ bản sửa.
`version`: bản kho mà từ đó hàng có nội dung này; ai đổi, lúc nào (trống: từ trước khi có lịch sử).
"""

history = Table(
    "knowledge_history",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("changed_by", String(120)),
    Column("changed_at", DateTime(timezone=True)),
    Column("until_version", Integer, nullable=False, index=True),
    Column("removed_by", String(120)),
    Column("removed_at", DateTime(timezone=True)),
)
"""Những nội dung cũ: hàng nào từng mang nội dung nào, từ bản `version` đến trước bản `until_version`.

`removed_at` có nghĩa là nội dung ấy thôi dùng vì hàng bị xoá; không có thì vì nội dung mới thay vào.
"""

removed = Table(
    "knowledge_removed",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("file_digest", String(64), nullable=False),
)
"""Bản ghi đã gỡ ở bàn làm việc mà tệp còn giữ, với số của nội dung tệp: đồng bộ không đem nó trở lại."""

version = Table(
    "knowledge_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
"""Một hàng duy nhất (id = 1): tăng một mỗi lần kho đổi, để máy chủ bot biết mà nạp lại."""
