"""Tiếng địa phương thành tiếng phổ thông, theo bảng regional.yml: "đi mô" → "đi đâu"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.vocabulary import canonical
from bot.vietnamese.written import Word

REGIONAL_FILE = Path(__file__).parent / "regional.yml"


@functools.cache
def by_region() -> dict[str, dict[str, str]]:
    """Bảng của `regional.yml`: vùng → chữ địa phương → chữ phổ thông, không ít từ hơn."""
    table: dict[str, dict[str, str]] = yaml.safe_load(REGIONAL_FILE.read_text(encoding="utf-8"))
    return table


@functools.cache
def _phrases() -> Phrases:
    return Phrases({said: common for table in by_region().values() for said, common in table.items()}, canonical)


def regional() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bảng của mọi vùng: các từ địa phương → các từ phổ thông, không ít hơn."""
    return _phrases().table


def standardise(words: Sequence[Word]) -> list[Word]:
    """Thay mỗi cụm có trong bảng, viết đúng dấu, hoa hay thường; chữ trong địa chỉ còn nguyên."""
    return _phrases().replace(words, lambda word: not word.address)
