"""Chạy cổng web: `python -m bot.web`."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bot import log
from bot.settings import Settings
from bot.web.main import build


def main() -> None:
    """Đọc cài đặt từ môi trường rồi phục vụ cho tới khi bị dừng."""
    settings = Settings.from_environment()
    log.configure(settings.log_level)
    app = build(settings, announce=partial(print, flush=True))
    # Nhật ký truy cập của aiohttp ghi cả mã cuộc trò chuyện, nên tắt; mỗi tin nhắn có dòng nhật ký riêng.
    web.run_app(app, port=settings.web_port, print=None, access_log=None)


if __name__ == "__main__":
    main()
