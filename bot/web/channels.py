"""Ba loại luồng sự kiện: của người dân, của người hỗ trợ đang xem một cuộc, của người xem hàng đợi."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Protocol

from bot.conversations import ConversationLog, Event, Handoffs, PersonNotAsked
from bot.conversations.handoff_queue import Counts
from bot.conversations.handoffs import OPEN
from bot.web.pulse import Beat, Watcher

LONGEST = 600.0
"""Luồng của người hỗ trợ sống chừng này giây rồi nối lại, để tài khoản đã tắt không nghe tiếp được."""


class Channel(Protocol):
    """Một luồng: `begin` trước khi mở, `follow` sau mỗi nhịp; None là hết luồng."""

    watcher: Watcher

    async def begin(self) -> bytes:
        """Những gì phát ngay."""

    async def follow(self, beat: Beat) -> bytes | None:
        """Những gì vừa có thêm."""


class _Lines:
    """Các dòng của một cuộc, kể từ dòng đã phát cuối cùng; `read` nhận mã cuộc và số dòng ấy, chặn."""

    def __init__(self, read: Callable[[str, int], list[Event]], conversation_id: str, since: int) -> None:
        self._read, self._id, self._since = read, conversation_id, since

    async def more(self) -> bytes:
        """Các dòng mới; lỗi của `read` đi ra nguyên vẹn."""
        events = await asyncio.to_thread(self._read, self._id, self._since)
        self._since = events[-1].number if events else self._since
        return b"".join(map(_frame, events))

    async def until(self, last: int) -> bytes:
        """Như `more`, khi dòng cuối của cuộc là `last`: đã phát tới đó thì khỏi đọc."""
        return await self.more() if last > self._since else b""


class CitizenChannel:
    """Cuộc trò chuyện của người dân: mọi dòng, và người hỗ trợ có đang gõ không."""

    def __init__(self, log: ConversationLog, conversation_id: str, since: int) -> None:
        self.watcher = Watcher(conversation_id)
        self._id, self._lines = conversation_id, _Lines(log.events_since, conversation_id, since)
        self._typing = False

    async def begin(self) -> bytes:
        """Phát lại các dòng sau `since`; ném ConversationNotFound khi không có cuộc này."""
        return await self._lines.more()

    async def follow(self, beat: Beat) -> bytes | None:
        """Dòng mới; cuộc đã xoá thì hết luồng."""
        if self._id not in beat.watched:
            return b""
        glance = beat.glances.get(self._id)
        if glance is None:
            return None
        frames = await self._lines.until(glance.last)
        if glance.helper_typing != self._typing:
            self._typing = glance.helper_typing
            frames += _passing("typing", self._typing)
        return frames


class HelperChannel:
    """Một cuộc mà người dân đang đồng ý cho xem; đồng ý hết thì luồng hết, sau một lời báo vì sao."""

    def __init__(self, handoffs: Handoffs, conversation_id: str, since: int, login: str) -> None:
        self.watcher = Watcher(conversation_id, login)
        self._id, self._lines = conversation_id, _Lines(handoffs.read, conversation_id, since)
        self._here = self._typing = False
        self._until = time.monotonic() + LONGEST

    async def begin(self) -> bytes:
        """Phát lại các dòng sau `since`; ném PersonNotAsked khi không được xem."""
        return await self._lines.more()

    async def follow(self, beat: Beat) -> bytes | None:
        """Dòng mới; người dân đến, đi, đang gõ."""
        if self._id not in beat.watched:
            return b""
        glance = beat.glances.get(self._id)
        if glance is None or time.monotonic() > self._until:
            return None
        try:
            if glance.state not in OPEN:
                raise PersonNotAsked(self._id)
            frames = await self._lines.until(glance.last)
        except PersonNotAsked:
            self._until = 0.0
            return _passing("ended", glance.state)
        if glance.citizen_here != self._here:
            self._here = glance.citizen_here
            frames += _passing("presence", self._here)
        if glance.citizen_typing != self._typing:
            self._typing = glance.citizen_typing
            frames += _passing("typing", self._typing)
        return frames


class QueueChannel:
    """Hàng đợi: chỉ báo số người chờ mỗi khi hàng đổi; trang tự tải lại phần danh sách."""

    def __init__(self) -> None:
        self.watcher = Watcher(None)
        self._known: Counts | None = None
        self._until = time.monotonic() + LONGEST

    async def begin(self) -> bytes:
        """Chưa biết gì."""
        return b""

    async def follow(self, beat: Beat) -> bytes | None:
        """Số người chờ, khi hàng vừa đổi."""
        if time.monotonic() > self._until:
            return None
        if beat.counts is None or beat.counts == self._known:
            return b""
        self._known = beat.counts
        return _passing("queue", beat.counts.waiting)


def _frame(event: Event) -> bytes:
    data = json.dumps({"at": event.at.isoformat(), event.kind: event.body})
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n".encode()


def _passing(name: str, value: Any) -> bytes:
    """Điều chỉ có nghĩa lúc này: không mang số, nên nối lại thì không phát lại."""
    return f"event: {name}\ndata: {json.dumps({name: value})}\n\n".encode()
