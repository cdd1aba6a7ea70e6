"""Tài khoản của bàn làm việc, cho quản trị viên: thêm người, đổi tên, đổi vai, đặt lại mật khẩu, tắt, bật."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from aiohttp import web

from bot.accounts import ROLES, Account, AccountError, AccountNotFound, Accounts, BadAccount, Role
from bot.vietnamese import fold
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.page import done, render
from bot.web.console.paging import page_of
from bot.web.console.session import signed_in
from bot.web.errors import NotFound

PEOPLE = "/ban/nguoi"
ONE = PEOPLE + "/{login:[a-z0-9._-]+}"
EACH_PAGE = 50
LONGEST = 200


async def show_all(request: web.Request) -> web.Response:
    """Mọi tài khoản, tìm được theo tên, và ô thêm người."""
    return await _all_page(request)


async def add(request: web.Request) -> web.Response:
    """Thêm một người; mật khẩu đầu tiên chỉ hiện ở chính trang trả lời này."""
    form = await read_form(request)
    try:
        role = cast(Role, form.choice("role", ROLES))
        login, name = (form.text(field, most=LONGEST) for field in ("login", "name"))
        password = await asyncio.to_thread(_accounts(request).create, login, name, role, signed_in(request).login)
    except BadAccount as error:
        return await _all_page(request, form, FormError(error.field, error.reason))
    except FormError as error:
        return await _all_page(request, form, error)
    return await _password_page(request, login.lower(), password)


async def show(request: web.Request) -> web.Response:
    """Một người, và những việc làm được với tài khoản của họ."""
    return await _one_page(request)


async def rename(request: web.Request) -> web.Response:
    """Đổi tên người."""
    name = (await read_form(request)).text("name", most=LONGEST)
    return await _change(request, texts.RENAMED, lambda accounts, login, by: accounts.rename(login, name, by))


async def set_role(request: web.Request) -> web.Response:
    """Đổi vai."""
    role = cast(Role, (await read_form(request)).choice("role", ROLES))
    said = texts.ROLE_SET.format(role=texts.ROLES[role])
    return await _change(request, said, lambda accounts, login, by: accounts.set_role(login, role, by))


async def turn_off(request: web.Request) -> web.Response:
    """Tắt tài khoản."""
    return await _change(request, texts.TURNED_OFF, lambda accounts, login, by: accounts.set_active(login, False, by))


async def turn_on(request: web.Request) -> web.Response:
    """Bật lại tài khoản."""
    return await _change(request, texts.TURNED_ON, lambda accounts, login, by: accounts.set_active(login, True, by))


async def reset(request: web.Request) -> web.Response:
    """Đặt lại mật khẩu; mật khẩu mới chỉ hiện ở chính trang trả lời này."""
    login = (await _found(request)).login
    password = await asyncio.to_thread(_accounts(request).reset, login, signed_in(request).login)
    return await _password_page(request, login, password)


async def _change(request: web.Request, said: str, change: Callable[[Accounts, str, str], None]) -> web.Response:
    login, by = request.match_info["login"], signed_in(request).login
    try:
        await asyncio.to_thread(change, _accounts(request), login, by)
    except AccountNotFound as error:
        raise NotFound(str(error)) from None
    except AccountError as error:
        return await _one_page(request, str(error))
    return await done(request, f"{PEOPLE}/{login}", said)


async def _all_page(request: web.Request, form: Form | None = None, wrong: FormError | None = None) -> web.Response:
    everyone = await asyncio.to_thread(_accounts(request).all)
    words = request.query.get("tim", "")[:LONGEST].strip()
    found = [account for account in everyone if fold(words) in fold(f"{account.login} {account.name}")]
    page, last = page_of(request, len(found), EACH_PAGE)
    return await render(
        request,
        "people.html",
        status=422 if wrong else 200,
        people=found[(page - 1) * EACH_PAGE : page * EACH_PAGE],
        found=len(found),
        roles=list(texts.ROLES.items()),
        role_names=texts.ROLES,
        words=words,
        page=page,
        last=last,
        written={name: form.raw(name) if form else "" for name in ("login", "name", "role")},
        wrong={wrong.field: wrong.detail} if wrong else {},
    )


async def _one_page(request: web.Request, wrong: str = "") -> web.Response:
    person = await _found(request)
    status = 422 if wrong else 200
    return await render(
        request, "person.html", status=status, person=person, roles=list(texts.ROLES.items()), wrong=wrong
    )


async def _password_page(request: web.Request, login: str, password: str) -> web.Response:
    return await render(request, "first_password.html", login=login, password=password)


async def _found(request: web.Request) -> Account:
    account = await asyncio.to_thread(_accounts(request).find, request.match_info["login"])
    if account is None:
        raise NotFound(texts.NO_SUCH_PERSON)
    return account


def _accounts(request: web.Request) -> Accounts:
    return request.app[keys.ACCOUNTS]


DOORS = (
    Door("GET", PEOPLE, show_all, "administrator"),
    Door("POST", PEOPLE, add, "administrator"),
    Door("GET", ONE, show, "administrator"),
    Door("POST", ONE + "/ten", rename, "administrator"),
    Door("POST", ONE + "/vai", set_role, "administrator"),
    Door("POST", ONE + "/mat-khau", reset, "administrator"),
    Door("POST", ONE + "/tat", turn_off, "administrator"),
    Door("POST", ONE + "/bat", turn_on, "administrator"),
)
