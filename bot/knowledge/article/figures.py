"""Những con số trong một đoạn đáng đề xuất làm số liệu."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.article.amounts import SEPARATORS, FoundFigure, Spot, read_figures
from bot.knowledge.article.kinds import kind_of
from bot.knowledge.article.line import Line
from bot.knowledge.article.rules import Rules
from bot.knowledge.article.times import TimeMention
from bot.knowledge.article.units import is_base, read_unit
from bot.knowledge.model import Qualifier

_QUALIFIERS: tuple[Qualifier, ...] = ("gần", "hơn", "trên", "khoảng")
_NOT_COUNTS = frozenset(("ordinal", "below", "limits", "quoted-name", "date-like"))


class FigureFinder:
    """Nhận số liệu trong một đoạn: mỗi con số qua các luật loại trừ, rồi đọc giá trị, đơn vị, kiểu."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def find(self, line: Line, times: Sequence[TimeMention]) -> list[FoundFigure]:
        """Các số liệu trong đoạn, theo thứ tự."""
        labels = self._rules.labels(line)
        found: list[FoundFigure] = []
        for index, piece in enumerate(line.pieces):
            if piece.number is None or labels[index] & _NOT_COUNTS or is_base(line, index) or _is_personal(line, index):
                continue
            spot = Spot(line, index, piece.number, labels[index], found[-1] if found else None)
            whole = _completed(spot)
            if whole:
                found[-1] = whole
                continue
            for figure in read_figures(spot):
                kind = figure.kind if figure.kind != "value" else kind_of(line, index, labels[index], times)
                qualifier = next((word for word in _QUALIFIERS if word in labels[index]), None)
                found.append(replace(figure, kind=kind, qualifier=qualifier))
        return found


def _is_personal(line: Line, index: int) -> bool:
    """Lời một người dân kể chuyện nhà mình: "tôi bán được 500 đơn hàng"; "chúng tôi" thì là lời cơ quan."""
    keys = ["", *(line.pieces[n].key for n in line.part_of(index))]
    pairs = list(itertools.pairwise(keys))
    alone = any(word == "tôi" and before != "chúng" for before, word in pairs)
    return alone or any(before == "đình" and word in ("ông", "bà", "anh", "chị", "em") for before, word in pairs)


def _completed(spot: Spot) -> FoundFigure | None:
    """Số liệu ngay trước, khi con số này là mẫu số của nó: "86 tổ/86 thôn", "326 xã trên tổng số 558 xã"."""
    part, total = spot.previous, spot.number.values[:1]
    if part is None or spot.number.kind != "SỐ" or part.out_of is not None or total[0] < part.value:
        return None
    slash = spot.key(-1) == "/"
    of_total = (spot.key(-2), spot.key(-1)) == ("tổng", "số") and spot.key(-3) in ("trên", "trong")
    between = {piece.key for piece in spot.line.pieces[part.last + 1 : spot.index]}
    if not (slash or of_total) or between & SEPARATORS:
        return None
    unit = read_unit(spot.line, spot.index)
    return replace(part, out_of=total[0], unit=f"{part.unit}/{unit.text}" if unit and slash else part.unit)
