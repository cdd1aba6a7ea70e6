"""Giữ thứ tự trong một cuộc trò chuyện: lời trước được trả lời xong mới tới lời sau."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """Mỗi cuộc trò chuyện một khoá; khoá tự mất khi không ai giữ hay chờ."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, conversation_id: str) -> asyncio.Lock:
        """Khoá của cuộc trò chuyện này; dùng với `async with`, ai đến trước vào trước."""
        lock = self._locks.get(conversation_id)
        if lock is None:
            self._locks[conversation_id] = lock = asyncio.Lock()
        return lock
