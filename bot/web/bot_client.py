"""Nói chuyện với các máy chủ bot qua kênh REST của Rasa (DESIGN.md 4.1)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.web.errors import BotUnavailable

BotMessage = dict[str, Any]
Result = TypeVar("Result")


class BotClient:
    """Một cuộc trò chuyện luôn về cùng một máy chủ; máy ấy hỏng thì sang máy kế."""

    def __init__(self, session: ClientSession, urls: tuple[str, ...], seconds: float) -> None:
        self._session, self._urls, self._seconds = session, urls, seconds

    async def ask(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[BotMessage]:
        """Gửi một lời và đợi các thông điệp của bot, cả thảy không quá hạn `seconds`.

        Raises:
            BotUnavailable: mọi máy chủ đều hỏng, quá hạn, hoặc trả lời không ra dạng đã hẹn.
        """
        body: dict[str, Any] = {"sender": sender, "message": text}
        if metadata:
            body["metadata"] = metadata
        return await self._first(sender, lambda url: self._post(url, body))

    async def forget(self, sender: str) -> None:
        """Bảo bot quên cuộc trò chuyện này.

        Raises:
            BotUnavailable: không máy chủ nào nhận lời; trạng thái ở bot sẽ tự hết hạn sau.
        """
        await self._first(sender, lambda url: self._delete(url, sender))

    async def _first(self, sender: str, attempt: Callable[[str], Awaitable[Result]]) -> Result:
        """Kết quả của máy chủ đầu tiên làm được, bắt đầu từ máy của cuộc trò chuyện này."""
        reasons: dict[str, str] = {}

        async def in_turn() -> Result:
            for url in self._order(sender):
                try:
                    return await attempt(url)
                except (ClientError, OSError, ValueError, RecursionError) as error:
                    reasons[url] = f"{type(error).__name__}: {error}"[:200]
            raise BotUnavailable(reasons)

        try:
            return await asyncio.wait_for(in_turn(), self._seconds)
        except asyncio.TimeoutError:
            raise BotUnavailable({**reasons, "": f"quá {self._seconds:g} giây"}) from None

    def _order(self, sender: str) -> tuple[str, ...]:
        home = int.from_bytes(hashlib.sha256(sender.encode()).digest()[:8], "big") % len(self._urls)
        return self._urls[home:] + self._urls[:home]

    def _timeout(self) -> ClientTimeout:
        """Máy chủ đã tắt hẳn (không ai nhận kết nối) phải lộ ra sớm, để còn thì giờ hỏi máy kế."""
        return ClientTimeout(total=self._seconds, sock_connect=1)

    async def _delete(self, url: str, sender: str) -> None:
        async with self._session.delete(f"{url}/conversations/{sender}", timeout=self._timeout()) as response:
            response.raise_for_status()

    async def _post(self, url: str, body: dict[str, Any]) -> list[BotMessage]:
        async with self._session.post(f"{url}/webhooks/rest/webhook", json=body, timeout=self._timeout()) as response:
            response.raise_for_status()
            return _checked(await response.json(content_type=None))


def _checked(answer: Any) -> list[BotMessage]:
    if not isinstance(answer, list) or not answer:
        raise ValueError("không phải một danh sách thông điệp")
    for message in answer:
        if not isinstance(message, dict) or not ({"text", "custom"} & message.keys()):
            raise ValueError("có thông điệp không mang text hay custom")
        if not isinstance(message.get("text", ""), str) or not isinstance(message.get("custom", {}), dict):
            raise ValueError("text hoặc custom sai kiểu")
    return answer
