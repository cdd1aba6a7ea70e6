"""Người hỗ trợ chỉ đọc và viết được khi người dân đang đồng ý; một người giữ, bot im, rồi trả lại hay đóng."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hand_clock import HandClock
from sqlalchemy.engine import Engine

from bot.audit import deeds
from bot.conversations import (
    AlreadyTaken,
    ConversationLog,
    ConversationNotFound,
    Handoffs,
    NotTaken,
    PersonNotAsked,
    UnmaskedText,
)
from bot.conversations.handoffs import AWAY


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    log = ConversationLog(engine, clock)
    log.create("c1")
    log.append_message("c1", "m1", {"text": "hỏi"})
    return log


@pytest.fixture
def handoffs(log: ConversationLog, engine: Engine, clock: HandClock) -> Handoffs:
    return Handoffs(engine, clock)


def lines(log: ConversationLog) -> list[tuple[str, Any]]:
    return [(event.kind, event.body) for event in log.events_since("c1", 0)]


def kinds(log: ConversationLog) -> list[str]:
    return [kind for kind, _body in lines(log)]


def assert_closed(handoffs: Handoffs, log: ConversationLog, conversation: str = "c1") -> None:
    before = kinds(log)
    calls: tuple[Callable[[], object], ...] = (
        lambda: handoffs.read(conversation, 0),
        lambda: handoffs.read_back(conversation),
        lambda: handoffs.find(conversation),
        lambda: handoffs.say_as(conversation, "Lan", "Chào bác"),
        lambda: handoffs.take(conversation, "lan", "Lan"),
        lambda: handoffs.say(conversation, "lan", "Chào bác", "1"),
        lambda: handoffs.put_back(conversation, "lan"),
        lambda: handoffs.hand_back(conversation, "lan"),
        lambda: handoffs.close(conversation, "lan"),
    )
    for call in calls:
        with pytest.raises(PersonNotAsked) as caught:
            call()
        assert caught.value.conversation_id == conversation
    assert kinds(log) == before


def test_a_helper_reads_and_writes_only_between_consent_and_its_end(handoffs: Handoffs, log: ConversationLog) -> None:
    assert_closed(handoffs, log)
    handoffs.ask("c1")
    handoffs.say_as("c1", "Lan", "Chào bác")
    read = handoffs.read("c1", 0)
    assert [(line.kind, line.body) for line in read] == [
        ("message", {"text": "hỏi"}),
        ("handoff", {"state": "waiting"}),
        ("person", {"text": "Chào bác", "name": "Lan"}),
    ]
    assert handoffs.read("c1", read[1].number) == read[2:]
    assert handoffs.read_back("c1", read[2].number, 1) == read[1:2]
    handoffs.cancel("c1")
    assert_closed(handoffs, log)
    handoffs.ask("c1")
    assert handoffs.read("c1", read[-1].number)


def test_asking_or_cancelling_twice_is_written_once(handoffs: Handoffs, log: ConversationLog) -> None:
    handoffs.cancel("c1")
    assert kinds(log) == ["message"]
    first, second = handoffs.ask("c1"), handoffs.ask("c1")
    assert first == second
    assert first.number == log.events_since("c1", 0)[-1].number
    for _ in range(2):
        handoffs.cancel("c1")
    assert kinds(log) == ["message", "handoff", "handoff"]


def test_consent_to_one_conversation_opens_no_other(handoffs: Handoffs, log: ConversationLog) -> None:
    log.create("c2")
    handoffs.ask("c2")
    assert_closed(handoffs, log)


def test_the_bot_is_silent_while_a_person_holds_the_talk(handoffs: Handoffs, log: ConversationLog) -> None:
    handoffs.ask("c1")
    late = log.append_message("c1", "m2", {"text": "câu bot đang nghĩ"})
    assert not late.held
    handoffs.take("c1", "lan", "Lan")
    assert log.append_message("c1", "m2", {"text": "câu bot đang nghĩ"}).held
    assert log.append_message("c1", "m2b", {"text": "câu cho người"}).held
    assert log.append_replies("c1", late, [{"text": "lời bot tới muộn"}]) == []
    assert log.append_replies("c1", late, [{"text": "lời bot tới muộn nữa"}]) == []
    assert log.append_message("c1", "m2", {"text": "câu bot đang nghĩ"}).replies == []
    handoffs.hand_back("c1", "lan")
    again = log.append_message("c1", "m3", {"text": "nữa"})
    assert not again.held
    assert log.append_replies("c1", again, [{"text": "lời bot"}]) == [{"text": "lời bot"}]


@pytest.mark.parametrize(
    ("leave", "state"), [("hand_back", "returned"), ("close", "closed")], ids=["trả lại bot", "đóng"]
)
def test_when_it_is_over_nobody_reads_on_until_the_citizen_asks_again(
    handoffs: Handoffs, log: ConversationLog, engine: Engine, leave: str, state: str
) -> None:
    handoffs.ask("c1")
    handoffs.take("c1", "lan", "Lan")
    handoffs.say("c1", "lan", "Chào bác", "1")
    getattr(handoffs, leave)("c1", "lan")
    assert lines(log)[1:] == [
        ("handoff", {"state": "waiting"}),
        ("handoff", {"state": "taken", "name": "Lan"}),
        ("person", {"text": "Chào bác", "name": "Lan"}),
        ("handoff", {"state": state, "name": "Lan"}),
    ]
    assert_closed(handoffs, log)
    assert [deed.deed for deed in deeds(engine)] == [f"handoff.{state}", "handoff.said", "handoff.taken"]
    assert handoffs.ask("c1").state == "waiting"
    assert handoffs.find("c1").holder is None


def test_a_talk_put_back_keeps_its_place_in_the_queue(handoffs: Handoffs, clock: HandClock) -> None:
    handoffs.ask("c1")
    asked = handoffs.find("c1").asked_at
    clock.now += datetime.timedelta(minutes=5)
    handoffs.take("c1", "lan", "Lan")
    handoffs.put_back("c1", "lan")
    found = handoffs.find("c1")
    assert (found.state, found.asked_at, found.holder, found.holder_name) == ("waiting", asked, None, None)
    assert handoffs.take("c1", "hoa", "Hoa").is_held_by("hoa")


def test_only_the_holder_writes_and_the_others_are_told_who_holds_it(handoffs: Handoffs, log: ConversationLog) -> None:
    handoffs.ask("c1")
    with pytest.raises(NotTaken):
        handoffs.say("c1", "hoa", "Chào bác", "1")
    handoffs.take("c1", "lan", "Chị Lan")
    before = kinds(log)
    for call in (
        lambda: handoffs.take("c1", "hoa", "Hoa"),
        lambda: handoffs.say("c1", "hoa", "Chào bác", "1"),
        lambda: handoffs.say_as("c1", "Hoa", "Chào bác"),
        lambda: handoffs.put_back("c1", "hoa"),
        lambda: handoffs.hand_back("c1", "hoa"),
        lambda: handoffs.close("c1", "hoa"),
    ):
        with pytest.raises(AlreadyTaken) as caught:
            call()
        assert (caught.value.holder, caught.value.name) == ("lan", "Chị Lan")
    assert kinds(log) == before
    handoffs.take("c1", "lan", "Chị Lan")
    assert kinds(log) == before
    assert handoffs.ask("c1").state == "taken"


def test_words_sent_twice_are_written_once(handoffs: Handoffs, log: ConversationLog) -> None:
    handoffs.ask("c1")
    handoffs.take("c1", "lan", "Lan")
    item = {"id": "vneid-la-gi", "short": "Ứng dụng."}
    first = handoffs.say("c1", "lan", "Chào bác", "m1", item)
    assert handoffs.say("c1", "lan", "Chào bác", "m1", item) == first
    assert lines(log)[-1] == ("person", {"text": "Chào bác", "name": "Lan", "item": item})
    assert kinds(log).count("person") == 1


def test_a_holder_long_away_loses_the_talk_to_the_next_person(
    handoffs: Handoffs, engine: Engine, clock: HandClock
) -> None:
    handoffs.ask("c1")
    handoffs.take("c1", "lan", "Lan")
    clock.now += AWAY
    with pytest.raises(AlreadyTaken):
        handoffs.take("c1", "hoa", "Hoa")
    handoffs.say("c1", "lan", "tôi còn đây", "1")
    clock.now += AWAY + datetime.timedelta(seconds=1)
    assert handoffs.find("c1").is_free(clock.now)
    assert handoffs.take("c1", "hoa", "Hoa").holder == "hoa"
    with pytest.raises(AlreadyTaken):
        handoffs.say("c1", "lan", "tôi về rồi", "2")
    last = deeds(engine, most=1)[0]
    assert (last.who, last.deed, last.target, last.detail) == ("hoa", "handoff.taken", "c1", {"from": "lan"})


def test_a_persons_words_with_a_personal_number_are_refused(handoffs: Handoffs) -> None:
    handoffs.ask("c1")
    for call in (
        lambda: handoffs.say_as("c1", "Lan", "số 038090001234"),
        lambda: handoffs.say_as("c1", "Lan 0912345678", "Chào"),
        lambda: handoffs.take("c1", "lan", "Lan 0912345678"),
    ):
        with pytest.raises(UnmaskedText):
            call()
    handoffs.take("c1", "lan", "Lan")
    with pytest.raises(UnmaskedText):
        handoffs.say("c1", "lan", "số 038090001234", "1")


def test_the_audit_book_carries_no_words(handoffs: Handoffs, engine: Engine) -> None:
    handoffs.ask("c1")
    handoffs.take("c1", "lan", "Lan")
    handoffs.say("c1", "lan", "chuyện riêng tư", "1")
    assert "riêng tư" not in str(deeds(engine))


def test_an_unknown_conversation_is_named(handoffs: Handoffs) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: handoffs.ask("c9"),
        lambda: handoffs.cancel("c9"),
        lambda: handoffs.find("c9"),
        lambda: handoffs.read("c9", 0),
        lambda: handoffs.take("c9", "lan", "Lan"),
        lambda: handoffs.say("c9", "lan", "Chào", "1"),
        lambda: handoffs.say_as("c9", "Lan", "Chào"),
    )
    for call in calls:
        with pytest.raises(ConversationNotFound):
            call()
