"""Cho trình duyệt lấy gói câu trả lời mang theo khi mất mạng."""

from __future__ import annotations

from aiohttp import web

from bot.web import keys
from bot.web.prepared import respond


async def get_pack(request: web.Request) -> web.Response:
    """Gói câu trả lời; trình duyệt đã có đúng gói ấy thì 304."""
    library = request.app[keys.LIBRARY]
    knowledge = (await library.edition()).knowledge
    paused = frozenset(request.app[keys.NOTICES].paused)
    pack = await request.app[keys.OFFLINE_PACK].current(knowledge, library.today(), paused)
    return respond(request, pack, "no-cache")
