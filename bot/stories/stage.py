"""Bot chạy ngay trong tiến trình cho câu chuyện: mô hình thật, hành động thật, một cơ sở dữ liệu tạm.

Mỗi câu chuyện có thể đặt lại đồng hồ, điều đã nhớ, và kho; ở đây giữ những điều ấy và ghép chúng vào bot.
"""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from sqlalchemy.engine import Engine

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.knowledge.ranking import WORDS_ONLY, Meaning
from bot.knowledge.store import load
from bot.knowledge.thresholds import Thresholds
from bot.server.assembly import assemble
from bot.stories.model import Story, StoryError
from bot.stories.overlay import Overlay
from bot.stories.results import Inside, Seen, read_messages


class Stage:
    """Sân khấu: một bot thật, mà mỗi câu chuyện đặt được kho, ngày, điều đã nhớ."""

    def __init__(self, model: Path, engine: Engine, today: datetime.date, meaning: Meaning = WORDS_ONLY) -> None:
        """`engine`: cơ sở dữ liệu đã có kho (`temporary_database`); `today`: ngày khi câu chuyện không nói gì."""
        self.base = load(engine)
        self._today, self._default_today, self._meaning = today, today, meaning
        self._answerers: dict[Overlay | None, Answerer] = {}
        self._answerer = self._on(None)
        self._outcome: tuple[Question, Outcome] | None = None
        self._bot = assemble(model, engine, self, self._remember)

    def answerer(self) -> Answerer:
        """Người quyết định của câu chuyện đang diễn."""
        return self._answerer

    def use(self, answerer: Answerer) -> None:
        """Diễn trên một người quyết định khác (của `make mutants`), cho tới câu chuyện có kho riêng kế tiếp."""
        self._answerers[None] = self._answerer = answerer

    def rebase(self, knowledge: Knowledge) -> None:
        """Từ nay diễn trên kho này: cả câu chuyện dùng kho thật lẫn câu chuyện có kho riêng đặt lên nó."""
        self.base = knowledge
        self._answerers.clear()
        self._answerer = self._on(None)

    def build(self, knowledge: Knowledge, thresholds: Thresholds | None = None) -> Answerer:
        """Người quyết định trên một bản kho, theo đồng hồ của sân khấu."""
        return Answerer(knowledge, self.today, thresholds, self._meaning)

    def today(self) -> datetime.date:
        """Hôm nay trong câu chuyện đang diễn."""
        return self._today

    async def open(self, story: Story, talk: str) -> None:
        """Dọn sân khấu cho một câu chuyện; `talk` là tên cuộc trò chuyện, mỗi lần diễn một tên.

        Raises:
            StoryError: kho riêng của câu chuyện có chỗ sai.
        """
        self._today = story.today or self._default_today
        self._answerer = self._on(story.overlay)
        await self._bot.store.delete(talk)
        if story.slots:
            tracker = await self._bot.store.create_tracker(talk)
            for name, value in story.slots.items():
                tracker.update(SlotSet(name, value))
            await self._bot.store.save(tracker)

    async def say(self, talk: str, text: str, metadata: dict[str, Any]) -> Seen:
        """Một lượt.

        Raises:
            NoReplyError: một hành động hỏng.
            BrokenReplyError: lời đáp không đúng dạng.
        """
        self._outcome = None
        started = time.perf_counter()
        messages = await self._bot.talk.say(talk, text, metadata)
        seconds = time.perf_counter() - started
        return Seen(*read_messages(messages), seconds, await self._inside(talk))

    def _on(self, overlay: Overlay | None) -> Answerer:
        if overlay not in self._answerers:
            knowledge, problems = overlay.apply(self.base) if overlay else (self.base, [])
            if problems:
                raise StoryError(sorted(problems))
            self._answerers[overlay] = self.build(knowledge)
        return self._answerers[overlay]

    def _remember(self, question: Question, outcome: Outcome) -> None:
        self._outcome = (question, outcome)

    async def _inside(self, talk: str) -> Inside:
        tracker = await self._bot.store.get_or_create_tracker(talk)
        events = list(tracker.events)
        last = max(n for n, event in enumerate(events) if isinstance(event, UserUttered))
        message = events[last]
        done = [event.action_name for event in events[last:] if isinstance(event, ActionExecuted)]
        evidence: dict[str, Any] = {}
        if self._outcome:
            question, outcome = self._outcome
            ranking = sorted(question.intents.items(), key=lambda pair: -pair[1])
            evidence = {"read": question.text, "ranking": dict(ranking[:5]), **outcome.trace}
        return Inside(
            intent=message.intent.get("name") or "",
            confidence=message.intent.get("confidence") or 0.0,
            entities=tuple((entity["entity"], entity["value"]) for entity in message.entities),
            slots=tracker.current_slot_values(),
            actions=tuple(name for name in done if name and name != "action_listen"),
            evidence=evidence,
        )
