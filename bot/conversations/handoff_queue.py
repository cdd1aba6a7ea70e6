"""Hàng đợi của bàn làm việc: ai chờ lâu nhất, họ hỏi việc gì; và những cuộc đang có người giữ."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.handoffs import OPEN, WAITING, Handoff, handoff_of
from bot.conversations.log import TAKEN
from bot.conversations.tables import events, handoffs
from bot.conversations.turns import turns

_ABOUT_NOTHING = ("handoff", "small_talk")
"""Loại của lời đáp cho lời không nói việc gì: xin gặp người, chào, cảm ơn."""


@dataclass(frozen=True)
class Counts:
    """Số cuộc đang chờ, số cuộc đang có người giữ, và trong đó số cuộc của người hỏi; `newest`: lúc xin gần nhất."""

    waiting: int
    taken: int
    mine: int
    newest: datetime.datetime | None


@dataclass(frozen=True)
class Queued:
    """Một cuộc trong hàng đợi, và việc người dân hỏi gần nhất; họ mới chào hay xin gặp người thì là lời cuối.

    `said`: chữ họ gõ, đã che; `pressed`: mã câu trả lời họ bấm chọn; `topic`: chủ đề của lời đáp. Trống khi không có.
    """

    handoff: Handoff
    said: str = ""
    pressed: str = ""
    topic: str = ""


class HandoffQueue:
    """Đọc hàng đợi; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def counts(self, login: str) -> Counts:
        """Đếm nhanh, chỉ đọc chỉ mục và các cuộc đang có người giữ."""
        query = (
            select(handoffs.c.state, handoffs.c.holder == login, func.count(), func.max(handoffs.c.asked_at))
            .where(handoffs.c.state.in_(OPEN))
            .group_by(handoffs.c.state, handoffs.c.holder == login)
        )
        with self._engine.connect() as connection:
            rows: Sequence[Any] = connection.execute(query).all()
        return Counts(
            waiting=sum(count for state, _mine, count, _newest in rows if state == WAITING),
            taken=sum(count for state, _mine, count, _newest in rows if state == TAKEN),
            mine=sum(count for state, mine, count, _newest in rows if state == TAKEN and mine),
            newest=max((newest for *_others, newest in rows), default=None),
        )

    def waiting(self, skip: int = 0, most: int = 50) -> list[Queued]:
        """Các cuộc đang chờ, chờ lâu trước."""
        return self._list(handoffs.c.state == WAITING, skip, most)

    def held_by(self, login: str, most: int = 50) -> list[Queued]:
        """Các cuộc người này đang giữ."""
        return self._list((handoffs.c.state == TAKEN) & (handoffs.c.holder == login), 0, most)

    def held_by_others(self, login: str, most: int = 50) -> list[Queued]:
        """Các cuộc người khác đang giữ, lâu không thấy người giữ thì đứng trước; không mang lời nào của người dân."""
        query = (
            select(handoffs)
            .where(handoffs.c.state == TAKEN, handoffs.c.holder != login)
            .order_by(handoffs.c.holder_seen_at)
            .limit(most)
        )
        with self._engine.connect() as connection:
            return [Queued(handoff_of(row)) for row in connection.execute(query)]

    def _list(self, which: Any, skip: int, most: int) -> list[Queued]:
        order = (handoffs.c.asked_at, handoffs.c.conversation_id)
        query = select(handoffs).where(which).order_by(*order).offset(skip).limit(most)
        with self._engine.connect() as connection:
            found = [handoff_of(row) for row in connection.execute(query)]
            asked = _asked(connection, [handoff.conversation_id for handoff in found])
        return [_queued(handoff, asked.get(handoff.conversation_id)) for handoff in found]


def _queued(handoff: Handoff, asked: Any) -> Queued:
    if asked is None:
        return Queued(handoff)
    body = json.loads(asked.body)
    return Queued(handoff, str(body.get("text", "")), str(body.get("answer", "")), asked.topic or "")


def _asked(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Lời nói việc người dân hỏi gần nhất, không có thì lời cuối, của từng cuộc."""
    said = events.outerjoin(turns, turns.c.number == events.c.number)
    about = case((turns.c.kind.notin_(_ABOUT_NOTHING), events.c.number))
    last = (
        select(func.coalesce(func.max(about), func.max(events.c.number)))
        .select_from(said)
        .where(events.c.conversation_id.in_(ids), events.c.kind == "message")
        .group_by(events.c.conversation_id)
    )
    query = select(events.c.conversation_id, events.c.body, turns.c.topic).select_from(said)
    return {row.conversation_id: row for row in connection.execute(query.where(events.c.number.in_(last)))}
