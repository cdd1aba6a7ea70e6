"""Máy chủ bot thật trên một cổng thật, trong một luồng riêng, và cách nói chuyện với nó từ bài kiểm thử."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.server.main import build
from bot.settings import ROOT, Settings

MODEL = ROOT / "models" / "hoi-dap-so.tar.gz"
TODAY = "2026-11-21"


@dataclass(frozen=True)
class Reply:
    """Một lượt đáp: chữ và phần `custom`."""

    text: str
    custom: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.custom["kind"])

    @property
    def answers(self) -> list[str]:
        return list(self.custom["answers"])


class BotClient:
    """Nói chuyện với một máy chủ bot qua HTTP, như cổng web."""

    def __init__(self, port: int) -> None:
        self._port = port

    def post(self, body: bytes) -> tuple[int, Any]:
        """Gửi một thân bất kỳ tới kênh REST; trả mã trạng thái và JSON nhận về."""
        status, answer = self.send("POST", "/webhooks/rest/webhook", body)
        return status, json.loads(answer)

    def get(self, path: str) -> tuple[int, Any]:
        """Mã trạng thái và JSON của một trang."""
        status, answer = self.send("GET", path)
        return status, json.loads(answer)

    def ask(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> Reply:
        """Hỏi một câu hợp lệ."""
        body = {"sender": sender, "message": text, "metadata": metadata or {}}
        status, messages = self.post(json.dumps(body).encode())
        assert status == 200, (status, messages)
        return reply(messages)

    def metrics(self) -> str:
        """Trang số đo, nguyên văn."""
        return self.send("GET", "/metrics")[1]

    def wait_until(self, path: str, status: int = 200, alive: Callable[[], bool] = lambda: True) -> None:
        """Đợi một trang trả mã `status`; thôi đợi khi tiến trình đã chết."""
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and alive():
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.send("GET", path)[0] == status:
                    return
            time.sleep(0.2)
        raise AssertionError(f"máy chủ ở cổng {self._port} không trả {status} cho {path}")

    def send(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Một yêu cầu HTTP; trả mã trạng thái và thân đáp."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


def reply(messages: list[dict[str, Any]]) -> Reply:
    """Gộp các tin nhắn của một lượt: kênh REST của Rasa tách chữ và `custom` làm hai."""
    texts = [message["text"] for message in messages if "text" in message]
    customs = [message["custom"] for message in messages if "custom" in message]
    assert len(customs) == 1, messages
    return Reply("\n".join(texts), customs[0])


def free_port() -> int:
    """Một cổng đang trống."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """Biến môi trường của một máy chủ bot giữ mọi thứ trong `folder`."""
    return {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'hoi-dap-so.sqlite'}",
        "TODAY": TODAY,
        "LOG_LEVEL": "ERROR",
    }


@contextlib.contextmanager
def running_bot(settings: Settings) -> Iterator[BotClient]:
    """Ứng dụng của `bot.server.main.build` nghe ở một cổng trống; ra khỏi khối thì tắt hẳn."""
    loop, port = asyncio.new_event_loop(), free_port()
    runner = web.AppRunner(build(settings, MODEL), access_log=None)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(start(), loop).result(timeout=120)
        yield BotClient(port)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=30)
        loop.close()
