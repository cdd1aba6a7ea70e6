"""Mỗi bản ghi nằm ở tệp nào của thư mục kiến thức."""

from __future__ import annotations

from typing import Any


def home_of(kind: str, record: Any) -> str:
    """Tệp, tính từ thư mục kiến thức, của một bản ghi loại `kind`."""
    if kind == "answers":
        return f"answers/{record.topic}/{record.id}.yml"
    if kind == "tasks":
        return f"tasks/{record.id}.yml"
    if kind in ("figures", "facts"):
        return f"figures/{record.source}.yml"
    return f"{kind}.yml"
