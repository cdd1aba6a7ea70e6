"""Những chữ cho biết người ta hỏi con số kiểu gì: bao nhiêu, tỷ lệ, hạng mấy, tăng bao nhiêu, cấp xã."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.knowledge.model import Scope

_SYNONYMS = (
    (re.compile(r"\b(?:xep|dung) (?:thu|hang) (?:may|bao nhieu)\b|\bthu may\b|\bhang may\b|\bthu hang\b"), "hang may"),
    (re.compile(r"\bbac\b"), "hang"),
    (re.compile(r"\bphan tram\b|\bti le\b"), "ty le"),
)
"""Nhiều cách nói, một chữ của tên chỉ tiêu."""

_NUMBER = re.compile(
    r"\b(?:bao nhieu|may|so luong|ty le|hang|dat bao|so lieu|tong so|con so|tinh den|thong ke|nhieu hon|it hon|"
    r"so sanh|so voi)\b"
)
_SHARE = re.compile(r"\bty le\b|%")
_COUNT = re.compile(r"\b(?:bao nhieu|may|so luong|tong so)\b(?! ty le)")
_COUNTED = re.compile(r"\b(?:bao nhieu|may) ((?:\w+ ?){1,3})")
_RANK = re.compile(r"\bhang\b")
_CHANGE = re.compile(
    r"\b(?:tang|giam|gap)\b(?: \w+){0,6}? ?\b(?:bao nhieu|may)\b|\b(?:bao nhieu|may)(?: \w+){0,2}? (?:tang|giam)\b"
)
_TARGET = re.compile(r"\b(?:chi tieu|muc tieu|ke hoach (?:giao|dat ra|de ra))\b")
_COMPARISON = re.compile(
    r"\b(?:so voi|so sanh|nhieu hon|it hon|cao hon|thap hon|ben nao|noi nao|tinh nao|khac nhau|chenh)\b"
)
_COMMUNE = re.compile(r"\b(?:cap xa|xa phuong|cac xa|cac phuong|phuong xa)\b")
_CITY = re.compile(r"\b(?:cap thanh pho|thanh pho)\b")
_CLAUSE = re.compile(r"\bva\b")
_COMMA = re.compile(r"[,;](?=\s)")
_DIGITS = re.compile(r"\d{2,}|\d[.,/]\d")

_FILLER = frozenset(
    (
        "a ban bao bi ca cho co con cua da den duoc em gi ha hien hoi hon la lieu may minh moi nam nao nay ngay nhat "
        "nhe nhi nhieu nhu nuoc o quy sanh sao so tai thang the thi tinh toi trong tu va vay ve voi"
    ).split()
)
"""Tiếng không nói lên chỉ tiêu nào."""


def joined(text: str) -> str:
    """Câu hỏi với dấu phẩy giữa hai vế viết thành "và", trước khi dấu câu bị bỏ."""
    return _COMMA.sub(" và", text)


def plain(syllables: Sequence[str]) -> str:
    """Một dòng âm tiết, các cách nói về hạng và tỷ lệ đã về một chữ."""
    line = " ".join(syllables)
    for pattern, word in _SYNONYMS:
        line = pattern.sub(word, line)
    return line


def content(line: str, *, without_scope: bool) -> list[str]:
    """Những âm tiết có thể gọi tên một chỉ tiêu; `without_scope` bỏ cả "cấp xã" (câu nối tiếp chỉ đổi cấp)."""
    if without_scope:
        line = _CITY.sub(" ", _COMMUNE.sub(" ", line))
    return [s for s in line.split() if s not in _FILLER and not _DIGITS.match(s)]


def scope(line: str) -> Scope | None:
    """Cấp được hỏi, khi câu nói rõ."""
    return "commune" if _COMMUNE.search(line) else "city" if _CITY.search(line) else None


def clauses(line: str) -> list[str]:
    """Các vế của "bao nhiêu A và B", "A bao nhiêu, B bao nhiêu"; trống khi chỉ có một vế."""
    parts = [part.strip() for part in _CLAUSE.split(line) if part.strip()]
    return parts if len(parts) > 1 else []


def asks_number(line: str) -> bool:
    """Câu có dáng hỏi một con số."""
    return bool(_NUMBER.search(line))


def wants_share(line: str) -> bool:
    """Hỏi tỷ lệ."""
    return bool(_SHARE.search(line))


def wants_count(line: str) -> bool:
    """Hỏi số lượng."""
    return bool(_COUNT.search(line))


def counted(line: str) -> list[str]:
    """Chữ sau "bao nhiêu", "mấy": thứ người ta đếm ("nguoi dung vneid" của "bao nhiêu người dùng VNeID")."""
    return [match[1].strip() for match in _COUNTED.finditer(line)]


def wants_rank(line: str) -> bool:
    """Hỏi thứ hạng."""
    return bool(_RANK.search(line))


def wants_change(line: str) -> bool:
    """Hỏi tăng giảm bao nhiêu."""
    return bool(_CHANGE.search(line))


def wants_target(line: str) -> bool:
    """Hỏi chỉ tiêu đặt ra, không phải kết quả."""
    return bool(_TARGET.search(line))


def wants_comparison(line: str) -> bool:
    """Muốn so hai nơi hay hai lúc."""
    return bool(_COMPARISON.search(line))
