"""Tên riêng đáng ghi thành sự việc: văn bản có số, mô hình, ứng dụng, chợ và bệnh viện."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.knowledge.article.line import Line
from bot.knowledge.article.units import is_duration, read_unit
from bot.knowledge.article.words import words
from bot.knowledge.period import Period

LONGEST = 11
"""Số tiếng nhiều nhất được chép liền từ bài."""
_STOPS = frozenset((",", ";", ":", ".", "(", ")", '"'))
_LINKS = frozenset(
    (
        "tại",
        "ở",
        "trong",
        "để",
        "cho",
        "và",
        "của",
        "với",
        "từ",
        "đã",
        "được",
        "nhằm",
        "có",
        "là",
        "giúp",
        "trên",
        "đối",
    )
)
_NEAR = 4
_LONGEST_PHRASE = 4
_NATIONAL = re.compile(r"(?:TTg|CP|QH\d+|TW|[/-]B(?!CĐ)[A-ZĐ]+|UBQG\w*)$")


class FoundName(NamedTuple):
    """Một tên: `label` là tên, `text` là cụm chữ gốc chứa nó, `first` là mảnh đầu.

    Với văn bản: `date` là ngày ban hành, `national` là văn bản của trung ương.
    """

    label: str
    text: str
    first: int
    date: Period | None = None
    national: bool = False


def find_names(line: Line) -> Iterator[FoundName]:
    """Các tên trong đoạn, mỗi tên một lần, theo thứ tự."""
    seen = set()
    for first in range(len(line.pieces)):
        for read in _READERS:
            name = read(line, first)
            if name and name.label.lower() not in seen:
                seen.add(name.label.lower())
                yield name


def _document(line: Line, first: int) -> FoundName | None:
    """ "Quyết định số 17/QĐ-UBND ngày 04/4/2023", "Đề án 06"."""
    last = _phrase_end(line, first, words("document"))
    if last is None:
        return None
    number = last + 1 + (_key(line, last + 1) == "số")
    if number >= len(line.pieces) or line.pieces[number].key not in ("MÃ", "SỐ"):
        return None
    unit = read_unit(line, number)
    if line.pieces[number].key == "SỐ" and (number == last + 2 or (unit and is_duration(unit))):
        return None
    dated = number + 1 < len(line.pieces) and line.pieces[number + 1].time
    end = number + 1 if dated else number
    national = bool(_NATIONAL.search(line.slice(number, number)))
    date = dated.period if dated else None
    return FoundName(line.slice(first, number), _cut(line, first, end), first, date, national)


def _model(line: Line, first: int) -> FoundName | None:
    """Mô hình, phong trào, chương trình có tên trong ngoặc kép; mô hình thì cả tên không ngoặc."""
    last = _phrase_end(line, first, words("campaign"))
    if last is None:
        return None
    for opening in range(last + 1, min(last + 1 + _NEAR, len(line.pieces))):
        if line.pieces[opening].key == '"':
            closing = next((n for n in range(opening + 1, len(line.pieces)) if line.pieces[n].key == '"'), None)
            if closing is None or closing == opening + 1:
                return None
            return FoundName(_cut(line, opening + 1, closing - 1), _cut(line, opening + 1, closing - 1), first)
    if line.slice(first, last).lower() != "mô hình":
        return None
    end = _phrase(line, last + 1)
    return FoundName(_cut(line, first, end), _cut(line, first, end), first) if end > last + 1 else None


def _software(line: Line, first: int) -> FoundName | None:
    """ "ứng dụng VNeID", "Phần mềm Hộ tịch điện tử", "hệ thống … (TD Office)"."""
    last = _phrase_end(line, first, words("software"))
    if last is None:
        return None
    if _is_capital(line, last + 1) and _phrase_end(line, last + 1, words("software")) is None:
        end = _phrase(line, last + 1)
        return FoundName(_cut(line, first, end), _cut(line, first, end), first)
    end = _phrase(line, last + 1)
    if _key(line, end + 1) == "(" and _is_capital(line, end + 2) and line.pieces[end + 2].key not in ("gọi", "sau"):
        closing = next((n for n in range(end + 2, len(line.pieces)) if line.pieces[n].key == ")"), None)
        if closing is not None and closing - end <= _NEAR + 2:
            return FoundName(_cut(line, end + 2, closing - 1), _cut(line, first, end), first)
    return None


def _site(line: Line, first: int) -> FoundName | None:
    """ "chợ Điện Biên", "Bệnh viện Đa khoa tỉnh"."""
    last = _phrase_end(line, first, words("site"))
    if last is None or not _is_capital(line, last + 1):
        return None
    end = last + 1
    while _is_capital(line, end + 1) or _key(line, end + 1) in ("khoa", "tỉnh", "huyện", "thành", "phố"):
        end += 1
    return FoundName(line.slice(first, end), _cut(line, first, end), first)


_READERS: tuple[Callable[[Line, int], FoundName | None], ...] = (_document, _model, _software, _site)


def _phrase_end(line: Line, first: int, phrases: frozenset[str]) -> int | None:
    """Mảnh cuối của cụm dài nhất trong `phrases` bắt đầu ở `first`, None khi không có."""
    for end in range(min(first + _LONGEST_PHRASE, len(line.pieces)), first, -1):
        if " ".join(piece.key for piece in line.pieces[first:end]) in phrases:
            return end - 1
    return None


def _phrase(line: Line, first: int) -> int:
    """Mảnh cuối của cụm danh từ bắt đầu ở `first`: dừng trước dấu câu, chữ nối, con số."""
    end = first
    while (
        end < len(line.pieces) and line.pieces[end].is_letters | (line.pieces[end].key == "-") and not _ends(line, end)
    ):
        end += 1
    return end - 1


def _ends(line: Line, index: int) -> bool:
    return line.pieces[index].key in _LINKS | _STOPS


def _cut(line: Line, first: int, last: int) -> str:
    return " ".join(line.slice(first, last).split()[:LONGEST])


def _key(line: Line, index: int) -> str:
    return line.pieces[index].key if index < len(line.pieces) else ""


def _is_capital(line: Line, index: int) -> bool:
    return index < len(line.pieces) and line.text[line.pieces[index].start].isupper()
