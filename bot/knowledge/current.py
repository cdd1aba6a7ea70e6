"""Bản kho đang dùng của tiến trình này: để ý khi kho đổi và thay mục lục, không cần khởi động lại."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.answerer import Answerer
from bot.knowledge.record import RecordError
from bot.knowledge.store import load, stored_version

log = structlog.get_logger()

CHECK_EVERY = 1.0
"""Giây giữa hai lần hỏi kho đã đổi chưa; hợp đồng là nhận ra trong 2 giây."""


class CurrentKnowledge:
    """Giữ một `Answerer` khớp với kho. Gọi được từ nhiều luồng."""

    def __init__(
        self, engine: Engine, today: Callable[[], datetime.date], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._today, self._clock = engine, today, clock
        self._lock = threading.Lock()
        self._checked = -CHECK_EVERY
        self._answerer: Answerer | None = None

    def answerer(self) -> Answerer:
        """`Answerer` trên bản kho mới nhất; quá một giây từ lần hỏi trước thì hỏi lại kho.

        Raises:
            SQLAlchemyError, RecordError: lần đầu mà không đọc được kho. Các lần sau, bản cũ vẫn dùng được.
        """
        with self._lock:
            now = self._clock()
            if self._answerer is None or now - self._checked >= CHECK_EVERY:
                self._checked = now
                self._answerer = self._newest()
            return self._answerer

    def _newest(self) -> Answerer:
        try:
            version = stored_version(self._engine)
            if self._answerer and version == self._answerer.knowledge.version:
                return self._answerer
            answerer = Answerer(load(self._engine), self._today)
        except (SQLAlchemyError, RecordError):
            if self._answerer is None:
                raise
            log.exception("knowledge.unreachable", in_use=self._answerer.knowledge.version)
            return self._answerer
        log.info("knowledge.loaded", version=version, answers=len(answerer.knowledge.answers))
        return answerer
