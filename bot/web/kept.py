"""Trang do cổng dựng từ kho: trình duyệt giữ được và hỏi lại mỗi lần; chưa đổi gì thì 304, khỏi dựng, khỏi tải."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
from collections.abc import Callable

from aiohttp import ETag, hdrs, web

from bot.web import keys
from bot.web.clients import origin
from bot.web.library import Edition
from bot.web.prepared import is_known

Build = Callable[[web.Request, Edition, datetime.date], str]


def kept(request: web.Request, edition: Edition, build: Build) -> web.Response:
    """Trang do `build` dựng, hay 304 khi trình duyệt đã có đúng bản ấy."""
    today = request.app[keys.LIBRARY].today()
    tag = _tag(request, edition, today)
    known = is_known(request, tag.value)
    return _fresh(web.Response(status=304) if known else html_page(build(request, edition, today), {}), tag)


async def kept_pdf(request: web.Request, edition: Edition, name: str, build: Callable[[], bytes]) -> web.Response:
    """Tệp PDF tên `name` do `build` dựng ở luồng khác, hay 304."""
    tag = _tag(request, edition, request.app[keys.LIBRARY].today())
    if is_known(request, tag.value):
        return _fresh(web.Response(status=304), tag)
    return _fresh(pdf(await asyncio.to_thread(build), name), tag)


def pdf(body: bytes, name: str) -> web.Response:
    """Một tệp PDF mở ngay trong trình duyệt; lưu lại thì mang tên `name`."""
    headers = {hdrs.CONTENT_DISPOSITION: f'inline; filename="{name}.pdf"', "X-Robots-Tag": "noindex"}
    return web.Response(body=body, content_type="application/pdf", headers=headers)


def html_page(text: str, headers: dict[str, str], status: int = 200) -> web.Response:
    """Một trang HTML, nén khi trình duyệt mở được."""
    response = web.Response(text=text, content_type="text/html", status=status, headers=headers)
    response.headers.add(hdrs.VARY, hdrs.ACCEPT_ENCODING)
    response.enable_compression()
    return response


def render(request: web.Request, template: str, **values: object) -> str:
    """Chữ của trang dựng từ khuôn `template`."""
    return request.app[keys.DESIGN].render(template, base=origin(request), **values)


def _tag(request: web.Request, edition: Edition, today: datetime.date) -> ETag:
    design, notices = request.app[keys.DESIGN].version, request.app[keys.NOTICES].version
    made_of = (design, notices, edition.knowledge.version, today, origin(request))
    return ETag(hashlib.sha256(repr(made_of).encode()).hexdigest()[:20], is_weak=True)  # yếu: nén hay không cũng là nó


def _fresh(response: web.Response, tag: ETag) -> web.Response:
    response.etag = tag
    response.headers[hdrs.CACHE_CONTROL] = "no-cache"
    return response
