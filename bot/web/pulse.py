"""Nhịp chung của các luồng sự kiện: mỗi giây một lần đọc kho cho tất cả, dù có một luồng hay vài trăm."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.handoff_queue import Counts, HandoffQueue
from bot.conversations.presence import Glance, Presence

EVERY = 1.0
_REPORT = 15.0


class Beat(NamedTuple):
    """Một lần đọc: các cuộc đã nhìn, cuộc nào không có trong `glances` là đã bị xoá; `counts` khi có người xem hàng."""

    watched: frozenset[str]
    glances: dict[str, Glance]
    counts: Counts | None


@dataclass(eq=False)
class Watcher:
    """Một luồng nhìn cuộc `conversation` (None: hàng đợi); `login`: người hỗ trợ, None: chính người dân."""

    conversation: str | None
    login: str | None = None


class Pulse:
    """Đọc kho khi có ai nhìn, nghỉ khi không; kho hỏng thì mọi luồng biết và kết thúc, trình duyệt tự nối lại."""

    def __init__(self, presence: Presence, queue: HandoffQueue, timer: Callable[[], float] = time.monotonic) -> None:
        self._presence, self._queue, self._timer = presence, queue, timer
        self._watchers: set[Watcher] = set()
        self._reported: set[Watcher] = set()
        self._report_at = 0.0
        self._next: asyncio.Future[Beat] | None = None
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, watcher: Watcher) -> Iterator[None]:
        """Trong khối này kho được đọc cho cả luồng ấy."""
        self._watchers.add(watcher)
        try:
            yield
        finally:
            self._watchers.discard(watcher)
            self._reported.discard(watcher)

    async def beat(self) -> Beat:
        """Lần đọc kế tiếp.

        Raises:
            SQLAlchemyError: kho không đọc được.
        """
        return await asyncio.shield(self._due())

    def stop(self) -> None:
        """Thôi đọc."""
        if self._task:
            self._task.cancel()

    def _due(self) -> asyncio.Future[Beat]:
        if self._next is None or self._task is None or self._task.done():
            self._next = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._run(self._next))
        return self._next

    async def _run(self, due: asyncio.Future[Beat]) -> None:
        while self._watchers:
            await asyncio.sleep(EVERY)
            try:
                beat = await self._read()
            except SQLAlchemyError as error:
                due.set_exception(error)
                due.exception()  # không ai còn chờ thì lỗi ấy cũng không phải chuyện lạ
                return
            due.set_result(beat)
            self._next = due = asyncio.get_running_loop().create_future()

    async def _read(self) -> Beat:
        watchers = set(self._watchers)
        ids = frozenset(watcher.conversation for watcher in watchers if watcher.conversation)
        if watchers - self._reported or self._timer() - self._report_at >= _REPORT:
            await asyncio.to_thread(self._report, watchers)
            self._reported, self._report_at = watchers & self._watchers, self._timer()
        glances = await asyncio.to_thread(self._presence.glance, ids) if ids else {}
        sees_queue = any(watcher.conversation is None for watcher in watchers)
        return Beat(ids, glances, await asyncio.to_thread(self._queue.counts, "") if sees_queue else None)

    def _report(self, watchers: set[Watcher]) -> None:
        """Ghi ai đang mở trang."""
        citizens = [watcher.conversation for watcher in watchers if watcher.conversation and watcher.login is None]
        holders = [
            (watcher.conversation, watcher.login) for watcher in watchers if watcher.conversation and watcher.login
        ]
        if citizens or holders:
            self._presence.is_here(citizens, holders)
