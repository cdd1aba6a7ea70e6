"""Dựng một trang của bàn làm việc, và lời báo sau một việc đã xong."""

from __future__ import annotations

from typing import NoReturn

from aiohttp import hdrs, web
from aiohttp_session import get_session

from bot.accounts import allows
from bot.web import keys
from bot.web.console import texts
from bot.web.console.session import csrf_token, current
from bot.web.errors import WebError

CSRF_FIELD, CSRF_HEADER = "csrf", "X-CSRF-Token"
HEADERS = {
    hdrs.CACHE_CONTROL: "no-store",
    # Trình duyệt chỉ gửi Origin thật cho biểu mẫu khi trang cho phép nêu nguồn gốc của chính nó.
    hdrs.REFERRER_POLICY: "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "worker-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
"""Của mọi phản hồi từ bàn làm việc, trừ khi cửa ấy tự đặt: không máy nào giữ, không trang nào đặt vào khung được."""


async def render(request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
    """Trang từ khuôn `template` (trong templates/), có người đang đăng nhập, lối đi theo vai, và lời báo đang chờ."""
    account = await current(request)
    session = await get_session(request)
    said = session.pop("said", "") if account else ""
    menu = [entry for entry in texts.MENU if account and allows(account.role, entry.role)]
    html = request.app[keys.DESIGN].render(
        template,
        account=account,
        role_name=texts.ROLES[account.role] if account else "",
        menu=menu,
        here=request.path,
        csrf_token=await csrf_token(request),
        said=said,
        console=request.app[keys.CONSOLE_ASSETS].version,
        **values,
    )
    response = web.Response(text=html, content_type="text/html", status=status)
    response.enable_compression()
    return response


async def done(request: web.Request, path: str, said: str = "") -> NoReturn:
    """Việc đã xong: sang trang `path` (303) với lời báo; tải lại trang ấy không làm lại việc.

    Raises:
        HTTPSeeOther: luôn luôn.
    """
    if said:
        (await get_session(request))["said"] = said
    raise web.HTTPSeeOther(path, headers={hdrs.CACHE_CONTROL: "no-store"})


async def error_page(request: web.Request, error: WebError) -> web.Response:
    """Trang nói vì sao không được, và lối quay lại."""
    response = await render(request, "console_error.html", status=error.status, detail=error.detail)
    response.headers.update(error.headers)
    return response


def wants_json(request: web.Request) -> bool:
    """Mã của trang gọi (fetch), không phải người mở trang."""
    return CSRF_HEADER in request.headers or "application/json" in request.headers.get(hdrs.ACCEPT, "")
