"""Những chữ cho biết người ta hỏi con số kiểu gì: bao nhiêu, tỷ lệ, hạng mấy, tăng bao nhiêu, cấp xã."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.model import Scope

_SYNONYMS = (
    (re.compile(r"\b(?:xep|dung) (?:thu|hang) (?:may|bao nhieu)\b|\bthu may\b|\bhang may\b|\bthu hang\b"), "hang may"),
    (re.compile(r"\bbac\b"), "hang"),
    (re.compile(r"\bphan tram\b|\bti le\b"), "ty le"),
)
"""Nhiều cách nói, một chữ của tên chỉ tiêu."""

_RANKING = r"(?<!ngan )(?<!khach )(?<!cua )(?<!nha )(?<!mat )\bhang\b(?! (?:nam|thang|ngay|quy|tuan|hoa)\b)"
"""Chữ "hạng"; không phải "hằng năm", "ngân hàng", "hàng hoá"."""
_NUMBER = re.compile(
    rf"{_RANKING}|\b(?:bao nhieu|may|so luong|ty le|dat bao|so lieu|tong so|con so|tinh den|thong ke|nhieu hon|it hon|"
    r"so sanh|so voi)\b"
)
_SHARE = re.compile(r"\bty le\b|%")
_COUNT = re.compile(r"\b(?:bao nhieu|may|so luong|tong so)\b(?! ty le)")
_COUNTED = re.compile(r"\b(?:bao nhieu|may) ((?:\w+ ?){1,3})")
_RANK = re.compile(_RANKING)
_CHANGE = re.compile(
    r"\b(?:tang|giam|gap)\b(?: \w+){0,6}? ?\b(?:bao nhieu|may)\b|\b(?:bao nhieu|may)(?: \w+){0,2}? (?:tang|giam)\b"
)
_TARGET = re.compile(r"\b(?:chi tieu|muc tieu|ke hoach (?:giao|dat ra|de ra))\b")
_COMPARISON = re.compile(
    r"\b(?:so voi|so sanh|nhieu hon|it hon|cao hon|thap hon|ben nao|noi nao|tinh nao|khac nhau|chenh)\b"
)
_ALL = re.compile(
    r"\b(?:tat ca|toan bo|liet ke|moi|het|cac|nhung)(?: (?:cac|nhung|moi))? (?:so lieu|con so|chi so|thong ke)\b"
)
_EARLIER = re.compile(r"\b(?:truoc day|truoc kia|hoi truoc|luc truoc|ban dau|luc dau)\b")
_COMMUNE = re.compile(r"\b(?:cap xa|xa phuong|cac xa|cac phuong|phuong xa)\b")
_CITY = re.compile(r"\b(?:cap thanh pho|thanh pho)\b")
_HOW_MANY = re.compile(r"\b(?:co )?bao nhieu\b")
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


@dataclass(frozen=True)
class NameVocabulary:
    """Chữ trong tên các chỉ tiêu: cặp âm tiết liền nhau có tiếng đệm, và các con số."""

    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[Sequence[str]]) -> NameVocabulary:
        """Gom từ các tên đã tách âm tiết."""
        lines = [_HOW_MANY.sub(" ", " ".join(name)).split() for name in names]
        pairs = {pair for line in lines for pair in itertools.pairwise(line) if any(map(_is_filler, pair))}
        return cls(frozenset(pairs), frozenset(s for line in lines for s in line if _DIGITS.match(s)))


def joined(text: str) -> str:
    """Câu hỏi với dấu phẩy giữa hai vế viết thành "và", trước khi dấu câu bị bỏ."""
    return _COMMA.sub(" và", text)


def plain(syllables: Sequence[str]) -> str:
    """Một dòng âm tiết, các cách nói về hạng và tỷ lệ đã về một chữ."""
    line = " ".join(syllables)
    for pattern, word in _SYNONYMS:
        line = pattern.sub(word, line)
    return line


def content(line: str, vocabulary: NameVocabulary, *, without_scope: bool) -> list[str]:
    """Những âm tiết có thể gọi tên một chỉ tiêu; `without_scope` bỏ cả "cấp xã" (câu nối tiếp chỉ đổi cấp).

    Tiếng đệm và con số chỉ được giữ khi chúng là một phần của tên chỉ tiêu nào đó ("thị" của "thị trấn", "50%").
    """
    if without_scope:
        line = _CITY.sub(" ", _COMMUNE.sub(" ", line))
    syllables = _HOW_MANY.sub(" ", line).split()
    named = {n for n, pair in enumerate(itertools.pairwise(syllables)) if pair in vocabulary.pairs}
    named |= {n + 1 for n in named}
    return [s for n, s in enumerate(syllables) if n in named or s in vocabulary.numbers or not _is_filler(s)]


def _is_filler(syllable: str) -> bool:
    return syllable in _FILLER or bool(_DIGITS.match(syllable))


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


def wants_all(line: str) -> bool:
    """Muốn mọi số liệu về một điều, một nơi."""
    return bool(_ALL.search(line))


def about(line: str) -> list[str]:
    """Điều được hỏi "tất cả số liệu": phần còn lại khi bỏ chữ hỏi và tiếng đệm; trống là hỏi mọi điều."""
    return [s for s in _ALL.sub(" ", line).split() if not _is_filler(s)]


def wants_earlier(line: str) -> bool:
    """Hỏi số của hồi trước, không nói rõ lúc nào."""
    return bool(_EARLIER.search(line))


def wants_comparison(line: str) -> bool:
    """Muốn so hai nơi hay hai lúc."""
    return bool(_COMPARISON.search(line))
