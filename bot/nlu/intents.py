"""Phân loại intent: hồi quy logistic của Rasa, nhanh hơn và không im lặng khi chưa được huấn luyện."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.tensorflow.constants import RANKING_LENGTH
from scipy.sparse import csr_matrix
from scipy.special import softmax

FILE = "intents.npz"


class UntrainedClassifierError(RuntimeError):
    """Mô hình không chứa bộ phân loại đã huấn luyện; mang tên tài nguyên `resource`."""

    def __init__(self, resource: str) -> None:
        super().__init__(f"không nạp được bộ phân loại “{resource}”; hãy huấn luyện lại mô hình: make model")
        self.resource = resource


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """Cùng mô hình, cùng kết quả như lớp gốc; bốn chỗ khác, lý do ở DECISIONS.md."""

    def persist(self) -> None:
        """Ghi hệ số bằng NumPy; skops của lớp gốc khi nhập quét mọi mô-đun đã nạp, mất chừng bảy giây lúc khởi động."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / FILE, coefficients=self.clf.coef_, intercepts=self.clf.intercept_, intents=self.clf.classes_
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """Nạp bộ phân loại đã huấn luyện.

        Hệ số xếp theo cột, để phép nhân với câu hỏi (thưa) không chép lại cả bảng ở mỗi tin nhắn.

        Raises:
            UntrainedClassifierError: mô hình không chứa hệ số (lớp gốc thì lặng lẽ trả về bộ chưa huấn luyện).
        """
        component = cls(config, execution_context.node_name, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder, np.load(folder / FILE, allow_pickle=False) as stored:
                component.clf.coef_ = np.asfortranarray(stored["coefficients"])
                component.clf.intercept_, component.clf.classes_ = stored["intercepts"], stored["intents"]
        except (ValueError, FileNotFoundError) as error:
            raise UntrainedClassifierError(resource.name) from error
        component.clf.n_features_in_ = component.clf.coef_.shape[1]
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Intent và xếp hạng như lớp gốc, nhân thẳng những cột có mặt: khỏi ma trận thưa và các bước dò của sklearn."""
        if len(self.clf.classes_) <= 2 or self.clf.solver == "liblinear":  # hai trường hợp sklearn không dùng softmax
            return cast("list[Message]", super().process(messages))
        for message in messages:
            columns, values, _ = _sentence_features(message)
            probabilities = softmax(self.clf.coef_[:, columns] @ values + self.clf.intercept_)
            ranking = sorted(zip(self.clf.classes_.tolist(), probabilities.tolist(), strict=True), key=lambda p: -p[1])
            named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
            message.set("intent", named[0], add_to_output=True)
            message.set("intent_ranking", named[: self.config[RANKING_LENGTH] or None], add_to_output=True)
        return messages

    def _create_X(self, messages: list[Message]) -> csr_matrix:
        """Đặc trưng câu của từng tin nhắn, mỗi tin một hàng, các bộ đặc trưng nối nhau.

        Ống dẫn của ta chỉ có đặc trưng thưa. Câu không có chữ nào là một hàng toàn không.
        """
        rows = [_sentence_features(message) for message in messages]
        width = max(size for _, _, size in rows) or self.clf.n_features_in_
        ends = np.cumsum([0, *(len(columns) for columns, _, _ in rows)])
        columns, values = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
        return csr_matrix((values, columns, ends), shape=(len(rows), width))


def _sentence_features(message: Message) -> tuple[NDArray[np.int64], NDArray[np.float64], int]:
    """(cột, giá trị, bề rộng) của cả câu; bỏ đặc trưng từng từ, vì bộ phân loại này không đọc tới."""
    columns, values, width = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], 0
    for features in message.features:
        if features.attribute == TEXT and features.type == FEATURE_TYPE_SENTENCE:
            matrix = features.features.tocoo()
            columns.append(matrix.col.astype(np.int64) + width)
            values.append(matrix.data)
            width += matrix.shape[1]
    return np.concatenate(columns), np.concatenate(values), width
