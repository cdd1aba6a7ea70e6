"""Một kho nhỏ có thật trong cơ sở dữ liệu của cổng, và mọi byte của cơ sở dữ liệu ấy."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from bot.database import open_engine
from bot.knowledge.revision import write_record

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
SOURCE = {"id": "bao-mau", "title": "Bài về thẻ", "publisher": "Báo Mẫu", "published": "2024-05-01"}


def publish(folder: Path, *answers: dict[str, Any], now: datetime.datetime = NOW) -> None:
    """Ghi nguồn mẫu và các câu trả lời; mỗi câu chỉ cần nêu trường khác câu mẫu."""
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    write_record(engine, "sources", SOURCE, by="kiểm thử", now=now)
    for answer in answers:
        sample = {"topic": "can-cuoc", "title": answer["id"], "short": "Có.", "facts": ["Có."], "sources": ["bao-mau"]}
        body = {**sample, "read_on": "2026-11", "confidence": "high", **answer}
        write_record(engine, "answers", body, by="kiểm thử", now=now)
    engine.dispose()


def disk(folder: Path) -> bytes:
    """Mọi byte đã ghi xuống đĩa, kể cả tệp WAL của SQLite."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
