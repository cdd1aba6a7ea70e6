"""Một cửa của bàn làm việc: địa chỉ nào, ai được vào, hàm nào trả lời; và người gác đứng trước mọi cửa."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.accounts import Account, Role, allows
from bot.web.console import texts
from bot.web.console.form import read_form
from bot.web.console.page import CSRF_FIELD, CSRF_HEADER, HEADERS, error_page, wants_json
from bot.web.console.session import csrf_token, current
from bot.web.errors import Unauthorised, WebError
from bot.web.origins import is_own
from bot.web.problems import problem

Response = TypeVar("Response", bound=web.StreamResponse)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SIGN_IN, SIGN_OUT, CHANGE = "/ban/vao", "/ban/ra", "/ban/mat-khau"
_WITH_FIRST_PASSWORD = (SIGN_OUT, CHANGE)
"""Người còn mang mật khẩu được cấp chỉ vào được chừng này cửa."""


class Door(NamedTuple):
    """Một cửa. `role`: vai thấp nhất được vào; None: không cần đăng nhập. Địa chỉ theo cách viết của aiohttp."""

    method: str
    path: str
    handler: Handler
    role: Role | None


class Forbidden(WebError):
    """Vai của người này không được vào, hay yêu cầu không do một trang của bàn làm việc gửi."""

    status = 403


def guarded(door: Door) -> web.AbstractRouteDef:
    """Cửa ấy, đã có người gác: đăng nhập, vai, nguồn gốc của yêu cầu; lời từ chối là một trang."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return _kept_in(await _answered(request, door))
        except web.HTTPException as leaving:
            raise _kept_in(leaving) from None

    if door.method == hdrs.METH_GET:
        return web.get(door.path, handle, allow_head=False)
    return web.route(door.method, door.path, handle)


def _kept_in(response: Response) -> Response:
    """Phản hồi mang phần đầu của bàn làm việc; luồng sự kiện thì đã gửi phần đầu của nó rồi."""
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


async def _answered(request: web.Request, door: Door) -> web.StreamResponse:
    try:
        await _admit(request, door)
        return await door.handler(request)
    except WebError as error:
        if wants_json(request):
            return problem(error.status, error.detail, error.headers)
        return await error_page(request, error)


async def _admit(request: web.Request, door: Door) -> None:
    """Cho qua, hay ném lý do không cho.

    Raises:
        HTTPSeeOther: mời đăng nhập, hay mời đổi mật khẩu được cấp.
        Unauthorised, Forbidden: không cho.
    """
    account = await current(request)
    if door.role is not None:
        _require(request, account, door.role)
    if request.method != hdrs.METH_GET:
        await _require_own_page(request, account)


def _require(request: web.Request, account: Account | None, role: Role) -> None:
    if account is None:
        if request.method != hdrs.METH_GET or wants_json(request):
            raise Unauthorised(texts.SIGNED_OUT)
        raise web.HTTPSeeOther(f"{SIGN_IN}?tiep={quote(request.path_qs)}")
    if account.must_change and request.path not in _WITH_FIRST_PASSWORD:
        if request.method != hdrs.METH_GET or wants_json(request):
            raise Forbidden(texts.CHANGE_FIRST)
        raise web.HTTPSeeOther(CHANGE)
    if not allows(account.role, role):
        raise Forbidden(texts.NOT_YOUR_ROLE)


async def _require_own_page(request: web.Request, account: Account | None) -> None:
    """Yêu cầu đổi điều gì thì phải do một trang của bàn làm việc gửi.

    Đã đăng nhập: mang mã của phiên. Chưa đăng nhập (chính trang đăng nhập): trình duyệt nói nguồn gốc là cổng này.
    """
    if account is None:
        if not is_own(request.headers.get(hdrs.ORIGIN, ""), request):
            raise Forbidden(texts.FOREIGN_PAGE)
        return
    given = request.headers.get(CSRF_HEADER) or (await read_form(request)).raw(CSRF_FIELD)
    expected = await csrf_token(request)
    if not expected or not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode()):
        raise Forbidden(texts.FOREIGN_PAGE)
