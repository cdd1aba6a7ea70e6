"""Đọc cả bài: đoạn nào có số liệu, sự việc nào có tên, kèm nơi, lúc và chữ gốc, để một người giữ hay bỏ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.knowledge.article.amounts import FoundFigure
from bot.knowledge.article.figures import FigureFinder
from bot.knowledge.article.line import Line, LineReader
from bot.knowledge.article.measures import IndicatorFinder, measure_of
from bot.knowledge.article.meta import ArticleMeta
from bot.knowledge.article.moments import comparison_of, moment_of
from bot.knowledge.article.names import FoundName, find_names
from bot.knowledge.article.paragraphs import is_boilerplate, read_paragraphs
from bot.knowledge.article.places import NATION, PlaceMention, PlaceReader
from bot.knowledge.article.rules import Rules
from bot.knowledge.article.scopes import scope_of
from bot.knowledge.article.times import TimeMention, TimeReader
from bot.knowledge.model import Basis, FigureKind, Knowledge, Qualifier, Scope
from bot.knowledge.period import Period

_CHANGES: tuple[FigureKind, ...] = ("increase", "decrease", "times")


@dataclass(frozen=True)
class ProposedFigure:
    """Một số liệu đề xuất. `measure`: chữ trong bài nói nó đo gì; `indicator` None: chưa rõ là chỉ tiêu nào của kho."""

    value: float
    unit: str
    place: str
    scope: Scope
    as_of: Period
    as_of_basis: Basis
    literal: str
    paragraph: int
    measure: str
    kind: FigureKind = "value"
    out_of: float | None = None
    qualifier: Qualifier | None = None
    compared_with: Period | None = None
    indicator: str | None = None


@dataclass(frozen=True)
class ProposedFact:
    """Một tên riêng đáng ghi thành sự việc; `text` chép từ bài, nhiều nhất 11 tiếng, người giữ phải viết lại."""

    label: str
    text: str
    place: str
    as_of: Period
    as_of_basis: Basis
    paragraph: int


@dataclass(frozen=True)
class Proposals:
    """Mọi đề xuất từ một bài, theo thứ tự trong bài."""

    figures: tuple[ProposedFigure, ...]
    facts: tuple[ProposedFact, ...]


@dataclass(frozen=True)
class _Marked:
    """Một đoạn đã tách, cùng thời gian và nơi chốn trong đoạn."""

    number: int
    line: Line
    times: list[TimeMention]
    places: list[PlaceMention]


class ArticleReader:
    """Đọc các bài của một tờ khai; `knowledge` cho tên nơi và tên chỉ tiêu."""

    def __init__(self, meta: ArticleMeta, knowledge: Knowledge) -> None:
        self._now = meta.until
        self._lines = LineReader(self._now)
        self._times = TimeReader(self._lines.vocab, self._now)
        self._places = PlaceReader(knowledge.places, meta.places[0])
        self._finder = FigureFinder(Rules(self._lines.vocab))
        self._indicators = IndicatorFinder(knowledge.indicators)

    def read(self, text: str) -> Proposals:
        """Các đề xuất từ chữ của bài."""
        figures: list[ProposedFigure] = []
        facts: list[ProposedFact] = []
        for number, paragraph in enumerate(read_paragraphs(text), 1):
            if is_boilerplate(paragraph):
                continue
            line = self._lines.read(paragraph)
            marked = _Marked(number, line, self._times.read(line), self._places.read(line))
            figures += self._figures(marked)
            facts += (self._fact(marked, name) for name in find_names(line))
        return Proposals(tuple(figures), tuple(facts))

    def _figures(self, at: _Marked) -> Iterator[ProposedFigure]:
        for found in self._finder.find(at.line, at.times):
            place = self._places.place_of(at.line, at.places, found.index)
            moment = moment_of(at.line, at.times, found.index, found.kind, self._now)
            measure = measure_of(at.line, found)
            proposed = ProposedFigure(
                value=found.value,
                unit=found.unit,
                place=place,
                scope=scope_of(at.line, found.index, self._places.level_of(place)),
                as_of=moment.period,
                as_of_basis=moment.basis,
                literal=found.literal,
                paragraph=at.number,
                measure=measure,
                kind=found.kind,
                out_of=found.out_of,
                qualifier=found.qualifier,
                indicator=self._indicators.find(measure, found.unit),
            )
            yield self._compared(at, found, proposed)

    def _compared(self, at: _Marked, found: FoundFigure, proposed: ProposedFigure) -> ProposedFigure:
        """Số tăng giảm cần mốc so sánh; số khác thì không ghi."""
        if proposed.kind not in _CHANGES:
            return proposed
        return replace(proposed, compared_with=comparison_of(at.line, at.times, found.index))

    def _fact(self, at: _Marked, name: FoundName) -> ProposedFact:
        moment = moment_of(at.line, at.times, name.first, "value", self._now)
        if name.date:
            moment = moment._replace(period=name.date, basis="stated")
        inside = next((mention.place for mention in at.places if mention.first <= name.first <= mention.last), None)
        place = inside or self._places.place_of(at.line, at.places, name.first)
        if name.national:
            place = NATION
        return ProposedFact(name.label, name.text, place, moment.period, moment.basis, at.number)
