"""Đọc tin nhắn trước khi hiểu: bỏ lời chào, giải phím Telex và VNI, tách chữ dính, sửa chữ gõ sai, thêm dấu."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.vietnamese
from bot.nlu.fingerprint import module_digest
from bot.vietnamese.courtesy import without_courtesy
from bot.vietnamese.understand import Understanding

FILE = "lines.txt"
ORIGINAL = "original"
"""Tên thuộc tính giữ chữ người ta gõ, khi nó khác chữ đã đọc."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageReader(GraphComponent):
    """Thay `text` bằng chữ đã đọc cho mọi bước sau, giữ chữ gốc ở `original`; sự kiện trong tracker vẫn là chữ gốc.

    Vốn từ học từ câu huấn luyện, tức từ mọi cách hỏi trong kho: mô hình và cách đọc luôn cùng một bản.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Lớp tiếng Việt đổi thì phải huấn luyện lại; Rasa chỉ băm mã của lớp này."""
        return module_digest(bot.vietnamese).hex()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Bộ đọc chưa học: để nguyên mọi tin."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """Học lại vốn từ từ những dòng đã ghi; chừng nửa giây."""
        with model_storage.read_from(resource) as folder:
            lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
        return cls(model_storage, resource, Understanding(lines))

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, understanding: Understanding | None = None
    ) -> None:
        self._model_storage, self._resource, self._understanding = model_storage, resource, understanding

    def train(self, training_data: TrainingData) -> Resource:
        """Ghi mọi câu huấn luyện, mỗi câu một dòng."""
        texts = (" ".join(str(example.get(TEXT)).split()) for example in training_data.intent_examples)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text("\n".join(texts), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Câu huấn luyện chỉ bỏ lời chào; chữ thì học như nó được viết."""
        for example in training_data.intent_examples:
            example.set(TEXT, without_courtesy(example.get(TEXT)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Đọc từng tin."""
        for message in messages:
            written = message.get(TEXT)
            if not self._understanding or not written:
                continue
            text = self._understanding.read(without_courtesy(written)).text
            if text != written:
                message.set(TEXT, text, add_to_output=True)
                message.set(ORIGINAL, written, add_to_output=True)
        return messages
