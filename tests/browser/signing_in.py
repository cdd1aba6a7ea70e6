"""Người của bàn làm việc trong kiểm thử trình duyệt: có tài khoản, mật khẩu của mình, đăng nhập bằng trang thật."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page
from sqlalchemy.engine import Engine

from bot.accounts import Account, Accounts, Role

PASSWORD = "con mèo nhảy qua hàng rào"


def employ(engine: Engine, login: str, name: str, role: Role = "helper") -> Account:
    """Một người mới, đã thay mật khẩu đầu."""
    accounts = Accounts(engine, lambda: datetime.datetime.now(datetime.timezone.utc))
    first = accounts.create(login, name, role, "kiểm thử")
    account = accounts.find(login)
    assert account
    accounts.change_password(account.id, first, PASSWORD)
    return account


def sign_in(page: Page, login: str) -> None:
    """Điền trang đăng nhập đang mở."""
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
