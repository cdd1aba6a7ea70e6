"""Điều kiện để một dòng của việc có hướng dẫn hiện ra: "card=chip|new" là một trong hai, "card=!none" là khác."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

_WRITTEN = re.compile(r"(?P<trait>\w+)=(?P<other>!?)(?P<values>[\w-]+(?:\|[\w-]+)*)")


class ConditionError(ValueError):
    """Điều kiện viết sai dạng; mang `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” không phải điều kiện; viết kiểu card=chip, card=chip|new, hay card=!none")
        self.text = text


class Condition(NamedTuple):
    """Đặc điểm phải là (hay, khi `other`, phải khác) mọi giá trị kể ra."""

    trait: str
    values: tuple[str, ...]
    other: bool

    def holds(self, known: Mapping[str, str]) -> bool:
        """Đúng với những điều đã biết; chưa biết đặc điểm này thì chưa đúng."""
        value = known.get(self.trait)
        return value is not None and (value in self.values) != self.other


@functools.cache
def read_condition(text: str) -> Condition:
    """Đọc một điều kiện.

    Raises:
        ConditionError: chữ sai dạng.
    """
    match = _WRITTEN.fullmatch(text.replace(" ", ""))
    if not match:
        raise ConditionError(text)
    return Condition(match["trait"], tuple(match["values"].split("|")), bool(match["other"]))
