"""Gói câu trả lời mang theo khi mất mạng: những câu được hỏi nhiều nhất, đủ cách hỏi để tìm bằng chữ bỏ dấu."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
import time
from collections import Counter
from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations import most_answered
from bot.knowledge.answer_items import answer_item
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.rendering import render_item
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
        self._made_of: tuple[int, datetime.date] | None = None
        self._made_at = 0.0
        self._pack = prepare("", b"", JSON)

    async def current(self, knowledge: Knowledge, today: datetime.date) -> Prepared:
        """Gói cho bản kho này, ngày này."""
        made_of = (knowledge.version, today)
        async with self._lock:
            if made_of != self._made_of or time.monotonic() - self._made_at > RECOUNT:
                self._pack = await asyncio.to_thread(self._make, knowledge, today)
                self._made_of, self._made_at = made_of, time.monotonic()
            return self._pack

    def _make(self, knowledge: Knowledge, today: datetime.date) -> Prepared:
        since = datetime.datetime.now(datetime.timezone.utc) - COUNTED
        return packed(knowledge, today, most_answered(self._engine, since))


def packed(knowledge: Knowledge, today: datetime.date, asked: Counter[str]) -> Prepared:
    """Đóng gói các câu còn hiệu lực: hỏi nhiều trước, rồi được câu khác trỏ tới nhiều, rồi theo mã."""
    pointed = Counter(key for answer in knowledge.answers.values() for key in answer.related)
    current = (answer for answer in knowledge.answers.values() if _is_current(answer, today))
    best = sorted(current, key=lambda answer: (-asked[answer.id], -pointed[answer.id], answer.id))[:MOST_ANSWERS]
    answers = [_carried(answer, knowledge, today) for answer in best]
    version = hashlib.sha256(_json(answers)).hexdigest()[:16]
    plain = _json({"version": version, "answers": answers})
    return prepare(version, plain, JSON)


def _is_current(answer: Answer, today: datetime.date) -> bool:
    return not (answer.is_early(today) or answer.is_over(today))


def _carried(answer: Answer, knowledge: Knowledge, today: datetime.date) -> dict[str, Any]:
    return {**render_item(answer_item(answer, knowledge, today)), "asks": list(answer.asks[:MOST_ASKS])}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
