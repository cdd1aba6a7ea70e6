"""Điểm giống nhau giữa một câu và nhiều văn bản ngắn: tên chỉ tiêu, tên đề tài."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.document_index import DocumentIndex, Line
from bot.knowledge.ngrams import characters, words


class TextIndex:
    """Trung bình của hai cosine TF-IDF, theo âm tiết và theo cụm ký tự, trong khoảng [0, 1].

    Điều trong câu mà không văn bản nào có thì kéo mọi điểm xuống: câu lạ thì không giống gì cả.
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """`texts`: mỗi văn bản là dãy âm tiết của `bot.vietnamese.terms`."""
        lines = [Line(n, " ".join(text), 1.0) for n, text in enumerate(texts)]
        self._indexes = [DocumentIndex(lines, len(lines), grams, idf_power=1.0) for grams in (words, characters)]

    def scores(self, syllables: Sequence[str]) -> NDArray[np.float64]:
        """Điểm của từng văn bản với câu này."""
        line = " ".join(syllables)
        queries = [index.read(line) for index in self._indexes]
        by_words, by_characters = (
            index.scores(query, len(query.features)) for index, query in zip(self._indexes, queries, strict=True)
        )
        return (by_words + by_characters) / 2
