"""Kho kiến thức của cổng: bản đang dùng và những gì dựng từ nó, tự thay khi kho đổi, không cần khởi động lại."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.model import Knowledge
from bot.knowledge.record import RecordError
from bot.knowledge.store import load, stored_version
from bot.web import texts
from bot.web.errors import NotReady

_log = structlog.get_logger(__name__)

CHECK_EVERY = 1.0
"""Giây giữa hai lần hỏi kho đã đổi chưa; thưa hơn máy chủ bot: lời đáp mới trước, trang dựng lại sau."""
FIRST_LOAD = 10.0
"""Giây chờ tối đa của một yêu cầu tới trong lúc cổng vừa khởi động và kho còn đang nạp."""

Part = TypeVar("Part")
Build = Callable[[Knowledge], Any]


def answer_index(knowledge: Knowledge) -> AnswerIndex:
    """Mục lục tìm câu trả lời, như của bot: có cả việc ngoài phạm vi."""
    return AnswerIndex(list(knowledge.answers.values()), list(knowledge.outside.values()))


class Edition:
    """Một bản kho, không đổi nữa, và các phần dựng từ nó; giữ trong biến của một yêu cầu thì trước sau như một."""

    def __init__(self, knowledge: Knowledge, parts: Iterable[Build] = ()) -> None:
        self.knowledge = knowledge
        self._parts = {build: build(knowledge) for build in parts}

    def part(self, build: Callable[[Knowledge], Part]) -> Part:
        """Phần do `build` dựng; `build` phải nằm trong `parts` của `Library`."""
        return cast(Part, self._parts[build])


class Library:
    """Giữ bản kho hiện dùng. Bản mới nạp và dựng ở luồng khác rồi mới thay, nên người hỏi không phải đợi."""

    def __init__(self, engine: Engine, today: Callable[[], datetime.date], parts: Iterable[Build] = ()) -> None:
        self._engine, self.today, self._parts = engine, today, tuple(parts)
        self._edition: Edition | None = None
        self._loaded, self._refreshing = asyncio.Event(), asyncio.Lock()

    async def edition(self) -> Edition:
        """Bản đang dùng; cổng vừa khởi động thì chờ nạp xong.

        Raises:
            NotReady: chờ quá `FIRST_LOAD` giây.
        """
        if self._edition is None:
            try:
                await asyncio.wait_for(self._loaded.wait(), FIRST_LOAD)
            except asyncio.TimeoutError:
                raise NotReady(texts.NOT_READY) from None
        return cast(Edition, self._edition)

    async def newest(self) -> Edition:
        """Bản mới nhất trong kho lúc hỏi: người vừa sửa kho, ở cổng này hay cổng khác, xem được ngay."""
        await self._keep_up()
        return await self.edition()

    @property
    def in_use(self) -> Edition | None:
        """Bản đang dùng, None khi cổng vừa khởi động và chưa nạp xong; không chờ."""
        return self._edition

    async def watch(self, every: float = CHECK_EVERY) -> None:
        """Nạp kho, rồi để ý nó mãi; kho đọc không được thì giữ bản đang có, ghi nhật ký và thử lại."""
        while True:
            await self._keep_up()
            await asyncio.sleep(every)

    async def refresh(self) -> None:
        """Nạp bản mới nếu kho đã đổi.

        Raises:
            SQLAlchemyError, RecordError: không đọc được kho; bản đang dùng còn nguyên.
        """
        async with self._refreshing:
            version = await asyncio.to_thread(stored_version, self._engine)
            if self._edition and self._edition.knowledge.version == version:
                return
            self._edition = await asyncio.to_thread(self._read)
            self._loaded.set()
            knowledge = self._edition.knowledge
            _log.info("library.loaded", version=knowledge.version, answers=len(knowledge.answers))

    async def _keep_up(self) -> None:
        try:
            await self.refresh()
        except (SQLAlchemyError, RecordError):
            _log.exception("library.unreachable", in_use=self._edition and self._edition.knowledge.version)

    def _read(self) -> Edition:
        known = self._edition.knowledge if self._edition else None
        return Edition(load(self._engine, known), self._parts)
