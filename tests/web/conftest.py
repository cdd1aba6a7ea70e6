"""Cổng web thật trên một tệp SQLite thật, trước một máy chủ bot viết tay trên một cổng mạng thật."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from bot.accounts import Role
from bot.database import open_engine, upgrade
from bot.settings import Settings
from bot.web.main import build
from tests.web.desk import Desk, sit_down

Gateway = Callable[..., Awaitable[TestClient[Any, Any]]]


class FakeBot:
    """Máy chủ bot viết tay: nhớ mọi lời nhận được, trả lời theo `answer`."""

    def __init__(self, port: int = 0) -> None:
        self.heard: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.answer: Any = [{"text": "Chào anh/chị"}, {"custom": {"kind": "small_talk", "items": []}}]
        self.delay, self.status = 0.0, 200
        app = web.Application()
        app.add_routes([web.post("/webhooks/rest/webhook", self.webhook), web.get("/readyz", self.readyz)])
        app.add_routes([web.delete("/conversations/{sender}", self.forget)])
        self.server = TestServer(app, port=port)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def webhook(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        await asyncio.sleep(self.delay)
        if isinstance(self.answer, str):
            return web.Response(text=self.answer)
        return web.json_response(self.answer, status=self.status)

    async def forget(self, request: web.Request) -> web.Response:
        self.forgotten.append(request.match_info["sender"])
        return web.Response(status=204)

    async def readyz(self, _request: web.Request) -> web.Response:
        return web.json_response({}, status=self.status)


class Talk:
    """Một cuộc trò chuyện đã mở, nhìn từ phía trình duyệt."""

    def __init__(self, client: TestClient[Any, Any], opened: dict[str, str]) -> None:
        self.client, self.id, self.token = client, opened["id"], opened["token"]
        self.path = f"/api/v1/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self._sent = 0

    async def post(self, body: Any = None, **request: Any) -> tuple[int, Any]:
        """Gửi một thân tin bất kỳ; trả mã trạng thái và JSON nhận về."""
        options = {"json": body} if body is not None else {}
        async with self.client.post(self.path + "/messages", headers=self.headers, **options, **request) as response:
            return response.status, await response.json(content_type=None)

    async def say(self, text: str, client_id: str = "") -> list[dict[str, Any]]:
        """Gửi một lời hợp lệ; trả các câu trả lời."""
        self._sent += 1
        status, body = await self.post({"text": text, "client_id": client_id or f"m{self._sent}"})
        assert status == 200, body
        replies: list[dict[str, Any]] = body["replies"]
        return replies


@pytest.fixture
async def fake_bot(loop: asyncio.AbstractEventLoop) -> AsyncIterator[FakeBot]:
    bot = FakeBot()
    await bot.server.start_server()
    yield bot
    await bot.server.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Một tệp SQLite đã nâng lược đồ; mỗi bài thử chép một bản thay vì chạy lại mọi migration."""
    path = tmp_path_factory.mktemp("mau") / "mau.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings_with(tmp_path: Path, fake_bot: FakeBot, empty_database: Path) -> Callable[..., Settings]:
    shutil.copy(empty_database, tmp_path / "hoi-dap-so.sqlite")

    def make(**environment: str) -> Settings:
        plain = {"VAR_DIR": str(tmp_path), "BOT_URLS": fake_bot.url, "RATE_LIMIT": "0", "SECRET_KEY": "kiểm thử"}
        return Settings.from_environment({**plain, **environment})

    return make


@pytest.fixture
async def gateway(settings_with: Callable[..., Settings]) -> AsyncIterator[Gateway]:
    """Hàm dựng một cổng đang chạy; các tham số là biến môi trường."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(*, announce: Callable[[str], object] = lambda _text: None, **environment: str) -> Any:
            app = build(settings_with(**environment), announce=announce, bot_seconds=1)
            return await stack.enter_async_context(TestClient(TestServer(app)))

        yield start


@pytest.fixture
async def client(gateway: Gateway) -> TestClient[Any, Any]:
    return await gateway()


@pytest.fixture
def open_talk() -> Callable[..., Awaitable[Talk]]:
    async def start(client: TestClient[Any, Any]) -> Talk:
        async with client.post("/api/v1/conversations") as response:
            assert response.status == 201
            return Talk(client, await response.json())

    return start


@pytest.fixture
async def talk(client: TestClient[Any, Any], open_talk: Callable[..., Awaitable[Talk]]) -> Talk:
    return await open_talk(client)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mật khẩu ở đây băm rẻ: băm thật đã có tests/accounts thử."""
    cheap = functools.partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("bot.accounts.store.PasswordHasher", cheap)


SitDown = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def desk(client: TestClient[Any, Any]) -> AsyncIterator[SitDown]:
    """Hàm cho một người ngồi vào bàn làm việc: `await desk("editor")`; None là người chưa đăng nhập."""
    async with contextlib.AsyncExitStack() as stack:

        async def sit(role: Role | None) -> Desk:
            sitting = await sit_down(client, role)
            stack.push_async_callback(sitting.close)
            return sitting

        yield sit
