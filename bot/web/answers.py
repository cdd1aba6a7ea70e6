"""Một câu trả lời theo mã của nó, dạng Item của API."""

from __future__ import annotations

from aiohttp import web

from bot.knowledge.answer_items import answer_item
from bot.knowledge.rendering import render_item
from bot.web import keys, texts
from bot.web.errors import NotFound
from bot.web.limits import WIDE


async def get_answer(request: web.Request) -> web.Response:
    """Câu trả lời mang mã này, hoặc đã nhận mã này làm tên cũ."""
    request.app[keys.LIMIT].spend(request, "answer", WIDE)
    library = request.app[keys.LIBRARY]
    knowledge = (await library.edition()).knowledge
    answer = knowledge.answer(request.match_info["id"])
    if answer is None:
        raise NotFound(texts.ANSWER_NOT_FOUND)
    item = render_item(answer_item(answer, knowledge, library.today()))
    return web.json_response({**item, "warning": request.app[keys.NOTICES].warning(answer.topic)})
