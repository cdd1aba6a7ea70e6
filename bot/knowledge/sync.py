"""Đưa tệp vào kho: chỉ ghi điều đã đổi, không đè lên câu đã sửa ở bàn làm việc."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.knowledge import tables
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.record import encode
from bot.knowledge.revision import Revision, Row, as_text, digest_of, revising

BY_FILES = "đồng bộ tệp"
"""Người đổi, khi không ai nói tên."""
_BATCH = 500
"""Số hàng so và ghi một lượt: bộ nhớ không lớn theo kho."""


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


def sync(
    engine: Engine, knowledge: Knowledge, *, now: datetime.datetime, by: str = BY_FILES, take_files: bool = False
) -> SyncReport:
    """Làm cho kho khớp với tệp, trong một giao dịch; nội dung bị thay hay xoá vào lịch sử, kèm `by` và `now`.

    Câu đã sửa ở bàn làm việc thì kho giữ bản sửa; nếu tệp của nó cũng đổi (hay mất) thì báo trong `conflicts` và
    vẫn giữ bản sửa, trừ khi `take_files`.
    """
    report = SyncReport()
    with revising(engine, by=by, now=now) as revision:
        for kind in NOUNS:
            records: dict[str, Any] = getattr(knowledge, kind)
            _remove_missing(revision, report, kind, records, take_files)
            for rows in _batches(_rows(records)):
                _place(revision, report, kind, rows, take_files)
    return report


def _rows(records: dict[str, Any]) -> Iterator[Row]:
    for record_id, record in records.items():
        text = as_text(encode(record))
        digest = digest_of(text)
        yield Row(record_id, text, digest, digest)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch


def _place(revision: Revision, report: SyncReport, kind: str, rows: list[Row], take_files: bool) -> None:
    here = (tables.records.c.kind == kind) & tables.records.c.id.in_([row.id for row in rows])
    found = revision.connection.execute(
        select(tables.records.c.id, tables.records.c.digest, tables.records.c.file_digest).where(here)
    )
    stored: dict[str, tuple[str, str | None]] = {row.id: (row.digest, row.file_digest) for row in found}
    created, changed, adopted = [], [], []
    for row in rows:
        current, at_last_sync = stored.get(row.id, (None, None))
        edited = current != at_last_sync and current != row.digest
        if current is None:
            created.append(row)
        elif edited and not take_files and row.digest != at_last_sync:
            report.conflicts.append(row.id)
        elif current != row.digest and (take_files or not edited):
            changed.append(row)
        else:
            report.unchanged += 1
            if current == row.digest != at_last_sync:
                adopted.append(row)
    revision.create(kind, created)
    revision.change(kind, changed)
    revision.adopt(kind, adopted)
    report.created += [row.id for row in created]
    report.changed += [row.id for row in changed]


def _remove_missing(
    revision: Revision, report: SyncReport, kind: str, records: dict[str, Any], take_files: bool
) -> None:
    """Xoá những hàng mà tệp không còn."""
    found = revision.connection.execution_options(stream_results=True).execute(
        select(tables.records.c.id, tables.records.c.digest, tables.records.c.file_digest).where(
            tables.records.c.kind == kind
        )
    )
    removed: list[str] = []
    for record_id, digest, file_digest in found:
        if record_id in records:
            continue
        if file_digest is None:  # viết mới ở bàn làm việc, chưa tệp nào có
            report.unchanged += 1
        elif digest != file_digest and not take_files:
            report.conflicts.append(record_id)
        else:
            removed.append(record_id)
    for start in range(0, len(removed), _BATCH):
        revision.remove(kind, removed[start : start + _BATCH])
    report.removed += removed
