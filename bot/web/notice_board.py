"""Thông báo đang có hiệu lực, giữ trong bộ nhớ của cổng và đọc lại mỗi giây; và lời nói của chúng."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.notices import Notice, Notices
from bot.local_time import VIETNAM
from bot.web import texts

EVERY = 1.0
"""Giây giữa hai lần đọc kho: thông báo có hiệu lực ở mọi cổng trong 2 giây."""

_log = structlog.get_logger(__name__)


class NoticeBoard:
    """Những thông báo cổng này đang theo. Kho không đọc được thì giữ điều đã biết: tắt rồi thì vẫn tắt."""

    def __init__(self, notices: Notices, now: Callable[[], datetime.datetime]) -> None:
        self._notices, self._now = notices, now
        self._known: tuple[Notice, ...] = ()

    async def watch(self, every: float = EVERY) -> None:
        """Đọc lại mãi."""
        while True:
            await asyncio.sleep(every)
            try:
                await self.refresh()
            except SQLAlchemyError:
                _log.exception("notices.unreachable", in_use=len(self._known))

    async def refresh(self) -> None:
        """Đọc lại ngay.

        Raises:
            SQLAlchemyError: không đọc được kho; điều đã biết còn nguyên.
        """
        self._known = await asyncio.to_thread(self._notices.current)

    @property
    def current(self) -> tuple[Notice, ...]:
        """Những thông báo còn hiệu lực lúc này; cái có giờ hết thì hết đúng giờ, không đợi lần đọc sau."""
        now = self._now()
        return tuple(notice for notice in self._known if notice.is_on(now))

    @property
    def version(self) -> str:
        """Đổi khi và chỉ khi tập thông báo đổi: là một phần của thẻ ETag."""
        return ",".join(str(notice.id) for notice in self.current)

    @property
    def stop(self) -> Notice | None:
        """Lệnh tắt cả bot, khi có."""
        return next((notice for notice in self.current if notice.kind == "stop"), None)

    @property
    def paused(self) -> dict[str, Notice]:
        """Chủ đề đang tắt và thông báo tắt nó."""
        return {notice.topic: notice for notice in self.current if notice.kind == "topic" and notice.topic}

    def warning(self, *topics: str) -> str:
        """Câu cảnh báo cho trang thuộc các chủ đề này; trống khi không chủ đề nào bị tắt."""
        paused = self.paused
        return " ".join(told(paused[topic]) for topic in topics if topic in paused)


def told(notice: Notice) -> str:
    """Thông báo thành lời trọn vẹn nói với người dân."""
    if notice.kind == "banner":
        return notice.text
    reason = notice.text.rstrip(" .")
    if notice.kind == "topic":
        said = texts.TOPIC_PAUSED.format(topic=texts.TOPICS.get(notice.topic or "", notice.topic), reason=reason)
    else:
        said = texts.STOPPED.format(reason=reason)
    if notice.until is None:
        return said
    return f"{said} {texts.PAUSED_UNTIL.format(when=spoken(notice.until))}"


def spoken(at: datetime.datetime) -> str:
    """ "8 giờ 30 ngày 23/11/2026", theo giờ Việt Nam."""
    local = at.astimezone(VIETNAM)
    minutes = f" {local.minute:02}" if local.minute else ""
    return f"{local.hour} giờ{minutes} ngày {local.day}/{local.month}/{local.year}"
