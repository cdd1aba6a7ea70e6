"""Một kho SQLite thật và một đồng hồ vặn tay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hand_clock import HandClock
from sqlalchemy.engine import Engine

from bot.database import open_engine, upgrade


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'log.sqlite'}")
    upgrade(engine)
    yield engine
    engine.dispose()
