"""Thực thể bằng spaCy: nơi chốn, thời gian, giấy tờ, dịch vụ, chỉ tiêu."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bot.knowledge.model import Indicator, Place
from bot.knowledge.reader import read_vocabulary
from bot.nlu.reading import ORIGINAL
from bot.settings import ROOT
from bot.vietnamese import located_terms, terms

TERMS_FILE = Path(__file__).parent / "terms.yml"

_YEAR = {"ORTH": {"REGEX": r"^20\d\d$"}}
_DATE = {"ORTH": {"REGEX": r"^\d{1,2}/(?:\d{1,2}/)?20\d\d$"}}
_NUMBER = {"ORTH": {"REGEX": r"^\d{1,2}$"}}
_QUARTER = {"ORTH": {"REGEX": r"^(?:[1-4]|i|ii|iii|iv)(?:/20\d\d)?$"}}
TIMES: list[list[dict[str, Any]]] = [
    [{"ORTH": "nam", "OP": "?"}, _YEAR],
    [{"ORTH": {"IN": ["thang", "ngay"]}, "OP": "?"}, _DATE],
    [{"ORTH": "thang"}, _NUMBER, {"ORTH": "nam", "OP": "?"}, _YEAR],
    [{"ORTH": "quy"}, _QUARTER],
    [{"ORTH": "quy"}, _QUARTER, {"ORTH": "nam", "OP": "?"}, _YEAR],
    [{"ORTH": "nam"}, {"ORTH": {"IN": ["ngoai", "nay", "truoc"]}}],
    [{"ORTH": "hien"}, {"ORTH": {"IN": ["nay", "tai"]}}],
]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TermExtractor(GraphComponent, EntityExtractorMixin):
    """Tìm tên trong danh mục của kho (nơi, chỉ tiêu) và của `terms.yml` (giấy tờ, dịch vụ), cùng cách nói thời gian.

    spaCy so trên âm tiết bỏ dấu của chúng ta (`located_terms`), nên gõ không dấu, viết tắt đều nhận; `value` của thực
    thể là id trong danh mục.
    """

    @staticmethod
    def required_packages() -> list[str]:
        """Gói cần có để chạy."""
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TermExtractor:
        """Dựng từ danh mục hiện có; không có gì để huấn luyện."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Danh mục đổi thì mô hình cũng đổi."""
        files = (TERMS_FILE, ROOT / "knowledge" / "places.yml", ROOT / "knowledge" / "indicators.yml")
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def __init__(self) -> None:
        self._vocab = Vocab()
        self._phrases = PhraseMatcher(self._vocab, attr="ORTH")
        self._values: dict[str, tuple[str, str]] = {}
        for entity, value, name in _lexicon():
            key = f"{entity}:{value}"
            self._values[key] = (entity, value)
            self._phrases.add(key, [Doc(self._vocab, words=terms(name))])
        self._times = Matcher(self._vocab)
        self._times.add("time", TIMES)

    def process(self, messages: list[Message]) -> list[Message]:
        """Thêm thực thể vào từng tin nhắn, ở chỗ của nó trong chữ người ta gõ; thực thể dài thắng thực thể ngắn."""
        for message in messages:
            entities = self.add_extractor_name(self._entities(message.get(ORIGINAL) or message.get("text") or ""))
            message.set("entities", message.get("entities", []) + entities, add_to_output=True)
        return messages

    def process_training_data(self, training_data: Any) -> Any:
        """Câu huấn luyện không cần thực thể: danh mục không học từ chúng."""
        return training_data

    def _entities(self, text: str) -> list[dict[str, Any]]:
        located = located_terms(text)
        if not located:
            return []
        doc = Doc(self._vocab, words=[term.text for term in located])
        spans: list[Span] = filter_spans([*self._phrases(doc, as_spans=True), *self._times(doc, as_spans=True)])
        found = []
        for span in spans:
            start, end = located[span.start].start, located[span.end - 1].end
            entity, value = self._values.get(span.label_, ("time", text[start:end]))
            found.append({"entity": entity, "start": start, "end": end, "value": value, "confidence_entity": 1.0})
        return found


def _lexicon() -> Iterator[tuple[str, str, str]]:
    vocabulary = read_vocabulary(ROOT / "knowledge")
    for place, _ in vocabulary.of(Place):
        yield from (("place", place.id, name) for name in (place.name, *place.aliases))
    for indicator, _ in vocabulary.of(Indicator):
        yield from (("measure", indicator.id, name) for name in (indicator.name, *indicator.names))
    for entity, values in yaml.safe_load(TERMS_FILE.read_text(encoding="utf-8")).items():
        for value, names in values.items():
            yield from ((entity, value, name) for name in names)
