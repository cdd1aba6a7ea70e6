"""Cộng sẵn sổ đếm theo ngày: ba tháng mười nghìn lượt mỗi ngày là gần một triệu hàng, đếm lại mỗi lần xem thì chậm.

Một ngày đã qua được cộng một lần vào `turn_days` và `turn_speeds`; hàng nào của ngày ấy đổi sau đó (góp ý muộn) thì dấu
`rolled_days` của nó mất, và nó được đếm thẳng từ sổ cho tới lần cộng sau. Nên số nào cũng đúng ngay lúc xem.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Date, Integer, String, Table, case, func, literal, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.turns import metadata, rolled_days, turns

turn_days = Table(
    "turn_days",
    metadata,
    Column("place", String(120), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("topic", String(24), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("corrected", Integer, nullable=False),
    Column("rated_right", Integer, nullable=False),
    Column("rated_wrong", Integer, nullable=False),
)
"""Mỗi nơi một hàng, và một hàng `EVERYWHERE` cộng mọi nơi: phần lớn câu hỏi về con số không hỏi tới nơi. `place` đứng
đầu khoá nên đọc hàng cộng sẵn không phải lướt qua các nơi."""
EVERYWHERE = "*"
turn_speeds = Table(
    "turn_speeds",
    metadata,
    Column("day", Date, primary_key=True),
    Column("milliseconds", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)

COUNTED = (
    func.count().label("count"),
    func.sum(case((turns.c.corrected.is_(True), 1), else_=0)).label("corrected"),
    func.sum(case((turns.c.rated.is_(True), 1), else_=0)).label("rated_right"),
    func.sum(case((turns.c.rated.is_(False), 1), else_=0)).label("rated_wrong"),
)
"""Các số của một nhóm hàng trong sổ."""
TOPIC, PLACE = func.coalesce(turns.c.topic, "").label("topic"), func.coalesce(turns.c.place, "").label("place")


def roll(engine: Engine, today: datetime.date) -> int:
    """Cộng sẵn mọi ngày trước `today` chưa được cộng; trả số ngày vừa cộng. Hai cổng cùng chạy cũng không sao."""
    with engine.connect() as connection:
        first = connection.execute(select(func.min(turns.c.day))).scalar()
        rolled = set(connection.execute(select(rolled_days.c.day)).scalars())
    days = [] if first is None else [first + datetime.timedelta(n) for n in range((today - first).days)]
    missing = [day for day in days if day not in rolled]
    for day in missing:
        with engine.begin() as connection:
            _roll_day(connection, day)
    return len(missing)


class Split(NamedTuple):
    """Một khoảng ngày: phần đã cộng sẵn tới `rolled_to`, trừ những ngày `fresh` phải đếm thẳng từ sổ."""

    first: datetime.date
    rolled_to: datetime.date
    fresh: list[datetime.date]

    def rolled(self, day: Any) -> Any:
        """Điều kiện cho cột `day` của một bảng cộng sẵn; thường chỉ hôm nay chưa cộng, nên chỉ là một khoảng."""
        between = day.between(self.first, self.rolled_to)
        holes = [each for each in self.fresh if each < self.rolled_to]
        return between & day.notin_(holes) if holes else between


def split(connection: Connection, first: datetime.date, last: datetime.date) -> Split:
    """Khoảng từ `first` tới hết `last`, chia theo điều đã cộng sẵn."""
    known = select(rolled_days.c.day).where(rolled_days.c.day.between(first, last))
    rolled = set(connection.execute(known).scalars())
    days = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
    rolled_to = max(rolled, default=first - datetime.timedelta(days=1))
    return Split(first, rolled_to, [day for day in days if day not in rolled])


def _roll_day(connection: Connection, day: datetime.date) -> None:
    for table in (rolled_days, turn_days, turn_speeds):  # xoá trước: giữ quyền ghi từ đầu giao dịch
        connection.execute(table.delete().where(table.c.day == day))
    connection.execute(rolled_days.insert().values(day=day))
    of_day = turns.c.day == day
    for place in (PLACE, literal(EVERYWHERE)):
        kinds = select(place.label("place"), turns.c.day, turns.c.kind, TOPIC, *COUNTED).where(of_day)
        grouped = kinds.group_by(*([PLACE] if place is PLACE else []), turns.c.day, turns.c.kind, TOPIC)
        connection.execute(turn_days.insert().from_select(list(turn_days.c.keys()), grouped))
    timed = select(turns.c.day, turns.c.milliseconds, func.count()).where(of_day, turns.c.milliseconds.isnot(None))
    connection.execute(
        turn_speeds.insert().from_select(list(turn_speeds.c.keys()), timed.group_by(turns.c.day, turns.c.milliseconds))
    )
