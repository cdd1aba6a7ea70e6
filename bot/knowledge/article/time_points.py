"""Thời điểm viết trong bài: "10/8/2023", "tháng 5/2023", "quý I năm 2024", "6 tháng đầu năm", "năm ngoái"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.knowledge.period import Period, PeriodError


class TimePoint(NamedTuple):
    """Một thời điểm hay một quãng có tên, và đoạn chữ nói ra nó."""

    start: int
    end: int
    period: Period


_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = {"ba": 3, "sáu": 6, "chín": 9}
_Y = r"((?:19|20)\d\d)(?!\d|[.,]\d)"
_OF_YEAR = rf"(?:(?:\s*[/-]\s*|,?\s+năm\s+|\s+){_Y})?"
_BEFORE_BARE_YEAR = "|".join(rf"(?<=\b{word}\s)" for word in ("từ", "đến", "tới", "đoạn", "kỳ", "trong", "khóa", "hết"))

Write = Callable[[re.Match[str], Period], str]


def _day(day: str, month: str, year: str | int) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _quarter(quarter: int, year: str | int) -> str:
    return f"{year}-{3 * quarter - 2:02}..{year}-{3 * quarter:02}"


def _months(count: str, end_of_year: bool, year: str | int) -> str:
    months = _COUNTS.get(count) or int(count)
    return f"{year}-{13 - months:02}..{year}-12" if end_of_year else f"{year}-01..{year}-{months:02}"


_FORMS: tuple[tuple[re.Pattern[str], Write], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), write)
    for pattern, write in (
        (
            rf"(?:\bngày\s+)?(?<![\d/.,-])(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[/.-]\s?{_Y}",
            lambda m, now: _day(m[1], m[2], m[3]),
        ),
        (
            rf"\bngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})(?:\s+năm\s+{_Y})?",
            lambda m, now: _day(m[1], m[2], m[3] or now.end.year),
        ),
        (
            r"\b(?:ngày|sáng|trưa|chiều|tối|hôm)\s+(\d{1,2})\s?[/-]\s?(\d{1,2})(?![\d/])",
            lambda m, now: _day(m[1], m[2], now.end.year),
        ),
        (
            rf"(?<![\d.,/])(\d{{1,2}}|ba|sáu|chín)\s+tháng(?:\s+(đầu|cuối))?(?:\s+của)?\s+năm(?:\s+{_Y}|(?!\s*\d))",
            lambda m, now: _months(m[1].lower(), (m[2] or "").lower() == "cuối", m[3] or now.end.year),
        ),
        (
            rf"\bquý\s+(iv|iii|ii|i|[1-4])\b{_OF_YEAR}",
            lambda m, now: _quarter(_QUARTERS[m[1].lower()], m[2] or now.end.year),
        ),
        (
            rf"\b(?:tháng\s+)?(?<![\d/.,-])(\d{{1,2}})[/-]{_Y}|\btháng\s+(\d{{1,2}})\s+năm\s+{_Y}",
            lambda m, now: f"{m[2] or m[4]}-{int(m[1] or m[3]):02}",
        ),
        (r"\btháng\s+(\d{1,2})(?![\d/%]|[.,]\d)", lambda m, now: _last_month(int(m[1]), now)),
        (rf"\bnăm\s+{_Y}", lambda m, now: m[1]),
        (r"\bnăm\s+(?:ngoái|trước)\b", lambda m, now: str(now.end.year - 1)),
        (r"(?<!\d\s)\btháng\s+trước\b", lambda m, now: _last_month((now.end.month - 2) % 12 + 1, now)),
        (r"\bnăm\s+nay\b", lambda m, now: str(now.end.year)),
        (rf"(?:{_BEFORE_BARE_YEAR}){_Y}", lambda m, now: m[1]),
        (rf"(?<![\d.,/]){_Y}(?=\s?[-–]\s?(?:19|20)\d\d(?!\d))", lambda m, now: m[1]),
        (r"(?<=[-–])\s?((?:19|20)\d\d)(?!\d|[.,]\d|\s?%)", lambda m, now: m[1]),
    )
)


def _last_month(month: int, now: Period) -> str:
    """Tháng không ghi năm: lần gần nhất tính tới lúc bài viết."""
    return f"{now.end.year - (month > now.end.month)}-{month:02}"


def find_points(text: str, now: Period) -> list[TimePoint]:
    """Các thời điểm trong `text`, theo thứ tự, không chồng nhau; không ghi năm thì tính theo `now`."""
    line = text
    found = []
    for pattern, write in _FORMS:
        for match in pattern.finditer(line):
            try:
                period = Period.parse(write(match, now))
            except PeriodError:
                continue  # "31/2/2024", "15/63": không phải ngày tháng
            found.append(TimePoint(match.start(), match.end(), period))
            line = line[: match.start()] + "\0" * len(match.group()) + line[match.end() :]
    return sorted(found)
