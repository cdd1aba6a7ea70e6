"""Giờ trực: mở hay đóng lúc này, bao giờ mở lại, ai đặt."""

from __future__ import annotations

import datetime

import pytest
from hand_clock import HandClock
from sqlalchemy.engine import Engine

from bot.audit import deeds
from bot.conversations import OpeningHours
from bot.conversations.opening import USUAL, BadShift, Holiday, Shift
from bot.local_time import VIETNAM


def at(day: int, time: str) -> datetime.datetime:
    """Một ngày tháng 11/2026 (23 là thứ Hai), giờ Việt Nam."""
    clock = datetime.time.fromisoformat(time)
    return datetime.datetime(2026, 11, day, clock.hour, clock.minute, tzinfo=VIETNAM)


@pytest.fixture
def hours(engine: Engine, clock: HandClock) -> OpeningHours:
    return OpeningHours(engine, clock)


@pytest.mark.parametrize(
    ("day", "time", "is_open"),
    [
        (23, "07:29", False),
        (23, "07:30", True),
        (23, "11:29", True),
        (23, "11:30", False),
        (23, "13:30", True),
        (27, "16:59", True),
        (27, "17:00", False),
        (22, "09:00", False),
    ],
)
def test_office_hours_until_someone_sets_others(hours: OpeningHours, day: int, time: str, is_open: bool) -> None:
    table = hours.timetable()
    assert table.is_open(at(day, time)) is is_open
    assert table.is_open(at(day, time).astimezone(datetime.timezone.utc)) is is_open


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(22, "20:00"), at(23, "07:30")),
        (at(23, "07:29"), at(23, "07:30")),
        (at(23, "12:00"), at(23, "13:30")),
        (at(23, "18:00"), at(24, "07:30")),
        (at(27, "17:00"), at(30, "07:30")),
    ],
)
def test_the_next_opening(hours: OpeningHours, now: datetime.datetime, opens: datetime.datetime) -> None:
    assert hours.timetable().next_opening(now) == opens


def test_nobody_is_there_on_a_holiday(hours: OpeningHours, engine: Engine) -> None:
    hours.add_holiday(Holiday(datetime.date(2026, 11, 23), "Ngày nghỉ bù"), "an")
    hours.add_holiday(Holiday(datetime.date(2026, 11, 23), "Nghỉ bù"), "an")
    table = hours.timetable()
    assert [holiday.name for holiday in table.holidays] == ["Nghỉ bù"]
    assert not table.is_open(at(23, "09:00"))
    assert table.next_opening(at(22, "20:00")) == at(24, "07:30")
    hours.remove_holiday(datetime.date(2026, 11, 23), "an")
    hours.remove_holiday(datetime.date(2026, 11, 23), "an")
    assert hours.timetable().is_open(at(23, "09:00"))
    assert [deed.deed for deed in deeds(engine)] == ["holiday.removed", "holiday.added", "holiday.added"]


def test_hours_set_replace_the_usual_ones(hours: OpeningHours, engine: Engine) -> None:
    hours.set_shifts([Shift(6, "08:00", "10:00")], "an")
    hours.set_shifts([Shift(5, "08:00", "10:00"), Shift(5, "07:00", "08:00")], "an")
    table = hours.timetable()
    assert table.shifts == (Shift(5, "07:00", "08:00"), Shift(5, "08:00", "10:00"))
    assert table.next_opening(at(23, "09:00")) == at(28, "07:00")
    last = deeds(engine, most=1)[0]
    assert (last.who, last.deed, last.detail) == ("an", "opening.set", {"shifts": ["5 07:00-08:00", "5 08:00-10:00"]})


def test_an_endless_holiday_has_no_next_opening(hours: OpeningHours) -> None:
    for day in range(400):
        hours.add_holiday(Holiday(datetime.date(2026, 11, 22) + datetime.timedelta(days=day), "nghỉ"), "an")
    assert hours.timetable().next_opening(at(22, "20:00")) is None


@pytest.mark.parametrize(
    "shifts",
    [
        [],
        [Shift(0, "7:30", "11:30")],
        [Shift(0, "07:30", "25:00")],
        [Shift(0, "07:30", "07:30")],
        [Shift(0, "09:00", "08:00")],
        [Shift(0, "07:30", "11:30"), Shift(0, "11:00", "12:00")],
        [Shift(0, "07:30:00", "11:30")],
        [Shift(0, "", "")],
    ],
)
def test_hours_that_cannot_be_are_refused(hours: OpeningHours, shifts: list[Shift]) -> None:
    with pytest.raises(BadShift):
        hours.set_shifts(shifts, "an")
    assert hours.timetable().shifts == USUAL
