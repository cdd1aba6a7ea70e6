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

    `address`: nằm trong địa chỉ mạng, thư, số hiệu văn bản; `code`: mã, chữ viết hoa (CT07, VNeID, BHYT); `name`: viết
    hoa giữa câu; `changed`: một bước đã sửa nó.
    """

    text: str
    start: int
    end: int
    address: bool = False
    code: bool = False
    name: bool = False
    changed: bool = False

    @property
    def lower(self) -> str:
        """Chữ viết thường."""
        return self.text.lower()

    @property
    def fixed(self) -> bool:
        """Chữ không phải lời nói: không bước nào đoán nghĩa nó."""
        return self.address or self.code

    def replaced(self, *texts: str) -> list[Word]:
        """Các từ thay chỗ từ này, giữ kiểu viết hoa của nó."""
        if len(self.text) > 1 and self.text.isupper():
            texts = tuple(map(str.upper, texts))
        elif self.text[:1].isupper():
            texts = (texts[0][:1].upper() + texts[0][1:], *texts[1:])
        return [self._replace(text=text, changed=True) for text in texts]


def split(text: str) -> list[Word]:
    """Các từ của `text` (đã chuẩn hoá), theo thứ tự."""
    shouting = text.upper() == text and len(_WORD.findall(text)) >= _SHOUTED_WORDS
    words: list[Word] = []
    for chunk in _CHUNK.finditer(text):
        piece = chunk.group()
        address = bool(_ADDRESS.search(piece) or (_CODE.search(piece) and _DIGIT.search(piece)))
        for match in _WORD.finditer(text, chunk.start(), chunk.end()):
            word = match.group()
            code = not shouting and (word[1:].lower() != word[1:] or (word.isupper() and bool(_DIGIT.search(word))))
            name = not shouting and bool(words) and word[0].isupper()
            words.append(Word(word, match.start(), match.end(), address, code, name))
    return words


def render(text: str, words: Sequence[Word]) -> str:
    """Viết lại `text` với chữ mới của `words`; phần giữa các từ còn nguyên."""
    pieces: list[str] = []
    reached, last = 0, (-1, -1)
    for word in words:
        pieces.append(" " if (word.start, word.end) == last else text[reached : word.start])
        pieces.append(word.text)
        reached, last = word.end, (word.start, word.end)
    return "".join((*pieces, text[reached:]))
