"""Việc nền của cổng: gom những câu chưa trả lời được thành cụm, vài giây một lần."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.clusters import Clusters
from bot.conversations.gathering import Gathering
from bot.knowledge.answer_index import Hit
from bot.knowledge.grouping import likeness_of
from bot.knowledge.model import Topic
from bot.knowledge.thresholds import Thresholds
from bot.web.errors import NotReady
from bot.web.library import Edition, Library, answer_index

EVERY = 3.0
"""Giây giữa hai lần xem có câu nào chờ gom."""
NEAR = Thresholds().near
MOST = 5
"""Số câu gần nhất được kể cho một câu hỏi."""
LOOKED_AT = 30
"""Số câu đứng đầu được xem: việc ngoài phạm vi cũng nằm trong đó, và không được kể."""
REMEMBERED = 5_000
"""Số câu hỏi được nhớ, chừng 5 MB."""

_log = structlog.get_logger(__name__)


class Near(NamedTuple):
    """Một câu trả lời trong kho gần với điều được hỏi; `score` trong [0, 1]."""

    id: str
    title: str
    topic: Topic
    score: float

    @property
    def is_near(self) -> bool:
        """Gần tới mức bot coi là cùng chuyện."""
        return self.score >= NEAR


class Nearest:
    """Tìm câu trả lời gần một câu hỏi, nhớ kết quả cho tới khi kho đổi: trang danh sách tìm cho hai chục nhãn cụm."""

    def __init__(self) -> None:
        self._edition: Edition | None = None
        self._found: dict[str, tuple[Near, ...]] = {}

    def find(self, edition: Edition, text: str) -> tuple[Near, ...]:
        """Những câu trả lời gần `text` nhất, gần trước; tìm mất vài mili giây."""
        if self._edition is not edition or len(self._found) >= REMEMBERED:
            self._edition, self._found = edition, {}
        found = self._found  # luồng khác có thể vừa thay bằng của bản kho mới
        if text not in found:
            hits = edition.part(answer_index).search(text, LOOKED_AT)
            near = (_near(edition, hit) for hit in hits if hit.id in edition.knowledge.answers)
            found[text] = tuple(near)[:MOST]
        return found[text]

    def topic(self, edition: Edition, text: str) -> str:
        """Chủ đề của câu gần nhất; trống khi chẳng câu nào gần."""
        return next((near.topic for near in self.find(edition, text)[:1] if near.is_near), "")


async def gather_often(engine: Engine, clusters: Clusters, library: Library, near: Nearest) -> None:
    """Gom mãi; kho hỏng thì ghi nhật ký rồi thử lại. Cách đọc câu hỏi học từ kho lúc có câu đầu tiên cần gom."""
    gathering: Gathering | None = None
    while True:
        try:
            if gathering is None and await asyncio.to_thread(clusters.ungathered) > 0:
                edition = await library.edition()
                likeness = await asyncio.to_thread(likeness_of, edition.knowledge)
                gathering = Gathering(engine, likeness)
            if gathering:
                await _gather(gathering, await library.edition(), near)
        except NotReady:  # cổng vừa khởi động, kho còn đang nạp: lần sau xem lại
            _log.info("unanswered.not_ready")
        except SQLAlchemyError:
            _log.exception("unanswered.not_gathered")
        await asyncio.sleep(EVERY)


async def _gather(gathering: Gathering, edition: Edition, near: Nearest) -> None:
    while count := await asyncio.to_thread(gathering.gather, lambda label: near.topic(edition, label)):
        _log.info("unanswered.gathered", count=count)


def _near(edition: Edition, hit: Hit) -> Near:
    answer = edition.knowledge.answers[hit.id]
    return Near(answer.id, answer.title, answer.topic, min(1.0, hit.score))
