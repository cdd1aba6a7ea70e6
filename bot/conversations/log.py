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

from bot.conversations.tables import conversations, events, feedback
from bot.privacy import mask

Clock = Callable[[], datetime.datetime]
Reply = dict[str, Any]

WAITING, CANCELLED = "waiting", "cancelled"
"""Hai trạng thái của một dòng `handoff`; chỉ khi dòng cuối là WAITING thì người hỗ trợ được đọc và viết."""


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


class PersonNotAsked(PermissionError):
    """Người dân chưa đồng ý cho người hỗ trợ xem cuộc trò chuyện này, hoặc đã thôi."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"cuộc trò chuyện {conversation_id} không xin gặp người hỗ trợ")
        self.conversation_id = conversation_id


@dataclass(frozen=True)
class Message:
    """Một lời đã ghi. `replies` khác None nghĩa là lời này đã được trả lời trước đó."""

    number: int
    body: dict[str, Any]
    replies: list[Reply] | None


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
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(conversations.insert().values(id=conversation_id, created_at=now, updated_at=now))

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
                number = self._insert(connection, conversation_id, "message", body, client_id=client_id)
            return Message(number, dict(body), None)
        except IntegrityError:
            return self._stored(conversation_id, client_id)

    def append_replies(self, conversation_id: str, message: Message, replies: Sequence[Reply]) -> list[Reply]:
        """Ghi các câu trả lời cho một lời và trả lại chúng; lời đã được trả lời trước thì trả lại lần ghi trước.

        Raises:
            ConversationNotFound: cuộc trò chuyện đã bị xoá trong lúc chờ.
        """
        try:
            with self._engine.begin() as connection:
                touch(connection, conversation_id, self._clock())
                self._insert(connection, conversation_id, "replies", list(replies), answers=message.number)
            return list(replies)
        except IntegrityError:
            with self._engine.connect() as connection:
                return self._replies(connection, message.number) or list(replies)

    def events_since(self, conversation_id: str, number: int, most: int = 200) -> list[Event]:
        """Các dòng sau dòng `number`, cũ trước mới sau, nhiều nhất `most` dòng.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        with self._engine.connect() as connection:
            found = self._events(connection, conversation_id, number, most)
            if not found:
                self._require(connection, conversation_id)
        return found

    def ask_for_person(self, conversation_id: str) -> None:
        """Ghi rằng người dân đồng ý cho người hỗ trợ đọc và viết vào cuộc này; đang chờ rồi thì thôi.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        self._set_handoff(conversation_id, WAITING)

    def cancel_person(self, conversation_id: str) -> None:
        """Ghi rằng người dân thôi gặp người hỗ trợ; từ đó người hỗ trợ không đọc được nữa. Chưa xin thì thôi.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        self._set_handoff(conversation_id, CANCELLED)

    def append_person(self, conversation_id: str, text: str, name: str) -> int:
        """Ghi một lời của người hỗ trợ; trả số của dòng ấy.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            PersonNotAsked: người dân chưa xin, hoặc đã thôi.
            UnmaskedText: lời hay tên còn số cá nhân chưa che.
        """
        require_masked(text)
        require_masked(name)
        with self._engine.begin() as connection:
            touch(connection, conversation_id, self._clock())
            self._require_asked(connection, conversation_id)
            return self._insert(connection, conversation_id, "person", {"text": text, "name": name})

    def events_for_person(self, conversation_id: str, number: int, most: int = 200) -> list[Event]:
        """Như `events_since`, cho người hỗ trợ: chỉ khi người dân đang đồng ý.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
            PersonNotAsked: người dân chưa xin, hoặc đã thôi.
        """
        with self._engine.connect() as connection:
            self._require(connection, conversation_id)
            self._require_asked(connection, conversation_id)
            return self._events(connection, conversation_id, number, most)

    def delete(self, conversation_id: str) -> None:
        """Xoá hẳn một cuộc trò chuyện cùng mọi lời, mọi góp ý trong đó.

        Raises:
            ConversationNotFound: không có cuộc trò chuyện này.
        """
        with self._engine.begin() as connection:
            self._require(connection, conversation_id)
            for table in (events, feedback):
                connection.execute(table.delete().where(table.c.conversation_id == conversation_id))
            connection.execute(conversations.delete().where(conversations.c.id == conversation_id))

    def prune(self, older_than: datetime.datetime) -> int:
        """Xoá các cuộc trò chuyện không ai nói gì từ trước `older_than`; trả số cuộc đã xoá."""
        with self._engine.begin() as connection:
            old = select(conversations.c.id).where(conversations.c.updated_at < older_than)
            for table in (events, feedback):
                connection.execute(table.delete().where(table.c.conversation_id.in_(old)))
            return int(
                connection.execute(conversations.delete().where(conversations.c.updated_at < older_than)).rowcount
            )

    def _set_handoff(self, conversation_id: str, state: str) -> None:
        with self._engine.begin() as connection:
            touch(connection, conversation_id, self._clock())
            if self._handoff(connection, conversation_id) != state:
                self._insert(connection, conversation_id, "handoff", {"state": state})

    def _require_asked(self, connection: Connection, conversation_id: str) -> None:
        if self._handoff(connection, conversation_id) != WAITING:
            raise PersonNotAsked(conversation_id)

    @staticmethod
    def _handoff(connection: Connection, conversation_id: str) -> str:
        """Trạng thái theo dòng `handoff` cuối cùng; chưa có dòng nào thì như đã thôi."""
        query = select(events.c.body).where(events.c.conversation_id == conversation_id, events.c.kind == "handoff")
        body = connection.execute(query.order_by(events.c.number.desc()).limit(1)).scalar()
        return CANCELLED if body is None else str(json.loads(body)["state"])

    @staticmethod
    def _events(connection: Connection, conversation_id: str, number: int, most: int) -> list[Event]:
        query = (
            select(events)
            .where(events.c.conversation_id == conversation_id, events.c.number > number)
            .order_by(events.c.number)
            .limit(most)
        )
        rows = connection.execute(query).all()
        return [Event(row.number, row.kind, json.loads(row.body), aware(row.created_at)) for row in rows]

    def _insert(self, connection: Connection, conversation_id: str, kind: str, body: Any, **columns: Any) -> int:
        written = json.dumps(body)  # chỉ ASCII: nửa ký tự UTF-16 hay NUL trong lời bot không làm hỏng câu ghi
        row = {
            "conversation_id": conversation_id,
            "kind": kind,
            "body": written,
            "created_at": self._clock(),
            **columns,
        }
        return int(connection.execute(events.insert().values(row)).inserted_primary_key[0])

    def _stored(self, conversation_id: str, client_id: str) -> Message:
        query = select(events.c.number, events.c.body).where(
            events.c.conversation_id == conversation_id, events.c.client_id == client_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise ConversationNotFound(conversation_id)
            return Message(row.number, json.loads(row.body), self._replies(connection, row.number))

    @staticmethod
    def _replies(connection: Connection, number: int) -> list[Reply] | None:
        body = connection.execute(select(events.c.body).where(events.c.answers == number)).scalar()
        return None if body is None else json.loads(body)

    @staticmethod
    def _require(connection: Connection, conversation_id: str) -> None:
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


def aware(at: datetime.datetime) -> datetime.datetime:
    """Giờ UTC đọc từ kho, có múi giờ."""
    # SQLite bỏ múi giờ khi lưu; mọi giờ trong nhật ký là giờ UTC.
    return at if at.tzinfo else at.replace(tzinfo=datetime.timezone.utc)
