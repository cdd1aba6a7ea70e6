"""Sổ đi nhà của tổ công nghệ số: đã tới đâu, giúp việc gì, xong chưa. Không tên, không số của ai, không ô ghi tự do."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table, cast, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot import audit
from bot.audit import Deed

Clock = Callable[[], datetime.datetime]

table = Table(
    "visits",
    MetaData(),
    Column("id", String(64), primary_key=True),
    Column("helper", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("place", String(120), nullable=False),
    Column("topic", String(24), nullable=False),
    Column("task", String(120)),
    Column("solved", Boolean, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Visit:
    """Một việc đã giúp ở một nhà. `id`: do máy người đi sinh, gửi lại vẫn là một; `place`, `task`: mã trong kho."""

    id: str
    helper: str
    day: datetime.date
    place: str
    topic: str
    task: str | None
    solved: bool


@dataclass(frozen=True)
class PlaceTotal:
    """Một nơi: bao nhiêu việc đã giúp, bao nhiêu việc xong, bao nhiêu người đi."""

    place: str
    visits: int
    solved: int
    helpers: int


class Visits:
    """Sổ đi nhà; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, visit: Visit) -> bool:
        """Ghi một dòng; False khi dòng mang mã ấy đã có (gửi lại), dòng cũ còn nguyên."""
        now = self._clock()
        detail = {"place": visit.place, "topic": visit.topic, "solved": visit.solved}
        try:
            with self._engine.begin() as connection:
                connection.execute(table.insert().values(**asdict(visit), received_at=now))
                audit.record(connection, Deed(visit.helper, "visit.added", visit.id, detail), now)
        except IntegrityError:
            if not self._has(visit.id):
                raise
            return False
        return True

    def _has(self, visit_id: str) -> bool:
        with self._engine.connect() as connection:
            return connection.execute(select(table.c.id).where(table.c.id == visit_id)).first() is not None

    def remove(self, visit_id: str, helper: str) -> bool:
        """Bỏ một dòng ghi nhầm, chỉ của chính người ấy; False khi không có."""
        with self._engine.begin() as connection:
            where = (table.c.id == visit_id, table.c.helper == helper)
            if connection.execute(table.delete().where(*where)).rowcount != 1:
                return False
            audit.record(connection, Deed(helper, "visit.removed", visit_id), self._clock())
        return True

    def of(self, helper: str, *, skip: int = 0, most: int = 50) -> list[Visit]:
        """Các dòng của một người, mới trước."""
        newest = (table.c.day.desc(), table.c.received_at.desc(), table.c.id)
        query = select(table).where(table.c.helper == helper).order_by(*newest).offset(skip).limit(most)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Visit(row.id, row.helper, row.day, row.place, row.topic, row.task, row.solved) for row in rows]

    def count(self, helper: str) -> int:
        """Số dòng của một người."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(table).where(table.c.helper == helper)
            return int(connection.execute(query).scalar_one())

    def by_place(self, first: datetime.date, last: datetime.date) -> list[PlaceTotal]:
        """Tổng theo nơi của mọi người, từ ngày `first` tới hết ngày `last`, nơi nhiều việc trước."""
        visits = func.count()
        query = (
            select(
                table.c.place,
                visits.label("visits"),
                func.sum(cast(table.c.solved, Integer)).label("solved"),
                func.count(table.c.helper.distinct()).label("helpers"),
            )
            .where(table.c.day.between(first, last))
            .group_by(table.c.place)
            .order_by(visits.desc(), table.c.place)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [PlaceTotal(row.place, row.visits, int(row.solved), row.helpers) for row in rows]
