"""Mở một sân khấu cho câu chuyện: kho thật chép vào một cơ sở dữ liệu tạm, mất khi xong."""

from __future__ import annotations

import contextlib
import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.database import open_engine, upgrade
from bot.knowledge.embedding import load_embedder
from bot.knowledge.model import Knowledge
from bot.knowledge.passage_vectors import VECTORS, PassageVectors
from bot.knowledge.ranking import WORDS_ONLY, Meaning
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.stories.stage import Stage

MODEL = ROOT / "models" / "hoi-dap-so.tar.gz"


@contextlib.contextmanager
def rehearsal(
    today: datetime.date, model: Path = MODEL, knowledge: Knowledge | None = None, *, words_only: bool = False
) -> Iterator[Stage]:
    """Sân khấu với `knowledge` (mặc định: thư mục knowledge/); `words_only`: không hỏi véc-tơ nghĩa.

    Raises:
        FileNotFoundError: chưa huấn luyện mô hình.
    """
    if not model.exists():
        raise FileNotFoundError(model)
    embedder = None if words_only else load_embedder()
    meaning = Meaning(PassageVectors(embedder, model.with_name(VECTORS))) if embedder else WORDS_ONLY
    with tempfile.TemporaryDirectory(prefix="hoi-dap-so-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'stories.sqlite'}")
        upgrade(engine)
        sync(
            engine,
            knowledge or read(ROOT / "knowledge").knowledge(),
            now=datetime.datetime.now(datetime.timezone.utc),
        )
        try:
            yield Stage(model, engine, today, meaning)
        finally:
            engine.dispose()
