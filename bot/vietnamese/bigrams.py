"""Xác suất một âm tiết đứng sau một âm tiết: bigram, chiết khấu tuyệt đối có nội suy (Ney, Essen, Kneser 1994)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter

DISCOUNT = 0.75
BEAM = math.log(1e6)
"""Đường kém đường tốt nhất chừng này lần thì thôi không theo."""


class Bigrams:
    """Log P(từ | từ trước), từ số lần của từ và của cặp; từ nào cũng có một từ theo sau, kể cả dấu hết dòng.

    Tính sẵn cho mọi cặp đã gặp, để mỗi tin nhắn chỉ còn tra bảng. Cặp đã gặp luôn được hơn phần dành cho cặp chưa gặp.
    """

    def __init__(self, counts: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        total = sum(counts.values()) or 1
        followers = Counter(map(itemgetter(0), pairs))
        left = {first: DISCOUNT * kinds / counts[first] for first, kinds in followers.items() if first in counts}
        self._left = {first: math.log(share) for first, share in left.items()}
        self._alone = {word: math.log(count / total) for word, count in counts.items()}
        self._strange = math.log(0.5 / total)
        self._seen: dict[str, dict[str, float]] = {}
        for (first, second), count in pairs.items():
            if first in left:
                share = (count - DISCOUNT) / counts[first] + left[first] * counts.get(second, 0.5) / total
                self._seen.setdefault(second, {})[first] = math.log(share)

    def log(self, previous: str, word: str) -> float:
        """Log P(`word` | `previous`); từ lạ được nửa lần gặp."""
        seen = self._seen.get(word, _NOTHING).get(previous)
        return self._left.get(previous, 0.0) + self._alone.get(word, self._strange) if seen is None else seen

    def step(self, scores: Mapping[str, float], words: Sequence[str]) -> tuple[dict[str, float], dict[str, str]]:
        """Một bước Viterbi từ điểm của các từ trước: điểm của mỗi từ trong `words`, và từ trước tốt nhất của nó."""
        unseen, origin = -math.inf, ""
        for previous, score in scores.items():
            total = score + self._left.get(previous, 0.0)
            if total > unseen:
                unseen, origin = total, previous
        reached: dict[str, float] = {}
        back: dict[str, str] = {}
        for word in words:
            best, best_previous = unseen + self._alone.get(word, self._strange), origin
            seen = self._seen.get(word)
            if seen:
                for previous, score in scores.items():
                    log = seen.get(previous)
                    if log is not None and score + log > best:
                        best, best_previous = score + log, previous
            reached[word], back[word] = best, best_previous
        least = max(reached.values()) - BEAM
        return {word: score for word, score in reached.items() if score >= least}, back


_NOTHING: dict[str, float] = {}
