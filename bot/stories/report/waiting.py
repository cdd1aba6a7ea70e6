"""Người dân chờ bot bao lâu mỗi lượt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Waiting(NamedTuple):
    """Giây. `p50`, `p95`: một nửa, và chín mươi lăm phần trăm số lượt nhanh hơn thế."""

    total: float
    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Waiting:
        """Của các lượt này; không có lượt nào thì cả ba là 0."""
        middle, slow = np.percentile(seconds or [0.0], [50, 95])
        return cls(sum(seconds), float(middle), float(slow))


def spoken(seconds: float) -> str:
    """“85 ms”, “1,2 giây”, “2 phút 5 giây”."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} giây".replace(".", ",")
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} phút {rest} giây"
