"""Thông báo của bàn làm việc: dải báo cho mọi người, tắt một chủ đề, tắt cả bot; ai, lúc nào, vì sao, tới bao giờ."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, func, select
from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.conversations.log import Clock, aware, require_masked

Kind = Literal["banner", "topic", "stop"]
"""`banner`: hiện ở mọi tiện ích; `topic`: không trả lời về một chủ đề; `stop`: không hỏi bot nữa."""

KINDS: tuple[Kind, ...] = get_args(Kind)
table = Table(
    "notices",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("topic", String(24)),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("started_by", String(64), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True)),
    Column("ended_by", String(64)),
    Column("ended_at", DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Notice:
    """Một thông báo; không sửa, muốn đổi thì kết thúc nó và đăng cái khác.

    `text`: lời người dân đọc (với `topic` và `stop`: lý do, đứng được sau chữ "vì"); `reason`: căn cứ, chỉ bàn làm việc
    đọc; `until`: tự hết vào lúc ấy, None: tới khi có người kết thúc.
    """

    id: int
    kind: Kind
    topic: str | None
    text: str
    reason: str
    started_by: str
    started_at: datetime.datetime
    until: datetime.datetime | None = None
    ended_by: str | None = None
    ended_at: datetime.datetime | None = None

    def is_on(self, now: datetime.datetime) -> bool:
        """Đang có hiệu lực vào lúc `now`."""
        return self.ended_at is None and (self.until is None or now < self.until)


class AlreadyOn(ValueError):
    """Chủ đề ấy (hay cả bot) đang tắt rồi; mang thông báo đang có hiệu lực."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(f"thông báo {notice.id} còn hiệu lực")
        self.notice = notice


class NoticeOver(LookupError):
    """Không có thông báo này, hay nó đã hết hiệu lực."""

    def __init__(self, notice_id: int) -> None:
        super().__init__(f"thông báo {notice_id} không còn hiệu lực")
        self.notice_id = notice_id


class Notices:
    """Đăng, kết thúc, đọc thông báo; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def start(
        self,
        kind: Kind,
        text: str,
        reason: str,
        by: str,
        *,
        topic: str | None = None,
        until: datetime.datetime | None = None,
    ) -> int:
        """Đăng một thông báo, có hiệu lực ngay; trả số của nó.

        Raises:
            AlreadyOn: chủ đề ấy, hay cả bot, đang tắt rồi.
            UnmaskedText: lời hay căn cứ còn số cá nhân.
        """
        for words in (text, reason):
            require_masked(words)
        now = self._clock()
        row = {"kind": kind, "topic": topic, "text": text, "reason": reason, "started_by": by, "started_at": now}
        with self._engine.begin() as connection:
            inserted = connection.execute(table.insert().values(**row, until=until))  # ghi trước: giữ khoá
            number = int(inserted.inserted_primary_key[0])
            if kind != "banner":
                self._refuse_second(connection, number, kind, topic, now)
            detail = {"text": text, "reason": reason, "topic": topic, "until": until.isoformat() if until else None}
            audit.record(connection, audit.Deed(by, f"notice.{kind}", str(number), detail), now)
        return number

    def end(self, notice_id: int, by: str, kinds: Collection[Kind] = KINDS) -> Notice:
        """Kết thúc một thông báo ngay lúc này; trả thông báo ấy. `kinds`: chỉ những loại người này được kết thúc.

        Raises:
            NoticeOver: không có, hay đã hết hiệu lực trước đó.
        """
        now = self._clock()
        still_on = (table.c.id == notice_id) & table.c.kind.in_(kinds) & _on(now)
        with self._engine.begin() as connection:
            ended = connection.execute(table.update().where(still_on).values(ended_by=by, ended_at=now))
            if not ended.rowcount:
                raise NoticeOver(notice_id)
            notice = _notice(connection.execute(select(table).where(table.c.id == notice_id)).one())
            audit.record(connection, audit.Deed(by, "notice.ended", str(notice_id), {"kind": notice.kind}), now)
        return notice

    def current(self) -> tuple[Notice, ...]:
        """Những thông báo đang có hiệu lực, cũ trước mới sau."""
        query = select(table).where(_on(self._clock())).order_by(table.c.id)
        with self._engine.connect() as connection:
            return tuple(_notice(row) for row in connection.execute(query))

    def past(self, most: int, skip: int = 0) -> list[Notice]:
        """Những thông báo đã hết, mới trước."""
        query = select(table).where(~_on(self._clock())).order_by(table.c.id.desc()).limit(most).offset(skip)
        with self._engine.connect() as connection:
            return [_notice(row) for row in connection.execute(query)]

    def count_past(self) -> int:
        """Có tất cả bao nhiêu thông báo đã hết."""
        query = select(func.count()).select_from(table).where(~_on(self._clock()))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar())

    @staticmethod
    def _refuse_second(
        connection: Connection, number: int, kind: Kind, topic: str | None, now: datetime.datetime
    ) -> None:
        same = (table.c.kind == kind) & (table.c.id != number) & _on(now)
        if kind == "topic":
            same &= table.c.topic == topic
        if (row := connection.execute(select(table).where(same).limit(1)).first()) is not None:
            raise AlreadyOn(_notice(row))


def _on(now: datetime.datetime) -> Any:
    return table.c.ended_at.is_(None) & (table.c.until.is_(None) | (table.c.until > now))


def _notice(row: Any) -> Notice:
    values = dict(row._mapping)
    for name in ("started_at", "until", "ended_at"):
        values[name] = aware(values[name]) if values[name] else None
    return Notice(**values)
