"""Phiên đăng nhập của người hỗ trợ: cookie chỉ mang một mã ngẫu nhiên, mọi thứ khác nằm trong kho (`bot.accounts`).

Chưa đăng nhập thì không có phiên nào, nên không có mã phiên nào kẻ khác đặt trước được; đăng nhập luôn sinh mã mới.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import cast

from aiohttp import web
from aiohttp_session import AbstractStorage, Session, get_session, new_session

from bot.accounts import Account
from bot.accounts.sessions import Sessions
from bot.web import keys
from bot.web.clients import is_secure
from bot.web.console.texts import SIGNED_OUT
from bot.web.errors import Unauthorised

COOKIE = "ban"
PATH = "/ban"
_ACCOUNT = "console account"


class DatabaseStorage(AbstractStorage):
    """Kho phiên của aiohttp-session trên bảng `sessions`; đổi mật khẩu hay tắt tài khoản là phiên mất ngay."""

    def __init__(self) -> None:
        super().__init__(cookie_name=COOKIE, path=PATH, httponly=True, samesite="Lax")

    async def load_session(self, request: web.Request) -> Session:
        """Phiên mà cookie gọi tên; cookie lạ, hết hạn thì như chưa có phiên."""
        token = self.load_cookie(request)
        found = await asyncio.to_thread(_sessions(request).load, token) if token else None
        if found is None or found.account is None:
            return await self.new_session()
        request[_ACCOUNT] = found.account
        return Session(token, data={"session": found.body}, new=False)

    async def save_session(self, request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """Ghi phiên đã đổi; phiên trống là đã ra khỏi, cookie mất theo."""
        body = dict(session)
        if session.empty:
            if session.identity:
                await asyncio.to_thread(_sessions(request).drop, session.identity)
            self.save_cookie(response, "")
        elif session.new:
            account: Account = request[_ACCOUNT]
            token = await asyncio.to_thread(_sessions(request).create, account.id, body)
            response.set_cookie(
                COOKIE, token, path=PATH, httponly=True, samesite="Lax", secure=is_secure(request) or None
            )
        else:
            await asyncio.to_thread(_sessions(request).save, str(session.identity), body)


def _sessions(request: web.Request) -> Sessions:
    return request.app[keys.SESSIONS]


async def current(request: web.Request) -> Account | None:
    """Người đang đăng nhập; None khi không ai."""
    await get_session(request)
    return cast("Account | None", request.get(_ACCOUNT))


def signed_in(request: web.Request) -> Account:
    """Người đang đăng nhập, sau khi cửa đã xét.

    Raises:
        Unauthorised: cửa này không đòi đăng nhập, và chưa ai đăng nhập.
    """
    account = request.get(_ACCOUNT)
    if account is None:
        raise Unauthorised(SIGNED_OUT)
    return cast(Account, account)


async def begin(request: web.Request, account: Account) -> None:
    """Mở phiên mới cho người vừa đăng nhập, bỏ phiên cũ của trình duyệt này: mã phiên không bao giờ được dùng tiếp."""
    old = await get_session(request)
    if old.identity:
        await asyncio.to_thread(_sessions(request).drop, old.identity)
    request[_ACCOUNT] = account
    session = await new_session(request)
    session["csrf"] = secrets.token_urlsafe(24)


async def end(request: web.Request) -> None:
    """Ra khỏi: phiên mất trong kho, không chỉ mất cookie."""
    (await get_session(request)).invalidate()


async def csrf_token(request: web.Request) -> str:
    """Mã chống giả yêu cầu của phiên này; trống khi chưa đăng nhập."""
    return str((await get_session(request)).get("csrf", ""))
