"""Tài khoản của người hỗ trợ: vai, mật khẩu, phiên đăng nhập. Không biết aiohttp."""

from bot.accounts.errors import (
    AccountError,
    AccountNotFound,
    BadAccount,
    LastAdministrator,
    Locked,
    LoginTaken,
    WeakPassword,
    WrongPassword,
)
from bot.accounts.model import ROLES, Account, Role, allows
from bot.accounts.sessions import Session, Sessions
from bot.accounts.store import Accounts

__all__ = [
    "ROLES",
    "Account",
    "AccountError",
    "AccountNotFound",
    "Accounts",
    "BadAccount",
    "LastAdministrator",
    "Locked",
    "LoginTaken",
    "Role",
    "Session",
    "Sessions",
    "WeakPassword",
    "WrongPassword",
    "allows",
]
