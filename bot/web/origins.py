"""Trang web nào được gọi cổng này từ trình duyệt (CORS), theo danh sách ALLOWED_ORIGINS."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.errors import OriginRefused

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


def guard(app: web.Application, allowed_origins: tuple[str, ...]) -> None:
    """Từ chối trang ngoài danh sách, trả lời câu hỏi trước của trình duyệt, cho trang trong danh sách đọc phản hồi."""
    allowed = frozenset(origin.rstrip("/") for origin in allowed_origins)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and origin not in allowed and not is_own(origin, request):
            raise OriginRefused(origin)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return web.Response(status=204, headers=_PREFLIGHT)
        return await handler(request)

    async def expose(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.add("Vary", "Origin")
        if (origin := request.headers.get("Origin")) in allowed:
            response.headers["Access-Control-Allow-Origin"] = str(origin)
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    app.middlewares.append(check)
    app.on_response_prepare.append(expose)


def is_own(origin: str, request: web.Request) -> bool:
    """Trang gọi tới do chính cổng này phục vụ. Không xét http hay https: máy chủ trung gian có thể đã bỏ lớp TLS."""
    return origin.partition("://")[2].lower() == request.host.lower()
