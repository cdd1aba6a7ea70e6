"""Giờ trực và ngày nghỉ, cho quản trị viên đặt."""

from __future__ import annotations

import asyncio
import datetime

from aiohttp import web

from bot.conversations.opening import BadShift, Holiday, OpeningHours, Shift, Timetable
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.texts import WEEKDAYS

HOURS = "/ban/gio"
EACH_DAY = 2
"""Mỗi ngày nhiều nhất chừng này buổi: sáng và chiều."""
_MOST_NAME = 120


async def show(request: web.Request) -> web.Response:
    """Giờ đang dùng, các ngày nghỉ."""
    return await _page(request)


async def save(request: web.Request) -> web.Response:
    """Thay mọi buổi trực."""
    form = await read_form(request)
    try:
        await asyncio.to_thread(_hours(request).set_shifts, _shifts(form), signed_in(request).login)
    except BadShift as error:
        return await _page(request, form, FormError(f"weekday-{error.weekday}", error.why))
    return await done(request, HOURS, texts.HOURS_SAVED)


async def add_holiday(request: web.Request) -> web.Response:
    """Thêm một ngày nghỉ."""
    form = await read_form(request)
    try:
        day = form.date("day")
        if day is None:
            raise FormError("day", texts.FIELD_DATE)
        holiday = Holiday(day, form.said("name", most=_MOST_NAME))
    except FormError as error:
        return await _page(request, form, error)
    await asyncio.to_thread(_hours(request).add_holiday, holiday, signed_in(request).login)
    return await done(request, HOURS, texts.HOLIDAY_ADDED)


async def remove_holiday(request: web.Request) -> web.Response:
    """Bỏ một ngày nghỉ."""
    day = (await read_form(request)).date("day")
    if day is not None:
        await asyncio.to_thread(_hours(request).remove_holiday, day, signed_in(request).login)
    return await done(request, HOURS, texts.HOLIDAY_REMOVED)


async def _page(request: web.Request, form: Form | None = None, wrong: FormError | None = None) -> web.Response:
    hours = _hours(request)
    table, now = await asyncio.to_thread(hours.timetable), hours.now()
    typed = form if wrong and wrong.field.startswith("weekday") else None
    return await render(
        request,
        "opening_hours.html",
        status=wrong.status if wrong else 200,
        week=[(weekday, name, _day(table, weekday, typed)) for weekday, name in enumerate(WEEKDAYS)],
        holidays=[(holiday, _spoken(holiday.day)) for holiday in table.holidays],
        is_open=table.is_open(now),
        wrong=wrong,
        form=form,
    )


def _day(table: Timetable, weekday: int, typed: Form | None) -> list[tuple[str, str]]:
    """Giờ mở, giờ đóng của từng buổi trong ngày; biểu mẫu vừa gửi sai thì giữ chữ đã gõ."""
    if typed:
        return [_typed(typed, weekday, part) for part in range(EACH_DAY)]
    found = [(shift.opens, shift.closes) for shift in table.shifts if shift.weekday == weekday]
    return [*found, *[("", "")] * EACH_DAY][: max(EACH_DAY, len(found))]


def _shifts(form: Form) -> list[Shift]:
    written = ((weekday, *_typed(form, weekday, part)) for weekday in range(len(WEEKDAYS)) for part in range(EACH_DAY))
    return [Shift(weekday, opens, closes) for weekday, opens, closes in written if opens or closes]


def _typed(form: Form, weekday: int, part: int) -> tuple[str, str]:
    return form.raw(f"opens-{weekday}-{part}").strip()[:5], form.raw(f"closes-{weekday}-{part}").strip()[:5]


def _spoken(day: datetime.date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day}/{day.month}/{day.year}"


def _hours(request: web.Request) -> OpeningHours:
    return request.app[keys.OPENING_HOURS]


DOORS = (
    Door("GET", HOURS, show, "administrator"),
    Door("POST", HOURS, save, "administrator"),
    Door("POST", HOURS + "/nghi", add_holiday, "administrator"),
    Door("POST", HOURS + "/bo-nghi", remove_holiday, "administrator"),
)
