"""Tìm theo chữ: cách hỏi giống nhất, nội dung khớp nhất. Không dấu hay có dấu đều như nhau.

Cách chấm: cosine của TF-IDF (Salton & Buckley 1988) trên âm tiết bỏ dấu đơn, đôi, và trên cụm 3–5 ký tự; các con số
đo trên tiếng Việt nằm ở DECISIONS.md.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.knowledge.model import Answer
from bot.vietnamese import terms

Features = Callable[[Sequence[str]], Iterable[str]]


def words(syllables: Sequence[str]) -> Iterable[str]:
    """Âm tiết đơn và cặp âm tiết liền nhau ("y_te"): tiếng Việt phần lớn là từ hai âm tiết."""
    yield from syllables
    for left, right in itertools.pairwise(syllables):
        yield f"{left}_{right}"


def characters(syllables: Sequence[str]) -> Iterable[str]:
    """Cụm 3–5 ký tự của cả câu: chịu được gõ sai, dính chữ."""
    line = f" {' '.join(syllables)} "
    for size in (3, 4, 5):
        for start in range(len(line) - size + 1):
            yield line[start : start + size]


class _FeatureIndex:
    """Cosine TF-IDF theo một loại đặc trưng."""

    def __init__(self, texts: Sequence[Sequence[str]], features: Features) -> None:
        self._features = features
        self._vocabulary: dict[str, int] = {}
        rows, columns, weights = [], [], []
        for document, text in enumerate(texts):
            for feature, times in Counter(features(text)).items():
                rows.append(self._vocabulary.setdefault(feature, len(self._vocabulary)))
                columns.append(document)
                weights.append(1.0 + math.log(times))
        size = (len(self._vocabulary), len(texts))
        frequency = np.bincount(rows, minlength=size[0]) if rows else np.zeros(size[0])
        idf = np.log((1.0 + size[1]) / (1.0 + frequency)) + 1.0
        matrix = sparse.csc_matrix((np.asarray(weights) * idf[rows], (rows, columns)), shape=size)
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=0)).A1
        lengths[lengths == 0] = 1.0
        self._idf: list[float] = idf.tolist()
        self._unseen_idf = math.log(1.0 + size[1]) + 1.0
        self._matrix = sparse.csr_matrix(matrix @ sparse.diags(1.0 / lengths)).astype(np.float32)

    def scores(self, syllables: Sequence[str]) -> NDArray[np.float32]:
        columns, weights = [], []
        squared = 0.0
        for feature, times in Counter(self._features(syllables)).items():
            column = self._vocabulary.get(feature)
            weight = (1.0 + math.log(times)) * (self._unseen_idf if column is None else self._idf[column])
            squared += weight * weight
            if column is not None:
                columns.append(column)
                weights.append(weight)
        if not columns:
            return np.zeros(self._matrix.shape[1], dtype=np.float32)
        weights_of = np.asarray(weights, dtype=np.float32) / np.float32(math.sqrt(squared))
        starts = self._matrix.indptr[columns]
        lengths = self._matrix.indptr[np.asarray(columns) + 1] - starts
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        spread = np.repeat(weights_of, lengths)
        found = np.bincount(
            self._matrix.indices[places], spread * self._matrix.data[places], minlength=self._matrix.shape[1]
        )
        return found.astype(np.float32)


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
        self._width = max(*counts, len(self.NEAREST), 0)
        self._phrasings = TextIndex([text for group in phrasings for text in group])
        self._bodies = TextIndex([terms(" . ".join((a.title, *a.facts, *a.steps))) for a in answers])

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Các câu trả lời giống `text` nhất, tốt nhất trước."""
        syllables = terms(text)
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
