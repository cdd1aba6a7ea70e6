"""Kho thật đọc một lần cho cả đợt kiểm thử, và một thư mục kiến thức mẫu cho từng bài."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from editing_desk import desk as desk
from knowledge_folder import KnowledgeFolder

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.reader import Reading, read
from bot.settings import ROOT

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def folder(tmp_path: Path) -> KnowledgeFolder:
    return KnowledgeFolder(tmp_path / "knowledge")


@pytest.fixture(scope="session")
def real_reading() -> Reading:
    return read(ROOT / "knowledge")


@pytest.fixture(scope="session")
def real_knowledge(real_reading: Reading) -> Knowledge:
    return real_reading.knowledge()


@pytest.fixture(scope="session")
def answerer(real_knowledge: Knowledge) -> Answerer:
    return Answerer(real_knowledge, lambda: TODAY)


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Callable[..., Outcome]:
    """Hỏi kho thật bằng chữ, không có mô hình NLU."""

    def asked(text: str, context: Context | None = None, **intents: float) -> Outcome:
        return answerer.answer(Question(text, intents, context or Context()))

    return asked


@pytest.fixture(scope="session")
def asked_by_title(ask: Callable[..., Outcome], real_knowledge: Knowledge) -> dict[str, Outcome]:
    """Kết cục khi hỏi đúng tiêu đề của từng câu trả lời, theo id câu ấy."""
    return {answer.id: ask(answer.title) for answer in real_knowledge.answers.values()}
