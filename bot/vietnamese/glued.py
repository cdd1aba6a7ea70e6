"""Tách chữ viết dính: "muonhoi" → "muon hoi", khi vốn từ của kho chắc chắn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.syllable import bare
from bot.vietnamese.vocabulary import BREAK, Vocabulary
from bot.vietnamese.written import Word

LONGEST = 40
"""Từ dài hơn không phải mấy chữ dính nhau."""
SEEN = 2
"""Hai phần liền nhau phải là cặp âm tiết kho đã viết ít nhất chừng này lần."""
MARGIN = math.log(3)
"""Cách tách tốt nhất phải hơn cách thứ nhì chừng này lần."""
_LONGEST_SYLLABLE = 7
_KEPT = 4


class Splitter:
    """Tách các từ dính theo vốn từ của kho."""

    def __init__(self, vocabulary: Vocabulary, bigrams: Bigrams) -> None:
        self._vocabulary, self._bigrams = vocabulary, bigrams

    def split(self, words: Sequence[Word]) -> list[Word]:
        """Các từ, từ dính thành nhiều từ cùng đoạn; tên, mã, âm tiết và từ quen của kho còn nguyên."""
        result: list[Word] = []
        previous = BREAK
        for word in words:
            parts = self._parts(word, previous)
            result += word.replaced(*parts) if parts else [word]
            previous = bare(result[-1].lower)
        return result

    def _parts(self, word: Word, previous: str) -> tuple[str, ...] | None:
        lower = word.lower
        if word.fixed or word.name or not lower.isalpha() or len(lower) > LONGEST or self._vocabulary.settled(lower):
            return None
        ways = self._ways(lower, previous)
        if not ways or (len(ways) > 1 and ways[0][0] - ways[1][0] < MARGIN):
            return None
        return ways[0][1]

    def _ways(self, word: str, previous: str) -> list[tuple[float, tuple[str, ...]]]:
        """Vài cách tách tốt nhất, tốt nhất trước."""
        ways: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in word)]
        for end in range(1, len(word) + 1):
            here = []
            for start in range(max(0, end - _LONGEST_SYLLABLE), end):
                part = word[start:end]
                if not ways[start] or not self._vocabulary.knows(part):
                    continue
                folded = bare(part)
                for score, parts in ways[start]:
                    before = bare(parts[-1]) if parts else previous
                    if not parts or self._vocabulary.bare_pairs.get((before, folded), 0) >= SEEN:
                        here.append((score + self._bigrams.log(before, folded), (*parts, part)))
            ways[end] = sorted(here, reverse=True)[:_KEPT]
        return ways[-1]
