"""Các con số của bot, đọc từ kho cho trang của bàn làm việc và trang công khai; và việc nền giữ chúng nhanh, đủ mẫu."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.log import Clock
from bot.conversations.numbers import Counts, Speed, numbers, speed, total
from bot.conversations.rolling import roll
from bot.conversations.samples import Marked, Samples
from bot.conversations.turns import local_day

KEPT = datetime.timedelta(seconds=60)
"""Trang công khai giữ một bản chừng này: nhiều người cùng mở thì kho chỉ đếm một lần."""
EVERY = 60 * 60.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Report:
    """Mọi số của một khoảng ngày. `topics`, `places`: khoá "" là chưa rõ chủ đề, không nêu nơi."""

    first: datetime.date
    last: datetime.date
    made_at: datetime.datetime
    days: dict[datetime.date, Counts]
    topics: dict[str, Counts]
    places: dict[str, Counts]
    speed: Speed | None
    weeks: list[Marked]
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Biểu đồ đã dựng từ chính các số này."""

    @property
    def total(self) -> Counts:
        """Cộng cả khoảng."""
        return total(self.days)


class NumberBook:
    """Đếm theo yêu cầu; bản công khai được giữ lại `KEPT`."""

    def __init__(self, engine: Engine, samples: Samples, clock: Clock) -> None:
        self._engine, self._samples, self._clock = engine, samples, clock
        self._public: dict[int, Report] = {}
        self._counting = asyncio.Lock()

    @property
    def today(self) -> datetime.date:
        """Ngày của sổ đếm lúc này, giờ Việt Nam."""
        return local_day(self._clock())

    async def report(self, first: datetime.date, last: datetime.date, topic: str = "", place: str = "") -> Report:
        """Đếm ngay; `topic`, `place` khác trống thì chỉ những lượt ấy."""
        return await asyncio.to_thread(self._report, first, last, topic, place)

    async def public(self, days: int) -> Report:
        """Bản công khai của `days` ngày gần nhất, cũ nhất là `KEPT`."""
        async with self._counting:
            kept = self._public.get(days)
            if kept is None or self._clock() - kept.made_at >= KEPT:
                first = self.today - datetime.timedelta(days=days - 1)
                self._public[days] = kept = await self.report(first, self.today)
            return kept

    def _report(self, first: datetime.date, last: datetime.date, topic: str, place: str) -> Report:
        by_day, by_topic, by_place = (
            numbers(self._engine, first, last, group, topic=topic, place=place) for group in ("day", "topic", "place")
        )
        fast = speed(self._engine, first, last)
        return Report(first, last, self._clock(), by_day, by_topic, by_place, fast, self._samples.results())


async def count_hourly(engine: Engine, samples: Samples, clock: Callable[[], datetime.datetime]) -> None:
    """Mỗi giờ: cộng sẵn những ngày đã qua, lấy mẫu chấm của tuần trước nếu chưa lấy."""
    while True:
        try:
            rolled = await asyncio.to_thread(roll, engine, local_day(clock()))
            drawn = await asyncio.to_thread(samples.draw)
            _log.info("numbers.rolled", days=rolled, samples=drawn)
        except SQLAlchemyError:
            _log.exception("numbers.not_rolled")
        await asyncio.sleep(EVERY)
