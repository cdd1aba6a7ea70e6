"""Sổ đếm: mỗi lượt hỏi một hàng không mang lời, không mang cuộc trò chuyện, chỉ ngày chứ không giờ.

Hàng ấy vô danh nên còn lại khi cuộc trò chuyện bị xoá: nếu nó mất theo thì mỗi lần người dân xoá lời mình, con số công
khai đổi theo, và ai theo dõi con số biết có người vừa xoá. `number` là số của lời trong nhật ký, để lượt sau hay góp ý
tìm ra hàng cần đánh dấu; lời bị xoá rồi thì số ấy không trỏ về đâu nữa.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, func, select
from sqlalchemy.engine import Connection

from bot.conversations.tables import events
from bot.local_time import VIETNAM

metadata = MetaData()
turns = Table(
    "turns",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(120), nullable=False),
    Column("topic", String(24)),
    Column("place", String(120)),
    Column("milliseconds", Integer),
    Column("corrected", Boolean, nullable=False),
    Column("rated", Boolean),
)
rolled_days = Table("rolled_days", metadata, Column("day", Date, primary_key=True))
"""Ngày đã được cộng sẵn (bot/conversations/rolling.py); hàng nào của ngày ấy đổi thì ngày ấy phải cộng lại."""

PERSON, GUIDE = "person", "guide"
"""Loại của hàng ghi một lần xin gặp người hỗ trợ, và của lượt bot hỏi tiếp khi dẫn từng bước; không phải lượt hỏi."""
WRONG = "previous_answer_wrong"
"""Luật của lượt mà người dân bảo câu vừa rồi không phải ý mình (bot/knowledge/follow_up.py)."""


@dataclass(frozen=True)
class Turn:
    """Một lượt đã trả lời, phần được đếm: loại và luật của lời đáp, chủ đề của mục đầu, nơi nêu trong câu hỏi."""

    kind: str
    rule: str
    topic: str | None = None
    place: str | None = None
    milliseconds: int | None = None


def local_day(at: datetime.datetime) -> datetime.date:
    """Ngày theo giờ Việt Nam của lúc `at` (có múi giờ)."""
    return at.astimezone(VIETNAM).date()


def count(connection: Connection, conversation_id: str, number: int, turn: Turn, now: datetime.datetime) -> None:
    """Đếm lượt trả lời cho lời `number`, trong giao dịch ghi lời đáp; lượt chê câu trước thì đánh dấu lượt trước."""
    day = local_day(now)
    row = {
        "number": number,
        "day": day,
        "kind": turn.kind[:16],
        "rule": turn.rule[:120],
        "topic": turn.topic,
        "place": turn.place,
        "milliseconds": turn.milliseconds,
        "corrected": False,
    }
    connection.execute(turns.insert().values(row))
    _changed(connection, day)
    if turn.rule == WRONG and (before := _turn_before(connection, conversation_id, number)):
        _mark(connection, before.number, corrected=True)


def count_person(connection: Connection, conversation_id: str, number: int, now: datetime.datetime) -> None:
    """Đếm một lần xin gặp người; `number`: số của dòng `handoff`. Chủ đề, nơi: của lượt hỏi ngay trước đó."""
    before = _turn_before(connection, conversation_id, number)
    topic, place = (before.topic, before.place) if before else (None, None)
    count(connection, conversation_id, number, Turn(PERSON, PERSON, topic, place), now)


def rate(connection: Connection, number: int, right: bool) -> None:
    """Đánh dấu lượt trả lời cho lời `number` được góp ý là đúng hay chưa đúng."""
    _mark(connection, number, rated=right)


def _mark(connection: Connection, number: int, **mark: bool) -> None:
    connection.execute(turns.update().where(turns.c.number == number).values(**mark))
    day = connection.execute(select(turns.c.day).where(turns.c.number == number)).scalar()
    if day is not None:
        _changed(connection, day)


def _changed(connection: Connection, day: datetime.date) -> None:
    connection.execute(rolled_days.delete().where(rolled_days.c.day == day))


def _turn_before(connection: Connection, conversation_id: str, number: int) -> Any:
    """Lượt hỏi gần nhất trước lời `number` trong cuộc này; None khi chưa có."""
    said = (events.c.conversation_id == conversation_id) & (events.c.number < number) & (events.c.kind == "message")
    last = select(func.max(events.c.number)).where(said).scalar_subquery()
    return connection.execute(select(turns).where(turns.c.number == last)).first()
