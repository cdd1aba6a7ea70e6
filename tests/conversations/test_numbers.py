"""Sổ đếm: mỗi lượt một hàng vô danh; con số đúng dù đếm thẳng hay đã cộng sẵn."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_clock import HandClock
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog, Feedback, FeedbackLog, Handoffs
from bot.conversations.numbers import DEFINITIONS, LEAST, Counts, numbers, speed, total
from bot.conversations.rolling import roll
from bot.conversations.turns import Turn, local_day, rolled_days, turns

TODAY = datetime.date(2026, 11, 21)
FOUND = Turn("answer", "found", "vneid", "thanh-hoa", 40)
SHARES = {each.id: each for each in DEFINITIONS}


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    log = ConversationLog(engine, clock)
    log.create("c1")
    return log


def say(log: ConversationLog, turn: Turn, conversation: str = "c1", **reply: Any) -> int:
    """Một lượt: một lời và lời đáp của nó; trả số của lời."""
    number = len(log.events_since(conversation, 0))
    message = log.append_message(conversation, f"m{number}", {"text": "hỏi"})
    log.append_replies(conversation, message, [{"id": f"r{number}", **reply}], turn)
    return message.number


def today(engine: Engine, **only: str) -> Counts:
    return total(numbers(engine, TODAY, TODAY, "topic", **only))


def rows(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(turns).order_by(turns.c.number))]


def test_a_turn_is_counted_once_without_words_or_hour(log: ConversationLog, engine: Engine) -> None:
    message = log.append_message("c1", "m1", {"text": "hỏi"})
    for _ in range(2):
        log.append_replies("c1", message, [{"id": "r1"}], FOUND)
    assert rows(engine) == [
        {
            "number": message.number,
            "day": TODAY,
            "kind": "answer",
            "rule": "found",
            "topic": "vneid",
            "place": "thanh-hoa",
            "milliseconds": 40,
            "corrected": False,
            "rated": None,
        }
    ]


def test_a_turn_after_midnight_in_vietnam_belongs_to_the_new_day(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    clock.now = datetime.datetime(2026, 11, 21, 17, 0, tzinfo=datetime.timezone.utc)
    say(log, FOUND)
    assert rows(engine)[0]["day"] == local_day(clock.now) == datetime.date(2026, 11, 22)


def test_the_counts_of_every_outcome_add_up_to_what_was_asked(log: ConversationLog, engine: Engine) -> None:
    for kind in ("answer", "figure", "safety", "clarify", "own_record", "handoff", "no_answer", "out_of_scope"):
        say(log, Turn(kind, "x"))
    for kind in ("small_talk", "guide"):
        say(log, Turn(kind, "x"))
    counts = today(engine)
    assert counts == Counts(asked=8, answered=3, asked_back=1, pointed=2, refused=2)


def test_saying_it_was_not_what_i_meant_marks_the_turn_before(log: ConversationLog, engine: Engine) -> None:
    log.create("c2")
    say(log, FOUND)
    say(log, FOUND)
    say(log, FOUND, "c2")
    say(log, Turn("clarify", "previous_answer_wrong"))
    assert [row["corrected"] for row in rows(engine)] == [False, True, False, False]
    assert today(engine).corrected == 1


def test_a_rating_marks_its_turn_and_one_wrong_item_makes_it_wrong(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    say(log, FOUND, answers=["a", "b"])
    say(log, FOUND)
    feedback = FeedbackLog(engine, clock, lambda _answer, _at: None)
    feedback.save("c1", Feedback("r0", "a", True))
    assert [row["rated"] for row in rows(engine)] == [True, None]
    feedback.save("c1", Feedback("r0", "b", False))
    feedback.save("c1", Feedback("r0", "a", True))
    assert [row["rated"] for row in rows(engine)] == [False, None]
    assert (today(engine).rated_right, today(engine).rated_wrong) == (0, 1)


def test_asking_for_a_person_is_counted_with_the_topic_just_asked(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    say(log, FOUND)
    Handoffs(engine, clock).ask("c1")
    Handoffs(engine, clock).ask("c1")
    assert today(engine, topic="vneid", place="thanh-hoa") == Counts(asked=1, answered=1, handed_over=1)


def test_deleting_the_talk_leaves_the_numbers_as_they_were(log: ConversationLog, engine: Engine) -> None:
    say(log, FOUND)
    before = today(engine)
    log.delete("c1")
    assert today(engine) == before
    assert set(rows(engine)[0]) == {each.name for each in turns.c}
    assert not {"conversation_id", "at", "text", "body"} & set(rows(engine)[0])


def test_numbers_by_day_topic_and_place(log: ConversationLog, engine: Engine, clock: HandClock) -> None:
    say(log, FOUND)
    say(log, Turn("no_answer", "none"))
    clock.now += datetime.timedelta(days=2)
    say(log, Turn("figure", "figure", "vneid", "hue"))
    first, last = TODAY, TODAY + datetime.timedelta(days=2)
    asked = {
        group: {key: counts.asked for key, counts in numbers(engine, first, last, group).items()}  # type: ignore[arg-type]
        for group in ("day", "topic", "place")
    }
    assert asked["day"] == {TODAY: 2, TODAY + datetime.timedelta(days=1): 0, last: 1}
    assert asked["topic"] == {"": 1, "vneid": 2}
    assert asked["place"] == {"": 1, "hue": 1, "thanh-hoa": 1}
    assert total(numbers(engine, first, last, "day", place="hue")) == Counts(asked=1, answered=1)


def test_a_day_added_up_in_advance_gives_the_same_numbers_and_a_late_rating_still_counts(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    for _ in range(LEAST):
        say(log, FOUND, answers=["a"])
    say(log, Turn("clarify", "previous_answer_wrong", milliseconds=900))
    fresh = {group: numbers(engine, TODAY, TODAY, group) for group in ("day", "topic", "place")}  # type: ignore[arg-type]
    fast = speed(engine, TODAY, TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert roll(engine, TODAY) == 0
    assert (roll(engine, tomorrow), roll(engine, tomorrow)) == (1, 0)
    assert {group: numbers(engine, TODAY, TODAY, group) for group in fresh} == fresh  # type: ignore[arg-type]
    assert speed(engine, TODAY, TODAY) == fast
    clock.now += datetime.timedelta(days=1)
    FeedbackLog(engine, clock, lambda _answer, _at: None).save("c1", Feedback("r0", "a", False))
    assert today(engine).rated_wrong == 1
    assert roll(engine, tomorrow) == 1
    assert today(engine).rated_wrong == 1


def test_a_hole_in_the_middle_of_the_days_added_up_is_counted_from_the_book(
    log: ConversationLog, engine: Engine, clock: HandClock
) -> None:
    for _ in range(3):
        say(log, FOUND)
        clock.now += datetime.timedelta(days=1)
    last = TODAY + datetime.timedelta(days=3)
    assert roll(engine, last) == 3
    with engine.begin() as connection:
        connection.execute(rolled_days.delete().where(rolled_days.c.day == TODAY + datetime.timedelta(days=1)))
    say(log, FOUND)
    by_day = numbers(engine, TODAY, last, "day")
    assert [counts.asked for counts in by_day.values()] == [1, 1, 1, 1]
    assert total(numbers(engine, TODAY, last, "place")).asked == 4


def test_the_median_and_the_slow_end_are_values_that_happened(log: ConversationLog, engine: Engine) -> None:
    for milliseconds in range(1, LEAST):
        say(log, Turn("answer", "found", milliseconds=milliseconds))
    assert speed(engine, TODAY, TODAY) is None
    say(log, Turn("answer", "found", milliseconds=LEAST))
    found = speed(engine, TODAY, TODAY)
    assert found is not None
    assert (found.p50, found.p95, found.count) == (10, 19, LEAST)


def test_a_share_is_told_only_when_there_is_enough_to_tell_it() -> None:
    answered = SHARES["answered"]
    assert answered.share(Counts(asked=LEAST - 1, answered=LEAST - 1)) is None
    assert answered.share(Counts()) is None
    assert answered.share(Counts(asked=LEAST, answered=LEAST // 2)) == 0.5


def test_every_definition_divides_two_counts_that_exist_and_says_how() -> None:
    counts = Counts(asked=100, answered=100, rated_right=50, rated_wrong=50)
    for each in DEFINITIONS:
        assert each.share(counts) is not None
        assert each.name and each.part_told and each.whole_told
