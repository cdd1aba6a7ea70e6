"""Đặc trưng đếm chữ của cả câu; bỏ đặc trưng từng từ, vì bộ phân loại intent của ta chỉ đọc cả câu."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from scipy.sparse import coo_matrix
from sklearn.feature_extraction.text import CountVectorizer

_WORDS = 65_536
"""Số từ mà các cột cụm ký tự được nhớ; vốn từ của người ta nhỏ."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(CountVectorsFeaturizer):
    """CountVectorsFeaturizer của Rasa, mọi cài đặt và từ vựng như lớp gốc.

    Đếm bằng chính bộ phân tích và từ vựng của `CountVectorizer`, không qua `transform` (dựng rồi xếp lại ma trận).
    """

    def _create_features(
        self, attribute: str, all_tokens: list[list[str]]
    ) -> tuple[list[coo_matrix | None], list[coo_matrix | None]]:
        sentences = [self._count(attribute, tokens) if tokens else None for tokens in all_tokens]
        return [None] * len(all_tokens), sentences

    def _count(self, attribute: str, tokens: list[str]) -> coo_matrix | None:
        vectorizer = self.vectorizers.get(attribute)
        if not vectorizer:
            return None
        counted = sorted(Counter(self._columns[attribute](" ".join(tokens))).items())
        columns, times = zip(*counted, strict=True) if counted else ((), ())
        return coo_matrix((times, ([0] * len(columns), columns)), shape=(1, len(vectorizer.vocabulary_)), dtype=int)

    @functools.cached_property
    def _columns(self) -> dict[str, Callable[[str], list[int]]]:
        """Cách đọc một câu thành các cột, của từng thuộc tính đã học."""
        return {name: _reader(each) for name, each in self.vectorizers.items() if hasattr(each, "vocabulary_")}


def _reader(vectorizer: CountVectorizer) -> Callable[[str], list[int]]:
    """Các cột có trong một câu, lặp lại khi có nhiều lần.

    Cụm ký tự `char_wb` không vắt qua hai từ, nên mỗi từ chỉ cắt một lần.
    """
    analyze, column = vectorizer.build_analyzer(), vectorizer.vocabulary_.get

    def columns(text: str) -> list[int]:
        return [found for found in map(column, analyze(text)) if found is not None]

    if vectorizer.analyzer != "char_wb":
        return columns
    of_word = functools.lru_cache(maxsize=_WORDS)(columns)
    return lambda text: [found for word in text.split() for found in of_word(word)]
