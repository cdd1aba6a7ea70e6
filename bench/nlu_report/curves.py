"""Điểm của câu đứng đầu đáng tin tới đâu: đường phủ – sai, và tỷ lệ đúng theo từng khoảng điểm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

COVERAGES = tuple(n / 20 for n in range(1, 21))
BINS = 10


@dataclass(frozen=True)
class CoveragePoint:
    """Chỉ trả lời những câu có điểm từ `score`.

    `coverage`: phần câu được trả lời; `error`: phần sai trong đó; `outside`: phần câu ngoài phạm vi lọt qua.
    """

    score: float
    coverage: float
    error: float
    outside: float


@dataclass(frozen=True)
class ScoreBin:
    """Những câu có điểm trong [low, high): điểm trung bình và tỷ lệ đúng thật."""

    low: float
    high: float
    count: int
    score: float
    right: float


def coverage_error(scores: Sequence[float], right: Sequence[bool], outside: Sequence[float]) -> list[CoveragePoint]:
    """Sai bao nhiêu ở từng mức phủ; `outside`: điểm của các câu ngoài phạm vi."""
    order = np.argsort(-np.asarray(scores), kind="stable")
    ranked, wrong = np.asarray(scores)[order], ~np.asarray(right)[order]
    points = []
    for coverage in COVERAGES:
        count = max(1, round(coverage * len(ranked)))
        limit = float(ranked[count - 1])
        passed = float(np.mean(np.asarray(outside) >= limit)) if len(outside) else 0.0
        points.append(CoveragePoint(limit, count / len(ranked), float(wrong[:count].mean()), passed))
    return points


def reliability(scores: Sequence[float], right: Sequence[bool]) -> list[ScoreBin]:
    """BINS khoảng điểm đều nhau trong [0, 1]; khoảng không có câu nào thì bỏ. Điểm ngoài [0, 1] vào khoảng ở mép."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    where = np.clip(np.digitize(scores, edges) - 1, 0, BINS - 1)
    bins = []
    for n in range(BINS):
        here = where == n
        if here.any():
            mean, correct = np.asarray(scores)[here].mean(), np.asarray(right)[here].mean()
            bins.append(ScoreBin(float(edges[n]), float(edges[n + 1]), int(here.sum()), float(mean), float(correct)))
    return bins


def calibration_error(bins: Sequence[ScoreBin]) -> float:
    """Điểm lệch tỷ lệ đúng trung bình bao nhiêu (Expected Calibration Error, Naeini và cộng sự, 2015)."""
    count = sum(each.count for each in bins)
    return sum(each.count * abs(each.score - each.right) for each in bins) / count if count else 0.0
