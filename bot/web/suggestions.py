"""Gợi ý câu hỏi khi người dân đang gõ. Chữ gõ dở không được ghi lại ở đâu cả."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.knowledge.model import Knowledge
from bot.knowledge.suggestions import SuggestionIndex
from bot.privacy import mask
from bot.vietnamese import normalise
from bot.web import keys, texts
from bot.web.errors import bad_field
from bot.web.limits import WIDE

MAX_TYPED = 200


def suggestion_index(knowledge: Knowledge) -> SuggestionIndex:
    """Mục lục gợi ý của một bản kho, cho `Library`."""
    return SuggestionIndex(knowledge.answers.values())


async def get_suggestions(request: web.Request) -> web.Response:
    """Nhiều nhất năm câu trả lời có các chữ đang gõ; chưa gõ gì thì không có câu nào."""
    request.app[keys.LIMIT].spend(request, "suggest", WIDE)
    typed = request.query.get("q")
    if typed is None or len(typed) > MAX_TYPED:
        raise bad_field("q", texts.TYPED_SHAPE.format(most=MAX_TYPED))
    edition = await request.app[keys.LIBRARY].edition()
    index = edition.part(suggestion_index)
    found = await asyncio.to_thread(index.suggest, mask(normalise(typed)).text)
    return web.json_response({"suggestions": [suggestion._asdict() for suggestion in found]})
