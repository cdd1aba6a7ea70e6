"""Tìm theo chữ: cách hỏi giống nhất, nội dung khớp nhất. Không dấu hay có dấu đều như nhau.

Cách chấm: cosine của TF-IDF (Salton & Buckley 1988) trên âm tiết bỏ dấu đơn, đôi, và trên cụm 3–5 ký tự; các con số
đo trên tiếng Việt nằm ở DECISIONS.md.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.knowledge.model import Answer
from bot.vietnamese import terms

Codes = NDArray[np.int64]
"""Đặc trưng của một câu, mỗi đặc trưng một số; trùng nhau thì lặp lại.

Nhớ lại được: kho đổi một câu thì mục lục dựng lại không phải đọc lại mọi câu khác.
"""

_SYMBOLS = np.full(128, 0, dtype=np.int64)
for _code, _symbol in enumerate(" abcdefghijklmnopqrstuvwxyz0123456789.,/%", 1):
    _SYMBOLS[ord(_symbol)] = _code
_BITS = 6
"""Chữ bỏ dấu chỉ còn 41 ký tự, mỗi ký tự sáu bit; ký tự lạ (chữ Hán, biểu tượng) chung một mã."""


@functools.lru_cache(maxsize=32_768)
def words(line: str) -> Codes:
    """Âm tiết đơn và cặp âm tiết liền nhau ("y_te"): tiếng Việt phần lớn là từ hai âm tiết."""
    syllables = line.split()
    pairs = (f"{left}_{right}" for left, right in itertools.pairwise(syllables))
    return np.fromiter(map(hash, itertools.chain(syllables, pairs)), dtype=np.int64)


@functools.lru_cache(maxsize=32_768)
def characters(line: str) -> Codes:
    """Cụm 3–5 ký tự của cả câu: chịu được gõ sai, dính chữ."""
    points = np.frombuffer(f" {line} ".encode("utf-32-le"), dtype=np.uint32)
    symbols = np.where(points < 128, _SYMBOLS[np.minimum(points, 127)], 0)
    grams = []
    for size in (3, 4, 5):
        if len(symbols) >= size:
            windows = np.lib.stride_tricks.sliding_window_view(symbols, size)
            grams.append(windows @ (1 << (_BITS * np.arange(size))) + (size << (_BITS * 5)))
    return np.concatenate(grams) if grams else np.zeros(0, dtype=np.int64)


class _FeatureIndex:
    """Cosine TF-IDF theo một loại đặc trưng."""

    def __init__(self, texts: Sequence[Sequence[str]], features: Callable[[str], Codes]) -> None:
        self._features = features
        codes = [features(" ".join(text)) for text in texts]
        documents = np.repeat(np.arange(len(codes)), [len(part) for part in codes])
        every = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)
        self._vocabulary, rows = np.unique(every, return_inverse=True)
        size = (len(self._vocabulary), len(texts))
        matrix = sparse.csr_matrix((np.ones(len(every)), (rows, documents)), shape=size)  # cộng dồn số lần
        idf = np.log((1.0 + size[1]) / (1.0 + np.diff(matrix.indptr))) + 1.0
        matrix.data = (1.0 + np.log(matrix.data)) * np.repeat(idf, np.diff(matrix.indptr))
        lengths = np.sqrt(np.bincount(matrix.indices, matrix.data**2, minlength=size[1]))
        self._idf = idf
        self._unseen_idf = float(np.log(1.0 + size[1]) + 1.0)
        self._starts, self._documents = matrix.indptr, matrix.indices
        self._weights = (matrix.data / np.maximum(lengths, 1e-9)[matrix.indices]).astype(np.float32)
        self._size = size[1]

    def scores(self, syllables: Sequence[str]) -> NDArray[np.float32]:
        found, times = np.unique(self._features(" ".join(syllables)), return_counts=True)
        places = np.searchsorted(self._vocabulary, found)
        known = places < len(self._vocabulary)
        known[known] = self._vocabulary[places[known]] == found[known]
        places = places[known]
        tf = 1.0 + np.log(times)
        weights = tf[known] * self._idf[places]
        length = np.sqrt((weights**2).sum() + ((tf[~known] * self._unseen_idf) ** 2).sum())
        if not len(places):
            return np.zeros(self._size, dtype=np.float32)
        starts = self._starts[places]
        counts = self._starts[places + 1] - starts
        postings = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        spread = np.repeat((weights / length).astype(np.float32), counts)
        scores = np.bincount(self._documents[postings], spread * self._weights[postings], minlength=self._size)
        return scores.astype(np.float32)


class TextIndex:
    """Điểm giống nhau giữa một câu và nhiều văn bản, trong khoảng [0, 1]: trung bình theo âm tiết và theo ký tự.

    Điều trong câu mà không văn bản nào có thì kéo mọi điểm xuống: câu lạ thì không giống gì cả.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """`texts`: mỗi văn bản là dãy âm tiết của `bot.vietnamese.terms`."""
        self._words, self._characters = _FeatureIndex(texts, words), _FeatureIndex(texts, characters)

    def scores(self, syllables: Sequence[str]) -> NDArray[np.float32]:
        """Điểm của từng văn bản với câu này."""
        return (self._words.scores(syllables) + self._characters.scores(syllables)) / np.float32(2)


_AMOUNT = re.compile(r"\d{5,}|\d{1,3}(?:[.,]\d{3})+")
"""Số tiền, số hiệu dài của riêng người hỏi: đừng để chúng làm câu hỏi thành lạ."""


class Hit(NamedTuple):
    """Một câu trả lời tìm thấy: `score` tổng, và hai phần làm nên nó."""

    id: str
    score: float
    phrasing: float
    body: float


class AnswerIndex:
    """Mục lục các câu trả lời: theo cách hỏi (tiêu đề và `asks`) và theo nội dung."""

    PHRASING, BODY = 0.625, 0.375
    NEAREST = np.array((0.5, 0.3, 0.2), dtype=np.float32)
    """Sức nặng của ba cách hỏi giống nhất: một cách hỏi giống tình cờ không đủ, nhiều cách cùng giống mới chắc."""

    SAME = 0.85
    """Giống một cách hỏi đến mức này thì chính là câu ấy, không cần cách hỏi khác làm chứng."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        """Dựng mục lục; khoảng 1 giây cho 400 câu với 8 cách hỏi mỗi câu."""
        self._ids = [answer.id for answer in answers]
        phrasings = [[terms(phrase) for phrase in (answer.title, *answer.asks)] for answer in answers]
        counts = [len(group) for group in phrasings]
        self._slots = (
            np.repeat(np.arange(len(counts)), counts),
            np.fromiter((n for count in counts for n in range(count)), dtype=np.int64),
        )
        """(câu trả lời, thứ tự cách hỏi) của từng cách hỏi, để xếp điểm thành bảng mỗi câu trả lời một hàng."""
        self._width = max([len(self.NEAREST), *counts])
        self._phrasings = TextIndex([text for group in phrasings for text in group])
        self._bodies = TextIndex([terms(" . ".join((a.title, *a.facts, *a.steps))) for a in answers])

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Các câu trả lời giống `text` nhất, tốt nhất trước."""
        syllables = [term for term in terms(text) if not _AMOUNT.fullmatch(term)]
        if not self._ids or not syllables:
            return []
        by_answer = np.zeros((len(self._ids), self._width), dtype=np.float32)
        by_answer[self._slots] = self._phrasings.scores(syllables)
        nearest = -np.sort(-by_answer, axis=1)[:, : len(self.NEAREST)]
        phrasing = np.where(nearest[:, 0] >= self.SAME, nearest[:, 0], nearest @ self.NEAREST)
        body = self._bodies.scores(syllables)
        score = self.PHRASING * phrasing + self.BODY * body
        best = np.argsort(-score)[:limit]
        return [Hit(self._ids[n], float(score[n]), float(phrasing[n]), float(body[n])) for n in best]
