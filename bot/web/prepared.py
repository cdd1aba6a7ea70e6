"""Nội dung dựng sẵn, nén sẵn, mang thẻ nhận ra: trình duyệt đã có đúng bản ấy thì 304, không thì gửi bản nó mở được."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from aiohttp import ETag, hdrs, web


@dataclass(frozen=True)
class Prepared:
    """`content_type`: trọn phần đầu Content-Type; `version` đổi khi và chỉ khi nội dung đổi."""

    version: str
    plain: bytes
    zipped: bytes
    content_type: str


def prepare(version: str, plain: bytes, content_type: str) -> Prepared:
    """Nén một lần cho mọi người hỏi."""
    return Prepared(version, plain, gzip.compress(plain, 9, mtime=0), content_type)


def is_known(request: web.Request, version: str) -> bool:
    """Trình duyệt nói nó đã có đúng bản này."""
    return any(known.value in (version, "*") for known in request.if_none_match or ())


def respond(request: web.Request, prepared: Prepared, caching: str) -> web.Response:
    """Phản hồi cho `prepared`; `caching` là phần đầu Cache-Control."""
    headers = {hdrs.CACHE_CONTROL: caching, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if is_known(request, prepared.version):
        response = web.Response(status=304, headers=headers)
    else:
        headers[hdrs.CONTENT_TYPE] = prepared.content_type
        zips = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
        if zips:
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        response = web.Response(body=prepared.zipped if zips else prepared.plain, headers=headers)
    response.etag = ETag(prepared.version, is_weak=True)  # yếu: bản nén và bản thường mang cùng một thẻ
    return response
