"""Học và nạp các thành phần NLU của config.yml ngay trong tiến trình này, không cần chạy `rasa train`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.knowledge.question import Question
from bot.nlu.reading import ORIGINAL
from bot.settings import ROOT

NOT_LEARNED = "FallbackClassifier"
"""Chỉ đặt ngưỡng lên xác suất đã có, nên không đo ở đây."""
PREPARING = 2
"""Số bước đầu chỉ sửa soạn chữ, không học gì từ nhãn: đọc tin nhắn, tách từ."""


class Heard(NamedTuple):
    """Một tin nhắn sau NLU, như máy chủ bot đưa cho nơi quyết định: chữ đã đọc, xác suất từng intent.

    `original`: chữ người ta gõ, khi nó khác chữ đã đọc.
    """

    text: str
    intents: Mapping[str, float]
    original: str | None = None

    @property
    def question(self) -> Question:
        """Lượt hỏi mà nơi quyết định nhận được."""
        return Question(self.text, self.intents, original=self.original)


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

    def read(self, texts: Sequence[str]) -> list[Heard]:
        """Chữ đã đọc và xác suất từng intent của từng câu."""
        messages = [Message(data={TEXT: text}) for text in texts]
        for component in self._components:
            messages = component.process(messages)
        return [Heard(m.get(TEXT), _probabilities(m.get("intent_ranking")), m.get(ORIGINAL)) for m in messages]


def _probabilities(ranking: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {entry["name"]: float(entry["confidence"]) for entry in ranking}


def tokenise(messages: Sequence[Message], folder: Path) -> None:
    """Hai bước đầu của ống dẫn, như nhau ở mọi lượt học: bỏ lời chào, tách từ; ghi vào chính `messages`."""
    for name, component, settings in _pipeline()[:PREPARING]:
        component.create(*_given(folder, name, settings)).process_training_data(TrainingData(list(messages)))


def train(messages: Sequence[Message], folder: Path) -> None:
    """Học mọi bước trên `messages` (đã qua `tokenise`), ghi kết quả vào `folder`."""
    data = TrainingData(list(messages))
    *earlier, last = _pipeline()
    for place, (name, component, settings) in enumerate(earlier):
        step = component.create(*_given(folder, name, settings))
        if hasattr(step, "train"):
            step.train(data)
        if place >= PREPARING:
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
