"""Trang /ban/cham: chấm mù từng mẫu một, ba nút; không ai thấy dấu của người kia."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.conversations.samples import VERDICTS, NotYours, Sample, Verdict
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.errors import NotFound
from bot.web.number_tables import spoken_week

MARKING = "/ban/cham"
ONE = MARKING + r"/{id:\d{1,9}}"


async def show(request: web.Request) -> web.Response:
    """Mẫu kế tiếp của người này."""
    samples, login = request.app[keys.SAMPLES], signed_in(request).login
    sample = await asyncio.to_thread(samples.next, login)
    before = request.query.get("vua", "")
    return await _page(request, sample, before if before.isascii() and before.isdigit() else "")


async def again(request: web.Request) -> web.Response:
    """Chấm lại một mẫu mình vừa chấm, khi người thứ hai chưa chấm."""
    try:
        sample = await asyncio.to_thread(
            request.app[keys.SAMPLES].marked_by, int(request.match_info["id"]), signed_in(request).login
        )
    except NotYours:
        raise NotFound(texts.SAMPLE_GONE) from None
    return await _page(request, sample, "")


async def mark(request: web.Request) -> web.Response:
    """Ghi dấu, rồi sang mẫu kế."""
    number = int(request.match_info["id"])
    verdict: Verdict = (await read_form(request)).choice("verdict", VERDICTS)  # type: ignore[assignment]
    try:
        await asyncio.to_thread(request.app[keys.SAMPLES].mark, number, signed_in(request).login, verdict)
    except NotYours:
        return await done(request, MARKING, texts.SAMPLE_GONE)
    return await done(request, f"{MARKING}?vua={number}", texts.MARKED)


async def _page(request: web.Request, sample: Sample | None, before: str) -> web.Response:
    left = await asyncio.to_thread(request.app[keys.SAMPLES].left, signed_in(request).login)
    week = spoken_week(sample.week) if sample else ""
    return await render(request, "marking.html", sample=sample, week=week, left=left, before=before)


DOORS = (
    Door("GET", MARKING, show, "helper"),
    Door("GET", ONE, again, "helper"),
    Door("POST", ONE, mark, "helper"),
)
