"""Máy chủ bot nhận ra kho đã đổi, không cần khởi động lại, và không dựng lại khi không có gì đổi."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from console_edits import edit_in_console
from knowledge_folder import KnowledgeFolder
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.database import open_engine, upgrade
from bot.knowledge import tables
from bot.knowledge.answerer import Question
from bot.knowledge.current import CHECK_EVERY, CurrentKnowledge
from bot.knowledge.model import Knowledge
from bot.knowledge.sync import sync

NOW = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=datetime.timezone.utc)


class Clock:
    """Đồng hồ do bài kiểm thử vặn."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'kho.sqlite'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sample(folder: KnowledgeFolder, engine: Engine) -> Knowledge:
    knowledge = folder.knowledge()
    sync(engine, knowledge, now=NOW)
    return knowledge


@pytest.fixture
def current(engine: Engine, clock: Clock, sample: Knowledge) -> CurrentKnowledge:
    return CurrentKnowledge(engine, NOW.date, clock)


def test_the_contract_of_two_seconds_holds() -> None:
    assert 0 < CHECK_EVERY < 2.0


def test_a_published_answer_is_found_within_the_interval(
    current: CurrentKnowledge, clock: Clock, engine: Engine, sample: Knowledge
) -> None:
    assert current.answerer().answer(Question("Xin cấp lại chứng từ")).kind == "no_answer"
    new = replace(sample.answers["doi-the"], id="cau-moi", title="Xin cấp lại chứng từ", asks=())
    sync(engine, replace(sample, answers={**sample.answers, "cau-moi": new}), now=NOW)
    clock.seconds += CHECK_EVERY
    outcome = current.answerer().answer(Question("Xin cấp lại chứng từ"))
    assert [item.id for item in outcome.items] == ["cau-moi"]


def test_an_edit_in_the_console_is_noticed_too(current: CurrentKnowledge, clock: Clock, engine: Engine) -> None:
    current.answerer()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    clock.seconds += CHECK_EVERY
    assert current.answerer().knowledge.answers["mat-the"].short == "Bản mới."


def test_the_store_is_not_asked_again_before_the_interval_is_over(
    current: CurrentKnowledge, clock: Clock, engine: Engine
) -> None:
    before = current.answerer()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    clock.seconds += CHECK_EVERY / 2
    assert current.answerer() is before


def test_nothing_is_rebuilt_when_nothing_changed(current: CurrentKnowledge, clock: Clock) -> None:
    before = current.answerer()
    for _ in range(5):
        clock.seconds += CHECK_EVERY
        assert current.answerer() is before


def test_before_the_first_sync_the_bot_knows_nothing_and_says_so(tmp_path: Path, clock: Clock) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'trong.sqlite'}")
    upgrade(engine)
    assert CurrentKnowledge(engine, NOW.date, clock).answerer().answer(Question("Mất thẻ?")).kind == "no_answer"


def test_a_store_that_cannot_be_read_at_first_is_an_error(tmp_path: Path, clock: Clock) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'chua-co-bang.sqlite'}")
    with pytest.raises(OperationalError):
        CurrentKnowledge(engine, NOW.date, clock).answerer()


def test_a_store_that_fails_later_leaves_the_last_knowledge_in_use(
    current: CurrentKnowledge, clock: Clock, engine: Engine
) -> None:
    before = current.answerer()
    tables.version.drop(engine)
    clock.seconds += CHECK_EVERY
    with capture_logs() as logged:
        assert current.answerer() is before
    assert [entry["log_level"] for entry in logged] == ["error"]
