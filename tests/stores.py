"""Hai loại kho mà kiểm thử chạy trên: một tệp SQLite mới, và PostgreSQL của CI."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
needs_postgres = pytest.mark.skipif(not POSTGRES, reason="đặt TEST_POSTGRES_URL là một kho PostgreSQL trống để chạy")
BOTH: list[Any] = ["sqlite", pytest.param("postgresql", marks=needs_postgres)]
"""Tham số của đồ dùng dựng kho."""


def address(kind: str, folder: Path) -> str:
    """Địa chỉ của kho loại này; SQLite thì tệp nằm trong `folder`."""
    return postgres() if kind == "postgresql" else f"sqlite:///{folder / 'kho.sqlite'}"


@functools.cache
def postgres() -> str:
    """Kho PostgreSQL của tiến trình kiểm thử này, chung cho mọi bài; hai tiến trình chạy cùng lúc thì hai kho."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return POSTGRES
    shared = make_url(POSTGRES)
    mine = shared.set(database=f"{shared.database}_{worker}")
    engine = create_engine(shared, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{mine.database}"'))
        connection.execute(text(f'CREATE DATABASE "{mine.database}"'))
    engine.dispose()
    return mine.render_as_string(hide_password=False)
