"""Trang chủ, tệp của tiện ích, và bản mô tả API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from aiohttp import hdrs, web

from bot.web import keys, texts
from bot.web.assets import Asset
from bot.web.clients import origin
from bot.web.errors import NotFound

HERE = Path(__file__).parent
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


async def index(request: web.Request) -> web.StreamResponse:
    """Trang chủ có sẵn tiện ích."""
    page = request.app[keys.DESIGN].render("home.html", base=origin(request), examples=texts.EXAMPLES)
    return web.Response(text=page, content_type="text/html", headers={hdrs.CACHE_CONTROL: _ASK_AGAIN})


async def embed(request: web.Request) -> web.StreamResponse:
    """Toàn bộ phần nhúng: một thẻ script trỏ tới đây và một thẻ <hoi-dap-so>."""
    return _response(request, request.app[keys.ASSETS].entry, _ASK_AGAIN)


async def serve(request: web.Request) -> web.StreamResponse:
    """Một tệp của tiện ích; địa chỉ mang phiên bản thì trình duyệt giữ mãi, khỏi hỏi lại."""
    found = request.app[keys.ASSETS].find(request.match_info["path"])
    if found is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    asset, is_current = found
    return _response(request, asset, _FOREVER if is_current else _ASK_AGAIN)


async def openapi(request: web.Request) -> web.Response:
    """Bản mô tả API cho chương trình khác."""
    return web.json_response(request.app[keys.OPENAPI])


def read_openapi() -> dict[str, Any]:
    """Bản mô tả API, đọc từ tệp YAML đi cùng mã."""
    document: dict[str, Any] = yaml.load((HERE / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
    return document


def _response(request: web.Request, asset: Asset, caching: str) -> web.Response:
    squeezes = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
    headers = {hdrs.CACHE_CONTROL: caching, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if {tag.value for tag in request.if_none_match or ()} & {asset.tag.value, "*"}:
        response = web.Response(status=304, headers=headers)
    elif squeezes:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
        response = web.Response(body=asset.squeezed, headers=headers)
    else:
        response = web.Response(body=asset.body, headers=headers)
    if response.status == 200:
        response.content_type, response.charset = asset.content_type, "utf-8"
    response.etag = asset.tag
    return response
