"""Tiếng địa phương thành tiếng phổ thông, theo bảng regional.yml: "đi mô" → "đi đâu"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.vocabulary import canonical
from bot.vietnamese.written import Word

REGIONAL_FILE = Path(__file__).parent / "regional.yml"


@functools.cache
def _phrases() -> Phrases:
    return Phrases(REGIONAL_FILE, canonical)


def regional() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bảng của `regional.yml`: các từ địa phương → các từ phổ thông, không ít hơn."""
    return _phrases().table


def standardise(words: Sequence[Word]) -> list[Word]:
    """Thay mỗi cụm có trong bảng, viết đúng dấu, hoa hay thường; chữ trong địa chỉ còn nguyên."""
    return _phrases().replace(words, lambda word: not word.address)
