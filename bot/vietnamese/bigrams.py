"""Xác suất một âm tiết đứng sau một âm tiết: bigram, chiết khấu tuyệt đối có nội suy (Ney, Essen, Kneser 1994)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from operator import itemgetter

DISCOUNT = 0.75


class Bigrams:
    """P(từ | từ trước), từ số lần của từ và của cặp; từ nào cũng có một từ theo sau, kể cả dấu hết dòng."""

    def __init__(self, counts: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        self._pairs = pairs
        self._total = sum(counts.values()) or 1
        self._counts = counts
        followers = Counter(map(itemgetter(0), pairs))
        self._left = {first: DISCOUNT * kinds / counts[first] for first, kinds in followers.items() if first in counts}

    def log(self, previous: str, word: str) -> float:
        """Log P(`word` | `previous`); từ lạ được nửa lần gặp."""
        alone = self._counts.get(word, 0.5) / self._total
        left = self._left.get(previous)
        if left is None:
            return math.log(alone)
        count = self._pairs.get((previous, word), 0)
        return math.log(max(count - DISCOUNT, 0.0) / self._counts[previous] + left * alone)
