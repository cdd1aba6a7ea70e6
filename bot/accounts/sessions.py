"""Phiên đăng nhập trong kho; trình duyệt giữ mã ngẫu nhiên, kho chỉ giữ sha256 của mã."""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Engine

from bot.accounts.model import Account, Clock
from bot.accounts.tables import accounts, sessions
from bot.database import aware

SILENT = datetime.timedelta(hours=12)
"""Im lâu như vậy thì hết phiên."""
LONGEST = datetime.timedelta(days=7)
"""Dùng đều cũng chỉ tới chừng ấy từ lúc đăng nhập."""
_SEEN_EVERY = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """Một phiên còn hạn. `account` None: chưa đăng nhập (trang đăng nhập cũng cần phiên để chống giả mạo biểu mẫu)."""

    account: Account | None
    body: dict[str, Any]


class Sessions:
    """Mở, đọc, ghi, đóng phiên; mọi hàm đều chặn."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def create(self, account_id: int | None, body: Mapping[str, Any]) -> str:
        """Mở một phiên mới và trả mã của nó."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        row = {"id": _key(token), "account_id": account_id, "body": json.dumps(dict(body))}
        with self._engine.begin() as connection:
            connection.execute(sessions.insert().values(**row, created_at=now, seen_at=now))
        return token

    def load(self, token: str) -> Session | None:
        """Phiên của mã này, với tài khoản như nó đang là; None khi không có, hết hạn, hay tài khoản đã tắt."""
        now = self._clock()
        query = (
            select(sessions.c.account_id, sessions.c.body, sessions.c.seen_at, accounts)
            .select_from(sessions.outerjoin(accounts, sessions.c.account_id == accounts.c.id))
            .where(
                sessions.c.id == _key(token),
                sessions.c.seen_at > now - SILENT,
                sessions.c.created_at > now - LONGEST,
                or_(sessions.c.account_id.is_(None), accounts.c.active),
            )
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if now - aware(row.seen_at) >= _SEEN_EVERY:
            self._see(token, now)
        account = None
        if row.account_id is not None:
            account = Account(row.id, row.login, row.name, row.role, row.must_change, row.active)
        return Session(account, json.loads(row.body))

    def save(self, token: str, body: Mapping[str, Any]) -> None:
        """Ghi điều phiên mang theo; phiên đã đóng trong lúc ấy thì thôi, không mở lại."""
        self._update(token, body=json.dumps(dict(body)))

    def drop(self, token: str) -> None:
        """Đóng phiên này."""
        with self._engine.begin() as connection:
            connection.execute(sessions.delete().where(sessions.c.id == _key(token)))

    def drop_all(self, account_id: int) -> None:
        """Đóng mọi phiên của một người."""
        with self._engine.begin() as connection:
            connection.execute(sessions.delete().where(sessions.c.account_id == account_id))

    def prune(self) -> int:
        """Xoá các phiên đã hết hạn; trả số phiên đã xoá."""
        now = self._clock()
        expired = or_(sessions.c.seen_at <= now - SILENT, sessions.c.created_at <= now - LONGEST)
        with self._engine.begin() as connection:
            return int(connection.execute(sessions.delete().where(expired)).rowcount)

    def _see(self, token: str, now: datetime.datetime) -> None:
        self._update(token, seen_at=now)

    def _update(self, token: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(sessions.update().where(sessions.c.id == _key(token)).values(**values))


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
