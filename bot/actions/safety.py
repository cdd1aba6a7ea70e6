"""Người hỏi đang bị lừa hoặc vừa bị lừa: việc gấp đứng trước, không hỏi lại."""

from __future__ import annotations

from bot.actions.turn import ReplyAction
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question


class SafetyAction(ReplyAction):
    """`action_safety`: intent report_scam."""

    offers_task = True
    urgent = True

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_safety"

    def outcome(self, answerer: Answerer, question: Question, intent: str) -> Outcome:
        """Việc gấp, số gọi, rồi câu trả lời đầy đủ."""
        return answerer.safety(question)
