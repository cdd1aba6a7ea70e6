"""Tách từ tiếng Việt; mỗi từ là một đoạn của chính văn bản gốc."""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACE = re.compile(r"\s+")
_CHUNK = 2000
"""underthesea tốn thời gian hơn tuyến tính trên đoạn dài: cắt tại dấu cách rồi tách từng khúc."""


class Token(NamedTuple):
    """Một từ: `text` đúng bằng `văn_bản[start:end]`, có thể chứa dấu cách ("mật khẩu")."""

    text: str
    start: int
    end: int


def segment(text: str) -> list[Token]:
    """Tách `text` thành từ, theo thứ tự, phủ mọi ký tự không phải khoảng trắng, không chồng nhau.

    underthesea viết lại văn bản (chuẩn hoá dấu, gộp dấu cách), nên từ của nó được dóng lại theo các ký tự
    không trắng. Chữ không dấu thì nó tách ngẫu nhiên: đừng dựa vào ranh giới từ ở đó.
    """
    tokens: list[Token] = []
    for start, end in _chunks(text):
        tokens.extend(_align(text, start, end))
    return tokens


def _chunks(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            space = max(text.rfind(c, start, end) for c in " \n\t")
            end = space + 1 if space > start else end
        bounds.append((start, end))
        start = end
    return bounds


def _align(text: str, start: int, end: int) -> list[Token]:
    from underthesea import word_tokenize  # nặng: chỉ nạp khi cần

    positions = [i for i in range(start, end) if not text[i].isspace()]
    tokens: list[Token] = []
    used = 0
    for word in word_tokenize(text[start:end], use_token_normalize=False):
        length = len(_SPACE.sub("", word))
        if length == 0 or used >= len(positions):
            continue
        first, last = positions[used], positions[min(used + length, len(positions)) - 1]
        tokens.append(Token(text[first : last + 1], first, last + 1))
        used += length
    if used < len(positions):  # phần underthesea bỏ rơi vẫn là chữ người dân đã viết
        tokens.append(Token(text[positions[used] : positions[-1] + 1], positions[used], positions[-1] + 1))
    return tokens
