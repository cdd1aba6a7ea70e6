"""Câu nào được ghi là chưa trả lời được: bị từ chối, bị chê; một lời một hàng, trong cùng giao dịch với lời đáp."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_clock import HandClock
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError

from bot.conversations import ConversationLog, Feedback, FeedbackLog, UnmaskedText
from bot.conversations.reports import NotAQuestion, report
from bot.conversations.tables import conversations
from bot.conversations.turns import Turn, turns
from bot.conversations.unanswered_tables import unanswered

ROAD = "Xin giấy phép đào đường ở đâu?"


class Chat:
    """Một cuộc trò chuyện, viết gọn: lời người dân, rồi loại và luật của lời đáp."""

    def __init__(self, engine: Engine, clock: HandClock) -> None:
        self.log, self._said = ConversationLog(engine, clock), 0
        self.feedback = FeedbackLog(engine, clock, lambda _answer, _at: None)
        self.log.create("cuoc")

    def turn(self, said: str | dict[str, str], kind: str, rule: str = "") -> str:
        self._said += 1
        body = {"text": said} if isinstance(said, str) else said
        message = self.log.append_message("cuoc", f"m{self._said}", body)
        reply = {"id": f"r{self._said}", "kind": kind, "rule": rule, "text": "…", "answers": ["cau-mau"]}
        self.log.append_replies("cuoc", message, [reply])
        return str(reply["id"])

    def rate(self, reply_id: str, right: bool) -> None:
        self.feedback.save("cuoc", Feedback(reply_id, "cau-mau", right))


@pytest.fixture
def chat(engine: Engine, clock: HandClock) -> Chat:
    return Chat(engine, clock)


def rows(engine: Engine) -> list[tuple[Any, ...]]:
    columns = (unanswered.c.text, unanswered.c.reason, unanswered.c.kind, unanswered.c.rule)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(unanswered.c.number))]


@pytest.mark.parametrize(("kind", "rule"), [("no_answer", "unknown"), ("out_of_scope", "outside:dat-dai")])
def test_a_refused_question_is_kept_with_the_rule_that_blocked_it(
    chat: Chat, engine: Engine, kind: str, rule: str
) -> None:
    chat.turn(ROAD, kind, rule)
    assert rows(engine) == [(ROAD, "refused", kind, rule)]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("answer", "found"),
        ("clarify", "found"),
        ("small_talk", "small_talk"),
        ("safety", "safety"),
        ("handoff", "handoff"),
        ("no_answer", "nothing_before"),
        ("out_of_scope", "abuse"),
        ("no_answer", "stopped"),
        ("no_answer", "paused:vneid"),
    ],
)
def test_what_is_no_refused_question_is_not_kept(chat: Chat, engine: Engine, kind: str, rule: str) -> None:
    chat.turn(ROAD, kind, rule)
    assert rows(engine) == []


def test_a_button_without_words_is_not_kept(chat: Chat, engine: Engine) -> None:
    chat.turn({"answer": "cau-da-go"}, "no_answer", "unknown")
    assert rows(engine) == []


def test_not_what_i_meant_keeps_the_question_it_speaks_of(chat: Chat, engine: Engine) -> None:
    chat.turn("Chào", "small_talk")
    chat.turn(ROAD, "answer", "found")
    chat.turn("không phải ý tôi", "clarify", "previous_answer_wrong")
    assert rows(engine) == [(ROAD, "corrected", "answer", "found")]


def test_not_what_i_meant_after_a_button_or_a_follow_up_keeps_the_question_that_led_there(
    chat: Chat, engine: Engine
) -> None:
    chat.turn(ROAD, "clarify", "found")
    chat.turn({"answer": "cau-mau"}, "answer", "chosen")
    chat.turn("nói ngắn thôi", "answer", "shorten")
    chat.turn("sai rồi", "clarify", "previous_answer_wrong")
    assert rows(engine) == [(ROAD, "corrected", "clarify", "found")]


def test_not_what_i_meant_after_mere_small_talk_blames_no_earlier_question(chat: Chat, engine: Engine) -> None:
    chat.turn(ROAD, "answer", "found")
    chat.turn("cảm ơn", "small_talk")
    chat.turn("không phải", "clarify", "previous_answer_wrong")
    assert rows(engine) == []


def test_a_badly_rated_answer_keeps_its_question_until_the_person_changes_their_mind(
    chat: Chat, engine: Engine
) -> None:
    reply = chat.turn(ROAD, "answer", "found")
    chat.rate(reply, right=True)
    assert rows(engine) == []
    chat.rate(reply, right=False)
    assert rows(engine) == [(ROAD, "rated", "answer", "found")]
    chat.rate(reply, right=True)
    assert rows(engine) == []


def test_one_question_is_kept_once_however_it_is_blamed(chat: Chat, engine: Engine) -> None:
    reply = chat.turn(ROAD, "no_answer", "unknown")
    chat.turn("không phải ý tôi", "clarify", "previous_answer_wrong")
    chat.rate(reply, right=False)
    chat.rate(reply, right=True)
    assert rows(engine) == [(ROAD, "refused", "no_answer", "unknown")]


def told(kind: str, rule: str) -> list[dict[str, Any]]:
    return [{"id": "r1", "kind": kind, "rule": rule, "text": "…"}]


@pytest.mark.parametrize(("kind", "rule"), [("answer", "found"), ("no_answer", "unknown")])
def test_a_question_a_helper_reports_is_kept_once_and_counted_nowhere(
    engine: Engine, clock: HandClock, kind: str, rule: str
) -> None:
    for _ in range(2):  # bấm hai lần, hay gửi lại vì mạng chậm
        report(engine, clock(), "bao1", ROAD, told(kind, rule))
    assert rows(engine) == [(ROAD, "reported", kind, rule)]
    with engine.connect() as connection:
        assert connection.execute(select(turns)).all() == []


def test_a_report_of_what_is_no_question_or_holds_a_number_writes_nothing(engine: Engine, clock: HandClock) -> None:
    with pytest.raises(NotAQuestion):
        report(engine, clock(), "bao1", "mất bao lâu?", told("no_answer", "nothing_before"))
    with pytest.raises(UnmaskedText):
        report(engine, clock(), "bao2", "căn cước 038204012345 hỏng", told("no_answer", "unknown"))
    assert rows(engine) == []
    with engine.connect() as connection:
        assert connection.execute(select(conversations)).all() == []


def test_a_report_is_erased_when_its_time_is_up(engine: Engine, clock: HandClock) -> None:
    report(engine, clock(), "bao1", ROAD, told("answer", "found"))
    later = clock() + datetime.timedelta(days=1)
    assert ConversationLog(engine, clock).prune(later) == 1
    assert rows(engine) == []


def test_a_message_answered_twice_is_kept_once(engine: Engine, clock: HandClock) -> None:
    log = ConversationLog(engine, clock)
    log.create("cuoc")
    message = log.append_message("cuoc", "m1", {"text": ROAD})
    for _ in range(2):
        log.append_replies("cuoc", message, [{"id": "r", "kind": "no_answer", "rule": "unknown"}])
    assert len(rows(engine)) == 1


def test_a_turn_that_could_not_be_written_whole_leaves_no_question_behind(chat: Chat, engine: Engine) -> None:
    message = chat.log.append_message("cuoc", "m1", {"text": ROAD})
    uncountable = Turn(kind="no_answer", rule="unknown", topic=["không phải chữ"])  # type: ignore[arg-type]
    with pytest.raises(StatementError):
        chat.log.append_replies("cuoc", message, [{"id": "r", "kind": "no_answer", "rule": "unknown"}], uncountable)
    assert rows(engine) == []


def test_unmasked_words_never_reach_it(chat: Chat, engine: Engine) -> None:
    with pytest.raises(UnmaskedText):
        chat.turn("số căn cước của tôi là 038190001234, tra giúp", "no_answer", "unknown")
    assert rows(engine) == []


def test_deleting_the_talk_deletes_its_questions(chat: Chat, engine: Engine) -> None:
    chat.turn(ROAD, "no_answer", "unknown")
    chat.log.delete("cuoc")
    assert rows(engine) == []
