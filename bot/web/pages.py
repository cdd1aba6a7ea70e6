"""Trang chủ, tệp của tiện ích, và bản mô tả API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from aiohttp import hdrs, web

from bot.web import keys, texts
from bot.web.clients import origin
from bot.web.errors import NotFound
from bot.web.prepared import respond

HERE = Path(__file__).parent
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


async def index(request: web.Request) -> web.StreamResponse:
    """Trang chủ có sẵn tiện ích."""
    page = request.app[keys.DESIGN].render("home.html", base=origin(request), examples=texts.EXAMPLES)
    return web.Response(text=page, content_type="text/html", headers={hdrs.CACHE_CONTROL: _ASK_AGAIN})


async def embed(request: web.Request) -> web.StreamResponse:
    """Toàn bộ phần nhúng: một thẻ script trỏ tới đây và một thẻ <hoi-dap-so>."""
    return respond(request, request.app[keys.ASSETS].entry, _ASK_AGAIN)


async def serve(request: web.Request) -> web.StreamResponse:
    """Một tệp của tiện ích; địa chỉ mang phiên bản thì trình duyệt giữ mãi, khỏi hỏi lại."""
    found = request.app[keys.ASSETS].find(request.match_info["path"])
    if found is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    asset, is_current = found
    return respond(request, asset, _FOREVER if is_current else _ASK_AGAIN)


async def openapi(request: web.Request) -> web.Response:
    """Bản mô tả API cho chương trình khác."""
    return web.json_response(request.app[keys.OPENAPI])


def read_openapi() -> dict[str, Any]:
    """Bản mô tả API, đọc từ tệp YAML đi cùng mã."""
    document: dict[str, Any] = yaml.load((HERE / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
    return document
