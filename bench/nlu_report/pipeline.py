"""Học và nạp các thành phần NLU của config.yml ngay trong tiến trình này, không cần chạy `rasa train`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.settings import ROOT

NOT_LEARNED = "FallbackClassifier"
"""Chỉ đặt ngưỡng lên xác suất đã có, nên không đo ở đây."""


class Pipeline:
    """Các thành phần đã học, đọc tin nhắn như máy chủ bot đọc."""

    def __init__(self, components: Sequence[Any]) -> None:
        self._components = components

    @classmethod
    def load(cls, folder: Path) -> Pipeline:
        """Nạp những gì `train` đã ghi vào `folder`.

        Raises:
            UntrainedClassifierError: `folder` không chứa bộ phân loại đã học.
        """
        return cls([component.load(*_given(folder, name, settings)) for name, component, settings in _pipeline()])

    def intents(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Xác suất từng intent của từng câu."""
        messages = [Message(data={"text": text}) for text in texts]
        for component in self._components:
            messages = component.process(messages)
        return [{entry["name"]: float(entry["confidence"]) for entry in m.get("intent_ranking")} for m in messages]


def tokenise(messages: Sequence[Message], folder: Path) -> None:
    """Bước đầu của ống dẫn, như nhau ở mọi lượt học: tách từ, ghi vào chính `messages`."""
    name, tokenizer, settings = _pipeline()[0]
    tokenizer.create(*_given(folder, name, settings)).process_training_data(TrainingData(list(messages)))


def train(messages: Sequence[Message], folder: Path) -> None:
    """Học mọi bước sau bước tách từ trên `messages` (đã qua `tokenise`), ghi kết quả vào `folder`."""
    data = TrainingData(list(messages))
    *earlier, last = _pipeline()[1:]
    for name, component, settings in earlier:
        step = component.create(*_given(folder, name, settings))
        if hasattr(step, "train"):
            step.train(data)
        step.process_training_data(data)
    name, classifier, settings = last
    classifier.create(*_given(folder, name, settings)).train(data)


def _pipeline() -> list[tuple[str, Any, dict[str, Any]]]:
    """(tên, lớp, cài đặt) của từng bước."""
    steps = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return [
        (step.get("alias", step["name"]), class_from_module_path(step["name"]), step)
        for step in steps
        if step["name"] != NOT_LEARNED
    ]


def _given(
    folder: Path, name: str, settings: dict[str, Any]
) -> tuple[dict[str, Any], LocalModelStorage, Resource, ExecutionContext]:
    """Những thứ Rasa đưa cho một thành phần khi dựng hay nạp nó."""
    component = class_from_module_path(settings["name"])
    config = {**component.get_default_config(), **settings}
    return config, LocalModelStorage(folder), Resource(name), ExecutionContext(GraphSchema({}), node_name=name)
