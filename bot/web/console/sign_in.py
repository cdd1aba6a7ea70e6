"""Vào, ra, đổi mật khẩu."""

from __future__ import annotations

import asyncio
import math
import re

import structlog
from aiohttp import web

from bot.accounts import Account, Locked, WeakPassword, WrongPassword
from bot.web import keys
from bot.web.console import session, texts
from bot.web.console.door import CHANGE, SIGN_IN, SIGN_OUT, Door
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.page import done, render

HOME = "/ban"
LONGEST = 200
"""Mật khẩu dài hơn chừng này ký tự không được băm: băm rất tốn công."""
_INSIDE = re.compile(r"/ban(?:/[A-Za-z0-9/-]*)?(?:\?[A-Za-z0-9._~/?&=%+-]*)?")
"""Địa chỉ trong bàn làm việc; không dấu chấm nên không "..", không hai gạch chéo ở đầu."""

_log = structlog.get_logger(__name__)


async def show(request: web.Request) -> web.Response:
    """Trang đăng nhập; đã đăng nhập thì vào luôn."""
    if await session.current(request):
        raise web.HTTPSeeOther(_next(request.query.get("tiep", "")))
    return await _sign_in_page(request, request.query.get("tiep", ""))


async def enter(request: web.Request) -> web.Response:
    """Thử mật khẩu; đúng thì mở phiên mới và sang trang đang định vào."""
    form = await read_form(request)
    login, target = form.raw("login").strip()[:LONGEST], form.raw("tiep")
    limit = request.app[keys.LIMIT]
    limit.check_sign_in(request, login)
    try:
        account = await _checked(request, login, form.raw("password")[:LONGEST])
    except WrongPassword:
        limit.failed_sign_in(request, login)
        return await _sign_in_page(request, target, login, texts.WRONG_SIGN_IN)
    except Locked as error:
        limit.failed_sign_in(request, login)
        return await _sign_in_page(request, target, login, _locked(request, error))
    await session.begin(request, account)
    _log.info("console.signed_in", account=account.id)
    raise web.HTTPSeeOther(CHANGE if account.must_change else _next(target))


async def leave(request: web.Request) -> web.Response:
    """Ra khỏi."""
    await session.end(request)
    raise web.HTTPSeeOther(SIGN_IN)


async def show_password(request: web.Request) -> web.Response:
    """Trang đổi mật khẩu."""
    return await render(request, "password.html", wrong=None)


async def change_password(request: web.Request) -> web.Response:
    """Đổi mật khẩu; mọi phiên khác của người ấy mất, phiên này được thay mới."""
    account, form = session.signed_in(request), await read_form(request)
    try:
        new = _twice(form)
        changing = request.app[keys.ACCOUNTS].change_password
        await asyncio.to_thread(changing, account.id, form.raw("old")[:LONGEST], new)
    except WrongPassword:
        return await render(request, "password.html", status=422, wrong=FormError("old", texts.OLD_ONE_WRONG))
    except Locked as error:
        return await render(request, "password.html", status=422, wrong=FormError("old", _locked(request, error)))
    except WeakPassword as error:
        return await render(request, "password.html", status=422, wrong=FormError("new", error.reason))
    except FormError as error:
        return await render(request, "password.html", status=422, wrong=error)
    fresh = await asyncio.to_thread(request.app[keys.ACCOUNTS].find, account.login)
    await session.begin(request, fresh or account)
    return await done(request, HOME, texts.CHANGED_ONE)


def _locked(request: web.Request, error: Locked) -> str:
    minutes = math.ceil((error.until - request.app[keys.CLOCK]()).total_seconds() / 60)
    return texts.LOCKED.format(minutes=max(1, minutes))


async def _checked(request: web.Request, login: str, password: str) -> Account:
    return await asyncio.to_thread(request.app[keys.ACCOUNTS].sign_in, login, password)


async def _sign_in_page(request: web.Request, target: str, login: str = "", wrong: str = "") -> web.Response:
    return await render(
        request, "sign_in.html", status=422 if wrong else 200, login=login, wrong=wrong, target=_next(target)
    )


def _twice(form: Form) -> str:
    new = form.raw("new")[:LONGEST]
    if new != form.raw("again")[:LONGEST]:
        raise FormError("again", texts.NOT_TWICE)
    return new


def _next(target: str) -> str:
    """Chỉ đi tiếp tới một trang của bàn làm việc, không tới nơi nào khác."""
    inside = _INSIDE.fullmatch(target) and not target.startswith((SIGN_IN, SIGN_OUT))
    return target if inside else HOME


DOORS = (
    Door("GET", SIGN_IN, show, None),
    Door("POST", SIGN_IN, enter, None),
    Door("POST", SIGN_OUT, leave, "helper"),
    Door("GET", CHANGE, show_password, "helper"),
    Door("POST", CHANGE, change_password, "helper"),
)
