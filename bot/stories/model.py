"""Câu chuyện: những lượt người dân nói và điều phải thấy sau mỗi lượt."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.knowledge.problem import Problem
from bot.stories.overlay import Overlay


class Claim(NamedTuple):
    """Một điều phải đúng sau một lượt. `kind` là tên trong `claims.CLAIMS`; `line`: dòng trong tệp câu chuyện."""

    kind: str
    value: Any
    line: int


@dataclass(frozen=True)
class Turn:
    """Một lượt: người dân gõ `user`, hoặc bấm nút mang chữ `press` trong lời đáp trước."""

    line: int
    user: str
    press: bool = False
    claims: tuple[Claim, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """Một câu chuyện. `today`: đồng hồ của bot; `slots`: điều đã nhớ từ trước; `overlay`: kho riêng, None: kho thật."""

    name: str
    file: str
    line: int
    turns: tuple[Turn, ...]
    today: datetime.date | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    overlay: Overlay | None = None

    @property
    def topic(self) -> str:
        """Tên tệp, bỏ phần chung: câu chuyện được xếp theo tệp."""
        return self.file.rpartition("/")[2].rpartition(".")[0].removeprefix("test_").removeprefix("e2e_")


class StoryError(Exception):
    """Tệp câu chuyện có chỗ sai nên không chạy được; mang `problems`, xếp theo tệp và dòng."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
