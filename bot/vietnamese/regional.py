"""Tiếng địa phương thành tiếng phổ thông, theo bảng regional.yml: "đi mô" → "đi đâu"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.vietnamese.vocabulary import canonical
from bot.vietnamese.written import Word

REGIONAL_FILE = Path(__file__).parent / "regional.yml"


@functools.cache
def regional() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bảng của `regional.yml`: các từ địa phương → các từ phổ thông, không ít hơn."""
    table: dict[str, str] = yaml.safe_load(REGIONAL_FILE.read_text(encoding="utf-8"))
    return {tuple(map(canonical, said.split())): tuple(common.split()) for said, common in table.items()}


@functools.cache
def _longest() -> int:
    return max(map(len, regional()))


def standardise(words: Sequence[Word]) -> list[Word]:
    """Thay mỗi cụm có trong bảng, cụm dài trước; mã và địa chỉ còn nguyên."""
    keys = [None if word.fixed else canonical(word.lower) for word in words]
    result: list[Word] = []
    place = 0
    while place < len(words):
        for length in range(min(_longest(), len(words) - place), 0, -1):
            common = regional().get(tuple(key or "" for key in keys[place : place + length]))
            if common:
                result += _replaced(words[place : place + length], common)
                break
        else:
            length = 1
            result.append(words[place])
        place += length
    return result


def _replaced(said: Sequence[Word], common: Sequence[str]) -> list[Word]:
    """Từ thứ n thay từ thứ n; phần dôi ra thuộc về từ cuối. Từ không đổi thì giữ nguyên."""
    last = len(said) - 1
    pairs = [*zip(said[:last], ((each,) for each in common), strict=False), (said[last], tuple(common[last:]))]
    return [
        new for word, texts in pairs for new in ([word] if texts == (canonical(word.lower),) else word.replaced(*texts))
    ]
