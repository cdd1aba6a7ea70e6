"""Bot đang chạy ở nơi khác: một máy chủ bot (kênh REST của Rasa), hay cổng web mà người dân dùng."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

import aiohttp

from bot.stories.model import Story
from bot.stories.results import Seen, read_messages

TIMEOUT = aiohttp.ClientTimeout(total=60)


class RemoteError(RuntimeError):
    """Bot ở xa đáp lạ, hay không đáp kịp; mang địa chỉ và mã trạng thái (0: không có lời đáp)."""

    def __init__(self, url: str, status: int, detail: str = "") -> None:
        super().__init__(f"{url} trả mã {status}" if status else f"{url} không đáp được: {detail}")
        self.url, self.status = url, status


class UnreachableError(ConnectionError):
    """Không có ai ở địa chỉ ấy: không câu chuyện nào chạy được. Mang `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(f"không tới được {url}; xem bot có đang chạy không (make run), rồi chạy lại")
        self.url = url


class Speaker(Protocol):
    """Người nói chuyện với bot: sân khấu trong tiến trình, hay một địa chỉ."""

    async def open(self, story: Story, talk: str) -> None:
        """Bắt đầu một cuộc trò chuyện mới cho câu chuyện này."""

    async def say(self, talk: str, text: str, metadata: dict[str, Any]) -> Seen:
        """Một lượt; `metadata["answer"]`: id của nút đã bấm."""


class Remote:
    """Nói chuyện qua HTTP với `url`; tự nhận ra cổng web hay máy chủ bot."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url, self._session = url.rstrip("/"), session
        self._is_gateway: bool | None = None
        self._doors: dict[str, tuple[str, str]] = {}
        """Cuộc trò chuyện → (mã, thẻ) của nó ở cổng web."""

    async def open(self, story: Story, talk: str) -> None:
        """Bắt đầu; không đặt được ngày, kho hay slot của bot ở xa (`needs_stage` nói trước điều đó)."""
        if self._is_gateway is None:
            status, _ = await self._send("GET", "/webhooks/rest/")
            self._is_gateway = status != 200
        if self._is_gateway:
            _, made = await self._ask("POST", "/api/v1/conversations", {})
            self._doors[talk] = (made["id"], made["token"])

    async def say(self, talk: str, text: str, metadata: dict[str, Any]) -> Seen:
        """Một lượt.

        Raises:
            RemoteError, BrokenReplyError: đáp lạ, hay không đáp kịp.
            UnreachableError: không có ai ở địa chỉ ấy.
        """
        started = time.perf_counter()
        said, custom = await (self._through_gateway if self._is_gateway else self._to_bot)(talk, text, metadata)
        return Seen(said, custom, time.perf_counter() - started)

    async def _through_gateway(self, talk: str, text: str, metadata: dict[str, Any]) -> tuple[str, Mapping[str, Any]]:
        conversation, token = self._doors[talk]
        said = {"button": {"answer": metadata["answer"]}} if "answer" in metadata else {"text": text}
        body = {**said, "client_id": uuid.uuid4().hex}
        _, answer = await self._ask("POST", f"/api/v1/conversations/{conversation}/messages", body, token)
        return read_messages([{"text": reply.get("text"), "custom": reply} for reply in answer["replies"][:1]])

    async def _to_bot(self, talk: str, text: str, metadata: dict[str, Any]) -> tuple[str, Mapping[str, Any]]:
        body = {"sender": talk, "message": text, "metadata": metadata}
        _, messages = await self._ask("POST", "/webhooks/rest/webhook", body)
        return read_messages(messages)

    async def _ask(self, method: str, path: str, body: dict[str, Any], token: str = "") -> tuple[int, Any]:
        status, answer = await self._send(method, path, body, token)
        if status >= 300:
            raise RemoteError(self._url + path, status)
        return status, answer

    async def _send(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        """Cổng web giới hạn nhịp thì chờ đúng số giây nó bảo."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = self._url + path
        try:
            while True:
                async with self._session.request(method, url, json=body, headers=headers, timeout=TIMEOUT) as response:
                    if response.status != 429:
                        return response.status, await response.json()
                    wait = int(response.headers.get("Retry-After", "1"))
                await asyncio.sleep(wait)
        except aiohttp.ClientConnectorError as error:
            raise UnreachableError(self._url) from error
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise RemoteError(url, 0, str(error) or type(error).__name__) from error


def needs_stage(story: Story) -> str | None:
    """Điều câu chuyện cần mà bot ở xa không cho đặt; None khi chạy qua HTTP được."""
    needs = {"ngày (today)": story.today, "kho riêng": story.overlay, "điều đã nhớ (fixtures)": story.slots}
    missing = [name for name, need in needs.items() if need]
    return "cần " + ", ".join(missing) + "; chỉ chạy được ngay trong tiến trình" if missing else None
