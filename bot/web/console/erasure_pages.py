"""Quản trị viên xoá hẳn một cuộc trò chuyện theo yêu cầu của người dân: xem đúng cuộc chưa (không xem lời), rồi xoá."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from bot.conversations.erasure import Outline, erase_now, outline
from bot.local_time import VIETNAM
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import FormError, read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.conversations import forget

ERASURE = "/ban/xoa"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def show(request: web.Request) -> web.Response:
    """Ô nhập mã; có mã thì cuộc ấy mở lúc nào, nói lần cuối lúc nào, bao nhiêu lời."""
    return await _page(request, request.query.get("ma", ""))


async def erase(request: web.Request) -> web.Response:
    """Xoá cuộc ấy khỏi mọi nơi; sổ ghi ai xoá, không ghi lời nào."""
    form = await read_form(request)
    conversation_id = form.raw("ma").strip()
    if not form.flag("sure"):
        return await _page(request, conversation_id, FormError("sure", texts.CONFIRM_ERASURE))
    if not _ID.fullmatch(conversation_id):
        return await _page(request, conversation_id)
    async with request.app[keys.TURNS].of(conversation_id):
        by, now = signed_in(request).login, request.app[keys.CLOCK]()
        if not await asyncio.to_thread(erase_now, request.app[keys.ENGINE], conversation_id, by, now):
            return await _page(request, conversation_id)
        await forget(request.app, conversation_id)
    return await done(request, ERASURE, texts.ERASED)


async def _page(request: web.Request, written: str, wrong: FormError | None = None) -> web.Response:
    conversation_id = written.strip()[:100]
    found = await asyncio.to_thread(outline, request.app[keys.ENGINE], conversation_id) if conversation_id else None
    missing = texts.NO_SUCH_TALK if conversation_id and found is None else ""
    return await render(
        request,
        "erasure.html",
        status=422 if wrong or (missing and request.method == "POST") else 200,
        conversation_id=conversation_id,
        found=_shown(found) if found else None,
        missing=missing,
        wrong=wrong.detail if wrong else "",
    )


def _shown(found: Outline) -> dict[str, str]:
    opened, last = (at.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y") for at in (found.opened, found.last))
    return {"opened": opened, "last": last, "lines": str(found.lines)}


DOORS = (
    Door("GET", ERASURE, show, "administrator"),
    Door("POST", ERASURE, erase, "administrator"),
)
