"""Đọc kho kiến thức ra khỏi cơ sở dữ liệu."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.knowledge import tables
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.record import decode_trusted


def stored_version(engine: Engine) -> int:
    """Số bản của kho; 0 khi kho chưa từng được đồng bộ."""
    with engine.connect() as connection:
        return _version(connection)


def load(engine: Engine, known: Knowledge | None = None) -> Knowledge:
    """Nạp kho; mỗi danh từ xếp theo id.

    `known`: bản đã nạp từ chính kho này; có nó thì chỉ đọc những hàng đã đổi, và danh từ không đổi gì giữ nguyên từ
    điển cũ (`is`), để điều dựng từ nó cũng giữ được.

    Raises:
        RecordError: một hàng không đọc được.
    """
    with engine.connect() as connection:
        version = _version(connection)
        if known is None or known.version > version:  # lớn hơn: kho vừa được thay bằng một bản sao cũ
            known = Knowledge(version=_NONE)
        nouns = {kind: dict(getattr(known, kind)) for kind in NOUNS}
        changed = _forget(connection, nouns, known.version) | _read(connection, nouns, known.version)
    return replace(known, **{kind: dict(sorted(nouns[kind].items())) for kind in changed}, version=version)


_NONE = -1
"""Số bản của kho chưa nạp gì: mọi hàng đều mới hơn."""


def _version(connection: Connection) -> int:
    return int(connection.execute(select(tables.version.c.version)).scalar() or 0)


def _forget(connection: Connection, nouns: dict[str, dict[str, Any]], since: int) -> set[str]:
    """Bỏ những bản ghi đã thay hay xoá từ bản `since`; trả những danh từ có chúng."""
    if since == _NONE:
        return set()
    ended = tables.history.c
    gone = connection.execute(select(ended.kind, ended.id).where(ended.until_version > since)).all()
    for kind, record_id in gone:
        nouns[kind].pop(record_id, None)
    return {kind for kind, _ in gone}


def _read(connection: Connection, nouns: dict[str, dict[str, Any]], since: int) -> set[str]:
    """Đặt vào những bản ghi có nội dung mới hơn bản `since`; trả những danh từ có chúng."""
    stored, kinds = tables.records.c, set()
    query = select(stored.kind, stored.body).where(stored.version > since)
    streaming = connection.execution_options(stream_results=True)  # PostgreSQL: đừng đem cả bảng về một lượt
    for kind, body in streaming.execute(query):
        record = decode_trusted(NOUNS[kind], json.loads(body))
        nouns[kind][record.id] = record
        kinds.add(kind)
    return kinds
