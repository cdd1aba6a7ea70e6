"""Một Chromium thật trước cổng web thật; sau cổng là một máy chủ bot viết tay."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.widget.phone import ALONE
from bench.widget.serving import wait_for_the_library
from bot.settings import Settings
from bot.web.main import build
from tests.browser.complaints import Complaints

FLAGS = list(ALONE)
expect.set_options(timeout=30_000)  # như mọi việc khác của Playwright: máy bận không phải là lỗi
SOURCES = [
    {
        "id": "thieu-toan",
        "title": "Hướng dẫn cài đặt VNeID",
        "publisher": "Trang xã Thiệu Toán",
        "published": "2022-11-29",
        "url": "https://thieutoan.example/huong-dan",
    },
    {"id": "la", "title": "Nguồn địa chỉ lạ", "publisher": "Không rõ", "published": None, "url": "javascript:alert(1)"},
    {"id": "so-3", "title": "Nguồn thứ ba", "publisher": "Báo", "published": "2025", "url": None},
]
ANSWER = {
    "kind": "answer",
    "answers": ["vneid-quen-mat-khau"],
    "suggestions": ["vneid-muc-2"],
    "items": [
        {
            "id": "vneid-quen-mat-khau",
            "title": "Quên mật khẩu VNeID",
            "short": "Anh/chị đặt lại mật khẩu ngay trong ứng dụng, ở mục “Quên mật khẩu”.",
            "steps": [
                "Mở VNeID, bấm “Quên mật khẩu”.",
                "Nhập số căn cước và số điện thoại.",
                "Quét mặt theo hướng dẫn.",
            ],
            "details": ["Không quét được mặt thì đến công an xã, phường."],
            "notes": ["Không đọc mã OTP cho bất cứ ai."],
            "table": {"columns": ["Việc", "Nơi làm", "Thời gian"], "rows": [["Đặt lại", "Trong ứng dụng", "5 phút"]]},
            "related": [],
            "as_of": "2022-11-29",
            "valid_from": "2024-07-01",
            "valid_until": None,
            "superseded_by": None,
            "read_on": "2026-11-20",
            "sources": SOURCES,
        },
        {
            "id": "vneid-hotline",
            "title": "Tổng đài VNeID",
            "short": "Tổng đài 1900 0368.",
            "as_of": None,
            "read_on": "2026-11-20",
            "sources": SOURCES[1:2],
        },
    ],
    "sources": SOURCES,
    "as_of": "2022-11-29",
    "calls": [{"label": "Tổng đài VNeID", "number": "1900 0368"}],
    "buttons": [{"title": "Lên mức 2 thế nào?", "payload": {"answer": "vneid-muc-2"}}],
}
TEXT = "Tôi hiểu anh/chị hỏi về VNeID.\n\nQuên mật khẩu VNeID\nAnh/chị đặt lại…"


HELPER_TOKEN = "the-cua-nguoi-ho-tro"


class Site:
    """Cổng và bot viết tay, chạy trong một luồng riêng; `heard` là những gì bot nghe được."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = self.friend = self.stranger = self.bot_url = ""
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self.reset()
        threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True).start()
        assert self._ready.wait(60)
        wait_for_the_library(self.url)

    def reset(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = [{"text": TEXT}, {"custom": ANSWER}]
        self.delay = 0.0

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _webhook(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        await asyncio.sleep(self.delay)
        return web.json_response(self.messages)

    async def _serve(self) -> None:
        bot = web.Application()
        bot.router.add_post("/webhooks/rest/webhook", self._webhook)
        bot_url, *runners = await _listen(bot)
        for name in ("friend", "stranger"):
            host = web.Application()
            host.router.add_get("/", self._host_page)
            url, runner = await _listen(host)
            setattr(self, name, url)
            runners.append(runner)
        environment = {
            "VAR_DIR": str(self.folder),
            "BOT_URLS": bot_url,
            "RATE_LIMIT": "0",
            "HELPER_TOKEN": HELPER_TOKEN,
        }
        self.bot_url = bot_url
        settings = Settings.from_environment({**environment, "ALLOWED_ORIGINS": self.friend})
        self.url, runner = await _listen(build(settings, announce=lambda _text: None))
        runners.append(runner)
        self._ready.set()
        await self._stop.wait()
        for running in reversed(runners):
            await running.cleanup()

    async def _host_page(self, _request: web.Request) -> web.Response:
        """Trang của một cơ quan khác nhúng tiện ích, dưới một CSP chỉ cho phép thêm địa chỉ của cổng."""
        html = f'<script type="module" src="{self.url}/widget.js"></script><hoi-dap-so></hoi-dap-so>'
        policy = f"default-src 'none'; script-src {self.url}; style-src {self.url}; connect-src {self.url}"
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})


async def _listen(app: web.Application) -> tuple[str, web.AppRunner]:
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}", runner


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.close()


@pytest.fixture
def site(running_site: Site) -> Site:
    running_site.reset()
    return running_site


@pytest.fixture(scope="module")  # Playwright giữ một vòng lặp trong luồng chính: phải dừng trước kiểm thử của cổng web
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")  # bản không cửa sổ nhanh gần gấp đôi
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("máy CI thiếu Chromium: apt-get install chromium")
        pytest.skip("máy này không có Chromium; cài bằng apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Lỗi của mọi trang được nghe trong một kiểm thử; đọc sau khi các trang đã đóng."""
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected() == []


@pytest.fixture
def page(browser: Browser, site: Site, complaints: Complaints) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN", reduced_motion="reduce")
    page = context.new_page()
    complaints.watch(page)
    page.goto(site.url)
    yield page
    context.close()
