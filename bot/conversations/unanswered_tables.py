"""Các bảng của điều bot chưa trả lời được; lược đồ thật do migration 0007 dựng."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

unanswered = Table(
    "unanswered",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("conversation_id", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(120), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("cluster_id", Integer),
)
"""`number`: số của lời trong nhật ký; `kind`, `rule`: loại và luật của lời đáp; `cluster_id` trống: chưa được gom."""

clusters = Table(
    "clusters",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("label", Text, nullable=False),
    Column("topic", String(24)),
    Column("state", String(16), nullable=False),
    Column("outcome", String(16)),
    Column("target", String(255)),
    Column("remark", Text),
    Column("handled_by", String(64)),
    Column("handled_at", DateTime(timezone=True)),
)
"""`label`: một câu của cụm; `topic`: chủ đề của câu gần nhất trong kho, "" khi chẳng câu nào gần, trống khi chưa xét.
`outcome`, `target`:
việc đã làm và mã của điều nó làm ra; `remark`: lời nhắn cho người biên tập."""
