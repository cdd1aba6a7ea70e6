"""Cửa duy nhất để ghi vào kho kiến thức: tệp hay bàn làm việc ghi thì nội dung cũ cũng vào lịch sử như nhau."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, literal, null, select, update
from sqlalchemy.engine import Connection, Engine

from bot.knowledge import tables

_KEPT = ("kind", "id", "version", "body", "digest", "changed_by", "changed_at")
"""Cột của một hàng đi vào lịch sử."""


class Row(NamedTuple):
    """Một hàng sắp ghi. `file_digest`: số của nội dung tệp, None khi chưa tệp nào có hàng này."""

    id: str
    body: str
    digest: str
    file_digest: str | None


class Revision:
    """Một lần đổi kho, trong một giao dịch; mọi hàng ghi trong đó mang cùng số bản, cùng người đổi, cùng lúc đổi."""

    def __init__(self, connection: Connection, version: int, by: str, now: datetime.datetime) -> None:
        self.connection, self.version, self.by, self.now = connection, version, by, now
        self.wrote = False

    def create(self, kind: str, rows: Sequence[Row]) -> None:
        """Thêm hàng mới."""
        if rows:
            self.connection.execute(insert(tables.records), [{"kind": kind, **self._written(row)} for row in rows])
            self.forget_removed(kind, [row.id for row in rows])
            self.wrote = True

    def change(self, kind: str, rows: Sequence[Row]) -> None:
        """Thay nội dung của những hàng đang có."""
        if rows:
            self._archive(kind, [row.id for row in rows], removed=False)
            statement = update(tables.records).where(
                tables.records.c.kind == kind, tables.records.c.id == bindparam("row_id")
            )
            self.connection.execute(statement, [{**self._written(row), "row_id": row.id} for row in rows])
            self.wrote = True

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        """Xoá những hàng đang có."""
        if ids:
            self._archive(kind, ids, removed=True)
            self.connection.execute(delete(tables.records).where(*_these(kind, ids)))
            self.wrote = True

    def write(self, kind: str, body: Mapping[str, Any]) -> None:
        """Bàn làm việc ghi một bản ghi (dữ liệu trơn như `record.encode`), mới hay đã có; tệp còn giữ nội dung cũ."""
        text = as_text(body)
        current = self.current(kind, body["id"])
        removed = self.removed(kind, [body["id"]])
        file_digest = current.file_digest if current else removed.get(body["id"])
        row = Row(body["id"], text, digest_of(text), file_digest)
        (self.change if current else self.create)(kind, [row])

    def take_away(self, kind: str, record_id: str) -> None:
        """Bàn làm việc gỡ một bản ghi đang có; tệp còn giữ nó thì đồng bộ không đem nó trở lại."""
        current = self.current(kind, record_id)
        if current and current.file_digest:
            values = {"kind": kind, "id": record_id, "file_digest": current.file_digest}
            self.connection.execute(insert(tables.removed).values(values))
        self.remove(kind, [record_id])

    def current(self, kind: str, record_id: str) -> Row | None:
        """Nội dung đang dùng của một bản ghi."""
        return _current(self.connection, kind, record_id)

    def removed(self, kind: str, ids: Sequence[str] | None = None) -> dict[str, str]:
        """Những bản ghi (hay riêng `ids`) đã gỡ ở bàn làm việc mà tệp còn giữ: id → số của nội dung tệp."""
        query = select(tables.removed.c.id, tables.removed.c.file_digest).where(tables.removed.c.kind == kind)
        if ids is not None:
            query = query.where(tables.removed.c.id.in_(ids))
        return {row.id: row.file_digest for row in self.connection.execute(query)}

    def forget_removed(self, kind: str, ids: Sequence[str]) -> None:
        """Tệp cũng thôi giữ những bản ghi ấy, hay chúng đã trở lại."""
        here = (tables.removed.c.kind == kind) & tables.removed.c.id.in_(ids)
        self.connection.execute(delete(tables.removed).where(here))

    def adopt(self, kind: str, rows: Sequence[Row]) -> None:
        """Tệp đã theo kịp nội dung đang dùng: nội dung không đổi, chỉ đổi chủ."""
        if rows:
            statement = update(tables.records).where(
                tables.records.c.kind == kind, tables.records.c.id == bindparam("row_id")
            )
            values = [{"file_digest": row.file_digest, "row_id": row.id} for row in rows]
            self.connection.execute(statement, values)

    def _written(self, row: Row) -> dict[str, Any]:
        return {**row._asdict(), "version": self.version, "changed_by": self.by, "changed_at": self.now}

    def _archive(self, kind: str, ids: Sequence[str], *, removed: bool) -> None:
        ended = (literal(self.by), literal(self.now)) if removed else (null(), null())
        old = select(*(tables.records.c[name] for name in _KEPT), literal(self.version), *ended)
        names = [*_KEPT, "until_version", "removed_by", "removed_at"]
        self.connection.execute(insert(tables.history).from_select(names, old.where(*_these(kind, ids))))


@contextmanager
def revising(engine: Engine, *, by: str, now: datetime.datetime) -> Iterator[Revision]:
    """Mở một lần đổi kho. Hai người cùng đổi thì người sau đợi người trước; có ghi thì số bản của kho tăng một."""
    with engine.begin() as connection:
        version = _lock(connection, now)
        revision = Revision(connection, version + 1, by, now)
        yield revision
        if revision.wrote:
            connection.execute(update(tables.version).values(version=revision.version, changed_at=now))


def write_record(engine: Engine, kind: str, body: Mapping[str, Any], *, by: str, now: datetime.datetime) -> None:
    """Ghi một bản ghi (dữ liệu trơn như `record.encode`) mà không qua tệp: bàn làm việc sửa hay viết mới."""
    with revising(engine, by=by, now=now) as revision:
        revision.write(kind, body)


def stored(engine: Engine, kind: str, record_id: str) -> Row | None:
    """Nội dung đang dùng của một bản ghi, lúc này."""
    with engine.connect() as connection:
        return _current(connection, kind, record_id)


def as_text(body: Mapping[str, Any]) -> str:
    """Dạng chữ của một bản ghi trong kho; cùng nội dung thì cùng chữ."""
    return json.dumps(dict(body), ensure_ascii=False, sort_keys=True)


def digest_of(text: str) -> str:
    """Số nhận ra một nội dung."""
    return hashlib.sha256(text.encode()).hexdigest()


def _current(connection: Connection, kind: str, record_id: str) -> Row | None:
    columns = (tables.records.c[name] for name in Row._fields)
    found = connection.execute(select(*columns).where(*_these(kind, [record_id]))).one_or_none()
    return Row(*found) if found else None


def _these(kind: str, ids: Sequence[str]) -> tuple[Any, Any]:
    return tables.records.c.kind == kind, tables.records.c.id.in_(ids)


def _lock(connection: Connection, now: datetime.datetime) -> int:
    """Giữ quyền ghi kho cho tới hết giao dịch; trả số bản hiện tại."""
    locked = connection.execute(update(tables.version).values(version=tables.version.c.version))
    if locked.rowcount == 0:
        connection.execute(insert(tables.version).values(id=1, version=0, changed_at=now))
    return int(connection.execute(select(tables.version.c.version)).scalar_one())
