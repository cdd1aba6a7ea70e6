"""Luồng sự kiện (Server-Sent Events): phát lại từ một dòng, rồi theo nhật ký; chung cho tiện ích và bàn làm việc."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import ConversationNotFound
from bot.web import pulse, texts
from bot.web.channels import Channel
from bot.web.errors import NotReady
from bot.web.pulse import Pulse

MAX_FEEDS = 500
_HEARTBEAT = 15
_HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # luồng không phải một trang
    "X-Accel-Buffering": "no",
}


class Feeds:
    """Các luồng đang mở; có chặn trên, và được đóng trước khi cổng tắt."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._count = 0
        self._tails: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request, channel: Channel) -> web.StreamResponse:
        """Phát một luồng tới khi nó hết; im lâu thì gửi nhịp tim để đường truyền không đóng.

        Raises:
            ConversationNotFound, PersonNotAsked: không có cuộc này, hay không được xem.
            NotReady: đã có quá nhiều luồng mở.
        """
        if self._count >= MAX_FEEDS:
            raise NotReady(texts.TOO_MANY_FEEDS)
        self._count += 1
        try:
            return await self._stream(request, channel)
        finally:
            self._count -= 1

    async def close(self) -> None:
        """Kết thúc mọi luồng đang mở."""
        for tail in self._tails:
            tail.cancel()
        self._pulse.stop()

    async def _stream(self, request: web.Request, channel: Channel) -> web.StreamResponse:
        first = await channel.begin()
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        tail = asyncio.create_task(self._tail(response, channel, first))
        self._tails.add(tail)
        # Người xem đã đi, cuộc trò chuyện vừa bị xoá, mất kho, hay cổng đang tắt: luồng chỉ việc kết thúc.
        with suppress(asyncio.CancelledError, ConnectionError, ConversationNotFound, SQLAlchemyError):
            await tail
        self._tails.discard(tail)
        return response

    async def _tail(self, response: web.StreamResponse, channel: Channel, first: bytes) -> None:
        await response.write(b": san sang\n\n" + first)
        quiet = 0.0
        with self._pulse.watching(channel.watcher):
            while (frames := await channel.follow(await self._pulse.beat())) is not None:
                quiet = 0.0 if frames else quiet + pulse.EVERY
                if quiet >= _HEARTBEAT:
                    frames, quiet = b": nhip tim\n\n", 0.0
                if frames:
                    await response.write(frames)
