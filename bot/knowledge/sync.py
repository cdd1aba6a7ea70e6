"""Đưa tệp vào kho: chỉ ghi điều đã đổi, không đè lên câu đã sửa ở bàn làm việc."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.knowledge import tables
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.record import encode


@dataclass
class SyncReport:
    """Id đã tạo, đổi, xoá, số hàng không đổi, và những câu cả tệp lẫn bàn làm việc cùng sửa (`conflicts`)."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def wrote(self) -> bool:
        """Kho có đổi không."""
        return bool(self.created or self.changed or self.removed)


def sync(engine: Engine, knowledge: Knowledge, *, now: datetime.datetime, take_files: bool = False) -> SyncReport:
    """Làm cho kho khớp với tệp, trong một giao dịch.

    Câu đã sửa ở bàn làm việc thì kho giữ bản sửa; nếu tệp của nó cũng đổi (hay mất) thì báo trong `conflicts` và
    vẫn giữ bản sửa, trừ khi `take_files`.
    """
    report = SyncReport()
    with engine.begin() as connection:
        stored = {
            (row.kind, row.id): (row.digest, row.file_digest)
            for row in connection.execute(
                select(
                    tables.records.c.kind, tables.records.c.id, tables.records.c.digest, tables.records.c.file_digest
                )
            )
        }
        for kind, record_id, body in _bodies(knowledge):
            _place(connection, report, kind, record_id, body, stored.pop((kind, record_id), None), take_files)
        for (kind, record_id), (digest, file_digest) in stored.items():
            if file_digest is None:  # viết mới ở bàn làm việc, chưa tệp nào có
                report.unchanged += 1
            else:
                _remove(connection, report, kind, record_id, edited=digest != file_digest and not take_files)
        if report.wrote:
            _raise_version(connection, now)
    return report


def _bodies(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    for kind in NOUNS:
        for record_id, record in getattr(knowledge, kind).items():
            yield kind, record_id, json.dumps(encode(record), ensure_ascii=False, sort_keys=True)


def _place(
    connection: Connection,
    report: SyncReport,
    kind: str,
    record_id: str,
    body: str,
    stored: tuple[str, str | None] | None,
    take_files: bool,
) -> None:
    digest = hashlib.sha256(body.encode()).hexdigest()
    row = {"body": body, "digest": digest, "file_digest": digest}
    if stored is None:
        connection.execute(insert(tables.records).values(kind=kind, id=record_id, **row))
        report.created.append(record_id)
        return
    current, at_last_sync = stored
    edited = current != at_last_sync and current != digest
    if digest == at_last_sync and not (edited and take_files):
        report.unchanged += 1
    elif edited and not take_files:
        report.conflicts.append(record_id)
    else:
        here = (tables.records.c.kind == kind) & (tables.records.c.id == record_id)
        connection.execute(update(tables.records).where(here).values(**row))
        report.changed.append(record_id)


def _remove(connection: Connection, report: SyncReport, kind: str, record_id: str, *, edited: bool) -> None:
    if edited:
        report.conflicts.append(record_id)
        return
    here = (tables.records.c.kind == kind) & (tables.records.c.id == record_id)
    connection.execute(delete(tables.records).where(here))
    report.removed.append(record_id)


def _raise_version(connection: Connection, now: datetime.datetime) -> None:
    raised = connection.execute(
        update(tables.version)
        .where(tables.version.c.id == 1)
        .values(version=tables.version.c.version + 1, changed_at=now)
    )
    if raised.rowcount == 0:
        connection.execute(insert(tables.version).values(id=1, version=1, changed_at=now))
