"""Một lượt hội thoại nhìn từ hành động: đọc câu hỏi từ tracker, gửi kết cục, ghi điều cần nhớ vào slot."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.database import open_engine
from bot.knowledge.answerer import Answerer
from bot.knowledge.current import CurrentKnowledge
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text
from bot.settings import Settings

log = structlog.get_logger()


class AnswererSource(Protocol):
    """Nơi hỏi xem lúc này trả lời bằng bản kho nào."""

    def answerer(self) -> Answerer:
        """Người quyết định trên bản kho ấy."""


OnOutcome = Callable[[Question, Outcome], None]
"""Được gọi sau mỗi kết cục, để người chạy câu chuyện thấy vì sao."""


def ignore(_question: Question, _outcome: Outcome) -> None:
    """Không ai cần biết vì sao."""


class KnowledgeAction(Action, ABC):
    """Hành động trả lời từ kho kiến thức.

    Máy chủ bot đưa kho vào khi dựng; `rasa run actions` dựng không tham số thì dùng kho chung của tiến trình.
    """

    def __init__(self, knowledge: AnswererSource | None = None, on_outcome: OnOutcome = ignore) -> None:
        self._knowledge, self._on_outcome = knowledge, on_outcome

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Trả lời lượt này; đúng một tin nhắn, cùng các slot đã đổi."""
        question = read_question(tracker)
        answerer = (self._knowledge or shared_knowledge()).answerer()
        outcome = self.outcome(answerer, question, tracker.latest_message.get("intent", {}).get("name") or "")
        self._on_outcome(question, outcome)
        dispatcher.utter_message(text=render_text(outcome), json_message=render_custom(outcome))
        log.info("action.answered", action=self.name(), kind=outcome.kind, trace=outcome.trace)
        return remember(question.context, outcome)

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
    slots = tracker.slots
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
        answer_id=(message.get("metadata") or {}).get("answer"),
        original=message.get("original"),
    )


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
