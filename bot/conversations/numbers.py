"""Các con số công khai: bot được hỏi bao nhiêu, trả lời được bao nhiêu, sai bao nhiêu; mỗi số kèm cách tính."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import accumulate
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.conversations.rolling import COUNTED, EVERYWHERE, PLACE, TOPIC, Split, split, turn_days, turn_speeds
from bot.conversations.turns import GUIDE, PERSON, turns

Group = Literal["day", "topic", "place"]
LEAST = 20
"""Mẫu số dưới chừng này thì không nói phần trăm: một hai lượt đủ làm nó nhảy từ 0 % lên 100 %."""

ANSWERED = frozenset({"answer", "figure", "safety"})
ASKED_BACK = frozenset({"clarify"})
POINTED = frozenset({"own_record", "handoff"})
NOT_ASKED = frozenset({"small_talk", GUIDE, PERSON})
"""Không phải lượt hỏi: chào hỏi, trả lời câu hỏi của việc có hướng dẫn, bấm xin gặp người."""


@dataclass(frozen=True)
class Counts:
    """Các số đếm của một nhóm lượt; `answered + asked_back + pointed + refused == asked`."""

    asked: int = 0
    answered: int = 0
    asked_back: int = 0
    pointed: int = 0
    refused: int = 0
    corrected: int = 0
    handed_over: int = 0
    rated_right: int = 0
    rated_wrong: int = 0

    @property
    def rated(self) -> int:
        """Lượt được góp ý."""
        return self.rated_right + self.rated_wrong

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Counts)))


@dataclass(frozen=True)
class Definition:
    """Một tỉ lệ: `part` trên `whole`, tên hai trường của `Counts`; `part_told`, `whole_told` nói bằng lời."""

    id: str
    name: str
    part: str
    whole: str
    part_told: str
    whole_told: str

    def share(self, counts: object) -> float | None:
        """Tỉ lệ từ 0 tới 1; None khi chưa đủ số liệu để nói."""
        whole = int(getattr(counts, self.whole))
        return None if whole < LEAST else getattr(counts, self.part) / whole


_ASKED = "mọi lượt hỏi"
_ANSWERED = "những lượt bot trả lời được"
DEFINITIONS = (
    Definition("answered", "Trả lời được", "answered", "asked", "lượt bot đưa ra câu trả lời, số liệu, hay việc phải "
               "làm ngay khi bị lừa", _ASKED),
    Definition("asked_back", "Hỏi lại", "asked_back", "asked", "lượt bot chưa rõ ý nên đưa vài câu cho chọn", _ASKED),
    Definition("pointed", "Chỉ nơi khác", "pointed", "asked", "lượt bot chỉ chỗ tra hồ sơ riêng, hay chỗ gặp người",
               _ASKED),
    Definition("refused", "Không trả lời", "refused", "asked", "lượt bot nói là không biết, việc ngoài phạm vi, hay "
               "chủ đề đang tạm dừng", _ASKED),
    Definition("corrected", "Bị bảo là không đúng ý", "corrected", "answered", "lượt trả lời mà ngay sau đó người hỏi "
               "nói không phải ý mình", _ANSWERED),
    Definition("handed_over", "Xin gặp người", "handed_over", "asked", "số lần bấm xin gặp người hỗ trợ", _ASKED),
    Definition("rated_right", "Được chấm là đúng", "rated_right", "rated", "lượt người hỏi bấm “Đúng ý tôi”",
               "những lượt người hỏi có bấm “Đúng ý tôi” hoặc “Chưa đúng”"),
)  # fmt: skip
"""Định nghĩa từng tỉ lệ; trang công khai hiện đúng bảng này."""


@dataclass(frozen=True)
class Speed:
    """Nửa số lượt nhanh hơn `p50` mili giây, 95 % số lượt nhanh hơn `p95`; đo ở cổng, trên `count` lượt."""

    p50: int
    p95: int
    count: int


def numbers(
    engine: Engine,
    first: datetime.date,
    last: datetime.date,
    group: Group,
    *,
    topic: str = "",
    place: str = "",
) -> dict[Any, Counts]:
    """Số đếm của mỗi nhóm từ ngày `first` tới hết ngày `last`.

    Khoá: ngày, mã chủ đề hay mã nơi; "" là chưa rõ chủ đề, không nêu nơi. Theo ngày thì đủ mọi ngày trong khoảng.
    `topic`, `place` khác trống: chỉ những lượt ấy.
    """
    with engine.connect() as connection:
        days = split(connection, first, last)
        rows = [*connection.execute(_rolled(days, group, topic, place))]
        if days.fresh:
            rows += connection.execute(_fresh(days.fresh, group, topic, place))
    kinds: dict[Any, list[Any]] = defaultdict(list)
    if group == "day":
        kinds |= {first + datetime.timedelta(n): [] for n in range((last - first).days + 1)}
    for row in rows:
        kinds[row.key].append(row)
    return {key: _counts(found) for key, found in sorted(kinds.items())}


def total(parts: Mapping[Any, Counts]) -> Counts:
    """Cộng mọi nhóm."""
    return sum(parts.values(), Counts())


def speed(engine: Engine, first: datetime.date, last: datetime.date) -> Speed | None:
    """Bot trả lời nhanh chậm ra sao, trên mọi lượt của khoảng ngày; None khi chưa đủ `LEAST` lượt."""
    slow = turn_speeds.c.milliseconds
    rolled = select(slow, func.sum(turn_speeds.c.count).label("count")).group_by(slow)
    histogram: dict[int, int] = defaultdict(int)
    with engine.connect() as connection:
        days = split(connection, first, last)
        rows = connection.execute(rolled.where(days.rolled(turn_speeds.c.day))).all()
        if days.fresh:
            timed = select(turns.c.milliseconds, func.count().label("count")).where(turns.c.day.in_(days.fresh))
            timed = timed.where(turns.c.milliseconds.isnot(None)).group_by(turns.c.milliseconds)
            rows += connection.execute(timed).all()
    for row in rows:
        histogram[row.milliseconds] += int(row.count)
    count = sum(histogram.values())
    return None if count < LEAST else Speed(_percentile(histogram, 0.50), _percentile(histogram, 0.95), count)


def _rolled(days: Split, group: Group, topic: str, place: str) -> Any:
    """Từ các ngày đã cộng sẵn."""
    key = turn_days.c[group].label("key")
    sums = [func.sum(turn_days.c[name]).label(name) for name in ("count", "corrected", "rated_right", "rated_wrong")]
    query = select(key, turn_days.c.kind, *sums).where(days.rolled(turn_days.c.day))
    if place or group != "place":
        query = query.where(turn_days.c.place == (place or EVERYWHERE))
    else:
        query = query.where(turn_days.c.place != EVERYWHERE)
    if topic:
        query = query.where(turn_days.c.topic == topic)
    return query.group_by(key, turn_days.c.kind)


def _fresh(days: list[datetime.date], group: Group, topic: str, place: str) -> Any:
    """Thẳng từ sổ, cho những ngày chưa cộng."""
    key = {"day": turns.c.day, "topic": TOPIC, "place": PLACE}[group]
    query = select(key.label("key"), turns.c.kind, *COUNTED).where(turns.c.day.in_(days))
    for column, wanted in ((turns.c.topic, topic), (turns.c.place, place)):
        if wanted:
            query = query.where(column == wanted)
    return query.group_by(key, turns.c.kind)


def _counts(rows: Iterable[Any]) -> Counts:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.kind == PERSON:
            found["handed_over"] += int(row.count)
        if row.kind in NOT_ASKED:
            continue
        found["asked"] += int(row.count)
        found[_outcome(row.kind)] += int(row.count)
        found["rated_right"] += int(row.rated_right)
        found["rated_wrong"] += int(row.rated_wrong)
        if row.kind in ANSWERED:
            found["corrected"] += int(row.corrected)
    return Counts(**found)


def _outcome(kind: str) -> str:
    if kind in ANSWERED:
        return "answered"
    if kind in ASKED_BACK:
        return "asked_back"
    return "pointed" if kind in POINTED else "refused"


def _percentile(histogram: Mapping[int, int], share: float) -> int:
    """Giá trị nhỏ nhất mà ít nhất `share` số lượt không vượt quá (hạng gần nhất)."""
    needed = share * sum(histogram.values())
    ranked = sorted(histogram.items())
    reached = accumulate(count for _, count in ranked)
    return next(value for (value, _), seen in zip(ranked, reached, strict=True) if seen >= needed)
