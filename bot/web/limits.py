"""Giới hạn tốc độ: mỗi cuộc trò chuyện, mỗi tài khoản, mỗi địa chỉ làm được bao nhiêu việc một phút.

Cả một trụ sở xã ra mạng bằng một địa chỉ, nên việc của một cuộc trò chuyện tính cho cuộc ấy trước; địa chỉ chỉ chặn khi
tổng của mọi cuộc sau nó gấp `WIDE` lần. Một máy hỏng gửi dồn dập thì chỉ cuộc của nó phải chờ.
"""

from __future__ import annotations

import math
import time

from aiohttp import web
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.web.clients import household
from bot.web.errors import TooManyRequests

WIDE = 10
"""Một địa chỉ được gấp chừng này lần một cuộc; việc nhẹ, gọi theo từng chữ gõ hay từng lần xem, cũng vậy."""
FAILED_SIGN_INS = 10
"""Số lần đăng nhập sai mỗi phút của một tên từ một địa chỉ; của cả địa chỉ: gấp `WIDE` lần."""


class Limit:
    """Cửa sổ trượt một phút, trong bộ nhớ của tiến trình này; 0 nghĩa là không giới hạn. Mỗi việc đếm riêng."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, request: web.Request, purpose: str, times: int = 1) -> None:
        """Trừ một lượt của địa chỉ này, được gấp `times` lần số lượt chung.

        Raises:
            TooManyRequests: đã hết lượt; mang số giây tới lượt kế.
        """
        self._spend(times, purpose, "address", household(request))

    def spend_in(self, request: web.Request, conversation_id: str, purpose: str, times: int = 1) -> None:
        """Trừ một lượt của cuộc trò chuyện này, rồi của địa chỉ; cuộc hết lượt thì địa chỉ không mất lượt nào.

        Raises:
            TooManyRequests: cuộc hay địa chỉ đã hết lượt.
        """
        self._spend(times, purpose, "conversation", conversation_id)
        self.spend(request, purpose, times * WIDE)

    def spend_as(self, account_id: int, purpose: str, times: int = 1) -> None:
        """Trừ một lượt của người đã đăng nhập, ngồi ở đâu cũng vậy.

        Raises:
            TooManyRequests: người này đã hết lượt.
        """
        self._spend(times, purpose, "account", str(account_id))

    def check_sign_in(self, request: web.Request, login: str) -> None:
        """Địa chỉ này còn được thử đăng nhập bằng tên này; không trừ lượt nào: đăng nhập đúng thì không bị đếm.

        Raises:
            TooManyRequests: vừa sai quá nhiều.
        """
        for item, key in self._sign_ins(request, login):
            if not self._window.test(item, *key):
                self._refuse(item, *key)

    def failed_sign_in(self, request: web.Request, login: str) -> None:
        """Đếm một lần đăng nhập sai."""
        for item, key in self._sign_ins(request, login):
            self._window.hit(item, *key)

    def _sign_ins(self, request: web.Request, login: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        if not self._per_minute:
            return []
        caller = household(request)
        return [
            (RateLimitItemPerMinute(FAILED_SIGN_INS), ("sign-in", caller, login.strip().lower())),
            (RateLimitItemPerMinute(FAILED_SIGN_INS * WIDE), ("sign-in", caller)),
        ]

    def _spend(self, times: int, *key: str) -> None:
        if self._per_minute:
            item = RateLimitItemPerMinute(self._per_minute * times)
            if not self._window.hit(item, *key):
                self._refuse(item, *key)

    def _refuse(self, item: RateLimitItem, *key: str) -> None:
        reset = self._window.get_window_stats(item, *key).reset_time
        raise TooManyRequests(max(1, math.ceil(reset - time.time())))
