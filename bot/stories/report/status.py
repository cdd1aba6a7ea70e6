"""Một lần diễn ra sao, và cách gọi nó cùng biến thể của nó cho người đọc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from bot.stories.results import StoryResult
from bot.stories.variants import VARIANTS

Status = Literal["failed", "error", "passed", "skipped"]
"""Sai một điều; đứt giữa chừng (bot không đáp, nút không có); đạt; không chạy. Xếp từ nặng tới nhẹ."""

STATUSES: tuple[Status, ...] = get_args(Status)
WRONG: frozenset[Status] = frozenset({"failed", "error"})
LABELS: Mapping[Status, str] = {"failed": "hỏng", "error": "đứt giữa chừng", "passed": "đạt", "skipped": "không chạy"}
AS_WRITTEN = "đúng như viết"


def status(result: StoryResult) -> Status:
    """Lần diễn này ra sao; vừa sai vừa đứt thì là sai, vì điều sai đến trước."""
    if result.skipped:
        return "skipped"
    if result.first_wrong:
        return "failed"
    return "error" if result.error else "passed"


def worst(found: Iterable[Status]) -> Status:
    """Một câu chuyện diễn nhiều lần thì nặng bằng lần nặng nhất."""
    return min(found, key=STATUSES.index)


def variant_label(variant: str | None) -> str:
    """Tên biến thể cho người đọc."""
    return VARIANTS[variant].label if variant else AS_WRITTEN
