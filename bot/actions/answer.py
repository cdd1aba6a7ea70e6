"""Trả lời mọi câu hỏi, kể cả khi NLU không chắc ý: việc quyết định nằm ở `bot.knowledge.answerer`."""

from __future__ import annotations

from bot.actions.turn import ReplyAction
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question


class AnswerAction(ReplyAction):
    """`action_answer`: mọi intent hỏi và lối lùi khi chưa chắc."""

    offers_task = True

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_answer"

    def outcome(self, answerer: Answerer, question: Question, intent: str) -> Outcome:
        """Tìm và quyết định."""
        return answerer.answer(question)
