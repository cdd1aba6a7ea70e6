"""Đọc lịch sử của kho: một bản ghi đã qua những nội dung nào, hai bản kho khác nhau ở đâu.

HistoryError
├── UnknownRecordError    chưa từng có bản ghi mang id này
└── UnknownVersionError   số bản nằm ngoài lịch sử đang giữ
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.database import aware
from bot.knowledge import tables
from bot.knowledge.model import NOUNS

_OLD = tables.history


class HistoryError(LookupError):
    """Điều được hỏi không có trong lịch sử; chữ của nó nói luôn bước tiếp theo."""


class UnknownRecordError(HistoryError):
    """Chưa từng có bản ghi mang id này; mang `id`."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"Kho chưa từng có bản ghi “{record_id}”. Xem lại id: đó là tên tệp không có đuôi .yml.")
        self.id = record_id


class UnknownVersionError(HistoryError):
    """Số bản nằm ngoài lịch sử; mang `version`, `first`, `last`."""

    def __init__(self, version: int, first: int, last: int) -> None:
        super().__init__(f"Không có bản {version} của kho. Hãy chọn một số từ {first} đến {last}.")
        self.version, self.first, self.last = version, first, last


@dataclass(frozen=True)
class Version:
    """Một nội dung của một bản ghi, từ bản `version` đến trước bản `until` (None: đang dùng).

    `body` None: từ bản này bản ghi bị xoá. `by`, `at` None: viết từ trước khi kho giữ lịch sử.
    """

    kind: str
    id: str
    version: int
    body: dict[str, Any] | None
    by: str | None
    at: datetime.datetime | None
    until: int | None = None


@dataclass(frozen=True)
class FieldChange:
    """Một trường khác nhau giữa hai nội dung; None là không có."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """Một bản ghi khác nhau giữa hai bản kho. `old` hay `new` None: khi ấy chưa có, hoặc đã xoá."""

    kind: str
    id: str
    old: Version | None
    new: Version | None
    last: Version
    """Lần đổi cuối cùng trong khoảng: ai, lúc nào; bản ghi bị xoá thì là lần xoá."""

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """Từng trường đã đổi, theo thứ tự của danh từ."""
        old = (self.old and self.old.body) or {}
        new = (self.new and self.new.body) or {}
        names = dict.fromkeys((*(item.name for item in fields(NOUNS[self.kind])), *old, *new))
        return tuple(
            FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
        )


def versions(engine: Engine, record_id: str) -> list[Version]:
    """Mọi nội dung mà bản ghi mang id này từng có, cũ trước mới sau.

    Raises:
        UnknownRecordError: chưa từng có bản ghi ấy.
    """
    with engine.connect() as connection:
        found = _stored(connection, _OLD.c.id == record_id, tables.records.c.id == record_id)
    if not found:
        raise UnknownRecordError(record_id)
    return found


def changes(engine: Engine, old: int, new: int, record_id: str | None = None) -> list[Change]:
    """Những bản ghi (hay riêng `record_id`) khác nhau giữa bản kho `old` và bản kho `new`.

    Raises:
        UnknownVersionError: kho không giữ một trong hai bản ấy.
        UnknownRecordError: chưa từng có bản ghi `record_id`.
    """
    low, high = min(old, new) + 1, max(old, new)
    with engine.connect() as connection:
        _require(connection, old, new)
        began, ended = _OLD.c.version.between(low, high), _OLD.c.until_version.between(low, high)
        touched = _stored(connection, began | ended, tables.records.c.version.between(low, high))
    if record_id:
        versions(engine, record_id)
    pasts = itertools.groupby(touched, key=lambda version: (version.kind, version.id))
    found = [_compare(list(past), old, new) for key, past in pasts if record_id in (None, key[1])]
    return [change for change in found if change and change.fields]


def _compare(past: list[Version], old: int, new: int) -> Change | None:
    between = [each for each in past if min(old, new) < each.version <= max(old, new)]
    return Change(past[0].kind, past[0].id, _at(past, old), _at(past, new), between[-1])


def _at(past: list[Version], version: int) -> Version | None:
    """Nội dung đang dùng ở một bản kho."""
    held = [each for each in past if each.version <= version]
    return held[-1] if held and held[-1].body is not None else None


def _require(connection: Connection, *wanted: int) -> None:
    """Bản cũ nhất còn biết là bản mà nội dung cũ nhất bắt đầu."""
    last = int(connection.execute(select(tables.version.c.version)).scalar() or 0)
    starts = (connection.execute(select(func.min(table.c.version))).scalar() for table in (tables.records, _OLD))
    first = min((start for start in starts if start is not None), default=last)
    for version in wanted:
        if not first <= version <= last:
            raise UnknownVersionError(version, first, last)


def _stored(connection: Connection, old: ColumnElement, current: ColumnElement) -> list[Version]:
    """Các nội dung thoả điều kiện, xếp theo danh từ, id, rồi bản; mỗi lần xoá thành một `Version` không nội dung."""
    rows = [
        *connection.execute(select(_OLD).where(old)),
        *connection.execute(select(tables.records).where(current)),
    ]
    found = [version for row in rows for version in _versions_of(row._mapping)]
    kinds = list(NOUNS)
    return sorted(found, key=lambda version: (kinds.index(version.kind), version.id, version.version))


def _versions_of(row: Mapping[str, Any]) -> Iterator[Version]:
    kind, record_id, until = row["kind"], row["id"], row.get("until_version")
    yield Version(
        kind, record_id, row["version"], json.loads(row["body"]), row["changed_by"], _moment(row["changed_at"]), until
    )
    if row.get("removed_at"):
        yield Version(kind, record_id, row["until_version"], None, row["removed_by"], aware(row["removed_at"]))


def _moment(at: datetime.datetime | None) -> datetime.datetime | None:
    """Trống: nội dung có từ trước khi kho giữ lịch sử."""
    return aware(at) if at else None
