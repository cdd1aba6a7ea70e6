"""Hai nội dung của một câu trả lời khác nhau ở đâu, để đặt cạnh nhau cho người đọc."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.web.console.answer_fields import LABELS


class Line(NamedTuple):
    """Một dòng của một bên; `only`: bên kia không có nó."""

    text: str
    only: bool


class Difference(NamedTuple):
    """Một trường khác nhau."""

    label: str
    old: list[Line]
    new: list[Line]


def differences(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Difference]:
    """Các trường khác nhau, theo thứ tự của biểu mẫu; None là không có câu."""
    before, after = old or {}, new or {}
    names = dict.fromkeys((*LABELS, *before, *after))
    return [
        Difference(LABELS.get(name, name), *_sides(_lines(before.get(name)), _lines(after.get(name))))
        for name in names
        if _lines(before.get(name)) != _lines(after.get(name))
    ]


def _sides(old: list[str], new: list[str]) -> tuple[list[Line], list[Line]]:
    return [Line(text, text not in new) for text in old], [Line(text, text not in old) for text in new]


def _lines(value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)]
