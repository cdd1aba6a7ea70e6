"""Khung ẩn và service worker của gói ngoại tuyến; ai được đặt khung là do CSP chung (bot/web/security.py)."""

from __future__ import annotations

from aiohttp import web

from bot.web.assets import WIDGET

FOLDER = WIDGET / "offline"
SCOPE = "/offline/"
_FRESH = {"Cache-Control": "no-cache"}


async def frame(_request: web.Request) -> web.StreamResponse:
    """Khung mà tiện ích đặt ẩn trong trang nhúng."""
    return web.FileResponse(FOLDER / "frame.html", headers=_FRESH)


async def worker(_request: web.Request) -> web.StreamResponse:
    """Service worker; chỉ được xen vào các địa chỉ ngoại tuyến, không vào trang chủ hay API."""
    return web.FileResponse(FOLDER / "worker.js", headers={**_FRESH, "Service-Worker-Allowed": SCOPE})
