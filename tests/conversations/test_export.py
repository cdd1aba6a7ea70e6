"""Đọc lại nhật ký: đủ từng cuộc, đúng thứ tự, chỉ những lời đã được trả lời."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_clock import START, HandClock
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog, ConversationNotFound, Handoffs
from bot.conversations.export import exchanges, exchanges_of


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    return ConversationLog(engine, clock)


def talk(log: ConversationLog, conversation: str, **body: str) -> None:
    number = len(log.events_since(conversation, 0))
    reply: dict[str, Any] = {"id": f"r{number}", "text": f"đáp {number}", "kind": "answer", "answers": []}
    log.append_replies(conversation, log.append_message(conversation, f"m{number}", body), [reply])


def test_turns_of_mingled_talks_come_oldest_first(log: ConversationLog, engine: Engine, clock: HandClock) -> None:
    log.create("a")
    log.create("b")
    talk(log, "a", text="một")
    talk(log, "b", text="hai")
    clock.now += datetime.timedelta(minutes=5)
    talk(log, "a", answer="vneid-la-gi")
    assert [(each.conversation_id, each.body, each.replies[0]["text"]) for each in exchanges(engine)] == [
        ("a", {"text": "một"}, "đáp 0"),
        ("b", {"text": "hai"}, "đáp 0"),
        ("a", {"answer": "vneid-la-gi"}, "đáp 2"),
    ]
    assert [each.at for each in exchanges_of(engine, "a")] == [START, clock.now]


def test_a_talk_begun_before_the_day_is_left_out_whole(log: ConversationLog, engine: Engine, clock: HandClock) -> None:
    """Nửa sau của một cuộc mà thiếu nửa đầu thì bot hiểu khác."""
    log.create("cũ")
    talk(log, "cũ", text="đầu")
    clock.now += datetime.timedelta(days=1)
    midnight = clock.now
    log.create("mới")
    talk(log, "cũ", text="tiếp")
    talk(log, "mới", text="đầu")
    assert [each.conversation_id for each in exchanges(engine, since=midnight)] == ["mới"]


def test_a_message_nobody_answered_and_words_to_or_of_a_helper_are_not_turns(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    handoffs = Handoffs(engine, clock)
    log.create("a")
    log.append_message("a", "lost", {"text": "bot đang hỏng"})
    talk(log, "a", text="hỏi lại")
    handoffs.ask("a")
    handoffs.take("a", "lan", "Lan")
    handoffs.say("a", "lan", "tôi đây", "1")
    talk(log, "a", text="chào chị")
    assert [each.body for each in exchanges_of(engine, "a")] == [{"text": "hỏi lại"}]


def test_an_unknown_or_silent_talk_is_not_found(log: ConversationLog, engine: Engine) -> None:
    log.create("im")
    for conversation in ("im", "không có"):
        with pytest.raises(ConversationNotFound):
            exchanges_of(engine, conversation)
