"""Ai đang ở đó, ai đang gõ: điều chỉ có nghĩa trong vài giây, nên không vào nhật ký."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.conversations.handoffs import OPEN
from bot.conversations.log import TAKEN, Clock, aware
from bot.conversations.tables import conversations, events, handoffs

HERE = datetime.timedelta(seconds=45)
"""Thấy lần cuối chưa quá lâu như vậy thì coi như còn mở trang; luồng sự kiện báo còn đó mỗi 15 giây."""
TYPING = datetime.timedelta(seconds=5)
"""Trang báo đang gõ mỗi 3 giây; quá chừng này không thấy báo là đã ngừng."""


@dataclass(frozen=True)
class Glance:
    """Một cuộc trò chuyện nhìn qua: số của dòng cuối (0 khi chưa có), ai trả lời, ai ở đó, ai đang gõ."""

    last: int
    state: str
    citizen_here: bool
    citizen_typing: bool
    helper_typing: bool


class Presence:
    """Ghi và đọc việc có mặt; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def glance(self, ids: Collection[str]) -> dict[str, Glance]:
        """Mọi cuộc trong `ids` còn trong kho, bằng một lần đọc."""
        last = select(func.max(events.c.number)).where(events.c.conversation_id == conversations.c.id)
        query = (
            select(
                conversations.c.id,
                last.scalar_subquery().label("last"),
                handoffs.c.state,
                handoffs.c.citizen_seen_at,
                handoffs.c.citizen_typed_at,
                handoffs.c.helper_typed_at,
            )
            .select_from(conversations.outerjoin(handoffs, handoffs.c.conversation_id == conversations.c.id))
            .where(conversations.c.id.in_(ids))
        )
        now = self._clock()
        with self._engine.connect() as connection:
            return {
                row.id: Glance(
                    row.last or 0,
                    row.state or "",
                    _within(HERE, row.citizen_seen_at, now),
                    row.state == TAKEN and _within(TYPING, row.citizen_typed_at, now),
                    row.state == TAKEN and _within(TYPING, row.helper_typed_at, now),
                )
                for row in connection.execute(query)
            }

    def is_here(self, citizens: Collection[str], holders: Iterable[tuple[str, str]]) -> None:
        """Người dân của các cuộc `citizens`, và người giữ trong các cặp (cuộc, tên đăng nhập), đang mở trang."""
        now = self._clock()
        with self._engine.begin() as connection:
            seen = handoffs.update().where(handoffs.c.conversation_id.in_(citizens), handoffs.c.state.in_(OPEN))
            connection.execute(seen.values(citizen_seen_at=now))
            for conversation_id, login in holders:
                held = (handoffs.c.conversation_id == conversation_id) & (handoffs.c.holder == login)
                connection.execute(handoffs.update().where(held, handoffs.c.state == TAKEN).values(holder_seen_at=now))

    def citizen_types(self, conversation_id: str) -> None:
        """Người dân đang gõ; chỉ có ý nghĩa khi một người hỗ trợ đang giữ cuộc này."""
        typed = handoffs.update().where(handoffs.c.conversation_id == conversation_id, handoffs.c.state == TAKEN)
        with self._engine.begin() as connection:
            connection.execute(typed.values(citizen_typed_at=self._clock()))

    def helper_types(self, conversation_id: str, login: str) -> None:
        """Người đang giữ đang gõ; người khác gõ thì không ai thấy."""
        typed = handoffs.update().where(
            handoffs.c.conversation_id == conversation_id, handoffs.c.state == TAKEN, handoffs.c.holder == login
        )
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(typed.values(helper_typed_at=now, holder_seen_at=now))


def _within(span: datetime.timedelta, at: datetime.datetime | None, now: datetime.datetime) -> bool:
    return at is not None and aware(at) > now - span
