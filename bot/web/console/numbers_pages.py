"""Trang /ban/so: các con số theo khoảng ngày, chủ đề, nơi; hình và tệp CSV của chúng."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bot.knowledge.model import Knowledge
from bot.web import keys
from bot.web import texts as gateway_texts
from bot.web.console.door import Door
from bot.web.console.page import render
from bot.web.number_book import Report
from bot.web.number_pages import picture, shown, spreadsheet

NUMBERS = "/ban/so"
USUAL, LONGEST = datetime.timedelta(days=29), datetime.timedelta(days=365)
_PRIVATE = "no-store"


@dataclass(frozen=True)
class Chosen:
    """Khoảng ngày, chủ đề, nơi đang xem; chủ đề, nơi trống là mọi chủ đề, mọi nơi."""

    first: datetime.date
    last: datetime.date
    topic: str
    place: str

    @property
    def query(self) -> str:
        """Phần sau dấu ? của địa chỉ."""
        dates = {"tu": self.first.isoformat(), "den": self.last.isoformat()}
        return urlencode({**dates, "chu-de": self.topic, "noi": self.place})


async def show(request: web.Request) -> web.Response:
    """Trang số."""
    chosen, report, knowledge = await _read(request)
    named = await request.app[keys.NUMBERS].report(chosen.first, chosen.last) if chosen.place else report
    places = sorted({key for key in (*named.places, chosen.place) if key in knowledge.places})
    return await render(
        request,
        "console_numbers.html",
        chosen=chosen,
        query=chosen.query,
        topics=[("", "Mọi chủ đề"), *gateway_texts.TOPICS.items()],
        places=[
            ("", "Mọi nơi"),
            *sorted(((key, knowledge.places[key].name) for key in places), key=lambda pair: pair[1]),
        ],
        **shown(report, knowledge),
    )


async def svg(request: web.Request) -> web.Response:
    """Một hình."""
    _, report, knowledge = await _read(request)
    return await picture(request.match_info["name"], report, knowledge, _PRIVATE)


async def csv(request: web.Request) -> web.Response:
    """Một bảng."""
    _, report, knowledge = await _read(request)
    return spreadsheet(request.match_info["name"], report, knowledge, _PRIVATE)


async def _read(request: web.Request) -> tuple[Chosen, Report, Knowledge]:
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    book = request.app[keys.NUMBERS]
    chosen = _chosen(request, book.today, knowledge)
    return chosen, await book.report(chosen.first, chosen.last, chosen.topic, chosen.place), knowledge


def _chosen(request: web.Request, today: datetime.date, knowledge: Knowledge) -> Chosen:
    """Điều đang xem theo địa chỉ; ô trống hay viết sai thì lấy 30 ngày gần nhất, mọi chủ đề, mọi nơi."""
    last = min(_day(request, "den") or today, today)
    first = _day(request, "tu") or last - USUAL
    first, last = min(first, last), max(first, last)
    topic, place = request.query.get("chu-de", ""), request.query.get("noi", "")
    return Chosen(
        max(first, last - LONGEST),
        last,
        topic if topic in gateway_texts.TOPICS else "",
        place if place in knowledge.places else "",
    )


def _day(request: web.Request, name: str) -> datetime.date | None:
    with suppress(ValueError):
        return datetime.date.fromisoformat(request.query.get(name, ""))
    return None


DOORS = (
    Door("GET", NUMBERS, show, "helper"),
    Door("GET", NUMBERS + "/{name:[a-z-]+}.svg", svg, "helper"),
    Door("GET", NUMBERS + "/{name:[a-z-]+}.csv", csv, "helper"),
)
