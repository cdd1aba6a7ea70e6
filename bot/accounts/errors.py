"""Lỗi của tài khoản.

AccountError
├── WrongPassword      sai tên hay mật khẩu, hay tài khoản đã tắt: cố ý không nói là điều nào
├── Locked             sai quá nhiều lần; tên không có thật cũng bị khoá như thế
├── WeakPassword       mật khẩu mới dùng không được
├── BadAccount         tên đăng nhập, tên người hay vai viết không được
│   └── LoginTaken     đã có người dùng tên đăng nhập ấy
├── AccountNotFound
└── LastAdministrator  không còn ai quản trị
"""

from __future__ import annotations

import datetime


class AccountError(Exception):
    """Một việc với tài khoản không thành; lời của lỗi là câu nói được với người dùng, không mang mật khẩu."""


class WrongPassword(AccountError):
    """Tên đăng nhập hay mật khẩu không đúng."""

    def __init__(self) -> None:
        super().__init__("Tên đăng nhập hay mật khẩu chưa đúng.")


class Locked(AccountError):
    """Tên này đã sai quá nhiều lần; thử lại từ `until` (giờ UTC)."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__("Đã sai quá nhiều lần. Xin chờ 15 phút rồi thử lại, hoặc nhờ quản trị viên đặt lại mật khẩu.")
        self.until = until


class WeakPassword(AccountError):
    """Mật khẩu mới quá dễ đoán; `reason` là câu nói với người đang đặt."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadAccount(AccountError):
    """Trường `field` ("login", "name", "role") viết không được; `reason` nói cách viết."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class LoginTaken(BadAccount):
    """Đã có người dùng tên đăng nhập này."""

    def __init__(self, login: str) -> None:
        super().__init__("login", f"Đã có tài khoản {login}. Xin chọn tên đăng nhập khác.")
        self.login = login


class AccountNotFound(AccountError):
    """Không có tài khoản này."""

    def __init__(self, login: str) -> None:
        super().__init__(f"Không có tài khoản {login}.")
        self.login = login


class LastAdministrator(AccountError):
    """Việc này làm cho không còn ai quản trị."""

    def __init__(self, login: str) -> None:
        super().__init__(f"{login} là quản trị viên cuối cùng. Xin đặt thêm một quản trị viên khác trước.")
        self.login = login
