"""Bản kho đang dùng của tiến trình này: để ý khi kho đổi và thay mục lục, không cần khởi động lại."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.answerer import Answerer
from bot.knowledge.ranking import WORDS_ONLY, Meaning
from bot.knowledge.record import RecordError
from bot.knowledge.store import load, stored_version

log = structlog.get_logger()

CHECK_EVERY = 0.2
"""Giây giữa hai lần hỏi kho đã đổi chưa (0,3 ms mỗi lần); hợp đồng là nhận ra trong 2 giây, kể cả lúc dựng mục lục."""


class CurrentKnowledge:
    """Giữ một `Answerer` khớp với kho. Hỏi thì không bao giờ phải đợi: mục lục mới dựng ở luồng riêng rồi mới thay."""

    def __init__(self, engine: Engine, today: Callable[[], datetime.date], meaning: Meaning = WORDS_ONLY) -> None:
        self._engine, self._today, self._meaning = engine, today, meaning
        self._loading = threading.Lock()
        self._answerer: Answerer | None = None

    def answerer(self) -> Answerer:
        """`Answerer` đang dùng; lần đầu thì nạp từ kho.

        Raises:
            SQLAlchemyError, RecordError: lần đầu mà không đọc được kho.

        """
        if self._answerer is None:
            self.refresh()
        return self._answerer  # type: ignore[return-value]  # refresh đã đặt, hoặc đã ném lỗi

    def refresh(self) -> None:
        """Nạp bản mới nếu kho đã đổi. Kho hỏng mà đã có bản cũ thì giữ bản cũ và ghi nhật ký.

        Raises:
            SQLAlchemyError, RecordError: chưa có bản nào mà không đọc được kho.

        """
        with self._loading:
            try:
                version = stored_version(self._engine)
                if self._answerer and version == self._answerer.knowledge.version:
                    return
                self._answerer = self._build(self._answerer)
            except (SQLAlchemyError, RecordError):
                if self._answerer is None:
                    raise
                log.exception("knowledge.unreachable", in_use=self._answerer.knowledge.version)
                return
            log.info("knowledge.loaded", version=version, answers=len(self._answerer.knowledge.answers))

    def _build(self, current: Answerer | None) -> Answerer:
        if current is None:
            return Answerer(load(self._engine), self._today, meaning=self._meaning)
        return current.after(load(self._engine, current.knowledge))

    def watch(self, every: float = CHECK_EVERY) -> Callable[[], None]:
        """Để ý kho ở một luồng nền, cho tới khi gọi hàm được trả về."""
        stopped = threading.Event()

        def run() -> None:
            while not stopped.wait(every):
                try:
                    self.refresh()
                except (SQLAlchemyError, RecordError):  # chưa có bản nào: ghi lại rồi thử tiếp, luồng này phải sống
                    log.exception("knowledge.unreachable", in_use=None)

        threading.Thread(target=run, name="knowledge-watch", daemon=True).start()
        return stopped.set
