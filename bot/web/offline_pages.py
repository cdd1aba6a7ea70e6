"""Khung ẩn và service worker của gói ngoại tuyến; trang đi nhà mở khi mất mạng, và service worker đưa nó ra.

Ai được đặt khung là do CSP chung (bot/web/security.py).
"""

from __future__ import annotations

import datetime

from aiohttp import web

from bot.web import keys
from bot.web.assets import WIDGET
from bot.web.console.visits import choices, place_options
from bot.web.kept import kept, render
from bot.web.library import Edition

FOLDER = WIDGET / "offline"
SCOPE = "/offline/"
FIELD_SCOPE = "/ban/"
_FRESH = {"Cache-Control": "no-cache"}


async def frame(_request: web.Request) -> web.StreamResponse:
    """Khung mà tiện ích đặt ẩn trong trang nhúng."""
    return web.FileResponse(FOLDER / "frame.html", headers=_FRESH)


async def worker(_request: web.Request) -> web.StreamResponse:
    """Service worker; chỉ được xen vào các địa chỉ ngoại tuyến, không vào trang chủ hay API."""
    return web.FileResponse(FOLDER / "worker.js", headers={**_FRESH, "Service-Worker-Allowed": SCOPE})


async def field(request: web.Request) -> web.StreamResponse:
    """Trang đi nhà cho lúc mất mạng: chỉ có điều ai cũng xem được, nên máy giữ lại mà không giữ gì của riêng ai."""
    return kept(request, await request.app[keys.LIBRARY].edition(), _field)


def _field(request: web.Request, edition: Edition, today: datetime.date) -> str:
    options = choices(edition.knowledge, edition.part(place_options))
    written = {"day": today.isoformat(), "place": "", "topic": "", "task": "", "solved": ""}
    return render(request, "field_offline.html", written=written, wrong={}, **options)


async def field_worker(request: web.Request) -> web.StreamResponse:
    """Service worker của các trang đi nhà; chữ của nó đổi khi điều nó giữ đổi, để trình duyệt thay bản đã giữ."""
    edition = await request.app[keys.LIBRARY].edition()
    assets, desk = request.app[keys.ASSETS].version, request.app[keys.CONSOLE_ASSETS].version
    made_of = (request.app[keys.DESIGN].version, assets, desk, edition.knowledge.version)
    text = (FOLDER / "field_worker.js").read_text(encoding="utf-8")
    return web.Response(
        text=f"// {' '.join(map(str, made_of))}\n{text}",
        content_type="text/javascript",
        headers={**_FRESH, "Service-Worker-Allowed": FIELD_SCOPE},
    )
