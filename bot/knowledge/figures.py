"""Tra số liệu theo câu hỏi đã đọc: đúng nơi, đúng lúc, đúng kiểu; thiếu thì nói thiếu."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.figure_query import FigureQuery, Manner
from bot.knowledge.model import Figure, FigureKind, Indicator, Knowledge, Place
from bot.knowledge.period import Period

CHANGES: tuple[FigureKind, ...] = ("increase", "decrease", "times")


@dataclass(frozen=True)
class Finding:
    """Số liệu tìm được cho một chỉ tiêu ở một nơi.

    `figures`: mới nhất trước; trống là chưa có. `missed`: lúc được hỏi mà không có số, khi đó `figures` là số mới nhất.
    `derived`: số suy ra từ số tăng giảm, None khi lấy thẳng. `elsewhere`: những nơi khác có số của chỉ tiêu này.
    """

    indicator: Indicator
    place: Place
    figures: tuple[Figure, ...] = ()
    missed: Period | None = None
    derived: Derived | None = None
    elsewhere: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Derived:
    """Số của lúc trước, suy ra từ số lúc sau và mức tăng giảm mà nguồn ghi."""

    value: float
    as_of: Period
    later: Figure
    change: Figure

    @property
    def id(self) -> str:
        """Id của số suy ra: của số tăng giảm, và lúc được suy ra."""
        return f"{self.change.id}@{self.as_of.text}"


class FigureBook:
    """Sổ số liệu, xếp theo chỉ tiêu."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._rows: dict[str, list[Figure]] = {}
        for figure in knowledge.figures.values():
            self._rows.setdefault(figure.indicator, []).append(figure)

    def find(self, query: FigureQuery) -> list[Finding]:
        """Tra từng chỉ tiêu ở từng nơi được hỏi; không nói nơi nào thì mọi nơi có số."""
        findings = []
        for indicator in query.indicators:
            places = query.places or tuple(dict.fromkeys(row.place for row in self._rows[indicator]))
            for place in places:
                periods: tuple[Period | None, ...] = query.periods or (None,)
                if query.manner == "change":
                    periods = periods[:1] if len(periods) == 1 else (None,)
                findings += [self._find_one(indicator, place, period, query) for period in periods]
        return findings

    def derived(self, derived_id: str) -> Finding | None:
        """Số suy ra mang id này (`Derived.id`), None khi kho không còn suy ra được."""
        change = self._knowledge.figures.get(derived_id.partition("@")[0])
        if not change or not change.compared_with:
            return None
        derived = _derive(
            [row for row in self._rows[change.indicator] if row.place == change.place], change.compared_with
        )
        if not derived or derived.id != derived_id:
            return None
        noun, where = self._knowledge.indicators[change.indicator], self._knowledge.places[change.place]
        return Finding(noun, where, (derived.later,), derived=derived)

    def _find_one(self, indicator: str, place: str, period: Period | None, query: FigureQuery) -> Finding:
        noun, where = self._knowledge.indicators[indicator], self._knowledge.places[place]
        here = [row for row in self._rows[indicator] if row.place == place]
        if query.scope and any(row.scope != "province" for row in here):
            here = [row for row in here if row.scope == query.scope]
        if not here:
            others = dict.fromkeys(row.place for row in self._rows[indicator])
            return Finding(noun, where, elsewhere=tuple(self._knowledge.places[other] for other in others))
        wanted = _of_manner(here, query.manner)
        if period is None:
            return Finding(noun, where, _newest(wanted))
        inside = _in_period(wanted, period)
        if inside:
            return Finding(noun, where, inside)
        derived = _derive(here, period) if query.manner != "change" else None
        if derived:
            return Finding(noun, where, (derived.later,), derived=derived)
        return Finding(noun, where, _newest(wanted), missed=period)


def _of_manner(rows: list[Figure], manner: Manner) -> list[Figure]:
    """Số đúng kiểu được hỏi; không có thì kết quả; cũng không có thì mọi số đang có: không bao giờ trống."""
    asked = {"change": CHANGES, "target": ("target",)}.get(manner, ("value",))
    return [row for row in rows if row.kind in asked] or [row for row in rows if row.kind == "value"] or rows


def _newest(rows: list[Figure]) -> tuple[Figure, ...]:
    """Số của lúc gần nhất; hai số cùng lúc (cấp thành phố, cấp xã) thì cả hai."""
    latest = max(row.as_of.end for row in rows)
    return tuple(row for row in rows if row.as_of.end == latest)


def _in_period(rows: list[Figure], period: Period) -> tuple[Figure, ...]:
    """Số nói đúng lúc được hỏi; không có thì số cùng năm ("tháng 8/2023" gặp số "đến tháng 9/2023")."""
    against = [row for row in rows if row.kind in CHANGES and row.compared_with and row.compared_with.overlaps(period)]
    exact = [row for row in rows if row.as_of.text == period.text or period.covers(row.as_of)]
    around = [row for row in rows if row.as_of.covers(period)]
    same_year = [row for row in rows if row.as_of.end.year == period.end.year]
    for group in (against, exact, around, same_year):
        if group:
            return _newest(group)
    return ()


def _derive(rows: list[Figure], period: Period) -> Derived | None:
    """Số của `period`, khi nguồn ghi số lúc sau và mức tăng giảm so với đúng lúc ấy."""
    for change in rows:
        if change.kind not in ("increase", "decrease") or not change.compared_with:
            continue
        if not period.overlaps(change.compared_with):
            continue
        for later in rows:
            if later.kind == "value" and later.source == change.source and later.as_of == change.as_of:
                sign = 1 if change.kind == "decrease" else -1
                return Derived(later.value + sign * change.value, change.compared_with, later, change)
    return None
