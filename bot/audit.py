"""Sổ ghi mọi thay đổi: ai, lúc nào, làm gì, với điều gì. Chỉ thêm, không sửa, không xoá.

Dòng sổ được ghi trong cùng giao dịch với thay đổi: có thay đổi là có dòng, không có dòng nào cho việc không thành.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, select
from sqlalchemy.engine import Connection, Engine

from bot.database import aware

table = Table(
    "audit",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String(64), nullable=False),
    Column("deed", String(40), nullable=False),
    Column("target", String(255), nullable=False),
    Column("detail", Text, nullable=False),
)


@dataclass(frozen=True)
class Deed:
    """Một việc. `who`: tên đăng nhập, hay "hệ thống", "dòng lệnh"; `deed`: mã việc như "account.created"; `target`: mã
    của điều bị đổi; `detail`: điều cần biết thêm, không mang số cá nhân hay lời người dân."""

    who: str
    deed: str
    target: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    at: datetime.datetime | None = None
    number: int = 0


def record(connection: Connection, deed: Deed, now: datetime.datetime) -> None:
    """Thêm một dòng vào sổ, trong giao dịch của người gọi."""
    detail = json.dumps(dict(deed.detail), ensure_ascii=False, sort_keys=True)
    row = {"at": now, "who": deed.who, "deed": deed.deed, "target": deed.target, "detail": detail}
    connection.execute(table.insert().values(row))


def deeds(engine: Engine, *, before: int | None = None, who: str = "", prefix: str = "", most: int = 100) -> list[Deed]:
    """Các việc, mới trước; `before`: chỉ những dòng có số nhỏ hơn; `prefix`: đầu mã việc, như "answer."."""
    query = select(table).order_by(table.c.number.desc()).limit(most)
    if before is not None:
        query = query.where(table.c.number < before)
    if who:
        query = query.where(table.c.who == who)
    if prefix:
        query = query.where(table.c.deed.startswith(prefix, autoescape=True))
    with engine.connect() as connection:
        rows: Sequence[Any] = connection.execute(query).all()
    return [Deed(row.who, row.deed, row.target, json.loads(row.detail), aware(row.at), row.number) for row in rows]
