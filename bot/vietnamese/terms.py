"""Âm tiết để tìm và để so: chuẩn hoá, mở rộng viết tắt, bỏ dấu."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from bot.vietnamese.expand import expand
from bot.vietnamese.fold import fold
from bot.vietnamese.normalise import normalise

_SYLLABLE = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_]+")
_WRITTEN = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*")
"""Như `_SYLLABLE`, nhưng trên chữ chưa chuẩn hoá: dấu rời thuộc về chữ đứng trước."""


class Term(NamedTuple):
    """Một âm tiết bỏ dấu và đoạn `văn_bản[start:end]` sinh ra nó; "bhyt" sinh bốn âm tiết cùng một đoạn."""

    text: str
    start: int
    end: int


def terms(text: str) -> list[str]:
    """Các âm tiết bỏ dấu và các số của `text`, theo thứ tự; số "9.433", "15/63", "99,66%" giữ liền."""
    return [term for word in _WRITTEN.findall(expand(normalise(text))) for term in _folded(word)]


@functools.lru_cache(maxsize=65_536)
def _folded(word: str) -> tuple[str, ...]:
    """Vốn từ của người ta nhỏ: mỗi từ chỉ bỏ dấu một lần."""
    return tuple(_SYLLABLE.findall(fold(word)))


def located_terms(text: str) -> list[Term]:
    """Như `terms`, mỗi âm tiết kèm chỗ của nó trong chính `text`."""
    return [
        Term(term, match.start(), match.end()) for match in _WRITTEN.finditer(text) for term in terms(match.group())
    ]
