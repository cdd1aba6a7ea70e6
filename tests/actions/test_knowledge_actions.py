"""Hành động Rasa trên một kho ba câu: một tin nhắn mỗi lượt, nhớ và quên đúng điều, không nuốt lỗi."""

from __future__ import annotations

import asyncio
import datetime
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.answer import AnswerAction
from bot.actions.call_helper import CallHelperAction
from bot.actions.follow_up import FollowUpAction
from bot.actions.safety import SafetyAction
from bot.actions.tasks import StartTaskAction, TaskChecklistAction, ValidateTaskForm
from bot.actions.turn import KnowledgeAction, read_question, remember
from bot.database import open_engine, upgrade
from bot.knowledge.answerer import SCAM_ANSWER, Answerer
from bot.knowledge.current import CurrentKnowledge
from bot.knowledge.model import Answer, Figure, Indicator, Knowledge, Place, Source
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.period import Period
from bot.settings import ROOT

TODAY = datetime.date(2026, 11, 21)
SLOTS = ("topic", "place", "time", "measure", "last_answers", "runners_up")


def answer(answer_id: str, topic: Any, title: str, steps: tuple[str, ...] = ()) -> Answer:
    return Answer(
        id=answer_id,
        topic=topic,
        title=title,
        short=f"Lời đáp của {answer_id}.",
        facts=("Có nguồn.",),
        sources=("bao",),
        read_on=Period.parse("2026-11"),
        confidence="high",
        steps=steps,
    )


KNOWLEDGE = Knowledge(
    sources={"bao": Source("bao", "Bài báo", "Báo Mẫu", published=Period.parse("2024-05-01"))},
    places={"xu-a": Place("xu-a", "Xứ An", "province"), "xu-b": Place("xu-b", "Xứ Bình", "province")},
    indicators={"so-cho": Indicator("so-cho", "chợ không tiền mặt", "chợ", "thanh-toan", ("số chợ không tiền mặt",))},
    figures={
        place: Figure(place, "bao", "so-cho", place, value, Period.parse("2024"), "stated", f"{value:g} chợ", 1)
        for place, value in (("xu-a", 12.0), ("xu-b", 7.0))
    },
    answers={
        item.id: item
        for item in (
            answer(
                "quen-mat-khau", "vneid", "Quên mật khẩu VNeID thì làm sao?", ("Mở ứng dụng.", "Bấm quên mật khẩu.")
            ),
            answer("mat-the", "can-cuoc", "Mất thẻ căn cước thì làm lại ở đâu?"),
            answer(SCAM_ANSWER, "an-toan", "Bị lừa chuyển tiền rồi phải làm gì?"),
        )
    },
)


class ThreeAnswers:
    """Kho viết tay, đứng vào chỗ của `CurrentKnowledge`."""

    def answerer(self) -> Answerer:
        return Answerer(KNOWLEDGE, lambda: TODAY)


Run = Callable[..., tuple[dict[str, Any], dict[str, Any]]]


def tracker(text: str, intent: str = "", slots: dict[str, Any] | None = None, **message: Any) -> Tracker:
    heard = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "metadata": {}, **message}
    heard.setdefault("intent_ranking", [{"name": intent, "confidence": 1.0}] if intent else [])
    return Tracker("người dân", {**dict.fromkeys(SLOTS), **(slots or {})}, heard, [], False, None, {}, "action_listen")


def turn(kind: type[KnowledgeAction], heard: Tracker) -> tuple[dict[str, Any], dict[str, Any]]:
    """Chạy một hành động; trả tin nhắn duy nhất và các slot đã đặt."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(kind(ThreeAnswers()).run(dispatcher, heard, {}))  # type: ignore[arg-type]
    assert {event["event"] for event in events} <= {"slot"}
    (message,) = dispatcher.messages
    return message, {event["name"]: event["value"] for event in events}


REPLIES = [AnswerAction, FollowUpAction, SafetyAction, CallHelperAction]
ALL = [*REPLIES, StartTaskAction, ValidateTaskForm, TaskChecklistAction]


@pytest.mark.parametrize("kind", [*REPLIES, StartTaskAction, TaskChecklistAction])
@pytest.mark.parametrize("text", ["quen mat khau vneid", "", "😀", "zzz " * 500])
def test_a_turn_is_exactly_one_message_with_text_and_custom(kind: type[KnowledgeAction], text: str) -> None:
    message, _ = turn(kind, tracker(text))
    assert message["text"].strip()
    assert message["custom"]["kind"]


def test_every_action_of_the_domain_is_here_under_its_name() -> None:
    names = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["actions"]
    assert sorted(kind().name() for kind in ALL) == sorted(names)


def test_an_answer_is_remembered_for_the_next_turn() -> None:
    message, slots = turn(AnswerAction, tracker("quen mat khau vneid", "ask_vneid"))
    assert message["custom"]["answers"] == ["quen-mat-khau"]
    runners_up = ["mat-the", "bi-lua-chuyen-tien-phai-lam-gi"]
    assert slots == {"topic": "vneid", "last_answers": ["quen-mat-khau"], "runners_up": runners_up}


def test_a_figure_is_remembered_with_its_place_and_measure() -> None:
    message, slots = turn(AnswerAction, tracker("Xứ An có bao nhiêu chợ không tiền mặt?", "ask_local_figure"))
    assert message["custom"]["answers"] == ["xu-a"]
    assert (slots["topic"], slots["place"], slots["measure"]) == ("figure", ["xu-a"], ["so-cho"])


def test_the_next_turn_may_name_only_another_place() -> None:
    _, slots = turn(AnswerAction, tracker("Xứ An có bao nhiêu chợ không tiền mặt?", "ask_local_figure"))
    message, slots = turn(AnswerAction, tracker("thế còn Xứ Bình?", "ask_local_figure", slots))
    assert message["custom"]["answers"] == ["xu-b"]
    assert slots["place"] == ["xu-b"]


def test_leaving_figures_for_an_answer_forgets_place_and_measure() -> None:
    before = {"topic": "figure", "place": ["xu-a"], "measure": ["so-cho"], "time": ["2024"], "last_answers": ["xu-a"]}
    _, slots = turn(AnswerAction, tracker("Mất thẻ căn cước thì làm lại ở đâu?", "ask_id_card", before))
    about = {"topic": "can-cuoc", "last_answers": ["mat-the"]}
    runners_up = ["quen-mat-khau", "bi-lua-chuyen-tien-phai-lam-gi"]
    assert slots == {**about, "place": [], "time": [], "measure": [], "runners_up": runners_up}


def test_an_outcome_that_is_about_nothing_leaves_the_memory_alone() -> None:
    before = {"topic": "vneid", "last_answers": ["quen-mat-khau"]}
    message, slots = turn(AnswerAction, tracker("hôm nay trời mưa không", "out_of_scope", before))
    assert message["custom"]["kind"] == "out_of_scope"
    assert slots == {}


def test_only_what_changed_is_set_again() -> None:
    before = Context(topic="vneid", last_answers=("a",))
    assert remember(before, Outcome("answer", context=before)) == []
    (event,) = remember(before, Outcome("answer", context=Context(topic="vneid", last_answers=("b",))))
    assert (event["name"], event["value"]) == ("last_answers", ["b"])


def test_a_follow_up_speaks_of_the_remembered_answer() -> None:
    before = {"topic": "vneid", "last_answers": ["quen-mat-khau"]}
    message, slots = turn(FollowUpAction, tracker("bước 2", "next_step", before))
    assert "Bước 2: Bấm quên mật khẩu." in message["text"]
    assert slots == {}
    message, _ = turn(FollowUpAction, tracker("nguồn đâu", "ask_source", before))
    assert "Báo Mẫu" in message["text"]


def test_a_follow_up_with_nothing_before_says_so() -> None:
    message, slots = turn(FollowUpAction, tracker("nói lại đi", "repeat"))
    assert message["custom"]["kind"] == "no_answer"
    assert slots == {}


def test_a_follow_up_on_an_answer_that_is_gone_says_so() -> None:
    message, _ = turn(FollowUpAction, tracker("nói lại đi", "repeat", {"topic": "vneid", "last_answers": ["đã xoá"]}))
    assert message["custom"]["kind"] == "no_answer"


def test_safety_puts_the_urgent_steps_and_the_police_first() -> None:
    message, slots = turn(SafetyAction, tracker("nó lừa hết tiền của tôi rồi", "report_scam"))
    assert message["custom"]["kind"] == "safety"
    assert message["custom"]["answers"] == [SCAM_ANSWER]
    assert [call["number"] for call in message["custom"]["calls"]] == ["113"]
    assert message["text"].index("Làm ngay") < message["text"].index(KNOWLEDGE.answers[SCAM_ANSWER].short)
    assert slots["last_answers"] == [SCAM_ANSWER]


def test_calling_a_helper_says_where_people_are() -> None:
    message, _ = turn(CallHelperAction, tracker("cho tôi gặp người thật", "call_helper"))
    assert message["custom"]["kind"] == "handoff"
    assert "113" in message["text"]


def test_a_pressed_button_shows_exactly_its_answer_whatever_the_words() -> None:
    message, _ = turn(AnswerAction, tracker("quen mat khau vneid", "ask_vneid", metadata={"answer": "mat-the"}))
    assert message["custom"]["answers"] == ["mat-the"]


def test_a_button_of_an_answer_that_is_gone_is_an_honest_no() -> None:
    message, _ = turn(AnswerAction, tracker("Câu cũ", "ask_vneid", metadata={"answer": "da-xoa"}))
    assert message["custom"]["kind"] == "no_answer"


def test_the_question_carries_every_intent_and_the_slots() -> None:
    ranking = [{"name": "ask_vneid", "confidence": 0.7}, {"name": "greet", "confidence": 0.2}]
    question = read_question(tracker("a", "ask_vneid", {"place": ["xu-a"]}, intent_ranking=ranking))
    assert question.intents == {"ask_vneid": 0.7, "greet": 0.2}
    assert question.context == Context(place=("xu-a",))
    assert question.answer_id is None


def test_without_a_knowledge_store_the_error_is_named_not_swallowed(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'chua-co-bang.sqlite'}")
    action, dispatcher = AnswerAction(CurrentKnowledge(engine, lambda: TODAY)), CollectingDispatcher()
    with pytest.raises(SQLAlchemyError):
        asyncio.run(action.run(dispatcher, tracker("quen mat khau"), {}))
    assert dispatcher.messages == []


def test_before_the_first_sync_the_person_hears_an_honest_no(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'trong.sqlite'}")
    upgrade(engine)
    dispatcher = CollectingDispatcher()
    asyncio.run(AnswerAction(CurrentKnowledge(engine, lambda: TODAY)).run(dispatcher, tracker("quen mat khau"), {}))
    (message,) = dispatcher.messages
    assert message["custom"]["kind"] == "no_answer"


def test_rasa_sdk_registers_the_actions_and_not_their_common_class() -> None:
    def concrete(kind: type[Action]) -> list[type[Action]]:
        below = [found for child in kind.__subclasses__() for found in concrete(child)]
        return below if inspect.isabstract(kind) else [kind, *below]

    assert sorted(kind.__name__ for kind in concrete(KnowledgeAction)) == sorted(kind.__name__ for kind in ALL)
