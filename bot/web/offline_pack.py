"""Cho trình duyệt lấy gói câu trả lời mang theo khi mất mạng."""

from __future__ import annotations

from aiohttp import ETag, web

from bot.web import keys


async def get_pack(request: web.Request) -> web.Response:
    """Gói câu trả lời; trình duyệt đã có đúng gói ấy thì 304."""
    library = request.app[keys.LIBRARY]
    knowledge = (await library.edition()).knowledge
    pack = await request.app[keys.OFFLINE_PACK].current(knowledge, library.today())
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    tag = ETag(pack.version, is_weak=True)  # yếu: bản nén và bản thường mang cùng một thẻ
    if any(known.value in (pack.version, "*") for known in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        response = web.Response(body=pack.zipped, content_type="application/json", headers=headers)
    else:
        response = web.Response(body=pack.plain, content_type="application/json", headers=headers)
    response.etag = tag
    return response
