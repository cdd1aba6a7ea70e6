"""Máy chủ bot nhận ra kho đã đổi, không cần khởi động lại, và không dựng lại khi không có gì đổi."""

from __future__ import annotations

import datetime
import threading
import time
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
from bot.knowledge.current import CHECK_EVERY, CurrentKnowledge
from bot.knowledge.local_answers import LocalAnswers
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Question
from bot.knowledge.sync import sync
from bot.knowledge.thresholds import Thresholds

NOW = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=datetime.timezone.utc)


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
def current(engine: Engine, sample: Knowledge) -> CurrentKnowledge:
    return CurrentKnowledge(engine, NOW.date)


def test_the_contract_of_two_seconds_holds() -> None:
    assert 0 < CHECK_EVERY < 2.0


def test_a_published_answer_is_found_within_the_interval(
    current: CurrentKnowledge, engine: Engine, sample: Knowledge
) -> None:
    assert current.answerer().answer(Question("Xin cấp lại chứng từ")).kind == "no_answer"
    new = replace(sample.answers["doi-the"], id="cau-moi", title="Xin cấp lại chứng từ", asks=())
    sync(engine, replace(sample, answers={**sample.answers, "cau-moi": new}), now=NOW)
    current.refresh()
    outcome = current.answerer().answer(Question("Xin cấp lại chứng từ"))
    assert [item.id for item in outcome.items] == ["cau-moi"]


def test_an_edit_in_the_console_is_noticed_too(current: CurrentKnowledge, engine: Engine) -> None:
    current.answerer()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    current.refresh()
    assert current.answerer().knowledge.answers["mat-the"].short == "Bản mới."


def test_a_figure_that_changed_is_told_anew_after_an_answer_changed(current: CurrentKnowledge, engine: Engine) -> None:
    def told() -> str:
        (item,) = filter(None, [current.answerer().item(figure.id)])
        return item.short

    current.answerer()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    current.refresh()
    knowledge = current.answerer().knowledge
    figure = next(iter(knowledge.figures.values()))
    before = told()
    figures = {**knowledge.figures, figure.id: replace(figure, literal="19 trạm")}
    sync(engine, replace(knowledge, figures=figures), now=NOW)
    current.refresh()
    assert told() != before


def test_what_local_answers_are_made_of_is_watched(sample: Knowledge) -> None:
    local = LocalAnswers(sample, NOW.date, Thresholds())
    assert local.is_about(replace(sample, answers={}, outside={}, tasks={}, version=9))
    for noun in ("sources", "places", "indicators", "figures", "subjects", "facts"):
        assert not local.is_about(replace(sample, **{noun: dict(getattr(sample, noun))}))


def test_a_question_never_waits_for_the_store_to_be_asked_again(current: CurrentKnowledge, engine: Engine) -> None:
    before = current.answerer()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    assert current.answerer() is before


def test_nothing_is_rebuilt_when_nothing_changed(current: CurrentKnowledge) -> None:
    before = current.answerer()
    for _ in range(5):
        current.refresh()
        assert current.answerer() is before


def test_before_the_first_sync_the_bot_knows_nothing_and_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'trong.sqlite'}")
    upgrade(engine)
    assert CurrentKnowledge(engine, NOW.date).answerer().answer(Question("Mất thẻ?")).kind == "no_answer"


def test_a_store_that_cannot_be_read_at_first_is_an_error(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'chua-co-bang.sqlite'}")
    with pytest.raises(OperationalError):
        CurrentKnowledge(engine, NOW.date).answerer()


def test_a_store_that_fails_later_leaves_the_last_knowledge_in_use(current: CurrentKnowledge, engine: Engine) -> None:
    before = current.answerer()
    tables.version.drop(engine)
    with capture_logs() as logged:
        current.refresh()
    assert current.answerer() is before
    assert [entry["log_level"] for entry in logged] == ["error"]


@pytest.mark.alone
def test_a_watcher_swaps_the_knowledge_within_two_seconds(current: CurrentKnowledge, engine: Engine) -> None:
    current.answerer()
    stop = current.watch()
    edit_in_console(engine, "mat-the", {"short": "Bản mới."})
    deadline = time.monotonic() + 2
    while current.answerer().knowledge.answers["mat-the"].short != "Bản mới." and time.monotonic() < deadline:
        time.sleep(0.05)
    stop()
    assert current.answerer().knowledge.answers["mat-the"].short == "Bản mới."


def test_a_watcher_outlives_a_store_that_is_not_there_yet(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'chua-co-bang.sqlite'}")
    current = CurrentKnowledge(engine, NOW.date)
    stop = current.watch(every=0.01)
    time.sleep(0.1)
    upgrade(engine)
    watchers = [thread for thread in threading.enumerate() if thread.name == "knowledge-watch" and thread.is_alive()]
    stop()
    assert watchers
    assert current.answerer().answer(Question("Mất thẻ?")).kind == "no_answer"
