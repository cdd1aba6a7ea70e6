"""Sổ ghi thay đổi, cho quản trị viên: ai, lúc nào, làm gì, với điều gì; lọc theo người và loại việc."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from bot import audit
from bot.audit import Deed
from bot.knowledge.model import Place
from bot.local_time import VIETNAM
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.names import Names, names
from bot.web.console.page import render
from bot.web.notice_board import spoken
from bot.web.texts import TOPICS, WEEKDAYS

BOOK = "/ban/so-ghi"
EACH_PAGE = 50
_ROLES = {str(role): name for role, name in texts.ROLES.items()}
_NAMED: dict[str, dict[str, str]] = {
    "deed": texts.DRAFT_DEEDS,
    "from": _ROLES,
    "kind": texts.NOTICE_KINDS,
    "outcome": texts.CLUSTER_OUTCOMES,
    "role": _ROLES,
    "to": _ROLES,
    "topic": TOPICS,
}
"""Bảng tên của từng điều mà giá trị là mã."""
_PEOPLE = ("author", "from")
"""Những điều mà giá trị là tên đăng nhập."""


class Words(NamedTuple):
    """Chữ hiện ra thay cho mã trong sổ: người, nơi, và những mã đã có bảng tên."""

    people: Names
    places: Mapping[str, Place]

    def of(self, name: str, value: Any) -> str:
        """Chữ của `value` ở điều `name`."""
        if isinstance(value, list):
            return ", ".join(self.of(name, each) for each in value)
        if isinstance(value, bool):
            return texts.YES_NO[value]
        if name == "shifts":
            return _shift(value)
        if name == "until":
            return spoken(datetime.datetime.fromisoformat(value))
        if name == "place" and value in self.places:
            return self.places[value].name
        named = _NAMED.get(name, {}).get(value)
        return named or (self.people.with_login(value) if name in _PEOPLE else str(value))


async def show(request: web.Request) -> web.Response:
    """Một trang sổ, mới trước; `truoc`: chỉ những dòng cũ hơn dòng ấy."""
    who, kind = request.query.get("nguoi", "")[:64], request.query.get("viec", "")
    kind = kind if kind in texts.DEED_KINDS else ""
    before = _number(request.query.get("truoc", ""))
    engine, edition = request.app[keys.ENGINE], request.app[keys.LIBRARY].in_use
    found = await asyncio.to_thread(audit.deeds, engine, before=before, who=who, prefix=kind, most=EACH_PAGE + 1)
    deeds, more = found[:EACH_PAGE], len(found) > EACH_PAGE
    older = urlencode({"nguoi": who, "viec": kind, "truoc": deeds[-1].number}) if more else ""
    words = Words(await names(request), edition.knowledge.places if edition else {})
    return await render(
        request,
        "audit.html",
        lines=[_line(deed, words) for deed in deeds],
        who=who,
        kind=kind,
        kinds=[("", "Mọi việc"), *texts.DEED_KINDS.items()],
        first=before is None,
        newest=urlencode({"nguoi": who, "viec": kind}),
        older=older,
    )


def _line(deed: Deed, words: Words) -> dict[str, str]:
    at = deed.at.astimezone(VIETNAM) if deed.at else None
    told = {name: value for name, value in deed.detail.items() if value is not None}
    return {
        "at": at.isoformat(timespec="minutes") if at else "",
        "shown_at": at.strftime("%d/%m/%Y %H:%M") if at else "",
        "who": words.people.with_login(deed.who),
        "deed": texts.DEEDS.get(deed.deed, deed.deed),
        "target": words.people.with_login(deed.target) if deed.deed.startswith("account.") else deed.target,
        "detail": "; ".join(
            f"{texts.DETAILS.get(name, name)}: {words.of(name, value)}" for name, value in told.items()
        ),
    }


def _shift(written: str) -> str:
    """Một ca: "0 07:30-11:30" → "thứ Hai 07:30-11:30"."""
    weekday, _, hours = written.partition(" ")
    return f"{WEEKDAYS[int(weekday)]} {hours}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


DOORS = (Door("GET", BOOK, show, "administrator"),)
