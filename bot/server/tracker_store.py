"""Trạng thái hội thoại của Rasa trong cơ sở dữ liệu, có giới hạn: chỉ vài lượt cuối và các slot.

Giá một tin nhắn của Rasa tăng theo độ dài cuộc trò chuyện; giữ nguyên cả cuộc thì lượt 150 chậm gấp bội lượt 5.
"""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import Column, DateTime, MetaData, String, Table, Text, bindparam, delete, select, text
from sqlalchemy.engine import Engine

from bot.server.events import revive

KEPT_TURNS = 2
"""Số lượt cuối còn giữ nguyên sự kiện; điều cần nhớ lâu hơn nằm trong slot."""

_NLU_DETAIL = ("intent_ranking", "text_tokens", "response_selector")
"""Phần của một lượt đã qua mà không ai đọc lại."""

talk_states = Table(
    "talk_states",
    MetaData(),
    Column("sender", String(255), primary_key=True),
    Column("state", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

_READ = text("SELECT state FROM talk_states WHERE sender = :sender")
_WRITE = text(
    "INSERT INTO talk_states (sender, state, updated_at) VALUES (:sender, :state, :updated_at)"
    " ON CONFLICT (sender) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at"
).bindparams(bindparam("updated_at", type_=DateTime(timezone=True)))
"""Hai câu của mỗi lượt, viết sẵn: SQLAlchemy khỏi dựng lại chúng từ các mảnh (1,1 ms một lượt). SQLite và PostgreSQL
cùng hiểu ON CONFLICT."""


class TalkTracker(DialogueStateTracker):
    """Tracker của Rasa với bản sao rẻ."""

    def copy(self) -> TalkTracker:
        """Bản sao riêng. Lớp gốc diễn lại mọi sự kiện để tới cùng trạng thái, ba lần mỗi lượt (0,2 ms)."""
        twin = copy.copy(self)
        twin.events = self.events.copy()
        twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        return twin


class BoundedTrackerStore(TrackerStore):
    """Mỗi cuộc trò chuyện một hàng, ghi sau mỗi lượt: máy chủ bị giết giữa chừng thì lượt sau vẫn nhớ.

    Không giữ gì trong bộ nhớ, nên nhiều máy chủ bot dùng chung một kho được.
    """

    def __init__(self, domain: Domain | None, engine: Engine) -> None:
        super().__init__(domain)
        self._engine = engine

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Ghi trạng thái rút gọn của cuộc trò chuyện này."""
        values = {
            "sender": tracker.sender_id,
            "state": json.dumps([event.as_dict() for event in bounded(tracker)], ensure_ascii=False),
            "updated_at": datetime.datetime.now(datetime.timezone.utc),
        }
        with self._engine.begin() as connection:
            connection.execute(_WRITE, values)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Cuộc trò chuyện này như lượt trước để lại; None khi chưa từng nói chuyện."""
        with self._engine.connect() as connection:
            state = connection.execute(_READ, {"sender": sender_id}).scalar()
        if state is None:
            return None
        return TalkTracker.from_events(sender_id, revive(json.loads(state)), self.domain.slots, domain=self.domain)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Cuộc trò chuyện mới, chưa ghi: lượt xong mới ghi, một lần (lớp gốc ghi cả lúc còn trống, 0,7 ms)."""
        tracker = TalkTracker(sender_id, self.domain.slots, self.max_event_history)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def keys(self) -> Iterable[str]:
        """Mọi cuộc trò chuyện còn giữ."""
        with self._engine.connect() as connection:
            return [row.sender for row in connection.execute(select(talk_states.c.sender))]

    async def delete(self, sender_id: str) -> None:
        """Quên cuộc trò chuyện này."""
        with self._engine.begin() as connection:
            connection.execute(delete(talk_states).where(talk_states.c.sender == sender_id))

    def prune(self, older_than: datetime.datetime) -> int:
        """Quên những cuộc trò chuyện im lặng từ trước `older_than`; trả số cuộc đã quên."""
        with self._engine.begin() as connection:
            return int(connection.execute(delete(talk_states).where(talk_states.c.updated_at < older_than)).rowcount)


def bounded(tracker: DialogueStateTracker) -> list[Event]:
    """Sự kiện đủ để nói tiếp: các slot đang có, form đang mở, rồi `KEPT_TURNS` lượt cuối.

    Lấy mọi sự kiện đã ghi, không phải `applied_events`: khi có form, cái sau bỏ bớt lời người dân vừa đáp cho form.

    Lượt đã xong thì bỏ chi tiết NLU và lời bot: không ai đọc lại ở đây (nhật ký hội thoại là của cổng web).
    """
    events = [event for event in tracker.events if not isinstance(event, BotUttered)]
    starts = [n for n, event in enumerate(events) if isinstance(event, UserUttered)]
    kept = events[starts[-KEPT_TURNS] :] if len(starts) > KEPT_TURNS else events
    for event in kept:
        if isinstance(event, UserUttered):
            event.parse_data = _without_detail(event.parse_data)
    if kept is events:
        return events
    slots = [SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value is not None]
    loop = [ActiveLoop(tracker.active_loop_name)] if tracker.active_loop_name else []
    return [*slots, *loop, ActionExecuted(ACTION_LISTEN_NAME), *kept]


def _without_detail(parse_data: Any) -> Any:
    return {key: value for key, value in parse_data.items() if key not in _NLU_DETAIL}
