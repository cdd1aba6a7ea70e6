"""Một lượt hội thoại nhìn từ hành động: đọc câu hỏi từ tracker, gửi kết cục, ghi điều cần nhớ vào slot."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from bot.database import open_engine
from bot.knowledge.answerer import Answerer
from bot.knowledge.current import CurrentKnowledge
from bot.knowledge.guided_talk import Progress, amended, ask, begin, called_by_name, finish, with_task
from bot.knowledge.model import Knowledge, Task
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text
from bot.settings import Settings

log = structlog.get_logger()

FORM = "task_form"
"""Form của việc có hướng dẫn; mở thì mọi lời đáp khác có nút trở lại việc ấy."""
TASK = "task"
"""Slot giữ id của việc đang làm."""


class AnswererSource(Protocol):
    """Nơi hỏi xem lúc này trả lời bằng bản kho nào."""

    def answerer(self) -> Answerer:
        """Người quyết định trên bản kho ấy."""


OnOutcome = Callable[[Question, Outcome], None]
"""Được gọi sau mỗi kết cục, để người chạy câu chuyện thấy vì sao."""


def ignore(_question: Question, _outcome: Outcome) -> None:
    """Không ai cần biết vì sao."""


class KnowledgeAction(Action, ABC):
    """Hành động nói điều trong kho kiến thức.

    Máy chủ bot đưa kho vào khi dựng; `rasa run actions` dựng không tham số thì dùng kho chung của tiến trình.
    """

    def __init__(self, knowledge: AnswererSource | None = None, on_outcome: OnOutcome = ignore) -> None:
        self._knowledge, self._on_outcome = knowledge, on_outcome

    @abstractmethod
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Làm lượt này; trả các sự kiện."""

    def answerer(self) -> Answerer:
        """Người quyết định lúc này."""
        return (self._knowledge or shared_knowledge()).answerer()

    def say(self, dispatcher: CollectingDispatcher, question: Question, outcome: Outcome) -> list[dict[str, Any]]:
        """Gửi một kết cục thành đúng một tin nhắn; trả các slot phải nhớ."""
        self._on_outcome(question, outcome)
        dispatcher.utter_message(
            text=render_text(outcome), json_message=render_custom(outcome, explain=question.explain)
        )
        log.info("action.answered", action=self.name(), kind=outcome.kind, trace=outcome.trace)
        return remember(question.context, outcome)

    def open(
        self, dispatcher: CollectingDispatcher, question: Question, progress: Progress, answerer: Answerer
    ) -> list[dict[str, Any]]:
        """Mở form của một việc có hướng dẫn và hỏi; đã đủ thì cho xem danh sách việc, khỏi mở."""
        if progress.asked is None:
            return self.say(dispatcher, question, finish(progress, answerer.knowledge, answerer.today()))
        self.say(dispatcher, question, ask(progress, answerer.knowledge))
        return [*remember_progress(progress, answerer.knowledge), ActiveLoop(FORM)]


class ReplyAction(KnowledgeAction, ABC):
    """Hành động trả lời trọn một lượt.

    `offers_task`: câu thuộc một việc có hướng dẫn thì mời làm theo trường hợp. `urgent`: việc gấp, chỉ hỏi lại khi
    người ta bấm nút.
    """

    offers_task = False
    urgent = False

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Trả lời lượt này; đúng một tin nhắn, cùng các slot đã đổi."""
        question, answerer = read_question(tracker), self.answerer()
        task = called_by_name(answerer, question, urgent=self.urgent)
        progress = begin(task) if task else amended(answerer, question)
        if progress:
            return self.open(dispatcher, question, progress, answerer)
        outcome = self.outcome(answerer, question, tracker.latest_message.get("intent", {}).get("name") or "")
        unfinished = open_task(tracker, answerer.knowledge)
        return self.say(dispatcher, question, with_task(outcome, answerer, unfinished, offer=self.offers_task))

    @abstractmethod
    def outcome(self, answerer: Answerer, question: Question, intent: str) -> Outcome:
        """Kết cục của lượt này; mỗi hành động một cách."""


@functools.cache
def shared_knowledge() -> CurrentKnowledge:
    """Kho của tiến trình `rasa run actions`, mở theo cài đặt trong môi trường."""
    settings = Settings.from_environment()
    knowledge = CurrentKnowledge(open_engine(settings.database_url), settings.current_date)
    knowledge.watch()
    return knowledge


def read_question(tracker: Tracker) -> Question:
    """Câu hỏi cùng bằng chứng của NLU và điều còn nhớ từ lượt trước."""
    message = tracker.latest_message or {}
    slots, metadata = tracker.slots, message.get("metadata") or {}
    return Question(
        text=message.get("text") or "",
        intents={entry["name"]: entry["confidence"] for entry in message.get("intent_ranking", [])},
        context=Context(
            topic=slots.get("topic"),
            place=tuple(slots.get("place") or ()),
            time=tuple(slots.get("time") or ()),
            measure=tuple(slots.get("measure") or ()),
            last_answers=tuple(slots.get("last_answers") or ()),
            runners_up=tuple(slots.get("runners_up") or ()),
        ),
        answer_id=metadata.get("answer"),
        original=message.get("original"),
        explain=metadata.get("explain") is True,
    )


def open_task(tracker: Tracker, knowledge: Knowledge) -> Task | None:
    """Việc có hướng dẫn đang hỏi dở."""
    if (tracker.active_loop or {}).get("name") != FORM:
        return None
    return knowledge.tasks.get(tracker.slots.get(TASK) or "")


def remember_progress(progress: Progress, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Việc, điều đã biết, điều đang hỏi; luôn ghi đủ: Rasa coi lượt không ghi slot nào là form không hiểu."""
    known = {trait: progress.known.get(trait) for trait in knowledge.traits}
    return [
        SlotSet(TASK, progress.task.id),
        *(SlotSet(trait, value) for trait, value in known.items()),
        SlotSet(REQUESTED_SLOT, progress.asked),
    ]


def remember(before: Context, outcome: Outcome) -> list[dict[str, Any]]:
    """Sự kiện đặt lại những slot đã đổi; kết cục không nói về điều gì thì giữ điều đang nhớ."""
    after = outcome.context
    if after == Context():
        return []
    events: list[dict[str, Any]] = []
    for slot in ("topic", "place", "time", "measure", "last_answers", "runners_up"):
        value = getattr(after, slot)
        if value != getattr(before, slot):
            events.append(SlotSet(slot, list(value) if isinstance(value, tuple) else value))
    return events
