"""Gói mang theo khi mất mạng: câu được hỏi nhiều nhất, đủ cách hỏi để tìm bằng chữ bỏ dấu; việc có hướng dẫn."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations import most_answered
from bot.knowledge.answer_items import answer_item
from bot.knowledge.guide import checklist_json
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.rendering import render_item
from bot.knowledge.topics import item_topics
from bot.web.prepared import Prepared, prepare

JSON = "application/json"
MOST_ANSWERS, MOST_ASKS = 100, 12
COUNTED = datetime.timedelta(days=90)
RECOUNT = 60 * 60.0
"""Giây giữa hai lần đếm lại nhật ký."""


class OfflinePack:
    """Gói hiện dùng: đóng lại khi kho đổi, sang ngày mới, hay đã tới lúc đếm lại; nhiều người hỏi thì đóng một lần."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._made_of: tuple[int, datetime.date, frozenset[str]] | None = None
        self._made_at = 0.0
        self._pack = prepare("", b"", JSON)

    async def current(
        self, knowledge: Knowledge, today: datetime.date, paused: frozenset[str] = frozenset()
    ) -> Prepared:
        """Gói cho bản kho này, ngày này; không mang chủ đề nào trong `paused`."""
        made_of = (knowledge.version, today, paused)
        async with self._lock:
            if made_of != self._made_of or time.monotonic() - self._made_at > RECOUNT:
                self._pack = await asyncio.to_thread(self._make, knowledge, today, paused)
                self._made_of, self._made_at = made_of, time.monotonic()
            return self._pack

    def _make(self, knowledge: Knowledge, today: datetime.date, paused: frozenset[str]) -> Prepared:
        since = datetime.datetime.now(datetime.timezone.utc) - COUNTED
        return packed(without_topics(knowledge, paused), today, most_answered(self._engine, since))


def without_topics(knowledge: Knowledge, paused: frozenset[str]) -> Knowledge:
    """Kho bớt những câu, những việc thuộc chủ đề đang bị tắt."""
    if not paused:
        return knowledge
    answers = {key: answer for key, answer in knowledge.answers.items() if answer.topic not in paused}
    tasks = {key: task for key, task in knowledge.tasks.items() if paused.isdisjoint(item_topics(key, knowledge))}
    return replace(knowledge, answers=answers, tasks=tasks)


def packed(knowledge: Knowledge, today: datetime.date, asked: Counter[str]) -> Prepared:
    """Đóng gói các câu còn hiệu lực: hỏi nhiều trước, rồi được câu khác trỏ tới nhiều, rồi theo mã."""
    pointed = Counter(key for answer in knowledge.answers.values() for key in answer.related)
    current = (answer for answer in knowledge.answers.values() if _is_current(answer, today))
    best = sorted(current, key=lambda answer: (-asked[answer.id], -pointed[answer.id], answer.id))[:MOST_ANSWERS]
    answers = [_carried(answer, knowledge, today) for answer in best]
    content = {"answers": answers, "guide": checklist_json(knowledge)}
    version = hashlib.sha256(_json(content)).hexdigest()[:16]
    plain = _json({"version": version, **content})
    return prepare(version, plain, JSON)


def _is_current(answer: Answer, today: datetime.date) -> bool:
    return not (answer.is_early(today) or answer.is_over(today))


def _carried(answer: Answer, knowledge: Knowledge, today: datetime.date) -> dict[str, Any]:
    return {**render_item(answer_item(answer, knowledge, today)), "asks": list(answer.asks[:MOST_ASKS])}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
