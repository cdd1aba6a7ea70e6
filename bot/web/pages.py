"""Những trang tĩnh: trang chủ, tiện ích, và bản mô tả API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from bot.web import keys

HERE = Path(__file__).parent
WIDGET = HERE / "widget"
_FRESH = {"Cache-Control": "no-cache"}


async def index(_request: web.Request) -> web.StreamResponse:
    """Trang chủ có sẵn tiện ích."""
    return web.FileResponse(WIDGET / "index.html", headers=_FRESH)


async def embed(_request: web.Request) -> web.StreamResponse:
    """Toàn bộ phần nhúng: một thẻ script trỏ tới đây và một thẻ <hoi-dap-so>."""
    return web.FileResponse(HERE / "widget.js", headers=_FRESH)


async def openapi(request: web.Request) -> web.Response:
    """Bản mô tả API cho chương trình khác."""
    return web.json_response(request.app[keys.OPENAPI])


def read_openapi() -> dict[str, Any]:
    """Bản mô tả API, đọc từ tệp YAML đi cùng mã."""
    document: dict[str, Any] = yaml.load((HERE / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
    return document
