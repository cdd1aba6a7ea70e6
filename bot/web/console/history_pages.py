"""Lịch sử một câu trả lời: từng nội dung nó từng có, hai bản khác nhau ở đâu, lùi một bước."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.knowledge.history import Version
from bot.knowledge.publishing import answer_versions, roll_back
from bot.local_time import VIETNAM
from bot.web import keys
from bot.web.console import texts
from bot.web.console.answers import ANSWERS, ONE
from bot.web.console.differences import differences
from bot.web.console.door import Door
from bot.web.console.draft_errors import told
from bot.web.console.draft_pages import drafts
from bot.web.console.form import read_form
from bot.web.console.names import Names, names
from bot.web.console.page import done, render
from bot.web.console.session import signed_in


async def show(request: web.Request) -> web.Response:
    """Các bản của câu, và khác biệt của hai bản được chọn (mặc định: bản liền trước và bản đang dùng)."""
    answer_id = request.match_info["id"]
    past = await _past(request.app[keys.ENGINE], answer_id)
    written = await asyncio.to_thread(drafts(request).listed, ("published",), answer_id)
    old = _chosen(past, request.query.get("cu", ""), len(past) - 2)
    new = _chosen(past, request.query.get("moi", ""), len(past) - 1)
    people = await names(request)
    return await render(
        request,
        "answer_history.html",
        answer_id=answer_id,
        title=next((each.body["title"] for each in reversed(past) if each.body), answer_id),
        versions=[_told(version, people) for version in reversed(past)],
        current=past[-1],
        old=old,
        new=new,
        differences=differences(old.body if old else None, new.body if new else None),
        undo=differences(past[-1].body, past[-2].body if len(past) > 1 else None),
        undo_removes=past[-1].body is not None and (len(past) < 2 or past[-2].body is None),
        can_undo=len(past) > 1 or any(draft.base_digest is None for draft in written),
    )


async def undo(request: web.Request) -> web.Response:
    """Lùi một bước, từ đúng bản đang hiện."""
    answer_id = request.match_info["id"]
    version = (await read_form(request)).raw("ban")
    with told():
        await asyncio.to_thread(
            roll_back,
            request.app[keys.ENGINE],
            answer_id,
            signed_in(request).login,
            request.app[keys.CLOCK](),
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1,
        )
    past = await _past(request.app[keys.ENGINE], answer_id)
    said = texts.ROLLED_BACK if past[-1].body else texts.ROLLED_AWAY
    return await done(request, f"{ANSWERS}/{answer_id}/lich-su", said)


async def _past(engine: Engine, answer_id: str) -> Sequence[Version]:
    with told():
        return await asyncio.to_thread(answer_versions, engine, answer_id)


def _chosen(past: Sequence[Version], asked: str, otherwise: int) -> Version | None:
    found = [version for version in past if str(version.version) == asked]
    if found:
        return found[0]
    return past[otherwise] if otherwise >= 0 else None


def _told(version: Version, people: Names) -> Mapping[str, Any]:
    at = version.at.astimezone(VIETNAM) if version.at else None
    return {
        "number": version.version,
        "removed": version.body is None,
        "by": people[version.by or ""],
        "at": at.strftime("%d/%m/%Y %H:%M") if at else "",
        "iso": at.isoformat(timespec="minutes") if at else "",
        "in_use": version.until is None and version.body is not None,
        "short": version.body["short"] if version.body else "",
    }


DOORS = (
    Door("GET", ONE + "/lich-su", show, "editor"),
    Door("POST", ONE + "/lui", undo, "editor"),
)
