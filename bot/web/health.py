"""Cho người vận hành: còn sống không, phục vụ được chưa, số đo."""

from __future__ import annotations

import asyncio

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.web import keys, texts
from bot.web.clients import is_local
from bot.web.errors import NotFound, NotReady


async def healthz(_request: web.Request) -> web.Response:
    """Tiến trình còn chạy."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Phục vụ được: kho trả lời và có ít nhất một máy chủ bot sẵn sàng."""
    try:
        await asyncio.to_thread(request.app[keys.LOG].check)
    except SQLAlchemyError:
        raise NotReady(texts.NOT_READY) from None
    ready = request.app[keys.READINESS].ready
    if not ready:
        raise NotReady(texts.NOT_READY)
    return web.json_response({"status": "ready", "bot_servers": len(ready)})


async def metrics(request: web.Request) -> web.Response:
    """Số đo cho Prometheus, chỉ trên chính máy chủ này; người ngoài thấy như không có trang."""
    if not is_local(request):
        raise NotFound(texts.PAGE_NOT_FOUND)
    return web.Response(
        body=request.app[keys.METRICS].page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    )
