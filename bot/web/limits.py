"""Giới hạn tốc độ: một máy khách gửi tối đa bao nhiêu tin mỗi phút."""

from __future__ import annotations

import math
import time

from aiohttp import web
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.web.clients import household
from bot.web.errors import TooManyRequests


class Limit:
    """Cửa sổ trượt một phút, trong bộ nhớ của tiến trình này; 0 nghĩa là không giới hạn."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, request: web.Request, purpose: str) -> None:
        """Trừ một lượt của máy khách này cho việc `purpose` (mỗi việc đếm riêng).

        Raises:
            TooManyRequests: đã hết lượt; mang số giây tới lượt kế.
        """
        if self._item is None:
            return
        caller = household(request)
        if not self._window.hit(self._item, purpose, caller):
            reset = self._window.get_window_stats(self._item, purpose, caller).reset_time
            raise TooManyRequests(max(1, math.ceil(reset - time.time())))
