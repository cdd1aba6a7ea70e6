"""Mẫu chấm mù: lấy một lần, đúng tuần trước, hai người chấm không thấy dấu của nhau."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from hand_clock import HandClock
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog
from bot.conversations import samples as module
from bot.conversations.numbers import LEAST
from bot.conversations.samples import MOST, WRONG_BUT_SURE, NotYours, Samples, last_week, marks, samples
from bot.conversations.turns import Turn

FOUND = Turn("answer", "found", "vneid", None, 40)
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture
def log(engine: Engine, clock: HandClock) -> ConversationLog:
    return ConversationLog(engine, clock)


@pytest.fixture
def drawer(engine: Engine, clock: HandClock) -> Samples:
    return Samples(engine, clock)


def ask(log: ConversationLog, count: int, turn: Turn = FOUND, **body: Any) -> None:
    for number in range(count):
        name = f"{turn.rule}-{turn.kind}-{number}"
        log.create(name)
        message = log.append_message(name, "m", body or {"text": f"hỏi {name}"})
        log.append_replies(name, message, [{"id": "r", "text": f"đáp {name}"}], turn)


def drawn(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(samples).order_by(samples.c.id)).all())


def test_last_week_is_the_iso_week_before(clock: HandClock) -> None:
    assert last_week(datetime.date(2026, 11, 22)) == "2026-W46"
    assert last_week(datetime.date(2026, 11, 23)) == "2026-W47"
    assert last_week(datetime.date(2027, 1, 4)) == "2026-W53"


def test_only_straight_answers_to_words_of_last_week_are_drawn_once(
    log: ConversationLog, drawer: Samples, engine: Engine, clock: HandClock
) -> None:
    ask(log, 60)
    ask(log, 3, Turn("no_answer", "none"))
    ask(log, 3, Turn("answer", "repeat"))
    ask(log, 3, Turn("answer", "task:vneid-muc-2"))
    ask(log, 3, Turn("answer", "about"), answer="vneid-la-gi")
    assert drawer.draw() == 0  # tuần này chưa hết
    clock.now += WEEK
    ask(log, 3, Turn("answer", "moi"))
    count = drawer.draw()
    assert MOST - 3 <= count <= MOST
    assert drawer.draw() == 0
    found = drawn(engine)
    assert {row.week for row in found} == {"2026-W47"}
    assert all(row.question.startswith("hỏi found") and row.reply.startswith("đáp found") for row in found)


def test_the_week_is_the_seed_so_drawing_again_picks_the_same(
    log: ConversationLog, drawer: Samples, engine: Engine, clock: HandClock
) -> None:
    ask(log, 60)
    clock.now += WEEK
    drawer.draw()
    first = [row.number for row in drawn(engine)]
    with engine.begin() as connection:
        connection.execute(samples.delete())
    drawer.draw()
    assert [row.number for row in drawn(engine)] == first


def test_two_gateways_drawing_at_once_draw_one_sample(
    log: ConversationLog, drawer: Samples, engine: Engine, clock: HandClock
) -> None:
    ask(log, 60)
    clock.now += WEEK
    together, counts = threading.Barrier(4), []

    def draw() -> None:
        together.wait()
        counts.append(drawer.draw())

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, MOST]
    assert len(drawn(engine)) == MOST


@pytest.fixture
def marked(log: ConversationLog, drawer: Samples, clock: HandClock) -> Samples:
    ask(log, LEAST)
    clock.now += WEEK
    drawer.draw()
    return drawer


def test_a_marker_never_sees_a_sample_twice_and_never_sees_the_others_mark(marked: Samples) -> None:
    first = marked.next("lan")
    assert first is not None and first.verdict is None
    marked.mark(first.id, "lan", "wrong")
    after = marked.next("lan")
    assert after is not None and after.id != first.id
    assert marked.next("minh") == first  # đã có một dấu nên đứng trước, và không lộ dấu ấy
    assert marked.results()[0].done == 0


def test_a_third_marker_is_not_asked_and_is_refused(marked: Samples) -> None:
    first = marked.next("lan")
    assert first is not None
    marked.mark(first.id, "lan", "right")
    marked.mark(first.id, "minh", "wrong")
    third = marked.next("hoa")
    assert third is not None and third.id != first.id
    assert (marked.left("hoa"), marked.left("lan")) == (LEAST - 1, LEAST - 1)
    for marker in ("hoa", "lan"):
        with pytest.raises(NotYours):
            marked.mark(first.id, marker, "right")


def test_a_slip_can_be_marked_again_until_the_second_marker_has_marked(marked: Samples, engine: Engine) -> None:
    first = marked.next("lan")
    assert first is not None
    marked.mark(first.id, "lan", "wrong")
    assert marked.marked_by(first.id, "lan").verdict == "wrong"
    with pytest.raises(NotYours):
        marked.marked_by(first.id, "minh")
    marked.mark(first.id, "lan", "right")
    marked.mark(first.id, "minh", "right")
    with pytest.raises(NotYours):
        marked.marked_by(first.id, "lan")
    with engine.connect() as connection:
        assert [row.verdict for row in connection.execute(select(marks))] == ["right", "right"]


def test_two_people_marking_at_once_never_leave_three_marks(marked: Samples, engine: Engine) -> None:
    first = marked.next("lan")
    assert first is not None
    marked.mark(first.id, "lan", "right")
    together, refused = threading.Barrier(5), []

    def mark(name: str) -> None:
        together.wait()
        try:
            marked.mark(first.id, name, "wrong")
        except NotYours:
            refused.append(name)

    threads = [threading.Thread(target=mark, args=(f"người {n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 4
    with engine.connect() as connection:
        assert len(connection.execute(select(marks)).all()) == module.MARKERS


def test_confident_and_wrong_is_both_saying_wrong_over_both_having_said(marked: Samples) -> None:
    verdicts = [("wrong", "wrong"), ("wrong", "right"), ("unsure", "wrong")] + [("right", "right")] * (LEAST - 4)
    for one, two in verdicts:
        found = marked.next("lan")
        assert found is not None
        marked.mark(found.id, "lan", one)  # type: ignore[arg-type]
        marked.mark(found.id, "minh", two)  # type: ignore[arg-type]
    half = marked.next("lan")
    assert half is not None
    marked.mark(half.id, "lan", "wrong")
    (result,) = marked.results()
    assert (result.drawn, result.done, result.wrong, result.disagreed) == (LEAST, LEAST - 1, 1, 2)
    assert WRONG_BUT_SURE.share(result) is None
    marked.mark(half.id, "minh", "wrong")
    (result,) = marked.results()
    assert WRONG_BUT_SURE.share(result) == 2 / LEAST


def test_a_sample_whose_talk_was_erased_is_not_asked(marked: Samples, engine: Engine) -> None:
    first = marked.next("lan")
    assert first is not None
    with engine.begin() as connection:
        connection.execute(samples.update().where(samples.c.id == first.id).values(question=None, reply=None))
    after = marked.next("lan")
    assert after is not None and after.id != first.id
    with pytest.raises(NotYours):
        marked.mark(first.id, "lan", "right")
