"""Một lượt vừa trả lời được đếm thế nào (bot/conversations/turns.py): loại, luật, chủ đề, nơi; không lời nào."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations.turns import GUIDE, Turn
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge
from bot.knowledge.topics import item_topics
from bot.vietnamese import terms
from bot.web.library import Edition
from bot.web.paused import PAUSED
from bot.web.replies import Reply

_GUIDING = ("task_question:", "task_stopped:")
"""Đầu luật của những lượt bot hỏi tiếp khi dẫn từng bước: cả cuộc dẫn là một lượt hỏi, đếm ở danh sách việc."""


def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Tên nơi của bản kho này; một phần của `Library`."""
    return Gazetteer(knowledge.places)


def turn_of(replies: Sequence[Reply], body: Mapping[str, Any], edition: Edition | None, milliseconds: int) -> Turn:
    """Phần được đếm của một lượt; kho chưa nạp xong thì chưa rõ chủ đề, nơi."""
    first = next((reply for reply in replies if "kind" in reply), {})
    rule = str(first.get("rule") or "")
    topic = place = None
    if edition:
        topic = _topic(first, rule, edition.knowledge)
        place = _place(str(body.get("text", "")), edition.part(gazetteer))
    kind = GUIDE if rule.startswith(_GUIDING) else str(first.get("kind", ""))
    return Turn(kind, rule, topic, place, milliseconds)


def _topic(reply: Mapping[str, Any], rule: str, knowledge: Knowledge) -> str | None:
    if rule.startswith(PAUSED):
        return rule.removeprefix(PAUSED)
    items = reply.get("items") or ()
    topics = item_topics(str(items[0].get("id", "")), knowledge) if items else ()
    return topics[0] if topics else None


def _place(text: str, names: Gazetteer) -> str | None:
    found = names.find(terms(text))
    return found[0].place.id if found else None
