"""Kho tài khoản thật (SQLite; cả PostgreSQL khi có TEST_POSTGRES_URL), đồng hồ vặn tay, mật khẩu băm rẻ."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Engine

from bot.accounts import Accounts, Sessions, store
from bot.accounts.tables import metadata
from bot.audit import table as audit_table
from bot.database import open_engine, upgrade
from tests.stores import BOTH, address


class TurnedClock:
    """Đồng hồ chỉ chạy khi được vặn."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.timezone.utc)

    def __call__(self) -> datetime.datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(address(request.param, tmp_path))
    upgrade(engine)
    with engine.begin() as connection:
        for table in (*reversed(metadata.sorted_tables), audit_table):
            connection.execute(table.delete())
    yield engine
    engine.dispose()


@pytest.fixture
def accounts(engine: Engine, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """Băm một vòng trên 8 KiB: kiểm thử hành vi, không kiểm độ khó của argon2."""
    monkeypatch.setattr(store, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Accounts(engine, clock)


@pytest.fixture
def sessions(engine: Engine, clock: TurnedClock) -> Sessions:
    return Sessions(engine, clock)
