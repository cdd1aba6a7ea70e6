"""Hàng đợi: chờ lâu đứng trước, có câu cuối, đếm đúng; và ai đang ở đó, đang gõ."""

from __future__ import annotations

import datetime

import pytest
from hand_clock import HandClock
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog, HandoffQueue, Handoffs, Presence
from bot.conversations.presence import HERE, TYPING
from bot.conversations.turns import Turn

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    return ConversationLog(engine, clock)


@pytest.fixture
def handoffs(engine: Engine, clock: HandClock) -> Handoffs:
    return Handoffs(engine, clock)


@pytest.fixture
def presence(engine: Engine, clock: HandClock) -> Presence:
    return Presence(engine, clock)


def wait(log: ConversationLog, handoffs: Handoffs, clock: HandClock, *ids: str) -> None:
    for conversation in ids:
        log.create(conversation)
        message = log.append_message(conversation, "m", {"text": f"câu của {conversation}"})
        log.append_replies(conversation, message, [{"id": "r"}], Turn("answer", "found", "vneid"))
        handoffs.ask(conversation)
        clock.now += MINUTE


def test_the_longest_wait_comes_first_with_what_was_asked(
    log: ConversationLog, handoffs: Handoffs, clock: HandClock, engine: Engine
) -> None:
    wait(log, handoffs, clock, "a", "b", "c", "d")
    for n, (body, kind) in enumerate(
        [({"text": "cảm ơn"}, "small_talk"), ({"answer": "vneid-la-gi"}, "answer"), ({"text": "gặp người"}, "handoff")]
    ):
        message = log.append_message("b", f"m{n}", body)
        log.append_replies("b", message, [{"id": f"r{n}"}], Turn(kind, kind))
    log.append_message("c", "m2", {"text": "lời chưa được đáp"})
    queue = HandoffQueue(engine)
    found = queue.waiting()
    assert [each.handoff.conversation_id for each in found] == ["a", "b", "c", "d"]
    assert [each.said for each in found] == ["câu của a", "", "câu của c", "câu của d"]
    assert [each.pressed for each in found] == ["", "vneid-la-gi", "", ""]
    assert [each.topic for each in found] == ["vneid", "", "vneid", "vneid"]
    assert [each.handoff.conversation_id for each in queue.waiting(skip=1, most=2)] == ["b", "c"]


def test_who_has_only_greeted_or_asked_for_a_person_is_shown_by_their_last_words(
    log: ConversationLog, handoffs: Handoffs, engine: Engine
) -> None:
    log.create("a")
    for n, (text, kind) in enumerate([("chào", "small_talk"), ("gặp người", "handoff")]):
        log.append_replies("a", log.append_message("a", f"m{n}", {"text": text}), [{"id": f"r{n}"}], Turn(kind, kind))
    log.create("b")
    handoffs.ask("a")
    handoffs.ask("b")
    assert [each.said for each in HandoffQueue(engine).waiting()] == ["gặp người", ""]


def test_a_talk_taken_leaves_the_queue_and_shows_its_words_to_the_holder_alone(
    log: ConversationLog, handoffs: Handoffs, clock: HandClock, engine: Engine
) -> None:
    wait(log, handoffs, clock, "a", "b", "c")
    handoffs.take("a", "lan", "Lan")
    handoffs.take("b", "hoa", "Hoa")
    queue = HandoffQueue(engine)
    counts = queue.counts("lan")
    assert (counts.waiting, counts.taken, counts.mine) == (1, 2, 1)
    assert [each.handoff.conversation_id for each in queue.waiting()] == ["c"]
    assert [each.said for each in queue.held_by("lan")] == ["câu của a"]
    others = queue.held_by_others("lan")
    assert [(each.handoff.holder_name, each.said) for each in others] == [("Hoa", "")]
    handoffs.cancel("c")
    handoffs.close("a", "lan")
    assert (queue.counts("lan").waiting, queue.counts("lan").taken) == (0, 1)


def test_presence_and_typing_fade_by_themselves(
    log: ConversationLog, handoffs: Handoffs, clock: HandClock, presence: Presence
) -> None:
    wait(log, handoffs, clock, "a")
    presence.is_here(["a"], [])
    presence.citizen_types("a")
    glance = presence.glance(["a"])["a"]
    assert (glance.state, glance.citizen_here, glance.citizen_typing) == ("waiting", True, False)
    assert glance.last == log.events_since("a", 0)[-1].number
    handoffs.take("a", "lan", "Lan")
    presence.citizen_types("a")
    presence.helper_types("a", "hoa")
    glance = presence.glance(["a"])["a"]
    assert (glance.citizen_typing, glance.helper_typing) == (True, False)
    presence.helper_types("a", "lan")
    assert presence.glance(["a"])["a"].helper_typing
    clock.now += TYPING
    glance = presence.glance(["a"])["a"]
    assert (glance.citizen_here, glance.citizen_typing, glance.helper_typing) == (True, False, False)
    clock.now += HERE
    assert not presence.glance(["a"])["a"].citizen_here


def test_words_said_end_the_typing(
    log: ConversationLog, handoffs: Handoffs, clock: HandClock, presence: Presence
) -> None:
    wait(log, handoffs, clock, "a")
    handoffs.take("a", "lan", "Lan")
    presence.helper_types("a", "lan")
    handoffs.say("a", "lan", "Chào", "1")
    assert not presence.glance(["a"])["a"].helper_typing


def test_a_glance_knows_silent_talks_and_leaves_out_deleted_ones(log: ConversationLog, presence: Presence) -> None:
    log.create("mới")
    assert presence.glance(["mới", "không có"]) == {"mới": presence.glance(["mới"])["mới"]}
    assert presence.glance(["mới"])["mới"].last == 0


def test_an_open_page_of_the_holder_keeps_the_talk(
    log: ConversationLog, handoffs: Handoffs, clock: HandClock, presence: Presence
) -> None:
    wait(log, handoffs, clock, "a")
    handoffs.take("a", "lan", "Lan")
    clock.now += datetime.timedelta(hours=1)
    presence.is_here([], [("a", "hoa")])
    assert handoffs.find("a").is_free(clock.now)
    presence.is_here([], [("a", "lan")])
    assert not handoffs.find("a").is_free(clock.now)
