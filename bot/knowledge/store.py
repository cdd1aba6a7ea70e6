"""Đọc kho kiến thức ra khỏi cơ sở dữ liệu."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.knowledge import tables
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.record import decode_trusted


def stored_version(engine: Engine) -> int:
    """Số bản của kho; 0 khi kho chưa từng được đồng bộ."""
    with engine.connect() as connection:
        return int(connection.execute(select(tables.version.c.version)).scalar() or 0)


def load(engine: Engine) -> Knowledge:
    """Nạp toàn bộ kho.

    Raises:
        RecordError: một hàng không đọc được.
    """
    parts: dict[str, dict[str, Any]] = {kind: {} for kind in NOUNS}
    columns = (tables.records.c.kind, tables.records.c.id, tables.records.c.body)
    with engine.connect() as connection:
        version = int(connection.execute(select(tables.version.c.version)).scalar() or 0)
        streaming = connection.execution_options(stream_results=True)  # PostgreSQL: đừng đem cả bảng về một lượt
        rows = streaming.execute(select(*columns).order_by(tables.records.c.kind, tables.records.c.id))
        for kind, _, body in rows:
            record = decode_trusted(NOUNS[kind], json.loads(body))
            parts[kind][record.id] = record
    return Knowledge(**parts, version=version)
