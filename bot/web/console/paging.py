"""Trang thứ mấy của một danh sách dài: `?trang=`."""

from __future__ import annotations

import math

from aiohttp import web


def page_of(request: web.Request, count: int, each: int) -> tuple[int, int]:
    """Trang đang xem và trang cuối của `count` mục; số lạ trong địa chỉ thì là trang gần nhất có thật."""
    last = max(1, math.ceil(count / each))
    asked = request.query.get("trang", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 9 else 1
    return min(max(1, page), last), last
