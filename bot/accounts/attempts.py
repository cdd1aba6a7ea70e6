"""Đếm lần đăng nhập chưa thành của từng tên: sai năm lần liền thì khoá 15 phút.

Mỗi lần thử được tính trước khi kiểm mật khẩu và được xoá khi đúng, nên nhiều lần thử cùng lúc không lọt quá số.
Tên không có thật cũng được đếm như tên thật: bị khoá hay không chẳng nói lên điều gì.
"""

from __future__ import annotations

import datetime
import hashlib

from sqlalchemy import DateTime, bindparam, select, text
from sqlalchemy.engine import Connection

from bot.accounts.errors import Locked
from bot.accounts.tables import sign_ins
from bot.database import aware

MOST = 5
LOCK = datetime.timedelta(minutes=15)

_OPEN = text(
    "INSERT INTO sign_ins (login, failures, last_at) VALUES (:login, 0, :now) ON CONFLICT (login) DO NOTHING"
).bindparams(bindparam("now", type_=DateTime(timezone=True)))


def charge(connection: Connection, login: str, now: datetime.datetime) -> None:
    """Tính một lần thử cho tên này.

    Raises:
        Locked: đã thử sai quá số cho phép.
    """
    key = _key(login)
    connection.execute(sign_ins.delete().where(sign_ins.c.last_at <= now - LOCK))
    connection.execute(_OPEN, {"login": key, "now": now})
    charged = connection.execute(
        sign_ins.update()
        .where(sign_ins.c.login == key, sign_ins.c.failures < MOST)
        .values(failures=sign_ins.c.failures + 1, last_at=now)
    )
    if not charged.rowcount:
        last_at = connection.execute(select(sign_ins.c.last_at).where(sign_ins.c.login == key)).scalar_one()
        raise Locked(aware(last_at) + LOCK)


def forgive(connection: Connection, login: str) -> None:
    """Quên những lần thử sai: đã vào đúng, hay mật khẩu vừa được đặt lại."""
    connection.execute(sign_ins.delete().where(sign_ins.c.login == _key(login)))


def _key(login: str) -> str:
    return hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
