"""Tiếp nhận: người dân xin gặp người, một người hỗ trợ nhận, trả lời, rồi trả lại hay đóng.

waiting → taken → returned | closed, và → cancelled khi người dân thôi; xin lại thì về waiting. Mỗi lần đổi ghi một dòng
`handoff` vào nhật ký trong cùng giao dịch. Người hỗ trợ chỉ đọc được khi đang chờ hay đang giữ; xong rồi thì không ai
đọc được, kể cả người đã giữ: từ đó người dân nói với máy, không nói với họ.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.audit import Deed
from bot.conversations.log import (
    TAKEN,
    Clock,
    Event,
    append_line,
    aware,
    event,
    lines_after,
    require,
    require_masked,
    touch,
)
from bot.conversations.tables import events, handoffs
from bot.conversations.turns import count_person

State = Literal["waiting", "taken", "returned", "closed", "cancelled"]

WAITING, RETURNED, CLOSED, CANCELLED = "waiting", "returned", "closed", "cancelled"
OPEN = (WAITING, TAKEN)
"""Người dân đang đồng ý cho người hỗ trợ đọc và viết."""
AWAY = datetime.timedelta(minutes=10)
"""Người giữ không mở trang lâu như vậy thì người khác nhận được, để người dân không chờ mãi."""
_HELPERS_LINE = "nguoi:"
"""Đầu của `client_id` do trang của người hỗ trợ sinh; mã của người dân không có dấu hai chấm nên không trùng được."""


class PersonNotAsked(PermissionError):
    """Người dân chưa đồng ý cho người hỗ trợ xem cuộc trò chuyện này, hoặc đã thôi, hoặc việc đã xong."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"cuộc trò chuyện {conversation_id} không xin gặp người hỗ trợ")
        self.conversation_id = conversation_id


class AlreadyTaken(RuntimeError):
    """Một người hỗ trợ khác đang giữ cuộc này; mang tên người ấy."""

    def __init__(self, conversation_id: str, holder: str, name: str) -> None:
        super().__init__(f"cuộc trò chuyện {conversation_id} do {holder} giữ")
        self.conversation_id, self.holder, self.name = conversation_id, holder, name


class NotTaken(RuntimeError):
    """Cuộc này còn chờ, chưa ai nhận: phải nhận rồi mới viết hay trả lại được."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"cuộc trò chuyện {conversation_id} chưa ai nhận")
        self.conversation_id = conversation_id


@dataclass(frozen=True)
class Handoff:
    """Ai đang trả lời cuộc này; `holder` là tên đăng nhập, `holder_name` là tên người dân thấy."""

    conversation_id: str
    state: State
    asked_at: datetime.datetime
    holder: str | None
    holder_name: str | None
    holder_seen_at: datetime.datetime | None

    def is_held_by(self, login: str) -> bool:
        """Chính người này đang giữ."""
        return self.state == TAKEN and self.holder == login

    def is_free(self, now: datetime.datetime) -> bool:
        """Nhận được: chưa ai nhận, hoặc người giữ đã vắng lâu."""
        return self.state == WAITING or (
            self.state == TAKEN and self.holder_seen_at is not None and self.holder_seen_at < now - AWAY
        )


@dataclass(frozen=True)
class Asked:
    """Kết quả của một lần xin: trạng thái, và số dòng `handoff` cuối; dòng `handoff` trước số ấy là chuyện đã qua."""

    state: State
    number: int


class Handoffs:
    """Đổi và đọc việc tiếp nhận; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def ask(self, conversation_id: str) -> Asked:
        """Ghi rằng người dân đồng ý cho người hỗ trợ đọc và viết; đang chờ hay đang được trả lời thì thôi.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            before = _find(connection, conversation_id)
            if before and before.state in OPEN:
                return Asked(before.state, _last_change(connection, conversation_id))
            connection.execute(handoffs.delete().where(handoffs.c.conversation_id == conversation_id))
            row = {"conversation_id": conversation_id, "state": WAITING, "asked_at": now}
            connection.execute(handoffs.insert().values(row))
            number = append_line(connection, conversation_id, "handoff", {"state": WAITING}, now)
            count_person(connection, conversation_id, number, now)
            return Asked("waiting", number)

    def cancel(self, conversation_id: str) -> None:
        """Ghi rằng người dân thôi gặp người; từ đó không ai đọc được nữa. Không xin thì thôi.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            ended = handoffs.update().where(handoffs.c.conversation_id == conversation_id, handoffs.c.state.in_(OPEN))
            if connection.execute(ended.values(state=CANCELLED, ended_at=now)).rowcount:
                append_line(connection, conversation_id, "handoff", {"state": CANCELLED}, now)

    def take(self, conversation_id: str, login: str, name: str) -> Handoff:
        """Nhận cuộc này; hai người cùng nhận thì đúng một người được. Mình đang giữ rồi thì không có gì đổi.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            PersonNotAsked: người dân đã thôi, hay việc đã xong.
            AlreadyTaken: người khác đang giữ và không vắng quá `AWAY`.
            UnmaskedText: tên còn số cá nhân chưa che.
        """
        require_masked(name)
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            before = _required(connection, conversation_id)
            if not before.is_held_by(login):
                self._give(connection, before, login, name, now)
            return _required(connection, conversation_id)

    def say(
        self, conversation_id: str, login: str, text: str, client_id: str, item: Mapping[str, Any] | None = None
    ) -> int:
        """Ghi một lời của người đang giữ, đúng một lần cho mỗi `client_id`; trả số của dòng ấy.

        `item`: một câu trả lời của kho, dạng Item của API, gửi kèm cùng nguồn và ngày của nó.

        Raises:
            ConversationNotFound, PersonNotAsked, AlreadyTaken, NotTaken: không phải lượt của người này.
            UnmaskedText: lời còn số cá nhân chưa che.
        """
        require_masked(text)
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            held = _held_by(connection, conversation_id, login)
            key = _HELPERS_LINE + client_id
            written = select(events.c.number).where(
                events.c.conversation_id == conversation_id, events.c.client_id == key
            )
            if (number := connection.execute(written).scalar()) is not None:
                return int(number)
            body = {"text": text, "name": held.holder_name, **({"item": dict(item)} if item else {})}
            number = append_line(connection, conversation_id, "person", body, now, client_id=key)
            mine = handoffs.update().where(handoffs.c.conversation_id == conversation_id)
            connection.execute(mine.values(holder_seen_at=now, helper_typed_at=None))
            audit.record(connection, Deed(login, "handoff.said", conversation_id, {"line": number}), now)
            return number

    def say_as(self, conversation_id: str, name: str, text: str) -> int:
        """Ghi một lời của người hỗ trợ không có tài khoản (HELPER_TOKEN), khi chưa ai giữ cuộc này.

        Raises:
            ConversationNotFound, PersonNotAsked: như `read`.
            AlreadyTaken: một người có tài khoản đang trả lời.
            UnmaskedText: lời hay tên còn số cá nhân chưa che.
        """
        require_masked(text)
        require_masked(name)
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            handoff = _required(connection, conversation_id)
            if handoff.state == TAKEN:
                raise _taken(handoff)
            return append_line(connection, conversation_id, "person", {"text": text, "name": name}, now)

    def put_back(self, conversation_id: str, login: str) -> None:
        """Người đang giữ đưa cuộc này lại hàng đợi, ở chỗ theo lúc người dân xin; lỗi như `say`."""
        self._leave(conversation_id, login, WAITING)

    def hand_back(self, conversation_id: str, login: str) -> None:
        """Người đang giữ trả cuộc này cho bot trả lời tiếp; lỗi như `say`."""
        self._leave(conversation_id, login, RETURNED)

    def close(self, conversation_id: str, login: str) -> None:
        """Người đang giữ đóng việc này lại, đã xong; lỗi như `say`."""
        self._leave(conversation_id, login, CLOSED)

    def find(self, conversation_id: str) -> Handoff:
        """Việc tiếp nhận của cuộc này, khi người hỗ trợ được xem; lỗi như `read`."""
        with self._engine.connect() as connection:
            return _required(connection, conversation_id)

    def read(self, conversation_id: str, number: int, most: int = 200) -> list[Event]:
        """Các dòng sau dòng `number`, cũ trước mới sau, cho người hỗ trợ.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            PersonNotAsked: người dân chưa xin, đã thôi, hay việc đã xong.
        """
        with self._engine.connect() as connection:
            _required(connection, conversation_id)
            return lines_after(connection, conversation_id, number, most)

    def read_back(self, conversation_id: str, before: int | None = None, most: int = 100) -> list[Event]:
        """Các dòng cuối (trước dòng `before`), cũ trước mới sau; lỗi như `read`."""
        query = select(events).where(events.c.conversation_id == conversation_id)
        if before is not None:
            query = query.where(events.c.number < before)
        with self._engine.connect() as connection:
            _required(connection, conversation_id)
            rows = connection.execute(query.order_by(events.c.number.desc()).limit(most)).all()
        return [event(row) for row in reversed(rows)]

    def _give(self, connection: Connection, before: Handoff, login: str, name: str, now: datetime.datetime) -> None:
        free = or_(handoffs.c.state == WAITING, and_(handoffs.c.state == TAKEN, handoffs.c.holder_seen_at < now - AWAY))
        given = handoffs.update().where(handoffs.c.conversation_id == before.conversation_id, free)
        held = {"state": TAKEN, "holder": login, "holder_name": name, "taken_at": now, "holder_seen_at": now}
        if not connection.execute(given.values(**held, helper_typed_at=None)).rowcount:
            raise _taken(before)
        append_line(connection, before.conversation_id, "handoff", {"state": TAKEN, "name": name}, now)
        detail = {"from": before.holder} if before.state == TAKEN else {}
        audit.record(connection, Deed(login, "handoff.taken", before.conversation_id, detail), now)

    def _leave(self, conversation_id: str, login: str, state: str) -> None:
        now = self._clock()
        with self._engine.begin() as connection:
            touch(connection, conversation_id, now)
            held = _held_by(connection, conversation_id, login)
            nobody = {"holder": None, "holder_name": None, "taken_at": None, "holder_seen_at": None}
            ended: dict[str, Any] = nobody if state == WAITING else {"ended_at": now}
            left = handoffs.update().where(handoffs.c.conversation_id == conversation_id)
            connection.execute(left.values(state=state, helper_typed_at=None, **ended))
            body = {"state": state, "name": held.holder_name}
            append_line(connection, conversation_id, "handoff", body, now)
            audit.record(connection, Deed(login, f"handoff.{state}", conversation_id), now)


def _find(connection: Connection, conversation_id: str) -> Handoff | None:
    row = connection.execute(select(handoffs).where(handoffs.c.conversation_id == conversation_id)).one_or_none()
    return None if row is None else handoff_of(row)


def handoff_of(row: Any) -> Handoff:
    """Một hàng của bảng `handoffs`."""
    seen = row.holder_seen_at
    return Handoff(
        row.conversation_id, row.state, aware(row.asked_at), row.holder, row.holder_name, seen and aware(seen)
    )


def _required(connection: Connection, conversation_id: str) -> Handoff:
    """Việc tiếp nhận mà người hỗ trợ được xem."""
    found = _find(connection, conversation_id)
    if found is None:
        require(connection, conversation_id)
    if found is None or found.state not in OPEN:
        raise PersonNotAsked(conversation_id)
    return found


def _held_by(connection: Connection, conversation_id: str, login: str) -> Handoff:
    found = _required(connection, conversation_id)
    if found.state == WAITING:
        raise NotTaken(conversation_id)
    if found.holder != login:
        raise _taken(found)
    return found


def _taken(handoff: Handoff) -> AlreadyTaken:
    return AlreadyTaken(handoff.conversation_id, handoff.holder or "", handoff.holder_name or "")


def _last_change(connection: Connection, conversation_id: str) -> int:
    changes = select(func.max(events.c.number)).where(
        events.c.conversation_id == conversation_id, events.c.kind == "handoff"
    )
    return int(connection.execute(changes).scalar() or 0)
