"""Từ một chỗ có chữ số thành số liệu: phần trăm, cặp kết quả và chỉ tiêu, "11/43", thứ hạng, số đếm có đơn vị."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge.article.line import Line
from bot.knowledge.article.numbers import Number
from bot.knowledge.article.units import is_duration, read_unit, unit_before
from bot.knowledge.model import FigureKind, Qualifier

RANK, PERCENT = "thứ hạng", "%"
LONGEST_LITERAL = 40
SEPARATORS = frozenset((",", ";", ":", "(", ")", "."))
_PART_REACH = 4
_LIMIT_REACH = 8
"""Mức "đạt trên 70%" cách thứ được đếm nhiều nhất ngần này mảnh thì là ngưỡng xếp loại của chính thứ ấy."""
_SMALLEST_TOTAL = 10
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTING = frozenset(("có", "là", "được", "nhận", "cho", "cấp", "lập", "với", "gồm", "tổng", "số", "đạt"))


@dataclass(frozen=True)
class FoundFigure:
    """Một con số đã nhận; `index` là mảnh của nó, `last` là mảnh cuối của đơn vị."""

    value: float
    unit: str
    index: int
    last: int
    literal: str
    kind: FigureKind = "value"
    out_of: float | None = None
    qualifier: Qualifier | None = None


@dataclass(frozen=True)
class Spot:
    """Một chỗ có chữ số đang đọc: con số, nhãn các luật đã khớp, và số liệu ngay trước nó trong đoạn."""

    line: Line
    index: int
    number: Number
    labels: set[str]
    previous: FoundFigure | None

    def key(self, offset: int) -> str:
        """Mảnh cách con số `offset` mảnh; rỗng khi ra ngoài đoạn."""
        here = self.index + offset
        return self.line.pieces[here].key if 0 <= here < len(self.line.pieces) else ""

    def figure(self, value: float, unit: str, last: int | None = None, out_of: float | None = None) -> FoundFigure:
        """Số liệu ở chỗ này; `last` là mảnh cuối của đơn vị khi đơn vị đứng sau con số."""
        end = self.index if last is None else last
        literal_end = end
        while len(self.line.slice(self.index, literal_end)) > LONGEST_LITERAL and literal_end > self.index:
            literal_end -= 1
        return FoundFigure(value, unit, self.index, end, self.line.slice(self.index, literal_end), out_of=out_of)


def read_figures(spot: Spot) -> list[FoundFigure]:
    """Các số liệu ở một chỗ: thường một, cặp "97%/95%" thì hai, không đáng đề xuất thì không có."""
    read = _READERS.get(spot.number.kind)
    return read(spot) if read else []


def _percent(spot: Spot) -> list[FoundFigure]:
    return [] if _is_limit(spot) else [spot.figure(spot.number.values[0], PERCENT)]


def _is_limit(spot: Spot) -> bool:
    """Ngưỡng xếp loại của thứ vừa đếm: "9 mục tiêu thực hiện đạt trên 70%"."""
    counted = spot.previous
    if counted is None or counted.unit == PERCENT or spot.index - counted.last > _LIMIT_REACH:
        return False
    between = {piece.key for piece in spot.line.pieces[counted.last + 1 : spot.index]}
    return not between & SEPARATORS and ("trên" in spot.labels or spot.key(-1) == "từ")


def _pair(spot: Spot) -> list[FoundFigure]:
    """ "97%/95%": kết quả, rồi chỉ tiêu."""
    result, goal = (part.strip() for part in spot.line.slice(spot.index, spot.index).split("/"))
    achieved, target = spot.number.values
    return [
        FoundFigure(achieved, PERCENT, spot.index, spot.index, result),
        FoundFigure(target, PERCENT, spot.index, spot.index, goal, kind="target"),
    ]


def _ratio(spot: Spot) -> list[FoundFigure]:
    """ "11/43 chỉ tiêu", "xếp thứ 15/63"; bỏ ngày tháng viết tắt ("3/4")."""
    done, total = spot.number.values
    if "rank" in spot.labels:
        return [spot.figure(done, RANK, out_of=total)]
    unit = read_unit(spot.line, spot.index)
    if done > total or unit is None or is_duration(unit) or _is_portion(spot, total):
        return []
    return [spot.figure(done, unit.text, unit.last, out_of=total)]


def _is_portion(spot: Spot, total: float) -> bool:
    """ "giảm 1/3 thời gian", "gần 2/3 số hộ": một phần nói áng chừng, không phải đếm được bao nhiêu trên bao nhiêu."""
    return total < _SMALLEST_TOTAL and spot.key(-1) in ("giảm", "tăng", "gần", "hơn", "khoảng", "quá")


def _count(spot: Spot) -> list[FoundFigure]:
    value = spot.number.values[0]
    if "rank" in spot.labels:
        return [spot.figure(value, RANK)]
    if "times" in spot.labels:
        multiple = any(spot.key(offset) in ("gấp", "tăng", "hơn", "bằng") for offset in (-3, -2, -1))
        return [spot.figure(value, "lần", spot.index + 1)] if multiple else []
    unit = read_unit(spot.line, spot.index)
    if _YEAR.fullmatch(spot.line.slice(spot.index, spot.index)) and not (unit and spot.key(-1) in _COUNTING):
        return []
    if unit is None:
        text = None if "ordinal_unless_counted" in spot.labels else _unit_said_before(spot)
        return [spot.figure(value, text)] if text else []
    if is_duration(unit) and not spot.labels & {"increase", "decrease"}:
        return []
    return [spot.figure(value, unit.text, unit.last)]


def _unit_said_before(spot: Spot) -> str | None:
    """Đơn vị nói trước con số: "tổng số hồ sơ là 1.200", "500 đại biểu, trong đó có 235 là nữ"."""
    before = [piece.key for piece in spot.line.pieces[max(0, spot.index - _PART_REACH) : spot.index]]
    part = any(before[n : n + 2] == ["trong", "đó"] for n in range(len(before)))
    whole = spot.previous
    if part and whole and whole.index in spot.line.sentence_of(spot.index) and whole.unit not in (PERCENT, RANK):
        return whole.unit
    return unit_before(spot.line, spot.index)


_READERS: dict[str, Callable[[Spot], list[FoundFigure]]] = {
    "SỐ": _count,
    "PHẦN_TRĂM": _percent,
    "PHÂN_SỐ": _ratio,
    "CẶP": _pair,
}
