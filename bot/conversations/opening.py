"""Giờ có người trực: các buổi theo thứ, ngày nghỉ; lúc này có mở không, bao giờ mở lại. Giờ Việt Nam."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot import audit
from bot.audit import Deed
from bot.conversations.log import Clock
from bot.conversations.tables import holidays, opening_hours
from bot.local_time import VIETNAM

_FARTHEST = 366
"""Quá chừng này ngày mà không có buổi nào thì coi như không biết bao giờ mở."""


class BadShift(ValueError):
    """Một buổi trực không dùng được; mang thứ của nó và lý do."""

    def __init__(self, weekday: int, why: str) -> None:
        super().__init__(f"thứ {weekday}: {why}")
        self.weekday, self.why = weekday, why


@dataclass(frozen=True, order=True)
class Shift:
    """Một buổi trực: `weekday` 0 là thứ Hai; `opens`, `closes` viết "07:30"."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True, order=True)
class Holiday:
    """Một ngày không ai trực."""

    day: datetime.date
    name: str


USUAL = tuple(
    Shift(weekday, opens, closes) for weekday in range(5) for opens, closes in (("07:30", "11:30"), ("13:30", "17:00"))
)
"""Giờ hành chính thường thấy ở UBND xã, phường; dùng tới khi có người đặt giờ khác."""


@dataclass(frozen=True)
class Timetable:
    """Giờ trực đang dùng."""

    shifts: tuple[Shift, ...]
    holidays: tuple[Holiday, ...]

    def is_open(self, at: datetime.datetime) -> bool:
        """Lúc `at` có người trực."""
        return any(opens <= at < closes for opens, closes in self._on(at.astimezone(VIETNAM).date()))

    def next_opening(self, at: datetime.datetime) -> datetime.datetime | None:
        """Lúc mở kế tiếp sau `at`, giờ Việt Nam; None khi trong một năm không có buổi nào."""
        today = at.astimezone(VIETNAM).date()
        for days in range(_FARTHEST):
            for opens, _closes in self._on(today + datetime.timedelta(days=days)):
                if opens > at:
                    return opens
        return None

    def _on(self, day: datetime.date) -> list[tuple[datetime.datetime, datetime.datetime]]:
        if any(holiday.day == day for holiday in self.holidays):
            return []
        return sorted(
            (_at(day, shift.opens), _at(day, shift.closes)) for shift in self.shifts if shift.weekday == day.weekday()
        )


class OpeningHours:
    """Đọc và đặt giờ trực; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def timetable(self) -> Timetable:
        """Giờ trực đang dùng; chưa ai đặt thì là giờ mặc định."""
        with self._engine.connect() as connection:
            shifts = [Shift(*row) for row in connection.execute(select(opening_hours))]
            days = [Holiday(*row) for row in connection.execute(select(holidays))]
        return Timetable(tuple(sorted(shifts)) or USUAL, tuple(sorted(days)))

    def now(self) -> datetime.datetime:
        """Bây giờ, theo đồng hồ của kho."""
        return self._clock()

    def set_shifts(self, shifts: Sequence[Shift], by: str) -> None:
        """Thay mọi buổi trực.

        Raises:
            BadShift: giờ viết sai, đóng trước khi mở, hai buổi chồng nhau, hay không có buổi nào.
        """
        checked = _checked(shifts)
        with self._engine.begin() as connection:
            connection.execute(opening_hours.delete())
            connection.execute(opening_hours.insert(), [asdict(shift) for shift in checked])
            detail = {"shifts": [f"{shift.weekday} {shift.opens}-{shift.closes}" for shift in checked]}
            audit.record(connection, Deed(by, "opening.set", "", detail), self._clock())

    def add_holiday(self, holiday: Holiday, by: str) -> None:
        """Thêm một ngày nghỉ, hay đổi tên ngày ấy."""
        day = holiday.day.isoformat()
        with self._engine.begin() as connection:
            connection.execute(holidays.delete().where(holidays.c.day == holiday.day))
            connection.execute(holidays.insert().values(**asdict(holiday)))
            audit.record(connection, Deed(by, "holiday.added", day, {"name": holiday.name}), self._clock())

    def remove_holiday(self, day: datetime.date, by: str) -> None:
        """Bỏ một ngày nghỉ; không có thì thôi."""
        with self._engine.begin() as connection:
            if connection.execute(holidays.delete().where(holidays.c.day == day)).rowcount:
                audit.record(connection, Deed(by, "holiday.removed", day.isoformat()), self._clock())


def _checked(shifts: Iterable[Shift]) -> list[Shift]:
    ordered = sorted(shifts)
    if not ordered:
        raise BadShift(0, "cần ít nhất một buổi trong tuần; nghỉ hẳn thì thêm ngày nghỉ")
    for shift in ordered:
        if not (_is_time(shift.opens) and _is_time(shift.closes)):
            raise BadShift(shift.weekday, "giờ viết kiểu 07:30")
        if shift.opens >= shift.closes:
            raise BadShift(shift.weekday, "giờ đóng phải sau giờ mở")
    for earlier, later in itertools.pairwise(ordered):
        if earlier.weekday == later.weekday and later.opens < earlier.closes:
            raise BadShift(later.weekday, "hai buổi chồng lên nhau")
    return ordered


def _is_time(text: str) -> bool:
    try:
        return datetime.time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False


def _at(day: datetime.date, time: str) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), VIETNAM)
