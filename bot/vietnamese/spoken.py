"""Tên và cụm viết theo lời nói, theo bảng spoken.yml: "vi en ây đi" → "vneid", "mk muốn" → "mình muốn"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.vietnamese.phrases import Phrases
from bot.vietnamese.syllable import bare
from bot.vietnamese.written import Word

SPOKEN_FILE = Path(__file__).parent / "spoken.yml"


@functools.cache
def _phrases() -> Phrases:
    table: dict[str, str] = yaml.safe_load(SPOKEN_FILE.read_text(encoding="utf-8"))
    return Phrases(table, bare)


def spoken() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bảng của `spoken.yml`: các từ người ta viết, bỏ dấu → các từ nên hiểu."""
    return _phrases().table


def understand_spoken(words: Sequence[Word]) -> list[Word]:
    """Thay mỗi cụm có trong bảng, có dấu hay không dấu, hoa hay thường; chữ trong địa chỉ còn nguyên."""
    return _phrases().replace(words, lambda word: not word.address)
