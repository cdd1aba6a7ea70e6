"""Tìm (các) câu hỏi trong một tin nhắn dài: người ta kể chuyện rồi mới hỏi, hoặc hỏi hai ba điều một lượt."""

from __future__ import annotations

import re

from bot.vietnamese.terms import terms

_SENTENCE = re.compile(r"(?:[^.?!\n;…]|\.(?=\S))+[?!.;…]*")
"""Một câu; dấu chấm dính chữ ("2.2.6", "vneid.gov.vn") không ngắt câu."""
_ASKING = re.compile(
    r"\b(?:sao|gi|nao|dau|may|ai|bao nhieu|bao lau|bao gio|co phai|duoc khong|co duoc|lieu|huong dan|xin hoi|cho hoi)\b"
    r"|\b(?:khong|chua|ha|nhi)(?: (?:a|vay|em|anh|chi|ban|ad|the))*$"
)
FEWEST = 3
"""Câu ngắn hơn chừng này âm tiết ("Sao ạ?") thì không đứng một mình được."""


def questions(text: str) -> list[str]:
    """Những câu có hỏi của tin nhắn, theo thứ tự; không câu nào ra dáng hỏi thì trống."""
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        syllables = terms(sentence)
        if len(syllables) >= FEWEST and ("?" in sentence or _ASKING.search(" ".join(syllables))):
            found.append(sentence)
    return found
