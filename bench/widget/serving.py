"""Dựng ứng dụng aiohttp trong luồng riêng trên cổng trống của máy này, và cổng thật trước một bot viết tay."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aiohttp import web

from bot.settings import Settings
from bot.web.main import build

Heard = dict[str, Any]
Speak = Callable[[Heard], list[dict[str, Any]]]
"""Bot viết tay: từ tin nhắn của kênh REST ra các thông điệp của Rasa."""


@contextlib.contextmanager
def serving(app: web.Application) -> Iterator[str]:
    """Địa chỉ của ứng dụng; ra khỏi khối thì tắt."""
    loop, ready, stop, address = asyncio.new_event_loop(), threading.Event(), asyncio.Event(), ""

    async def serve() -> None:
        nonlocal address
        runner = web.AppRunner(app)
        try:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            ready.set()
            await stop.wait()
        finally:
            ready.set()
            await runner.cleanup()
            left = asyncio.all_tasks() - {asyncio.current_task()}  # nhịp giữ kết nối của socket.io
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


@contextlib.contextmanager
def gateway(speak: Speak, environment: Mapping[str, str]) -> Iterator[str]:
    """Địa chỉ của cổng thật, không giới hạn nhịp; sau nó `speak` trả lời thay máy chủ bot."""

    async def webhook(request: web.Request) -> web.Response:
        return web.json_response(speak(await request.json()))

    bot = web.Application()
    bot.router.add_post("/webhooks/rest/webhook", webhook)
    with tempfile.TemporaryDirectory() as folder, serving(bot) as bot_url:
        settings = {"VAR_DIR": folder, "BOT_URLS": bot_url, "RATE_LIMIT": "0", **environment}
        with serving(build(Settings.from_environment(settings), announce=lambda _text: None)) as url:
            wait_for_the_library(url)
            yield url


def wait_for_the_library(url: str) -> None:
    """Máy bận thì nạp kho thật mất hơn mười giây; trước đó cổng nói thật là chưa phục vụ được (503)."""
    while True:
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(f"{url}/hoi"):  # noqa: S310 (cổng của chính kiểm thử)
            return
