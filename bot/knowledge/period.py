"""Một thời điểm hay một quãng thời gian như nguồn nói: "2024", "2023-09", "2024-10-31", "2022..2023-08-10"."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from dataclasses import dataclass

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PeriodError(ValueError):
    """Chữ không phải một thời điểm hay quãng thời gian; mang `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” không phải ngày tháng; viết kiểu 2024, 2024-07, 2024-07-01 hoặc 2022..2023-08-10")
        self.text = text


@dataclass(frozen=True)
class Period:
    """Từ ngày `start` đến hết ngày `end`; `text` là cách viết gốc, nói đúng mức chính xác mà nguồn cho."""

    text: str
    start: datetime.date
    end: datetime.date

    @classmethod
    @functools.lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Period:
        """Đọc một thời điểm hay quãng thời gian; cùng chữ thì cùng một đối tượng, vì kho lớn chỉ có ít ngày tháng.

        Raises:
            PeriodError: chữ sai dạng hoặc ngày không có trên lịch.
        """
        first, dots, last = text.partition("..")
        start = _bounds(first, text)
        end = _bounds(last, text) if dots else start
        if start[0] > end[1]:
            raise PeriodError(text)
        return cls(text, start[0], end[1])

    def covers(self, other: Period) -> bool:
        """Quãng này chứa trọn quãng kia."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Hai quãng có ít nhất một ngày chung."""
        return self.start <= other.end and other.start <= self.end

    def spoken(self) -> str:
        """Cách người Việt nói: "năm 2024", "tháng 9/2023", "ngày 31/10/2024", "từ năm 2022 đến ngày 10/8/2023"."""
        first, dots, last = self.text.partition("..")
        return f"từ {_spoken(first)} đến {_spoken(last)}" if dots else _spoken(first)


def _bounds(point: str, whole: str) -> tuple[datetime.date, datetime.date]:
    match = _POINT.fullmatch(point)
    if not match:
        raise PeriodError(whole)
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        start = datetime.date(year, month or 1, day or 1)
        last = day or calendar.monthrange(year, month or 12)[1]
        return start, datetime.date(year, month or 12, last)
    except ValueError:
        raise PeriodError(whole) from None


def _spoken(point: str) -> str:
    parts = [str(int(part)) for part in point.split("-")]
    return ("năm ", "tháng ", "ngày ")[len(parts) - 1] + "/".join(reversed(parts))
