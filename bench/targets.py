"""Các mục tiêu của máy chủ bot và việc đã đạt chưa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.measurement import Measurement

MANY = 50
SOME = 10


@dataclass(frozen=True)
class Target:
    """Một mục tiêu với con số đo được; `value` None khi lần này không đo."""

    text: str
    unit: str
    value: float | None
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        """Đạt hay chưa; None khi không đo."""
        if self.value is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


def judge(measured: Mapping[str, Measurement]) -> list[Target]:
    """Mọi mục tiêu, từ số đo của từng cách chạy (khoá là `Arrangement.key`)."""
    one = measured.get("one")
    some = one.load(SOME) if one else None
    return [
        Target(f"2 máy chủ, {MANY} người: tin nhắn mỗi giây ≥ 5 lần Rasa", "lần", _speed_up(measured, "two"), least=5),
        Target(f"1 máy chủ, {MANY} người: tin nhắn mỗi giây ≥ 3 lần Rasa", "lần", _speed_up(measured, "one"), least=3),
        Target(f"1 máy chủ, {SOME} người: p95 ≤ 150 ms", "ms", some.p95_ms if some else None, most=150),
        Target("Lượt 150 ≤ 1,5 lần lượt 5", "lần", one.turns.ratio if one and one.turns else None, most=1.5),
        Target("Một máy chủ (RSS) ≤ 750 MB", "MB", _largest_server(measured), most=750),
    ]


def _speed_up(measured: Mapping[str, Measurement], key: str) -> float | None:
    stock, ours = measured.get("stock"), measured.get(key)
    base = stock.load(MANY) if stock else None
    load = ours.load(MANY) if ours else None
    return load.per_second / base.per_second if load and base and base.per_second else None


def _largest_server(measured: Mapping[str, Measurement]) -> float | None:
    return max((row.memory.largest_rss for key, row in measured.items() if key != "stock"), default=None)
