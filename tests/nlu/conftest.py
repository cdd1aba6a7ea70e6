"""Thành phần NLU và dữ liệu huấn luyện thật, dựng một lần cho cả đợt (nạp Rasa chừng tám giây)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import ROOT

if TYPE_CHECKING:
    from rasa.nlu.tokenizers.tokenizer import Token
    from rasa.shared.nlu.training_data.training_data import TrainingData

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


@pytest.fixture(scope="session")
def tokens() -> Callable[[str], list[Token]]:
    """Các từ mà bộ tách từ cho Rasa thấy."""
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.tokenizer import VietnameseTokenizer

    tokenizer = VietnameseTokenizer(VietnameseTokenizer.get_default_config())
    return lambda text: list(tokenizer.tokenize(Message({"text": text}), "text"))


@pytest.fixture(scope="session")
def entities() -> Callable[[str], list[dict[str, Any]]]:
    """Thực thể mà bộ tìm tên gắn vào một tin nhắn."""
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.terms import TermExtractor

    extractor = TermExtractor()

    def found(text: str) -> list[dict[str, Any]]:
        (message,) = extractor.process([Message({"text": text})])
        return list(message.get("entities"))

    return found


@pytest.fixture(scope="session")
def training_data() -> TrainingData:
    """Mọi câu huấn luyện: bot/data hợp với cách hỏi trong kho."""
    from bot.nlu.importer import KnowledgeImporter

    return KnowledgeImporter(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "bot" / "data")]
    ).get_nlu_data()
