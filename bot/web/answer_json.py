"""Một câu trả lời của kho thành Item của API."""

from __future__ import annotations

import datetime
from typing import Any

from bot.knowledge.answer_items import answer_item
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.rendering import render_custom


def as_item(answer: Answer, knowledge: Knowledge, today: datetime.date) -> dict[str, Any]:
    """Câu trả lời như người dân thấy hôm nay, y như trong lời đáp của bot."""
    item: dict[str, Any] = render_custom(Outcome("answer", items=(answer_item(answer, knowledge, today),)))["items"][0]
    return item
