"""Lời đáp thật thà thay cho lời bot khi chủ đề, hay cả bot, đang bị tắt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations.notices import Notice
from bot.knowledge.model import Knowledge
from bot.knowledge.topics import item_topics
from bot.web import texts
from bot.web.notice_board import told
from bot.web.replies import Reply, instead

STOPPED, PAUSED = "stopped", "paused:"
"""Luật của lời đáp khi cả bot tắt, và đầu luật khi một chủ đề tắt; mã chủ đề đứng sau."""


def stopped(notice: Notice, body: Mapping[str, Any]) -> list[Reply]:
    """Lời đáp khi cả bot tắt; nút gửi lại đúng lời vừa rồi cho lúc bot trở lại."""
    payload = {"say": body["text"]} if "text" in body else {"answer": body["answer"]}
    again = {"title": texts.SEND_AGAIN, "payload": payload}
    return [instead(told(notice), calls=(), buttons=[again], rule=STOPPED)]


def without_paused(replies: Sequence[Reply], paused: Mapping[str, Notice], knowledge: Knowledge) -> list[Reply]:
    """Lời đáp nào có mục thuộc chủ đề đang tắt thì cả lời ấy bị thay.

    Chữ của lời đáp nói về mọi mục của nó, nên bỏ riêng một mục thì chữ còn lại không ai viết; những mục khác được mời
    lại bằng nút bấm.
    """
    return [_allowed(reply, paused, knowledge) for reply in replies]


def _allowed(reply: Reply, paused: Mapping[str, Notice], knowledge: Knowledge) -> Reply:
    topics = {item["id"]: item_topics(item["id"], knowledge) for item in reply.get("items") or ()}
    off = [topic for found in topics.values() for topic in found if topic in paused]
    if not off:
        return reply
    buttons = [
        {"title": item["title"], "payload": {"answer": item["id"]}}
        for item in reply["items"]
        if knowledge.answer(item["id"]) and not set(topics[item["id"]]) & paused.keys()
    ]
    words = "\n\n".join(told(paused[topic]) for topic in dict.fromkeys(off))
    return instead(words, calls=reply.get("calls") or (), buttons=buttons, rule=PAUSED + off[0])
