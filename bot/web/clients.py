"""Máy nào đang gọi tới: dùng cho giới hạn tốc độ và cho những trang chỉ dành cho chính máy chủ."""

from __future__ import annotations

import ipaddress
import re

from aiohttp import web

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address(request: web.Request) -> _Address | None:
    """Địa chỉ của người gọi; None khi không biết.

    Chỉ tin X-Forwarded-For khi người nối tới là chính máy này, tức một máy chủ trung gian đặt cùng chỗ; và chỉ tin mục
    cuối, do máy chủ ấy tự ghi.
    """
    peer = _parse(request.remote or "")
    if peer is None or not peer.is_loopback:
        return peer
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
    return _parse(forwarded.rsplit(",", 1)[-1]) if forwarded else peer


def household(request: web.Request) -> str:
    """Khoá giới hạn tốc độ: địa chỉ IPv4, hay cả mạng /64 của IPv6, vì một nhà có cả 2^64 địa chỉ IPv6."""
    caller = address(request)
    if isinstance(caller, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((caller, 64), strict=False))
    return str(caller)


def is_local(request: web.Request) -> bool:
    """Người gọi ở ngay trên máy chủ này, không qua máy chủ trung gian nào."""
    caller = address(request)
    return caller is not None and caller.is_loopback


def origin(request: web.Request) -> str:
    """Nguồn gốc mà người dân đang thấy trên thanh địa chỉ.

    Raises:
        HTTPBadRequest: Host không phải một tên máy.
    """
    if not _HOST.fullmatch(request.host):
        raise web.HTTPBadRequest
    return f"{'https' if is_secure(request) else 'http'}://{request.host}"


def is_secure(request: web.Request) -> bool:
    """Người dân đang nối qua HTTPS, trực tiếp hay qua một máy chủ trung gian."""
    return request.secure or request.headers.get("X-Forwarded-Proto", "") == "https"


def _parse(text: str) -> _Address | None:
    try:
        parsed = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return (parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None) or parsed
