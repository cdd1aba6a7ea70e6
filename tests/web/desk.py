"""Một người hỗ trợ đã đăng nhập, nhìn từ trình duyệt của họ: có cookie, có mã chống giả yêu cầu, không tự đi tiếp."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any, NamedTuple

from aiohttp import ClientSession, DummyCookieJar
from aiohttp.test_utils import TestClient

from bot.accounts import Account, Accounts, Role
from bot.web import keys
from bot.web.console.page import CSRF_FIELD, CSRF_HEADER
from bot.web.console.session import COOKIE


class Reply(NamedTuple):
    """Một phản hồi đã đọc hết."""

    status: int
    text: str
    headers: Any

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))


class Desk:
    """Phiên của một tài khoản; `account` None: chưa đăng nhập."""

    def __init__(self, session: ClientSession, account: Account | None, token: str, csrf: str) -> None:
        self._session, self.account, self.token, self.csrf = session, account, token, csrf
        self._cookie = {"Cookie": f"{COOKIE}={token}"} if token else {}

    @property
    def login(self) -> str:
        assert self.account is not None
        return self.account.login

    async def get(self, path: str, **headers: str) -> Reply:
        return await self.send("GET", path, headers=headers)

    async def post(self, path: str, data: Any = (), **headers: str) -> Reply:
        """Gửi biểu mẫu, kèm mã của phiên; nguồn gốc là cổng này, như trình duyệt nói. `data`: từ điển hay các cặp."""
        pairs = [*(data.items() if isinstance(data, dict) else data), (CSRF_FIELD, self.csrf)]
        return await self.send("POST", path, data=pairs, headers={"Origin": self._origin, **headers})

    async def post_json(self, path: str, body: Any) -> Reply:
        headers = {"Origin": self._origin, CSRF_HEADER: self.csrf}
        return await self.send("POST", path, json=body, headers=headers)

    async def send(self, method: str, path: str, headers: Any = None, **request: Any) -> Reply:
        sent = {**self._cookie, **(headers or {})}
        async with self._session.request(method, path, headers=sent, allow_redirects=False, **request) as response:
            if response.content_type == "text/event-stream":
                return Reply(response.status, "", response.headers)
            return Reply(response.status, (await response.read()).decode("utf-8", "replace"), response.headers)

    async def close(self) -> None:
        await self._session.close()

    @property
    def _origin(self) -> str:
        return str(self._session._base_url).rstrip("/")


async def sit_down(client: TestClient[Any, Any], role: Role | None) -> Desk:
    """Một người mới với vai này (None: không đăng nhập), mật khẩu của riêng họ đã đặt."""
    session = ClientSession(client.make_url("/"), cookie_jar=DummyCookieJar())
    if role is None:
        return Desk(session, None, "", "")
    account = await asyncio.to_thread(_account, client.app[keys.ACCOUNTS], role)
    csrf = secrets.token_urlsafe(12)
    token = await asyncio.to_thread(client.app[keys.SESSIONS].create, account.id, {"csrf": csrf})
    return Desk(session, account, token, csrf)


def _account(accounts: Accounts, role: Role) -> Account:
    login = f"{role}-{secrets.token_hex(3)}"
    first = accounts.create(login, f"Chị {role}", role, "kiểm thử")
    created = accounts.find(login)
    assert created
    accounts.change_password(created.id, first, f"mat khau cua {secrets.token_hex(6)}")
    ready = accounts.find(login)
    assert ready
    return ready
