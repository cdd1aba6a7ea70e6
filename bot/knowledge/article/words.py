"""Bảng chữ của `words.yml`, đọc một lần."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).parent / "words.yml"


@functools.cache
def words(name: str) -> frozenset[str]:
    """Các chữ của một dòng trong `words.yml`; chữ nhiều tiếng viết bằng dấu cách ("thành viên")."""
    table: dict[str, str] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return frozenset(word.replace("-", " ") for word in table[name].split())
