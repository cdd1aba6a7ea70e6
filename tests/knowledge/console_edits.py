"""Kho thử trên cơ sở dữ liệu thật: sửa như bàn làm việc sửa, qua đúng cửa ghi của kho."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.knowledge import tables
from bot.knowledge.revision import write_record

HELPER = "Lan ở tổ công nghệ số"
EDITED_AT = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.timezone.utc)


def edit_in_console(engine: Engine, answer_id: str, changes: Mapping[str, Any]) -> None:
    """Sửa một câu trong kho: nội dung và `digest` đổi, `file_digest` giữ nguyên."""
    here = (tables.records.c.kind == "answers") & (tables.records.c.id == answer_id)
    with engine.connect() as connection:
        body = json.loads(connection.execute(select(tables.records.c.body).where(here)).scalar_one())
    write_in_console(engine, {**body, **changes})


def write_in_console(engine: Engine, body: Mapping[str, Any]) -> None:
    """Viết một câu vào kho: chưa tệp nào có nó, hoặc tệp có bản khác."""
    write_record(engine, "answers", body, by=HELPER, now=EDITED_AT)
