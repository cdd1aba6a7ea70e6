"""Máy chủ bot nào đang sẵn sàng: hỏi đều đặn, và báo một lần khi máy đầu tiên sẵn sàng."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.web.metrics import Metrics


class Readiness:
    """Tập máy chủ bot trả lời /readyz bằng 200 ở lần hỏi gần nhất."""

    def __init__(self, session: ClientSession, urls: tuple[str, ...], metrics: Metrics) -> None:
        self._session, self._urls, self._metrics = session, urls, metrics
        self.ready: frozenset[str] = frozenset()

    async def watch(self, every: float, announce: Callable[[], object]) -> None:
        """Hỏi mãi, mỗi `every` giây một vòng; gọi `announce` đúng một lần."""
        announced = False
        while True:
            await self.poll()
            if self.ready and not announced:
                announced = True
                announce()
            await asyncio.sleep(every)

    async def poll(self) -> None:
        """Hỏi mọi máy chủ một lượt, cùng lúc."""
        answers = await asyncio.gather(*map(self._is_ready, self._urls))
        self.ready = frozenset(url for url, ready in zip(self._urls, answers, strict=True) if ready)
        self._metrics.ready_servers.set(len(self.ready))

    async def _is_ready(self, url: str) -> bool:
        try:
            async with self._session.get(f"{url}/readyz", timeout=ClientTimeout(total=2)) as response:
                return response.status == 200
        except (ClientError, OSError, asyncio.TimeoutError):
            return False
