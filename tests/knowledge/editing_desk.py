"""Bàn biên tập thử: kho mẫu đã đồng bộ vào một cơ sở dữ liệu thật, hai người biên tập, một đồng hồ."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from knowledge_folder import KnowledgeFolder
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot import audit
from bot.database import open_engine, upgrade
from bot.knowledge import tables
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.model import Knowledge
from bot.knowledge.publishing import roll_back
from bot.knowledge.store import load
from bot.knowledge.sync import SyncReport, sync
from tests.stores import BOTH, address

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.timezone.utc)
LAN, MINH = "lan", "minh"

NEW_SOURCE = {"id": "bao-moi", "title": "Bài mới", "publisher": "Báo Mới", "url": "https://bao-moi.example/a"}
NEW_ANSWER = {
    "id": "the-bi-hong",
    "topic": "can-cuoc",
    "title": "Thẻ bị hỏng thì làm gì?",
    "asks": ["thẻ gãy đôi", "the bi mo chu"],
    "short": "Mang thẻ hỏng tới công an xã để đổi.",
    "facts": ["Thẻ hỏng thì đổi ở công an xã."],
    "sources": ["bao-moi"],
    "read_on": "2026-11",
    "review_by": "2027-05",
    "confidence": "medium",
}
NEW_BODY = {"answer": NEW_ANSWER, "sources": [NEW_SOURCE]}


class Desk:
    """Kho mẫu trong `engine`, thư mục mẫu, và những việc hai người biên tập làm."""

    def __init__(self, engine: Engine, folder: KnowledgeFolder) -> None:
        self.engine, self.folder, self.now = engine, folder, NOW
        self.drafts = Drafts(engine, self.clock, folder.reading().abbreviations)
        self.replays = Replays(engine, self.clock)
        self.sync()

    def clock(self) -> datetime.datetime:
        return self.now

    def sync(self, *, take_files: bool = False) -> SyncReport:
        """Đưa thư mục mẫu vào kho."""
        return sync(self.engine, self.folder.knowledge(), now=self.now, by="tệp", take_files=take_files)

    def knowledge(self) -> Knowledge:
        return load(self.engine)

    def body(self, answer_id: str, **changes: Any) -> dict[str, Any]:
        """Nội dung đang dùng của một câu, với vài trường khác đi."""
        here = (tables.records.c.kind == "answers") & (tables.records.c.id == answer_id)
        with self.engine.connect() as connection:
            stored = connection.execute(select(tables.records.c.body).where(here)).scalar_one()
        return {"answer": {**json.loads(stored), **changes}, "sources": []}

    def in_review(self, answer_id: str | None = None, body: Mapping[str, Any] | None = None, **fields: Any) -> int:
        """Bản nháp Lan viết và đã gửi duyệt; không nói nội dung thì là câu mới mẫu."""
        number = self.drafts.start(answer_id, LAN, body or (None if answer_id else NEW_BODY), **fields)
        self.drafts.submit(number, LAN)
        return number

    def published(self, answer_id: str | None = None, body: Mapping[str, Any] | None = None, **fields: Any) -> int:
        """Bản nháp Lan viết, Minh đã xuất bản."""
        number = self.in_review(answer_id, body, **fields)
        self.drafts.publish(number, MINH)
        return number

    def change(self, answer_id: str, **changes: Any) -> int:
        """Lan sửa vài trường của một câu, Minh xuất bản."""
        return self.published(answer_id, self.body(answer_id, **changes))

    def roll_back(self, answer_id: str, version: int | None = None) -> int:
        return roll_back(self.engine, answer_id, MINH, self.now, version)

    def deeds(self) -> list[tuple[str, str, str]]:
        """Sổ ghi, cũ trước: ai, việc gì, với điều gì."""
        return [(deed.who, deed.deed, deed.target) for deed in reversed(audit.deeds(self.engine))]


@pytest.fixture(params=BOTH)
def desk(request: pytest.FixtureRequest, tmp_path: Path, folder: KnowledgeFolder) -> Iterator[Desk]:
    """Một bàn biên tập trên SQLite, rồi trên PostgreSQL."""
    on_server = request.param == "postgresql"
    engine = open_engine(address(request.param, tmp_path))
    if on_server:
        _empty(engine)
    upgrade(engine)
    yield Desk(engine, folder)
    if on_server:
        _empty(engine)
    engine.dispose()


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
