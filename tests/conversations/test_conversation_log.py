"""Nhật ký cuộc trò chuyện trên một tệp SQLite thật."""

from __future__ import annotations

import datetime
import threading

import pytest
from hand_clock import START, HandClock
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog, ConversationNotFound, Message, UnmaskedText


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    log = ConversationLog(engine, clock)
    log.create("c1")
    return log


def test_a_message_and_its_replies_are_read_back_in_order(log: ConversationLog) -> None:
    message = log.append_message("c1", "m1", {"text": "xin chào"})
    log.append_replies("c1", message, [{"id": "r1", "text": "Chào anh/chị"}])
    events = log.events_since("c1", 0)
    assert [(event.kind, event.body) for event in events] == [
        ("message", {"text": "xin chào"}),
        ("replies", [{"id": "r1", "text": "Chào anh/chị"}]),
    ]
    assert events[0].at == START
    assert log.events_since("c1", message.number) == events[1:]


def test_the_same_client_id_again_brings_the_stored_replies(log: ConversationLog) -> None:
    first = log.append_message("c1", "m1", {"text": "một"})
    assert log.append_message("c1", "m1", {"text": "một"}) == Message(first.number, {"text": "một"}, None)
    log.append_replies("c1", first, [{"id": "r1"}])
    assert log.append_message("c1", "m1", {"text": "hai"}) == Message(first.number, {"text": "một"}, [{"id": "r1"}])


def test_the_same_client_id_in_another_conversation_is_another_message(log: ConversationLog) -> None:
    log.create("c2")
    first, second = (log.append_message(name, "m1", {"text": name}) for name in ("c1", "c2"))
    assert first.number != second.number


def test_only_the_first_replies_to_a_message_count(log: ConversationLog) -> None:
    message = log.append_message("c1", "m1", {"text": "một"})
    log.append_replies("c1", message, [{"id": "r1"}])
    assert log.append_replies("c1", message, [{"id": "r2"}]) == [{"id": "r1"}]


def test_two_senders_at_the_same_moment_agree_on_one_message_and_one_reply(log: ConversationLog) -> None:
    """Mười luồng thật cùng ghi một `client_id`: một dòng lời, một dòng trả lời, ai cũng nhận câu như nhau."""
    together = threading.Barrier(10)
    seen: list[list[dict[str, object]]] = []

    def send(n: int) -> None:
        together.wait()
        message = log.append_message("c1", "m1", {"text": "một"})
        seen.append(message.replies or log.append_replies("c1", message, [{"id": f"r{n}"}]))

    threads = [threading.Thread(target=send, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 10
    assert all(replies == seen[0] for replies in seen)
    assert [event.kind for event in log.events_since("c1", 0)] == ["message", "replies"]


def test_text_with_a_personal_number_is_refused(log: ConversationLog) -> None:
    with pytest.raises(UnmaskedText) as caught:
        log.append_message("c1", "m1", {"text": "số tôi 038090001234"})
    assert caught.value.kinds == ("id_card",)
    assert "038090001234" not in str(caught.value)


def test_an_unknown_conversation_is_named(log: ConversationLog) -> None:
    for call in (
        lambda: log.append_message("c9", "m1", {"text": "một"}),
        lambda: log.events_since("c9", 0),
        lambda: log.delete("c9"),
    ):
        with pytest.raises(ConversationNotFound) as caught:
            call()
        assert caught.value.conversation_id == "c9"


def test_deleting_a_conversation_removes_every_word_of_it(log: ConversationLog, engine: Engine) -> None:
    log.append_replies("c1", log.append_message("c1", "m1", {"text": "một"}), [{"id": "r1"}])
    log.delete("c1")
    with pytest.raises(ConversationNotFound):
        log.events_since("c1", 0)
    assert engine.execute("select count(*) from conversation_events").scalar() == 0


def test_pruning_removes_only_conversations_silent_since_then(
    log: ConversationLog, clock: HandClock, engine: Engine
) -> None:
    """Cuộc mở đã lâu nhưng hôm nay còn nói thì được giữ trọn."""
    log.create("c2")
    log.append_message("c1", "m1", {"text": "cũ"})
    log.append_message("c2", "m1", {"text": "cũ"})
    clock.now += datetime.timedelta(days=40)
    log.append_message("c2", "m2", {"text": "mới"})
    assert log.prune(clock.now - datetime.timedelta(days=30)) == 1
    assert [event.body for event in log.events_since("c2", 0)] == [{"text": "cũ"}, {"text": "mới"}]
    assert engine.execute("select count(*) from conversation_events").scalar() == 2
