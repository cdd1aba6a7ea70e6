"""Mỗi ngày một lần: xoá hẳn những cuộc trò chuyện đã quá hạn giữ và những phiên đăng nhập đã hết."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import Sessions
from bot.conversations import ConversationLog

_DAY = 24 * 60 * 60

_log = structlog.get_logger(__name__)


async def prune_daily(
    log: ConversationLog, sessions: Sessions, keep: datetime.timedelta, now: Callable[[], datetime.datetime]
) -> None:
    """Chạy mãi; kho bận hay mất thì ghi nhật ký và thử lại hôm sau."""
    while True:
        try:
            count = await asyncio.to_thread(log.prune, now() - keep)
            ended = await asyncio.to_thread(sessions.prune)
            _log.info("conversations.pruned", count=count, sessions=ended)
        except SQLAlchemyError:
            _log.exception("conversations.not_pruned")
        await asyncio.sleep(_DAY)
