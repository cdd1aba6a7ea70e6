"""Luồng sự kiện (Server-Sent Events) của một cuộc trò chuyện: phát lại từ một dòng, rồi theo nhật ký."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import ConversationLog, ConversationNotFound, Event
from bot.web import texts
from bot.web.errors import NotReady

MAX_FEEDS = 200
_EVERY = 1.0
_HEARTBEAT = 15


class Feeds:
    """Các luồng đang mở; có chặn trên, và được đóng trước khi cổng tắt."""

    def __init__(self, log: ConversationLog) -> None:
        self._log = log
        self._count = 0
        self._tails: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request, conversation_id: str, since: int) -> web.StreamResponse:
        """Phát các dòng sau `since`, rồi mỗi giây xem có dòng mới; im lâu thì gửi nhịp tim để đường truyền không đóng.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            NotReady: đã có quá nhiều luồng mở.
        """
        if self._count >= MAX_FEEDS:
            raise NotReady(texts.TOO_MANY_FEEDS)
        self._count += 1
        try:
            return await self._stream(request, conversation_id, since)
        finally:
            self._count -= 1

    async def _stream(self, request: web.Request, conversation_id: str, since: int) -> web.StreamResponse:
        events = await asyncio.to_thread(self._log.events_since, conversation_id, since)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        await response.prepare(request)
        tail = asyncio.create_task(self._tail(response, conversation_id, since, events))
        self._tails.add(tail)
        # Người xem đã đi, cuộc trò chuyện vừa bị xoá, mất kho, hay cổng đang tắt: luồng chỉ việc kết thúc.
        with suppress(asyncio.CancelledError, ConnectionError, ConversationNotFound, SQLAlchemyError):
            await tail
        self._tails.discard(tail)
        return response

    async def close(self) -> None:
        """Kết thúc mọi luồng đang mở."""
        for tail in self._tails:
            tail.cancel()

    async def _tail(self, response: web.StreamResponse, conversation_id: str, since: int, events: list[Event]) -> None:
        await response.write(b": san sang\n\n")
        quiet = 0.0
        while True:
            for event in events:
                await response.write(_frame(event))
                since, quiet = event.number, 0.0
            if quiet >= _HEARTBEAT:
                await response.write(b": nhip tim\n\n")
                quiet = 0.0
            await asyncio.sleep(_EVERY)
            quiet += _EVERY
            events = await asyncio.to_thread(self._log.events_since, conversation_id, since)


def _frame(event: Event) -> bytes:
    data = json.dumps({"at": event.at.isoformat(), event.kind: event.body})
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n".encode()
