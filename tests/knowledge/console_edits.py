"""Kho thử trên cơ sở dữ liệu thật: nhìn thẳng vào hàng, và sửa như bàn làm việc sửa."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Engine

from bot.knowledge import tables


def edit_in_console(engine: Engine, answer_id: str, changes: Mapping[str, Any]) -> None:
    """Sửa một câu trong kho: nội dung và `digest` đổi, `file_digest` giữ nguyên."""
    here = (tables.records.c.kind == "answers") & (tables.records.c.id == answer_id)
    with engine.begin() as connection:
        body = json.loads(connection.execute(select(tables.records.c.body).where(here)).scalar_one())
        text = json.dumps({**body, **changes}, ensure_ascii=False, sort_keys=True)
        connection.execute(update(tables.records).where(here).values(body=text, digest=_digest(text)))
        connection.execute(update(tables.version).values(version=tables.version.c.version + 1))


def write_in_console(engine: Engine, body: Mapping[str, Any]) -> None:
    """Viết một câu mới trong kho: chưa tệp nào có nó."""
    text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True)
    row = {"kind": "answers", "id": body["id"], "body": text, "digest": _digest(text), "file_digest": None}
    with engine.begin() as connection:
        connection.execute(insert(tables.records).values(**row))
        connection.execute(update(tables.version).values(version=tables.version.c.version + 1))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
