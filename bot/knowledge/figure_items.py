"""Từ số liệu tìm được thành lời: cùng một khuôn cho mọi chỉ tiêu, không câu nào viết riêng cho một con số."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.knowledge import texts
from bot.knowledge.figures import CHANGES, Derived, Finding
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Figure, Indicator, Knowledge, Place
from bot.knowledge.outcome import Item, Measure
from bot.knowledge.words import capitalise, number

ELSEWHERE = 2
"""Nơi được hỏi không có số thì kể số của nhiều nhất chừng này nơi khác."""
ROWS = 8
"""Bảng "tất cả số liệu" nhiều nhất chừng này hàng: vừa một màn hình điện thoại."""
LISTING = "so-lieu"


class FigureWriter:
    """Viết các mục số liệu; giữ nguyên con số như nguồn in, kèm nơi, lúc, nguồn."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer, today: Callable[[], datetime.date]) -> None:
        self._knowledge, self._gazetteer, self._today = knowledge, gazetteer, today

    def items(self, findings: Sequence[Finding]) -> tuple[Item, ...]:
        """Mỗi số liệu một mục; mỗi bài nguồn, mỗi câu về sáp nhập chỉ nói một lần."""
        items: dict[str, Item] = {}
        said: set[str] = set()
        for finding in findings:
            for figure in finding.figures:
                item = self._item(figure, finding, said)
                items.setdefault(item.id, item)
        return tuple(items.values())

    def item(self, figure: Figure) -> Item:
        """Mục của một số liệu đứng riêng."""
        indicator, place = self._knowledge.indicators[figure.indicator], self._knowledge.places[figure.place]
        return self.items([Finding(indicator, place, (figure,))])[0]

    def table(self, figures: Sequence[Figure], about: Sequence[str], places: Sequence[str]) -> Item:
        """Một bảng cho "tất cả số liệu về …"; `figures` không trống, mới nhất trước."""
        shown = figures[:ROWS]
        sources = tuple(self._knowledge.sources[key] for key in dict.fromkeys(figure.source for figure in shown))
        rest = len(figures) - len(shown)
        here = {figure.place for figure in figures}
        of_place = texts.OF_PLACE.format(place=self._knowledge.places[figures[0].place].name) if len(here) == 1 else ""
        short = texts.FIGURES if not rest else texts.FIGURES_NEWEST
        return Item(
            id="@".join((LISTING, "+".join(places), "-".join(about))),
            title=texts.FIGURES_TITLE,
            short=short.format(count=len(figures), shown=len(shown), place=of_place),
            sources=sources,
            as_of=shown[0].as_of.text,
            table={
                "columns": list(texts.FIGURES_COLUMNS),
                "rows": [self._row(figure, named=len(here) > 1) for figure in shown],
            },
            notes=(*self._mergers(shown), *((texts.FIGURES_REST.format(count=rest),) if rest else ())),
        )

    def _row(self, figure: Figure, *, named: bool) -> list[str]:
        """Chỉ tiêu (kèm nơi khi bảng có nhiều nơi), giá trị, lúc: ba cột vừa màn hình điện thoại."""
        measure = capitalise(self._knowledge.indicators[figure.indicator].name) + texts.SCOPES[figure.scope]
        if figure.kind == "target":
            measure = texts.TARGET.format(measure=measure)
        if named:
            measure += texts.OF_PLACE.format(place=self._knowledge.places[figure.place].name)
        value = _value(figure)
        if figure.kind in CHANGES and figure.compared_with:
            direction, before = texts.DIRECTIONS[figure.kind], figure.compared_with.spoken()
            value = texts.CHANGE.format(direction=direction, value=value, before=before)
        return [measure, value, figure.as_of.spoken()]

    def _mergers(self, figures: Sequence[Figure]) -> tuple[str, ...]:
        places = dict.fromkeys(figure.place for figure in figures)
        mergers = (self._gazetteer.merger_sentence(self._knowledge.places[place], self._today()) for place in places)
        return tuple(merger for merger in mergers if merger)

    def missing(self, finding: Finding) -> str:
        """Lời nói thẳng rằng chưa có số: của nơi ấy, hoặc của lúc ấy."""
        measure, place = finding.indicator.name, finding.place.name
        if finding.missed:
            return texts.FIGURE_MISSING_TIME.format(date=finding.missed.spoken(), measure=measure, place=place)
        lines = [texts.FIGURE_MISSING_PLACE.format(measure=measure, place=place)]
        if finding.elsewhere:
            lines += [self._elsewhere(figure, finding.place) for figure in finding.elsewhere[:ELSEWHERE]]
        return " ".join(lines)

    def comparison(self, findings: Sequence[Finding]) -> str:
        """So hai số của cùng một chỉ tiêu; trống khi không so được."""
        pairs = [(finding, _as_compared(finding, figure)) for finding in findings for figure in finding.figures]
        if len(pairs) != 2 or pairs[0][0].indicator != pairs[1][0].indicator:
            return ""
        (one, a), (_, b) = pairs
        if a.kind in CHANGES or b.kind in CHANGES or a.scope != b.scope:
            return ""
        lines = [self._trend(one.indicator, a, b) if a.place == b.place else self._difference(one.indicator, a, b)]
        if a.place != b.place and a.as_of != b.as_of:
            lines.append(texts.OTHER_TIMES)
        return " ".join(lines)

    def _difference(self, indicator: Indicator, a: Figure, b: Figure) -> str:
        if a.value == b.value:
            return texts.SAME_VALUE
        more, less = sorted((a, b), key=lambda figure: -figure.value)
        names = {"more": self._knowledge.places[more.place].name, "less": self._knowledge.places[less.place].name}
        if "hạng" in indicator.unit:
            names = {"more": names["less"], "less": names["more"]}
            return texts.RANK_DIFFERENCE.format(**names, value=number(more.value - less.value))
        return texts.DIFFERENCE.format(**names, value=number(more.value - less.value), unit=_difference_unit(indicator))

    def _trend(self, indicator: Indicator, a: Figure, b: Figure) -> str:
        before, after = sorted((a, b), key=lambda figure: figure.as_of.end)
        direction = texts.DIRECTIONS["increase" if after.value >= before.value else "decrease"]
        return texts.TREND.format(
            before=before.as_of.spoken(),
            after=after.as_of.spoken(),
            direction=direction,
            value=number(abs(after.value - before.value)),
            unit=_difference_unit(indicator),
        )

    def _item(self, figure: Figure, finding: Finding, said: set[str]) -> Item:
        source = self._knowledge.sources[figure.source]
        place = self._knowledge.places[figure.place]
        notes = [figure.note] if figure.note and figure.as_of_basis == "unknown" else []
        merger = self._gazetteer.merger_sentence(place, self._today())
        if merger and merger not in said:
            said.add(merger)
            notes.append(merger)
        short = self._derived(finding.derived, place) if finding.derived else self._short(figure, place)
        as_of = finding.derived.as_of if finding.derived else figure.as_of
        return Item(
            id=finding.derived.id if finding.derived else figure.id,
            title=capitalise(finding.indicator.name),
            short=short,
            sources=(source,),
            as_of=as_of.text,
            notes=tuple(notes),
            measure=_measure(figure, finding, place),
        )

    def _short(self, figure: Figure, place: Place) -> str:
        measure = self._knowledge.indicators[figure.indicator].name
        value, when = _value(figure), _when(figure)
        scope = texts.SCOPES[figure.scope]
        if figure.kind in CHANGES and figure.compared_with:
            return texts.FIGURE_CHANGE.format(
                measure=capitalise(measure),
                place=place.name,
                scope=scope,
                direction=texts.DIRECTIONS[figure.kind],
                value=value,
                before=figure.compared_with.spoken(),
                when=when,
            )
        if figure.kind == "target":
            return texts.FIGURE_TARGET.format(measure=measure, place=place.name, scope=scope, value=value, when=when)
        return texts.FIGURE.format(measure=capitalise(measure), place=place.name, scope=scope, value=value, when=when)

    def _derived(self, derived: Derived, place: Place) -> str:
        indicator = self._knowledge.indicators[derived.later.indicator]
        return texts.FIGURE_DERIVED.format(
            measure=capitalise(indicator.name),
            place=place.name,
            value=number(derived.value),
            unit=indicator.unit,
            when=derived.as_of.spoken(),
            later=derived.later.literal,
            later_when=derived.later.as_of.spoken(),
            direction=texts.DIRECTIONS[derived.change.kind],
            change=derived.change.literal,
        )

    def _elsewhere(self, figure: Figure, asked: Place) -> str:
        place = self._knowledge.places[figure.place]
        name = place.name
        if asked.id in place.merged_into and place.merged_on:
            name = texts.FORMER_PLACE.format(place=name, successor=asked.name, date=place.merged_on.spoken())
        value, when = _value(figure), _when(figure)
        publisher = self._knowledge.sources[figure.source].publisher
        return texts.FIGURE_ELSEWHERE.format(place=name, value=value, when=when, publisher=publisher)


def _as_compared(finding: Finding, figure: Figure) -> Figure:
    """Số đem so: số suy ra thì mang giá trị và lúc của chính nó."""
    return replace(figure, value=finding.derived.value, as_of=finding.derived.as_of) if finding.derived else figure


def _measure(figure: Figure, finding: Finding, place: Place) -> Measure | None:
    """Con số để vẽ: số đã có hay số suy ra; mức tăng, giảm và mục tiêu thì không vẽ cạnh số thật."""
    value, literal, as_of = figure.value, _value(figure), figure.as_of
    if finding.derived:
        value, as_of = finding.derived.value, finding.derived.as_of
        literal = f"{number(value)} {finding.indicator.unit}"
    elif figure.kind in CHANGES or figure.kind == "target":
        return None
    name = place.name + texts.SCOPES[figure.scope]
    return Measure(finding.indicator.id, float(value), finding.indicator.unit, name, as_of.spoken(), literal)


def _value(figure: Figure) -> str:
    """Con số như nguồn in, cả chữ "gần", "hơn" đứng trước."""
    return f"{figure.qualifier} {figure.literal}" if figure.qualifier else figure.literal


def _when(figure: Figure) -> str:
    when = figure.as_of.spoken()
    return texts.FROM_ARTICLE.format(date=when) if figure.as_of_basis in ("article", "unknown") else when


def _difference_unit(indicator: Indicator) -> str:
    return "điểm phần trăm" if indicator.unit == "%" else indicator.unit
