"""Tên người thay cho tên đăng nhập, ở mọi trang nói ai đã làm gì."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.web import keys


class Names(dict[str, str]):
    """Tên đăng nhập → tên người; ai không có tài khoản ("hệ thống", "dòng lệnh") thì chính chữ ấy."""

    def __missing__(self, login: str) -> str:
        return login

    def with_login(self, login: str) -> str:
        """Tên kèm tên đăng nhập: cho nơi phải phân biệt hai người trùng tên."""
        return f"{self[login]} ({login})" if login in self else login


async def names(request: web.Request) -> Names:
    """Tên của mọi tài khoản, kể cả tài khoản đã tắt; đọc một lần cho mỗi trang."""
    everyone = await asyncio.to_thread(request.app[keys.ACCOUNTS].all)
    return Names({account.login: account.name for account in everyone})
