"""Gom tờ A5: chọn nhiều câu trả lời, nhiều danh sách việc, rồi tải một tệp PDF để in một lần."""

from __future__ import annotations

import asyncio
import datetime
import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp_session import get_session

from bot.knowledge.model import Knowledge
from bot.knowledge.topics import item_topics
from bot.privacy import mask
from bot.web import keys
from bot.web.answer_view import view
from bot.web.clients import origin
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.kept import pdf
from bot.web.library import answer_index
from bot.web.sheet import Sheet, sheet
from bot.web.sheet_pdf import sheets_pdf
from bot.web.task_view import task_sheet, task_view

SHEETS = "/ban/to"
MOST = 40
"""Số tờ tối đa của một tập: phiên làm việc và một lần in không nên nặng hơn."""
FOUND = 12
LONGEST_QUERY = 200
_PICK = re.compile(r"(hoi|viec)/([a-z0-9-]{1,120})(?:\?([A-Za-z0-9_=&.~-]{0,300}))?")


class Picked(NamedTuple):
    """Một tờ đã chọn: mã để bỏ ra, và nội dung."""

    key: str
    sheet: Sheet


async def show(request: web.Request) -> web.Response:
    """Các tờ đã chọn; có `?tim=` thì thêm câu trả lời tìm được."""
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    words = mask(request.query.get("tim", "")[:LONGEST_QUERY].strip()).text
    picked = _sheets(request, await _picks(request), knowledge)
    found = await _found(request, words, {each.key for each in picked}) if words else []
    tasks = knowledge.tasks.values()
    return await render(request, "sheets.html", picked=picked, words=words, found=found, tasks=tasks, most=MOST)


async def add(request: web.Request) -> web.Response:
    """Thêm các tờ được chọn; tờ đã có, tờ không có trong kho thì bỏ qua."""
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    form, picks = await read_form(request), await _picks(request)
    wanted = dict.fromkeys((*picks, *form.all("chon")))
    kept = [each.key for each in _sheets(request, list(wanted), knowledge)]
    await _keep(request, kept[:MOST])
    added = texts.SHEETS_FULL.format(most=MOST) if len(kept) > MOST else texts.SHEETS_KEPT.format(count=len(kept))
    await done(request, SHEETS, added)


async def remove(request: web.Request) -> web.Response:
    """Bỏ một tờ; không nêu tờ nào thì bỏ hết."""
    key = (await read_form(request)).raw("chon")
    await _keep(request, [each for each in await _picks(request) if key and each != key])
    await done(request, SHEETS, texts.SHEET_DROPPED if key else texts.SHEETS_DROPPED)


async def download(request: web.Request) -> web.StreamResponse:
    """Một tệp PDF, mỗi tờ một mặt A5, theo thứ tự đã chọn."""
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    picked = _sheets(request, await _picks(request), knowledge)
    if not picked:
        await done(request, SHEETS, texts.NO_SHEETS)
    request.app[keys.LIMIT].spend_as(signed_in(request).id, "pdf")
    response = pdf(await asyncio.to_thread(sheets_pdf, [each.sheet for each in picked]), "to-a5")
    response.headers["Cache-Control"] = "no-store"
    return response


async def _picks(request: web.Request) -> list[str]:
    return list((await get_session(request)).get("sheets", []))


async def _keep(request: web.Request, picks: list[str]) -> None:
    (await get_session(request))["sheets"] = picks


def _sheets(request: web.Request, picks: list[str], knowledge: Knowledge) -> list[Picked]:
    today = request.app[keys.LIBRARY].today()
    made = ((key, _made(key, knowledge, origin(request), today)) for key in picks)
    warning = request.app[keys.NOTICES].warning
    return [Picked(key, _warned(one, warning(*_topics(key, knowledge)))) for key, one in made if one]


def _topics(key: str, knowledge: Knowledge) -> tuple[str, ...]:
    return item_topics(key.partition("/")[2].partition("?")[0], knowledge)


def _warned(one: Sheet, paused: str) -> Sheet:
    """Chủ đề đang bị tắt thì tờ giấy cũng nói."""
    return replace(one, warnings=(paused, *one.warnings)) if paused else one


def _made(key: str, knowledge: Knowledge, home: str, today: datetime.date) -> Sheet | None:
    """Tờ của "hoi/<mã câu>" hay "viec/<mã việc>?<lựa chọn>"; None khi kho không có, hay việc chưa đủ lựa chọn."""
    match = _PICK.fullmatch(key)
    if not match:
        return None
    kind, found_id, query = match.groups()
    if kind == "hoi":
        answer = knowledge.answers.get(found_id)
        return sheet(view(answer, knowledge, today), f"{home}/hoi/{answer.id}", today) if answer else None
    task = knowledge.tasks.get(found_id)
    shown = task_view(task, dict(parse_qsl(query or "")), knowledge, today) if task else None
    return task_sheet(shown, home + shown.path, today) if shown and not shown.asking else None


async def _found(request: web.Request, words: str, picked: set[str]) -> list[tuple[str, str]]:
    edition = await request.app[keys.LIBRARY].edition()
    hits = await asyncio.to_thread(edition.part(answer_index).search, words, 3 * FOUND)
    answers = [edition.knowledge.answers[hit.id] for hit in hits if hit.id in edition.knowledge.answers]
    return [(f"hoi/{answer.id}", answer.title) for answer in answers if f"hoi/{answer.id}" not in picked][:FOUND]


DOORS = (
    Door("GET", SHEETS, show, "helper"),
    Door("GET", SHEETS + "/tap.pdf", download, "helper"),
    Door("POST", SHEETS + "/them", add, "helper"),
    Door("POST", SHEETS + "/bo", remove, "helper"),
)
