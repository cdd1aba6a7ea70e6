"""Đồng hồ của các kiểm thử nhật ký."""

from __future__ import annotations

import datetime

START = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=datetime.timezone.utc)


class HandClock:
    """Đồng hồ chỉ chạy khi được vặn."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime.datetime:
        return self.now
