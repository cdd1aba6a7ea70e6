"""Người hỗ trợ chỉ đọc và viết được khi người dân đang đồng ý."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog, ConversationNotFound, PersonNotAsked, UnmaskedText


@pytest.fixture
def log(engine: Engine) -> ConversationLog:
    log = ConversationLog(engine, lambda: datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc))
    log.create("c1")
    log.append_message("c1", "m1", {"text": "hỏi"})
    return log


def kinds(log: ConversationLog) -> list[str]:
    return [event.kind for event in log.events_since("c1", 0)]


def assert_closed(log: ConversationLog) -> None:
    before = kinds(log)
    for call in (lambda: log.events_for_person("c1", 0), lambda: log.append_person("c1", "Chào bác", "Lan")):
        with pytest.raises(PersonNotAsked) as caught:
            call()
        assert caught.value.conversation_id == "c1"
    assert kinds(log) == before


def test_a_person_reads_and_writes_only_between_consent_and_its_end(log: ConversationLog) -> None:
    assert_closed(log)
    log.ask_for_person("c1")
    log.append_person("c1", "Chào bác", "Lan")
    lines = log.events_for_person("c1", 0)
    assert [(line.kind, line.body) for line in lines] == [
        ("message", {"text": "hỏi"}),
        ("handoff", {"state": "waiting"}),
        ("person", {"text": "Chào bác", "name": "Lan"}),
    ]
    assert log.events_for_person("c1", lines[1].number) == lines[2:]
    log.cancel_person("c1")
    assert_closed(log)
    log.ask_for_person("c1")
    assert log.events_for_person("c1", lines[-1].number)


def test_asking_or_cancelling_twice_is_written_once(log: ConversationLog) -> None:
    log.cancel_person("c1")
    assert kinds(log) == ["message"]
    for _ in range(2):
        log.ask_for_person("c1")
    for _ in range(2):
        log.cancel_person("c1")
    assert kinds(log) == ["message", "handoff", "handoff"]


def test_consent_to_one_conversation_opens_no_other(log: ConversationLog) -> None:
    log.create("c2")
    log.ask_for_person("c2")
    assert_closed(log)


def test_a_persons_words_with_a_personal_number_are_refused(log: ConversationLog) -> None:
    log.ask_for_person("c1")
    for text, name in (("số 038090001234", "Lan"), ("Chào", "Lan 0912345678")):
        with pytest.raises(UnmaskedText):
            log.append_person("c1", text, name)


def test_an_unknown_conversation_is_named(log: ConversationLog) -> None:
    for call in (
        lambda: log.ask_for_person("c9"),
        lambda: log.cancel_person("c9"),
        lambda: log.append_person("c9", "Chào", "Lan"),
        lambda: log.events_for_person("c9", 0),
    ):
        with pytest.raises(ConversationNotFound):
            call()
