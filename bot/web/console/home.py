"""Trang đầu của bàn làm việc: mọi lối đi mà vai này có, việc nào đang chờ; và tệp (JS, CSS) của bàn làm việc."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.accounts import Account, allows
from bot.conversations.clusters import Wanted
from bot.web import keys, texts
from bot.web.console import texts as said
from bot.web.console.door import Door
from bot.web.console.page import render
from bot.web.console.session import signed_in
from bot.web.errors import NotFound
from bot.web.prepared import respond

_FOREVER, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


async def show(request: web.Request) -> web.Response:
    """Trang đầu."""
    counts = await asyncio.to_thread(_counts, request.app, signed_in(request))
    return await render(request, "console_home.html", counts={path: text for path, text in counts.items() if text})


def _counts(app: web.Application, account: Account) -> dict[str, str]:
    """Việc đang chờ ở từng lối đi, nói thành lời; không có gì chờ thì trống."""
    queue, clusters = app[keys.HANDOFF_QUEUE].counts(account.login), app[keys.CLUSTERS].count(Wanted())
    marking = app[keys.SAMPLES].left(account.login)
    talks = said.HOME_QUEUE.format(waiting=queue.waiting, mine=queue.mine)
    counts = {
        "/ban/cho": talks if queue.waiting + queue.mine else "",
        "/ban/chua-biet": said.HOME_CLUSTERS.format(count=clusters) if clusters else "",
        "/ban/cham": said.HOME_SAMPLES.format(count=marking) if marking else "",
    }
    if allows(account.role, "editor"):
        drafts = app[keys.DRAFTS].listed(("review",))
        theirs = sum(account.login not in (draft.author, draft.edited_by) for draft in drafts)
        counts["/ban/cau"] = said.HOME_DRAFTS.format(count=theirs) if theirs else ""
    return counts


async def file(request: web.Request) -> web.Response:
    """Một tệp của bàn làm việc; địa chỉ mang phiên bản thì trình duyệt giữ mãi."""
    found = request.app[keys.CONSOLE_ASSETS].find(request.match_info["path"])
    if found is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    asset, is_current = found
    return respond(request, asset, _FOREVER if is_current else _ASK_AGAIN)


DOORS = (
    Door("GET", "/ban", show, "helper"),
    Door("GET", "/ban/tep/{path:.+}", file, None),
)
