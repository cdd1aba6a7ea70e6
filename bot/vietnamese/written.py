"""Chữ của một tin nhắn: từng từ, chỗ của nó, và từ nào không được đụng tới (địa chỉ, mã, tên)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CHUNK = re.compile(r"\S+")
_WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\\W_]*)*")
_ADDRESS = re.compile(r"@|://|www\.|\.(?:vn|com|net|org|gov|edu|info|app|io|me|html?)\b", re.IGNORECASE)
_CODE = re.compile(r"[^\W_][./_\-][^\W_]")
_DIGIT = re.compile(r"\d")
_SHOUTED_WORDS = 3


class Word(NamedTuple):
    """Một từ đang có chữ `text`, sinh ra từ đoạn [start, end) của tin; nhiều từ có thể cùng sinh từ một đoạn.

    `lower`: chữ viết thường; `address`: nằm trong địa chỉ mạng, thư, số hiệu văn bản; `fixed`: không phải lời nói,
    không bước nào đoán nghĩa nó (địa chỉ; mã, chữ viết hoa như CT07, VNeID, BHYT); `name`: viết hoa giữa câu;
    `changed`: một bước đã sửa nó.
    """

    text: str
    lower: str
    start: int
    end: int
    address: bool = False
    fixed: bool = False
    name: bool = False
    changed: bool = False

    def replaced(self, *texts: str) -> list[Word]:
        """Các từ thay chỗ từ này, giữ kiểu viết hoa của nó."""
        if len(self.text) > 1 and self.text.isupper():
            texts = tuple(map(str.upper, texts))
        elif self.text[:1].isupper():
            texts = (texts[0][:1].upper() + texts[0][1:], *texts[1:])
        return [self._replace(text=text, lower=text.lower(), changed=True) for text in texts]


def split(text: str) -> list[Word]:
    """Các từ của `text` (đã chuẩn hoá), theo thứ tự."""
    shouting = text.upper() == text and len(_WORD.findall(text)) >= _SHOUTED_WORDS
    words: list[Word] = []
    for chunk in _CHUNK.finditer(text):
        piece = chunk.group()
        if piece.islower() and piece.isalpha():  # phần lớn các từ: chỉ là lời nói
            words.append(Word(piece, piece.lower(), *chunk.span()))
            continue
        address = bool(_ADDRESS.search(piece) or (_CODE.search(piece) and _DIGIT.search(piece)))
        for match in _WORD.finditer(text, *chunk.span()):
            word = match.group()
            code = not shouting and (word[1:].lower() != word[1:] or (word.isupper() and bool(_DIGIT.search(word))))
            name = not shouting and bool(words) and word[0].isupper()
            words.append(Word(word, word.lower(), *match.span(), address, address or code, name))
    return words


def render(text: str, words: Sequence[Word], start: int = 0, end: int | None = None) -> str:
    """Viết lại `text[start:end]` với chữ mới của `words`; phần giữa các từ còn nguyên."""
    pieces: list[str] = []
    reached = start
    for word in words:
        pieces.append(" " if word.start < reached else text[reached : word.start])
        pieces.append(word.text)
        reached = max(reached, word.end)
    return "".join((*pieces, text[reached:end]))
