"""Đặc trưng đếm chữ của cả câu; bỏ đặc trưng từng từ, vì bộ phân loại intent của ta chỉ đọc cả câu."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from scipy.sparse import coo_matrix


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(CountVectorsFeaturizer):
    """CountVectorsFeaturizer của Rasa, bằng nửa công: mọi cài đặt và từ vựng như lớp gốc."""

    def _create_features(
        self, attribute: str, all_tokens: list[list[str]]
    ) -> tuple[list[coo_matrix | None], list[coo_matrix | None]]:
        vectorizer = self.vectorizers.get(attribute)
        if not vectorizer:
            return [None], [None]
        sentences = [vectorizer.transform([" ".join(tokens)]).tocoo() if tokens else None for tokens in all_tokens]
        return [None] * len(all_tokens), sentences
