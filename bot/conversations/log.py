"""Nhật ký cuộc trò chuyện trên SQLAlchemy Core; engine và đồng hồ do người gọi đưa vào."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.erasure import erase, erase_older, scrub
from bot.conversations.tables import conversations, events, handoffs
from bot.conversations.turns import Turn
from bot.conversations.turns import count as count_turn
from bot.conversations.unanswered import note_reply
from bot.database import aware as aware  # các kho khác lấy nó ở đây
from bot.privacy import mask

Clock = Callable[[], datetime.datetime]
Reply = dict[str, Any]

TAKEN = "taken"
"""Trạng thái của một cuộc đang được một người hỗ trợ giữ."""


class ConversationNotFound(LookupError):
    """Không có cuộc trò chuyện này (chưa bao giờ có, đã xoá, hoặc đã quá hạn giữ)."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"không có cuộc trò chuyện {conversation_id}")
        self.conversation_id = conversation_id


class UnmaskedText(ValueError):
    """Có người định ghi một lời chưa che số cá nhân; mang các loại số gặp phải, không mang lời ấy."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("lời chưa che số cá nhân: " + ", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True)
class Message:
    """Một lời đã ghi. `replies` khác None: lời này đã được trả lời trước đó; `held`: một người đang giữ cuộc này."""

    number: int
    body: dict[str, Any]
    replies: list[Reply] | None
    held: bool = False


@dataclass(frozen=True)
class Event:
    """Một dòng nhật ký; `kind` là "message", "replies", "handoff" hoặc "person", `number` tăng dần."""

    number: int
    kind: str
    body: Any
    at: datetime.datetime


class ConversationLog:
    """Ghi và đọc các cuộc trò chuyện; mọi hàm đều chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def check(self) -> None:
        """Thử một câu hỏi nhỏ để biết kho còn trả lời; ném lỗi SQLAlchemy khi không."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def create(self, conversation_id: str) -> None:
        """Mở một cuộc trò chuyện mới với mã do người gọi sinh ra."""
        with self._engine.begin() as connection:
            begin(connection, conversation_id, self._clock())

    def append_message(self, conversation_id: str, client_id: str, body: Mapping[str, Any]) -> Message:
        """Ghi lời của người dân, đúng một lần cho mỗi `client_id`.

        `body` là {"text": lời đã che} hoặc {"answer": mã câu trả lời được chọn}. Gửi lại cùng `client_id` thì nhận lại
        lời đã ghi, cùng các câu trả lời nếu đã có, kể cả khi hai lần gửi đến cùng lúc.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            UnmaskedText: lời còn số cá nhân chưa che.
        """
        require_masked(str(body.get("text", "")))
        try:
            with self._engine.begin() as connection:
                touch(connection, conversation_id, self._clock())
                number = append_line(connection, conversation_id, "message", body, self._clock(), client_id=client_id)
                held = _is_held(connection, conversation_id)
            return Message(number, dict(body), None, held)
        except IntegrityError:
            return self._stored(conversation_id, client_id)

    def append_replies(
        self, conversation_id: str, message: Message, replies: Sequence[Reply], turn: Turn | None = None
    ) -> list[Reply]:
        """Ghi các câu trả lời cho một lời và trả lại chúng; lời đã được trả lời trước thì trả lại lần ghi trước.

        Người hỗ trợ đang giữ cuộc này, kể cả vừa nhận trong lúc chờ bot: lời bot bị bỏ, ghi và trả danh sách trống.
        `turn`: lượt này được đếm thế nào, trong cùng giao dịch; None: không đếm.

        Raises:
            ConversationNotFound: cuộc trò chuyện đã bị xoá trong lúc chờ.
        """
        try:
            with self._engine.begin() as connection:
                touch(connection, conversation_id, self._clock())
                said = [] if _is_held(connection, conversation_id) else list(replies)
                append_line(connection, conversation_id, "replies", said, self._clock(), answers=message.number)
                note_reply(connection, conversation_id, message.number)
                if said and turn:
                    count_turn(connection, conversation_id, message.number, turn, self._clock())
            return said
        except IntegrityError:
            with self._engine.connect() as connection:
                stored = self._replies(connection, message.number)
                return list(replies) if stored is None else stored

    def events_since(self, conversation_id: str, number: int, most: int = 200) -> list[Event]:
        """Các dòng sau dòng `number`, cũ trước mới sau, nhiều nhất `most` dòng.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        with self._engine.connect() as connection:
            found = lines_after(connection, conversation_id, number, most)
            if not found:
                require(connection, conversation_id)
        return found

    def delete(self, conversation_id: str) -> None:
        """Xoá hẳn một cuộc trò chuyện cùng mọi lời, mọi góp ý trong đó.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        with self._engine.begin() as connection:
            if not erase(connection, [conversation_id]):
                raise ConversationNotFound(conversation_id)
        scrub(self._engine)

    def prune(self, older_than: datetime.datetime) -> int:
        """Xoá các cuộc trò chuyện không ai nói gì từ trước `older_than`; trả số cuộc đã xoá."""
        return erase_older(self._engine, older_than)

    def _stored(self, conversation_id: str, client_id: str) -> Message:
        query = select(events.c.number, events.c.body).where(
            events.c.conversation_id == conversation_id, events.c.client_id == client_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise ConversationNotFound(conversation_id)
            held = _is_held(connection, conversation_id)
            return Message(row.number, json.loads(row.body), self._replies(connection, row.number), held)

    @staticmethod
    def _replies(connection: Connection, number: int) -> list[Reply] | None:
        body = connection.execute(select(events.c.body).where(events.c.answers == number)).scalar()
        return None if body is None else json.loads(body)


def begin(connection: Connection, conversation_id: str, now: datetime.datetime) -> None:
    """Mở một cuộc trò chuyện trong giao dịch của người gọi."""
    connection.execute(conversations.insert().values(id=conversation_id, created_at=now, updated_at=now))


def append_line(
    connection: Connection, conversation_id: str, kind: str, body: Any, now: datetime.datetime, **columns: Any
) -> int:
    """Thêm một dòng nhật ký trong giao dịch của người gọi; trả số của dòng ấy."""
    written = json.dumps(body)  # chỉ ASCII: nửa ký tự UTF-16 hay NUL trong lời bot không làm hỏng câu ghi
    row = {"conversation_id": conversation_id, "kind": kind, "body": written, "created_at": now, **columns}
    return int(connection.execute(events.insert().values(row)).inserted_primary_key[0])


def lines_after(connection: Connection, conversation_id: str, number: int, most: int) -> list[Event]:
    """Các dòng sau dòng `number`, cũ trước mới sau, nhiều nhất `most` dòng."""
    query = (
        select(events)
        .where(events.c.conversation_id == conversation_id, events.c.number > number)
        .order_by(events.c.number)
        .limit(most)
    )
    return [event(row) for row in connection.execute(query)]


def event(row: Any) -> Event:
    """Một dòng của bảng nhật ký."""
    return Event(row.number, row.kind, json.loads(row.body), aware(row.created_at))


def require(connection: Connection, conversation_id: str) -> None:
    """Cuộc trò chuyện phải còn.

    Raises:
        ConversationNotFound: không còn, hay chưa bao giờ có.
    """
    if connection.execute(select(conversations.c.id).where(conversations.c.id == conversation_id)).first() is None:
        raise ConversationNotFound(conversation_id)


def require_masked(text: str) -> None:
    """Lời sắp ghi không được còn số cá nhân.

    Raises:
        UnmaskedText: còn.
    """
    if kinds := mask(text).kinds:
        raise UnmaskedText(kinds)


def touch(connection: Connection, conversation_id: str, now: datetime.datetime) -> None:
    """Ghi rằng cuộc trò chuyện còn hoạt động, và giữ quyền ghi vào nó tới hết giao dịch.

    Raises:
        ConversationNotFound: không có cuộc trò chuyện này.
    """
    # Ghi trước khi đọc: SQLite giữ quyền ghi từ đầu giao dịch, hai luồng không nâng khoá giẫm lên nhau.
    touched = connection.execute(
        conversations.update().where(conversations.c.id == conversation_id).values(updated_at=now)
    )
    if not touched.rowcount:
        raise ConversationNotFound(conversation_id)


def _is_held(connection: Connection, conversation_id: str) -> bool:
    query = select(handoffs.c.state).where(handoffs.c.conversation_id == conversation_id, handoffs.c.state == TAKEN)
    return connection.execute(query).first() is not None
