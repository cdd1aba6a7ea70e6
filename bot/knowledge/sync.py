"""Đưa tệp vào kho: chỉ ghi điều đã đổi, không đè lên câu đã sửa ở bàn làm việc."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
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
    """Id đã tạo, đổi, xoá, số hàng không đổi, và những điều tệp và bàn làm việc không hợp nhau (`conflicts`)."""

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
    vẫn giữ bản sửa, trừ khi `take_files`. Câu đã gỡ ở bàn làm việc cũng vậy: tệp còn giữ nó thì nó vẫn bị gỡ.
    Nguồn mà tệp đã bỏ nhưng bản sửa ấy còn dẫn thì được giữ và báo trong `conflicts`.
    """
    report = SyncReport()
    with revising(engine, by=by, now=now) as revision:
        for kind in NOUNS:
            records: dict[str, Any] = getattr(knowledge, kind)
            if kind != "sources":
                _remove_missing(revision, report, kind, records, take_files)
            for rows in _batches(_rows(records)):
                _place(revision, report, kind, rows, take_files)
        # Nguồn xét sau cùng: lúc ấy mới biết bàn làm việc còn giữ câu nào.
        _remove_missing(revision, report, "sources", knowledge.sources, take_files, _cited_by_desk(revision))
    return report


def _cited_by_desk(revision: Revision) -> set[str]:
    """Những nguồn mà một bản ghi của bàn làm việc (tệp không có, hay có bản khác) dẫn."""
    stored = tables.records.c
    own = stored.kind == "answers", or_(stored.file_digest.is_(None), stored.digest != stored.file_digest)
    bodies = revision.connection.execute(select(stored.body).where(*own)).scalars()
    return {source for body in bodies for source in json.loads(body).get("sources", ())}


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
    removed = revision.removed(kind, [row.id for row in rows if row.id not in stored])
    created, changed, adopted = [], [], []
    for row in rows:
        current, at_last_sync = stored.get(row.id, (None, removed.get(row.id)))
        edited = current != at_last_sync and current != row.digest
        if current is None and (take_files or row.id not in removed):
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
    revision: Revision,
    report: SyncReport,
    kind: str,
    records: dict[str, Any],
    take_files: bool,
    needed: Collection[str] = (),
) -> None:
    """Xoá những hàng mà tệp không còn; hàng `needed` thì giữ, và từ nay là của bàn làm việc, để xuất được về tệp."""
    revision.forget_removed(kind, [record_id for record_id in revision.removed(kind) if record_id not in records])
    found = revision.connection.execution_options(stream_results=True).execute(
        select(tables.records.c.id, tables.records.c.digest, tables.records.c.file_digest).where(
            tables.records.c.kind == kind
        )
    )
    removed: list[str] = []
    kept: list[Row] = []
    for record_id, digest, file_digest in found:
        if record_id in records:
            continue
        if file_digest is None:  # viết mới ở bàn làm việc, chưa tệp nào có
            report.unchanged += 1
        elif record_id in needed:
            report.conflicts.append(record_id)
            kept.append(Row(record_id, "", digest, None))
        elif digest != file_digest and not take_files:
            report.conflicts.append(record_id)
        else:
            removed.append(record_id)
    for start in range(0, len(removed), _BATCH):
        revision.remove(kind, removed[start : start + _BATCH])
    revision.adopt(kind, kept)
    report.removed += removed
