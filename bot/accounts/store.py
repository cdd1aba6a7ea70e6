"""Kho tài khoản: đăng nhập, đặt và đổi mật khẩu, đổi vai, tắt. Thay đổi nào cũng có dòng sổ trong cùng giao dịch."""

from __future__ import annotations

import re
import secrets
from typing import Any, get_args

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot import audit
from bot.accounts.attempts import charge, forgive
from bot.accounts.errors import AccountNotFound, BadAccount, LastAdministrator, LoginTaken, WrongPassword
from bot.accounts.model import Account, Clock, Role
from bot.accounts.passwords import first_password, normalised, require_strong
from bot.accounts.tables import accounts, sessions
from bot.audit import Deed
from bot.privacy import mask

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LONGEST_NAME = 80


class Accounts:
    """Mọi hàm đều chặn; hàm có mật khẩu còn cố ý chậm (argon2id), nên gọi ngoài vòng sự kiện."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        """Mật khẩu của tài khoản không có thật: kiểm nó cũng lâu như kiểm mật khẩu thật."""

    def sign_in(self, login: str, password: str) -> Account:
        """Người có tên và mật khẩu này.

        Raises:
            WrongPassword: sai tên, sai mật khẩu, hay tài khoản đã tắt; ba điều tốn cùng thời gian.
            Locked: tên này đã sai năm lần liền trong 15 phút vừa qua.
        """
        login = _written(login)
        with self._engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == login)).one_or_none()
        self._verify(login, row.password if row else self._nobody, password)
        if row is None or not row.active:
            raise WrongPassword
        with self._engine.begin() as connection:
            forgive(connection, login)
            self._rehash(connection, row, password)
        return _account(row)

    def create(self, login: str, name: str, role: Role, by: str) -> str:
        """Thêm một người; trả mật khẩu đầu tiên, không lấy lại được lần nữa.

        Raises:
            BadAccount: tên đăng nhập, tên người hay vai viết không được.
            LoginTaken: đã có tên đăng nhập này.
        """
        login, name = _checked_login(login), _checked_name(name)
        password = first_password()
        now = self._clock()
        row = {"login": login, "name": name, "role": _checked_role(role), "must_change": True, "active": True}
        hashed = self._hasher.hash(normalised(password))
        try:
            with self._engine.begin() as connection:
                connection.execute(accounts.insert().values(**row, password=hashed, created_at=now, changed_at=now))
                forgive(connection, login)
                audit.record(connection, Deed(by, "account.created", login, {"role": role}), now)
        except IntegrityError:
            raise LoginTaken(login) from None
        return password

    def reset(self, login: str, by: str) -> str:
        """Đặt lại mật khẩu đầu tiên và trả nó; mở khoá, đóng mọi phiên của người ấy.

        Raises:
            AccountNotFound: không có người này.
        """
        password = first_password()
        hashed = self._hasher.hash(normalised(password))
        with self._engine.begin() as connection:
            row = self._change(connection, login, password=hashed, must_change=True)
            _close(connection, row)
            forgive(connection, row.login)
            audit.record(connection, Deed(by, "account.reset", row.login), self._clock())
        return password

    def change_password(self, account_id: int, old: str, new: str) -> None:
        """Người ấy tự đổi mật khẩu; mọi phiên của họ, kể cả phiên này, đóng lại.

        Raises:
            AccountNotFound: không có người này.
            WrongPassword: `old` sai.
            Locked: đã sai nhiều lần.
            WeakPassword: `new` dễ đoán.
        """
        with self._engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
        if row is None:
            raise AccountNotFound(str(account_id))
        self._verify(row.login, row.password, old)
        with self._engine.begin() as connection:
            forgive(connection, row.login)
        require_strong(normalised(new), row.login, normalised(old))
        self._replace(row, self._hasher.hash(normalised(new)))

    def set_role(self, login: str, role: Role, by: str) -> None:
        """Đổi vai; mọi phiên của người ấy đóng lại.

        Raises:
            AccountNotFound: không có người này.
            BadAccount: không có vai ấy.
            LastAdministrator: họ là quản trị viên cuối cùng.
        """
        _checked_role(role)
        with self._engine.begin() as connection:
            before = self._guarded_change(connection, login, role=role)
            if before.role != role:
                detail = {"from": before.role, "to": role}
                audit.record(connection, Deed(by, "account.role", before.login, detail), self._clock())

    def set_active(self, login: str, active: bool, by: str) -> None:
        """Tắt (đóng mọi phiên, không vào được nữa) hay bật lại.

        Raises:
            AccountNotFound: không có người này.
            LastAdministrator: họ là quản trị viên cuối cùng.
        """
        with self._engine.begin() as connection:
            before = self._guarded_change(connection, login, active=active)
            if before.active != active:
                deed = "account.on" if active else "account.off"
                audit.record(connection, Deed(by, deed, before.login), self._clock())

    def rename(self, login: str, name: str, by: str) -> None:
        """Đổi tên người, tên mà người dân thấy.

        Raises:
            AccountNotFound: không có người này.
            BadAccount: tên viết không được.
        """
        name = _checked_name(name)
        with self._engine.begin() as connection:
            before = self._change(connection, login, name=name)
            if before.name != name:
                detail = {"from": before.name, "to": name}
                audit.record(connection, Deed(by, "account.renamed", before.login, detail), self._clock())

    def all(self) -> list[Account]:
        """Mọi tài khoản, theo tên đăng nhập."""
        with self._engine.connect() as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.login))]

    def find(self, login: str) -> Account | None:
        """Tài khoản có tên đăng nhập này; None khi không có."""
        with self._engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == _written(login))).one_or_none()
        return None if row is None else _account(row)

    def any(self) -> bool:
        """Đã có tài khoản nào chưa."""
        with self._engine.connect() as connection:
            return connection.execute(select(accounts.c.id).limit(1)).first() is not None

    def _verify(self, login: str, hashed: str, password: str) -> None:
        with self._engine.begin() as connection:
            charge(connection, login, self._clock())
        try:
            self._hasher.verify(hashed, normalised(password))
        except VerifyMismatchError:
            raise WrongPassword from None

    def _rehash(self, connection: Connection, row: Any, password: str) -> None:
        if self._hasher.check_needs_rehash(row.password):
            stronger = self._hasher.hash(normalised(password))
            unchanged = (accounts.c.id == row.id) & (accounts.c.password == row.password)
            connection.execute(accounts.update().where(unchanged).values(password=stronger))

    def _replace(self, row: Any, hashed: str) -> None:
        """Đặt mật khẩu mới, nếu mật khẩu cũ vẫn là cái vừa kiểm."""
        now = self._clock()
        with self._engine.begin() as connection:
            unchanged = (accounts.c.id == row.id) & (accounts.c.password == row.password)
            values = {"password": hashed, "must_change": False, "changed_at": now}
            if not connection.execute(accounts.update().where(unchanged).values(values)).rowcount:
                raise WrongPassword
            _close(connection, row)
            audit.record(connection, Deed(row.login, "account.password_changed", row.login), now)

    def _change(self, connection: Connection, login: str, **values: Any) -> Any:
        """Đổi vài cột; trả hàng như trước khi đổi."""
        mine = accounts.c.login == _written(login)
        # Ghi trước khi đọc: giữ hàng này tới hết giao dịch.
        if not connection.execute(accounts.update().where(mine).values(changed_at=self._clock())).rowcount:
            raise AccountNotFound(login)
        before = connection.execute(select(accounts).where(mine)).one()
        connection.execute(accounts.update().where(mine).values(values))
        return before

    def _guarded_change(self, connection: Connection, login: str, **values: Any) -> Any:
        """Đổi vai hay tắt bật, đóng mọi phiên của người ấy, và không để mất quản trị viên cuối cùng."""
        # Giữ mọi hàng quản trị viên trước: hai người hạ vai nhau cùng lúc thì người sau phải chờ và thấy.
        administrators = accounts.c.role == "administrator"
        connection.execute(accounts.update().where(administrators).values(changed_at=accounts.c.changed_at))
        before = self._change(connection, login, **values)
        left = select(func.count()).select_from(accounts).where(administrators, accounts.c.active)
        if before.role == "administrator" and before.active and not connection.execute(left).scalar():
            raise LastAdministrator(login)
        if any(getattr(before, column) != value for column, value in values.items()):
            _close(connection, before)
        return before


def _close(connection: Connection, row: Any) -> None:
    connection.execute(sessions.delete().where(sessions.c.account_id == row.id))


def _account(row: Any) -> Account:
    return Account(row.id, row.login, row.name, row.role, row.must_change, row.active)


def _written(login: str) -> str:
    """Tên đăng nhập như kho ghi: máy điện thoại hay tự viết hoa chữ đầu."""
    return login.strip().lower()


def _checked_login(login: str) -> str:
    login = _written(login)
    if not _LOGIN.fullmatch(login):
        raise BadAccount("login", "Tên đăng nhập: 2 đến 32 ký tự a–z, 0–9, dấu . _ -, bắt đầu bằng chữ cái, không dấu.")
    return login


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise BadAccount("name", f"Xin ghi tên người, nhiều nhất {_LONGEST_NAME} ký tự.")
    if mask(name).kinds:
        raise BadAccount("name", "Tên người không được có số điện thoại hay số giấy tờ: người dân sẽ thấy tên này.")
    return name


def _checked_role(role: Role) -> Role:
    if role not in get_args(Role):
        raise BadAccount("role", f"Không có vai {role}.")
    return role
