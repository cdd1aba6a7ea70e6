"""Những cách tìm để so: BM25 (Robertson & Zaragoza 2009) trên các loại đặc trưng, và SQLite FTS5."""

from __future__ import annotations

import itertools
import math
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.vietnamese import terms

Scores = NDArray[np.float64]
"""Điểm của từng đoạn với một câu hỏi, cao là hợp."""
_WORD = re.compile(r"\w+")


def syllables(text: str) -> list[str]:
    """Âm tiết viết thường, còn dấu."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def folded(text: str) -> list[str]:
    """Âm tiết bỏ dấu, đơn và từng cặp liền nhau."""
    single = list(terms(text))
    return single + [" ".join(pair) for pair in itertools.pairwise(single)]


class BM25:
    """BM25 trên đặc trưng mà `features` đọc ra."""

    K1, B = 1.2, 0.75

    def __init__(self, passages: Sequence[str], features: Callable[[str], list[str]]) -> None:
        counts = [Counter(features(passage)) for passage in passages]
        lengths = np.array([count.total() for count in counts], dtype=np.float64)
        saturation = self.K1 * (1 - self.B + self.B * lengths / lengths.mean())
        having: dict[str, list[int]] = {}
        for n, count in enumerate(counts):
            for feature in count:
                having.setdefault(feature, []).append(n)
        self._features, self._size = features, len(passages)
        self._weights = {}
        for feature, owners in having.items():
            tf = np.array([counts[n][feature] for n in owners])
            idf = math.log(1 + (self._size - len(owners) + 0.5) / (len(owners) + 0.5))
            self._weights[feature] = np.array(owners), idf * tf * (self.K1 + 1) / (tf + saturation[owners])

    def scores(self, question: str) -> Scores:
        """Điểm của mọi đoạn."""
        total = np.zeros(self._size)
        for feature in self._features(question):
            if feature in self._weights:
                owners, weights = self._weights[feature]
                total[owners] += weights
        return total


class FullText:
    """SQLite FTS5 như người ta hay dùng: `unicode61 remove_diacritics 2`, từ nào cũng được, xếp theo bm25()."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._size = len(passages)
        self._store = sqlite3.connect(":memory:")
        self._store.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        self._store.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(passages))

    def scores(self, question: str) -> Scores:
        """Điểm của mọi đoạn; đoạn không khớp từ nào thì 0."""
        total = np.zeros(self._size)
        wanted = " OR ".join(f'"{word}"' for word in syllables(question))
        query = "SELECT rowid, -bm25(passages) FROM passages WHERE passages MATCH ?"
        for n, score in self._store.execute(query, (wanted,)):
            total[n] = score
        return total
