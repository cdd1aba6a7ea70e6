"""Hai loại kho mà kiểm thử chạy trên: một tệp SQLite mới, và PostgreSQL của CI (chung cho mọi bài, nên chạy riêng)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
needs_postgres = pytest.mark.skipif(not POSTGRES, reason="đặt TEST_POSTGRES_URL là một kho PostgreSQL trống để chạy")
BOTH: list[Any] = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.alone, needs_postgres])]
"""Tham số của đồ dùng dựng kho."""


def address(kind: str, folder: Path) -> str:
    """Địa chỉ của kho loại này; SQLite thì tệp nằm trong `folder`."""
    return POSTGRES if kind == "postgresql" else f"sqlite:///{folder / 'kho.sqlite'}"
