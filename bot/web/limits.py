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

WIDE = 10
"""Việc nhẹ, gọi dồn dập theo từng chữ gõ hay từng lần xem: được gấp chừng này lần."""


class Limit:
    """Cửa sổ trượt một phút, trong bộ nhớ của tiến trình này; 0 nghĩa là không giới hạn."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, request: web.Request, purpose: str, times: int = 1) -> None:
        """Trừ một lượt của máy khách này cho việc `purpose` (mỗi việc đếm riêng), được gấp `times` lần số lượt chung.

        Raises:
            TooManyRequests: đã hết lượt; mang số giây tới lượt kế.
        """
        if not self._per_minute:
            return
        item = RateLimitItemPerMinute(self._per_minute * times)
        caller = household(request)
        if not self._window.hit(item, purpose, caller):
            reset = self._window.get_window_stats(item, purpose, caller).reset_time
            raise TooManyRequests(max(1, math.ceil(reset - time.time())))
