"""Câu trả lời nào được đưa ra nhiều nhất, theo nhật ký."""

from __future__ import annotations

import datetime
import json
from collections import Counter

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.tables import events

MOST_REPLIES = 20_000
"""Đếm trên chừng này lượt gần nhất là đủ để xếp hạng, và đọc chúng chỉ mất khoảng một giây."""


def most_answered(engine: Engine, since: datetime.datetime) -> Counter[str]:
    """Số lượt mỗi mã câu trả lời được đưa ra từ `since`; chỉ đếm lời đáp loại "answer"."""
    query = (
        select(events.c.body)
        .where(events.c.kind == "replies", events.c.created_at >= since)
        .order_by(events.c.number.desc())
        .limit(MOST_REPLIES)
    )
    counts: Counter[str] = Counter()
    with engine.connect() as connection:
        for (body,) in connection.execution_options(stream_results=True).execute(query):
            for reply in json.loads(body):
                if reply.get("kind") == "answer":
                    counts.update(set(reply.get("answers", ())))
    return counts
