"""Nói về chính câu trả lời vừa rồi: nhắc lại, nói ngắn, bước tiếp, nguồn, không đúng ý."""

from __future__ import annotations

from bot.actions.turn import ReplyAction
from bot.knowledge.answerer import Answerer
from bot.knowledge.follow_up import follow_up
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question


class FollowUpAction(ReplyAction):
    """`action_follow_up`: các intent repeat, shorten, next_step, ask_source, previous_answer_wrong."""

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_follow_up"

    def outcome(self, answerer: Answerer, question: Question, intent: str) -> Outcome:
        """Trả lời theo các mục còn nhớ trong slot."""
        return follow_up(answerer, question, intent)
