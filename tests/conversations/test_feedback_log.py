"""Góp ý: thay bản trước, gắn với nội dung đã đọc, mất cùng cuộc trò chuyện."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_clock import START, HandClock
from sqlalchemy import inspect, select
from sqlalchemy.engine import Engine

from bot.conversations import (
    ConversationLog,
    ConversationNotFound,
    Feedback,
    FeedbackLog,
    ReplyNotFound,
    UnmaskedText,
    most_answered,
    tables,
)

REPLY = {"id": "r_1", "kind": "answer", "answers": ["vneid-la-gi", "danh-sach@a+b@c"]}


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    log = ConversationLog(engine, clock)
    for name in ("c1", "c2"):
        log.create(name)
        log.append_replies(name, log.append_message(name, "m1", {"text": "hỏi"}), [REPLY])
    return log


@pytest.fixture
def feedback(engine: Engine, clock: HandClock, log: ConversationLog) -> FeedbackLog:
    return FeedbackLog(engine, clock, lambda answer_id, at: 7 if (answer_id, at) == ("vneid-la-gi", START) else None)


def stored(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(tables.feedback))]


def test_feedback_is_kept_with_the_version_that_was_read(
    feedback: FeedbackLog, engine: Engine, clock: HandClock
) -> None:
    """Góp ý hôm sau vẫn gắn với nội dung lúc được trả lời."""
    clock.now += datetime.timedelta(days=1)
    feedback.save("c1", Feedback("r_1", "vneid-la-gi", False, "cu", "đổi rồi"))
    assert stored(engine) == [
        {
            "conversation_id": "c1",
            "reply_id": "r_1",
            "answer_id": "vneid-la-gi",
            "answer_version": 7,
            "right": False,
            "reason": "cu",
            "note": "đổi rồi",
            "created_at": clock.now.replace(tzinfo=None),
        }
    ]


def test_a_second_opinion_replaces_the_first_and_nothing_else(feedback: FeedbackLog, engine: Engine) -> None:
    feedback.save("c1", Feedback("r_1", "vneid-la-gi", False, "sai", "sai rồi"))
    feedback.save("c1", Feedback("r_1", "danh-sach@a+b@c", True))
    feedback.save("c2", Feedback("r_1", "vneid-la-gi", False))
    feedback.save("c1", Feedback("r_1", "vneid-la-gi", True))
    rows = {
        (row["conversation_id"], row["answer_id"]): (row["right"], row["reason"], row["note"]) for row in stored(engine)
    }
    assert rows == {
        ("c1", "vneid-la-gi"): (True, None, None),
        ("c1", "danh-sach@a+b@c"): (True, None, None),
        ("c2", "vneid-la-gi"): (False, None, None),
    }


@pytest.mark.parametrize(
    ("reply_id", "answer_id"), [("r_2", "vneid-la-gi"), ("r%1", "vneid-la-gi"), ("r", "vneid-la-gi"), ("r_1", "khac")]
)
def test_feedback_for_what_was_never_answered_is_refused(
    feedback: FeedbackLog, engine: Engine, reply_id: str, answer_id: str
) -> None:
    with pytest.raises(ReplyNotFound):
        feedback.save("c1", Feedback(reply_id, answer_id, True))
    assert stored(engine) == []


def test_an_unknown_conversation_and_an_unmasked_note_are_refused(feedback: FeedbackLog, engine: Engine) -> None:
    with pytest.raises(ConversationNotFound):
        feedback.save("c9", Feedback("r_1", "vneid-la-gi", True))
    with pytest.raises(UnmaskedText):
        feedback.save("c1", Feedback("r_1", "vneid-la-gi", False, "sai", "số tôi 038090001234"))
    assert stored(engine) == []


def test_deleting_a_conversation_deletes_its_feedback_only(
    feedback: FeedbackLog, log: ConversationLog, engine: Engine
) -> None:
    for name in ("c1", "c2"):
        feedback.save(name, Feedback("r_1", "vneid-la-gi", True))
    log.delete("c1")
    assert [row["conversation_id"] for row in stored(engine)] == ["c2"]


def test_pruning_deletes_the_feedback_of_pruned_conversations(
    feedback: FeedbackLog, log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    feedback.save("c1", Feedback("r_1", "vneid-la-gi", True))
    clock.now += datetime.timedelta(days=40)
    feedback.save("c2", Feedback("r_1", "vneid-la-gi", True))
    log.prune(clock.now - datetime.timedelta(days=30))
    assert [row["conversation_id"] for row in stored(engine)] == ["c2"]


def test_answers_are_counted_once_for_each_reply_since_a_moment(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    clock.now += datetime.timedelta(days=2)
    other = [{"kind": "answer", "answers": ["a", "a"]}, {"kind": "figure", "answers": ["so-1"]}, {"text": "chào"}]
    log.append_replies("c1", log.append_message("c1", "m2", {"text": "hỏi"}), other)
    assert most_answered(engine, clock.now) == {"a": 1}
    assert most_answered(engine, START) == {"a": 1, "vneid-la-gi": 2, "danh-sach@a+b@c": 2}


def test_the_migrations_make_the_tables_the_log_reads_and_writes(engine: Engine) -> None:
    look = inspect(engine)
    for table in tables.metadata.sorted_tables:
        assert {column["name"] for column in look.get_columns(table.name)} == {column.name for column in table.columns}
    assert look.get_pk_constraint("feedback")["constrained_columns"] == ["conversation_id", "reply_id", "answer_id"]
