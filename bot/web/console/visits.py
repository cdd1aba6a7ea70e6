"""Sổ đi nhà: ghi một việc đã giúp, gửi các dòng ghi lúc mất mạng, xem sổ của mình và tổng theo nơi."""

from __future__ import annotations

import asyncio
import datetime
import re
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from aiohttp import web

from bot.conversations.visits import Visit, Visits
from bot.knowledge import model
from bot.knowledge.model import Knowledge, Place
from bot.vietnamese import fold
from bot.web import keys, texts
from bot.web.console import texts as said
from bot.web.console.door import Door
from bot.web.console.form import FormError, read_form, read_json
from bot.web.console.page import done, render
from bot.web.console.paging import page_of
from bot.web.console.session import signed_in
from bot.web.errors import bad_field

VISITS = "/ban/tham"
EACH_PAGE = 30
COUNTED = datetime.timedelta(days=90)
"""Tổng theo nơi của chừng này ngày; dòng ghi cho ngày xa hơn thì không nhận."""
MOST_AT_ONCE = 100
TOPICS = get_args(model.Topic)
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NEAR_HOME = ("ward", "commune", "site", "city", "district", "province", "nation")


class Option(NamedTuple):
    """Một nơi để chọn."""

    value: str
    name: str


async def show(request: web.Request) -> web.Response:
    """Ô ghi một dòng, sổ của mình, tổng theo nơi."""
    return await _page(request)


async def add(request: web.Request) -> web.Response:
    """Ghi một dòng từ biểu mẫu."""
    form, knowledge = await read_form(request), (await request.app[keys.LIBRARY].edition()).knowledge
    given = {name: form.raw(name) for name in ("id", "day", "place", "topic", "task", "solved")}
    try:
        visit = _read(request, given, knowledge)
    except FormError as error:
        return await _page(request, given, error)
    is_new = await asyncio.to_thread(_book(request).add, visit)
    return await done(request, VISITS, said.VISIT_ADDED if is_new else said.VISIT_KNOWN)


async def sync(request: web.Request) -> web.Response:
    """Nhận các dòng ghi lúc mất mạng; trả mã những dòng đã nằm trong sổ, và những dòng không nhận được vì sao."""
    rows = (await read_json(request)).get("visits")
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE or not all(isinstance(row, dict) for row in rows):
        raise bad_field("visits", said.VISITS_SHAPE.format(most=MOST_AT_ONCE))
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    kept: list[str] = []
    refused: list[dict[str, str]] = []
    for row in rows:
        try:
            visit = _read(request, row, knowledge)
        except FormError as error:
            refused.append({"id": str(row.get("id", ""))[:64], "why": error.detail})
            continue
        await asyncio.to_thread(_book(request).add, visit)
        kept.append(visit.id)
    return web.json_response({"kept": kept, "refused": refused}, headers={"Cache-Control": "no-store"})


async def remove(request: web.Request) -> web.Response:
    """Bỏ một dòng của mình ghi nhầm."""
    found = await asyncio.to_thread(_book(request).remove, request.match_info["id"], signed_in(request).login)
    await done(request, VISITS, said.VISIT_REMOVED if found else said.VISIT_GONE)


def place_options(knowledge: Knowledge) -> list[Option]:
    """Mọi nơi trong kho, nơi nhỏ trước; một phần của bản kho."""
    places = sorted(knowledge.places.values(), key=lambda place: (_NEAR_HOME.index(place.level), fold(place.name)))
    return [Option(place.id, _full_name(place, knowledge)) for place in places]


def choices(knowledge: Knowledge, places: list[Option]) -> dict[str, Any]:
    """Những gì ô ghi cho chọn: nơi, chủ đề, việc."""
    return {
        "places": places,
        "topics": [(topic, texts.TOPICS[topic]) for topic in TOPICS],
        "tasks": [(task.id, task.title) for task in knowledge.tasks.values()],
    }


def _full_name(place: Place, knowledge: Knowledge) -> str:
    within = knowledge.places.get(place.within or "")
    return f"{place.name} ({within.name})" if within and within.level != "nation" else place.name


async def _page(
    request: web.Request, given: Mapping[str, Any] | None = None, wrong: FormError | None = None
) -> web.Response:
    edition = await request.app[keys.LIBRARY].edition()
    book, login, today = _book(request), signed_in(request).login, request.app[keys.LIBRARY].today()
    page, last = page_of(request, await asyncio.to_thread(book.count, login), EACH_PAGE)
    mine = await asyncio.to_thread(book.of, login, skip=(page - 1) * EACH_PAGE, most=EACH_PAGE)
    totals = await asyncio.to_thread(book.by_place, today - COUNTED, today)
    blank = {"day": today.isoformat(), "place": mine[0].place if mine else "", "solved": ""}
    asked = {"topic": request.query.get("chu-de", ""), "task": request.query.get("viec", "")}
    places = edition.part(place_options)
    return await render(
        request,
        "visits.html",
        status=422 if wrong else 200,
        written={**blank, **asked, **(given or {})},
        fresh_id=secrets.token_urlsafe(12),
        wrong={wrong.field: wrong.detail} if wrong else {},
        mine=mine,
        totals=totals,
        days=COUNTED.days,
        page=page,
        last=last,
        place_names={option.value: option.name for option in places},
        topic_names=texts.TOPICS,
        task_names={task.id: task.title for task in edition.knowledge.tasks.values()},
        **choices(edition.knowledge, places),
    )


def _read(request: web.Request, row: Mapping[str, Any], knowledge: Knowledge) -> Visit:
    """Một dòng sổ; mọi ô là một lựa chọn có sẵn, nên không có chỗ nào ghi được tên hay số của ai.

    Raises:
        FormError: một ô không phải lựa chọn có sẵn.
    """
    task, solved = _chosen(row, "task", ("", *knowledge.tasks)), row.get("solved")
    if not _ID.fullmatch(str(row.get("id", ""))):
        raise FormError("id", said.VISIT_ID)
    if solved not in (True, False, "1", "0"):
        raise FormError("solved", said.FIELD_CHOICE)
    return Visit(
        id=str(row["id"]),
        helper=signed_in(request).login,
        day=_day(str(row.get("day", "")), request.app[keys.LIBRARY].today()),
        place=_chosen(row, "place", knowledge.places),
        topic=_chosen(row, "topic", TOPICS),
        task=task or None,
        solved=solved in (True, "1"),
    )


def _chosen(row: Mapping[str, Any], name: str, options: Any) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str) or value not in options:
        raise FormError(name, said.FIELD_CHOICE)
    return value


def _day(text: str, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise FormError("day", said.FIELD_DATE) from None
    if not today - COUNTED <= day <= today:
        raise FormError("day", said.VISIT_DAY.format(days=COUNTED.days))
    return day


def _book(request: web.Request) -> Visits:
    return request.app[keys.VISITS]


DOORS = (
    Door("GET", VISITS, show, "helper"),
    Door("POST", VISITS, add, "helper"),
    Door("POST", VISITS + "/dong-bo", sync, "helper"),
    Door("POST", VISITS + "/{id:[A-Za-z0-9_-]+}/bo", remove, "helper"),
)
