"""Tra số liệu theo câu hỏi đã đọc: đúng nơi, đúng lúc, đúng kiểu; thiếu thì nói thiếu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.figure_query import FigureQuery, Manner
from bot.knowledge.model import Figure, FigureKind, Indicator, Knowledge, Place
from bot.knowledge.period import Period
from bot.vietnamese import terms

CHANGES: tuple[FigureKind, ...] = ("increase", "decrease", "times")


@dataclass(frozen=True)
class Finding:
    """Số liệu tìm được cho một chỉ tiêu ở một nơi.

    `figures`: mới nhất trước; trống là chưa có. `missed`: lúc được hỏi mà không có số, khi đó `figures` là số mới nhất.
    `derived`: số suy ra từ số tăng giảm, None khi lấy thẳng. `elsewhere`: số mới nhất của những nơi khác.
    """

    indicator: Indicator
    place: Place
    figures: tuple[Figure, ...] = ()
    missed: Period | None = None
    derived: Derived | None = None
    elsewhere: tuple[Figure, ...] = ()


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
        self._here: dict[tuple[str, str], list[Figure]] = {}
        for figure in knowledge.figures.values():
            self._rows.setdefault(figure.indicator, []).append(figure)
            self._here.setdefault((figure.indicator, figure.place), []).append(figure)
        self._names = {
            key: [frozenset(terms(name)) for name in (knowledge.indicators[key].name, *knowledge.indicators[key].names)]
            for key in self._rows
        }

    def __contains__(self, indicator: str) -> bool:
        """Chỉ tiêu này có ít nhất một số liệu."""
        return indicator in self._rows

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

    def all_of(self, about: Sequence[str], places: Sequence[str], periods: Sequence[Period] = ()) -> list[Figure]:
        """Mọi số liệu của những chỉ tiêu mà tên có đủ các chữ `about`, ở `places`, vào `periods`; mới nhất trước.

        Ba điều kiện ấy, cái nào trống thì không hạn chế gì.
        """
        wanted = {*about}
        rows: list[Figure] = []
        for indicator, figures in self._rows.items():
            if any(wanted <= name for name in self._names[indicator]):
                rows += [row for row in figures if not places or row.place in places]
        if periods:
            rows = [row for row in rows if any(period.overlaps(row.as_of) for period in periods)]
        return sorted(rows, key=lambda row: (-row.as_of.end.toordinal(), row.id))

    def _elsewhere(self, indicator: str, query: FigureQuery) -> tuple[Figure, ...]:
        rows: dict[str, list[Figure]] = {}
        for row in _of_manner(self._rows[indicator], query.manner):
            rows.setdefault(row.place, []).append(row)
        return tuple(_newest(there)[0] for there in rows.values())

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
        here = self._here.get((indicator, place), [])
        if query.scope and any(row.scope != "province" for row in here):
            here = [row for row in here if row.scope == query.scope]
        if not here:
            return Finding(noun, where, elsewhere=self._elsewhere(indicator, query))
        wanted = _of_manner(here, query.manner)
        if period is None and query.before:
            return _before(noun, where, here, wanted)
        if period is None and query.manner == "change" and wanted[0].kind not in CHANGES:
            return Finding(noun, where, _last_two(wanted))
        if period is None:
            return Finding(noun, where, _newest(wanted))
        inside = _in_period(wanted, period)
        if inside:
            return Finding(noun, where, inside)
        derived = _derive(here, period) if query.manner != "change" else None
        if derived:
            return Finding(noun, where, (derived.later,), derived=derived)
        return Finding(noun, where, _newest(wanted), missed=period)


def _before(noun: Indicator, where: Place, here: list[Figure], wanted: list[Figure]) -> Finding:
    """Số ngay trước số mới nhất; nguồn chỉ ghi mức tăng giảm thì suy ra; không có thì số mới nhất."""
    newest = _newest(wanted)
    older = [row for row in wanted if row.as_of.end < newest[0].as_of.end]
    if older:
        return Finding(noun, where, _newest(older))
    for change in here:
        derived = _derive(here, change.compared_with) if change.compared_with else None
        if derived:
            return Finding(noun, where, (derived.later,), derived=derived)
    return Finding(noun, where, newest)


def _last_two(rows: list[Figure]) -> tuple[Figure, ...]:
    """Số mới nhất và số liền trước của cùng một cấp: để thấy đã tăng giảm ra sao."""
    newest = _newest(rows)[0]
    older = [row for row in rows if row.scope == newest.scope and row.as_of.end < newest.as_of.end]
    return (newest, _newest(older)[0]) if older else (newest,)


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
