"""Con số đo điều gì: những chữ quanh nó, và chỉ tiêu trong kho khớp với những chữ ấy."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.knowledge.article.amounts import PERCENT, RANK, FoundFigure
from bot.knowledge.article.line import Line
from bot.knowledge.article.words import words
from bot.knowledge.model import Indicator
from bot.knowledge.text_index import TextIndex
from bot.vietnamese import terms

LONGEST = 11
"""Số tiếng nhiều nhất được chép liền từ bài."""
_CLEAR = 0.5
"""Khớp tên chỉ tiêu từ mức này mới ghi id của nó."""
_LEAD = 0.05
"""Và phải hơn chỉ tiêu đứng sau ngần này."""
_LONGEST_UNIT = 2
_WORD = re.compile(r"\w+|%")
_STOPS = frozenset((",", ";", ":", ".", "(", ")"))
_LINKS = frozenset(
    "/ ước là đạt chiếm trên gần hơn khoảng có tăng giảm được cho với và của còn gấp tỷ đã thêm cắt xếp đứng thứ hạng "
    "lệ".split()
)


def measure_of(line: Line, figure: FoundFigure) -> str:
    """Chữ nói con số đo gì, nhiều nhất `LONGEST` tiếng.

    Số đếm đo chính đơn vị và chữ theo sau; tỷ lệ, thứ hạng, mức tăng giảm và "… là N người" do chữ đứng trước nói.
    """
    after = _after(line, figure.index + 1, figure.last)
    counts = figure.kind in ("value", "target") and figure.unit != RANK and _names_its_count(line, figure)
    before = _before(line, figure.index)
    if counts and figure.unit != PERCENT and after.lower() == figure.unit:
        return " ".join([*_own_clause(line, figure.index).split(), *after.split()][-LONGEST:])
    if counts or not before:
        return " ".join(after.split()[:LONGEST])
    return " ".join(before.split()[-LONGEST:])


def _names_its_count(line: Line, figure: FoundFigure) -> bool:
    """Chữ theo sau đủ nói con số đếm gì: không phải "… là 198 người", "đạt 98% trong năm"."""
    linked = figure.index > 0 and line.pieces[figure.index - 1].key in ("là", "đạt", "chiếm", ":", "/")
    following = figure.index + 1
    if linked or following >= len(line.pieces) or not line.pieces[following].is_letters:
        return False
    return line.pieces[following].key not in words("function")


def _before(line: Line, index: int) -> str:
    """Chữ của vế đứng trước con số; trong ngoặc, hay vế chỉ có chữ nối và một số khác, thì lấy vế trước nữa."""
    floor, end = line.sentence_of(index).start, index
    while True:
        while end > floor and (line.pieces[end - 1].key in _LINKS | _STOPS or line.pieces[end - 1].is_count):
            end -= 1
        start = _clause_start(line, end)
        bare_unit = start > floor and line.pieces[start - 1].is_count and end - start <= _LONGEST_UNIT
        if not bare_unit:
            return line.slice(start, end - 1) if end > start else ""
        end = start - 1


def _own_clause(line: Line, index: int) -> str:
    """Chữ của chính vế chứa con số, trước con số: "Đài truyền thanh phát" của "Đài truyền thanh phát 166 tin bài"."""
    start, end = _clause_start(line, index), index
    while end > start and line.pieces[end - 1].key in _LINKS:
        end -= 1
    return line.slice(start, end - 1) if end > start else ""


def _clause_start(line: Line, end: int) -> int:
    """Mảnh đầu của đoạn chữ liền trước mảnh `end`: không qua dấu câu, không qua con số khác."""
    start, floor = end, line.sentence_of(max(0, end - 1)).start
    while start > floor and line.pieces[start - 1].key not in _STOPS and not line.pieces[start - 1].is_count:
        start -= 1
    return start


def _after(line: Line, first: int, last: int) -> str:
    """Chữ theo sau con số tới hết vế; đơn vị kể nhiều nơi ("xã, phường, thị trấn") thì không cắt ở dấu phẩy của nó."""
    end = max(first, last + 1)
    while end < len(line.pieces) and line.pieces[end].key not in _STOPS and not line.pieces[end].is_count:
        end += 1
    while end > first and line.pieces[end - 1].key in _LINKS:
        end -= 1
    return line.slice(first, end - 1) if end > first else ""


class IndicatorFinder:
    """Chỉ tiêu trong kho khớp với chữ đo của một con số, khi khớp rõ."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        named = [(noun, name) for noun in indicators.values() for name in (noun.name, *noun.names)]
        self._owners = [owner for owner, _ in named]
        self._index = TextIndex([terms(name) for _, name in named]) if named else None

    def find(self, measure: str, unit: str) -> str | None:
        """Id của chỉ tiêu khớp rõ nhất và cùng đơn vị, None khi không rõ."""
        if self._index is None or terms(measure) == terms(unit):
            return None
        best: dict[str, float] = {}
        for owner, score in zip(self._owners, self._index.scores(terms(measure)), strict=True):
            if same_unit(owner.unit, unit):
                best[owner.id] = max(best.get(owner.id, 0.0), float(score))
        ranked = sorted(best, key=lambda owner: -best[owner])
        if not ranked or best[ranked[0]] < _CLEAR:
            return None
        clear = len(ranked) == 1 or best[ranked[0]] - best[ranked[1]] >= _LEAD
        return ranked[0] if clear else None


def same_unit(one: str, other: str) -> bool:
    """Hai đơn vị nói cùng một thứ: chữ của bên này nằm trọn trong bên kia, hoặc cả hai đều đếm người.

    So chữ thường có dấu ("hộ" khác "hồ sơ"); đơn vị kép ("tổ/thôn, khu phố") so bằng phần trước dấu gạch chéo.
    """
    first, second = (f" {' '.join(_WORD.findall(text.lower().split('/')[0]))} " for text in (one, other))
    return first in second or second in first or {one.lower(), other.lower()} <= words("person")
