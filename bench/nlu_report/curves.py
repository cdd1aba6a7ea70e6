"""Xác suất của câu đứng đầu đáng tin tới đâu: đường phủ – sai, và tỷ lệ đúng theo từng khoảng xác suất.

Đúng ở đây: câu đứng đầu là câu đúng, hay câu liên quan nó.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

COVERAGES = tuple(n / 20 for n in range(1, 21))
BINS = 10


@dataclass(frozen=True)
class CoveragePoint:
    """Chỉ trả lời những câu có xác suất từ `limit`.

    `coverage`: phần câu được trả lời; `error`: phần sai trong đó; `outside`: phần câu ngoài phạm vi lọt qua.
    """

    limit: float
    coverage: float
    error: float
    outside: float


@dataclass(frozen=True)
class SureBin:
    """Những câu có xác suất trong [low, high): xác suất trung bình và tỷ lệ đúng thật."""

    low: float
    high: float
    count: int
    sure: float
    right: float


def covered(limit: float, sure: Sequence[float], right: Sequence[bool], outside: Sequence[float]) -> CoveragePoint:
    """Điểm của đường phủ – sai ở một mức; `outside`: xác suất của các câu ngoài phạm vi."""
    passed = np.asarray(sure) >= limit
    wrong = ~np.asarray(right, dtype=bool)[passed]
    return CoveragePoint(
        limit,
        float(passed.mean()),
        float(wrong.mean()) if len(wrong) else 0.0,
        float(np.mean(np.asarray(outside) >= limit)) if len(outside) else 0.0,
    )


def coverage_error(sure: Sequence[float], right: Sequence[bool], outside: Sequence[float]) -> list[CoveragePoint]:
    """Sai bao nhiêu ở từng mức phủ; nhiều câu cùng xác suất thì cùng được trả lời."""
    ranked = sorted(sure, reverse=True)
    counts = [max(1, round(coverage * len(ranked))) for coverage in COVERAGES]
    return [covered(ranked[count - 1], sure, right, outside) for count in counts]


def reliability(sure: Sequence[float], right: Sequence[bool]) -> list[SureBin]:
    """BINS khoảng đều nhau trong [0, 1]; khoảng không có câu nào thì bỏ, đúng 1 thì vào khoảng cuối."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    where = np.clip(np.digitize(sure, edges) - 1, 0, BINS - 1)
    bins = []
    for n in range(BINS):
        here = where == n
        if here.any():
            mean, correct = np.asarray(sure)[here].mean(), np.asarray(right)[here].mean()
            bins.append(SureBin(float(edges[n]), float(edges[n + 1]), int(here.sum()), float(mean), float(correct)))
    return bins


def calibration_error(bins: Sequence[SureBin]) -> float:
    """Xác suất lệch tỷ lệ đúng trung bình bao nhiêu (Expected Calibration Error, Naeini và cộng sự, 2015)."""
    count = sum(each.count for each in bins)
    return sum(each.count * abs(each.sure - each.right) for each in bins) / count if count else 0.0
