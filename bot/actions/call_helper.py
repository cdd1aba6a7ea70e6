"""Người hỏi muốn gặp người thật."""

from __future__ import annotations

from bot.actions.turn import ReplyAction
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question


class CallHelperAction(ReplyAction):
    """`action_call_helper`: intent call_helper."""

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_call_helper"

    def outcome(self, answerer: Answerer, question: Question, intent: str) -> Outcome:
        """Chỉ chỗ gặp người, kèm câu trả lời nếu kho có."""
        return answerer.handoff(question)
