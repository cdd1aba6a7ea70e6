"""Đọc câu hỏi về số liệu thành (chỉ tiêu, nơi, cấp, lúc, kiểu hỏi)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge import figure_words as say
from bot.knowledge.gazetteer import Gazetteer, PlaceMention
from bot.knowledge.model import Knowledge, Scope
from bot.knowledge.period import Period
from bot.knowledge.text_index import TextIndex
from bot.knowledge.time_words import read_periods
from bot.vietnamese import terms

Manner = Literal["value", "target", "change", "compare", "all"]


@dataclass(frozen=True)
class FigureQuery:
    """Điều câu hỏi muốn biết. Trống (`()`/None) là câu hỏi không nói tới.

    `match` trong [0, 1]: tên chỉ tiêu khớp câu hỏi đến đâu; `sure`: câu hỏi có dáng hỏi con số; `before`: hỏi số
    của hồi trước, không rõ lúc nào; `about`: chữ gọi điều được hỏi trong "tất cả số liệu về …".
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    scope: Scope | None = None
    manner: Manner = "value"
    match: float = 0.0
    sure: bool = False
    before: bool = False
    about: tuple[str, ...] = ()


class QueryReader:
    """Đọc câu hỏi theo tên chỉ tiêu, tên nơi và cách nói thời gian của kho."""

    RECOGNISED = 0.45
    """Khớp tên chỉ tiêu từ mức này mới coi là câu hỏi đã nói tới chỉ tiêu ấy."""
    NOISE = 0.1
    """Khớp dưới mức này chỉ là vài ký tự trùng tình cờ."""
    CLAUSE = 0.38
    """Mỗi vế của "bao nhiêu A và B" phải khớp từ mức này mới tính là hai chỉ tiêu."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._indicators, self._gazetteer = knowledge.indicators, gazetteer
        self._places: dict[str, set[str]] = {}
        self._sources: dict[str, set[str]] = {}
        for figure in knowledge.figures.values():
            self._places.setdefault(figure.indicator, set()).add(figure.place)
            self._sources.setdefault(figure.indicator, set()).add(figure.source)
        asked = {key: noun for key, noun in knowledge.indicators.items() if key in self._places}
        named = [(key, name) for key, noun in asked.items() for name in (noun.name, *noun.names)]
        self._owners = [key for key, _ in named]
        names = [terms(name) for _, name in named]
        self._names, self._vocabulary = TextIndex(names), say.NameVocabulary.of(names)
        self._units = {" ".join(terms(noun.unit)) for noun in asked.values() if noun.unit != "%"}

    def read(self, text: str, today: datetime.date, earlier: FigureQuery | None = None) -> FigureQuery:
        """Đọc một câu hỏi. `earlier` là điều lượt trước đã hỏi: câu nối tiếp ("thế còn Hải Dương?") mượn phần thiếu."""
        syllables = terms(say.joined(text))
        mentions = self._gazetteer.find(syllables)
        places = self._asked_places(mentions)
        line = say.plain(_without(syllables, mentions))
        periods = tuple(read_periods(text, today))
        scope = say.scope(line)
        sure = say.asks_number(line)
        if not (places or sure or earlier):  # không nơi, không dáng hỏi con số, không nối tiếp: chẳng phải hỏi số liệu
            return FigureQuery(periods=periods, scope=scope)
        nearby = places or (earlier.places if earlier else ())
        indicators, match = self._measures(line, nearby, earlier)
        changed = bool(places or periods or scope or say.wants_change(line) or say.wants_earlier(line))
        borrowed = earlier is not None and match < self.RECOGNISED and changed
        if earlier is not None and borrowed:
            indicators, match = earlier.indicators, 1.0
        manner = _manner(line, places)
        if earlier is not None:
            if manner == "compare" and len(places) == 1:
                places = tuple(dict.fromkeys((*earlier.places, *places)))
            before = say.wants_earlier(line)
            places, periods = places or earlier.places, periods or (() if before else earlier.periods)
        return FigureQuery(
            indicators=indicators,
            places=places,
            periods=periods,
            scope=scope,
            manner=manner,
            match=match,
            sure=sure or borrowed,
            before=say.wants_earlier(line),
            about=tuple(say.about(line)) if manner == "all" else (),
        )

    def _asked_places(self, mentions: Sequence[PlaceMention]) -> tuple[str, ...]:
        """Nơi được hỏi; "cả nước" chỉ là nơi khi câu không nói nơi nào khác."""
        places = tuple(dict.fromkeys(mention.place for mention in mentions))
        local = tuple(place.id for place in places if place.level != "nation")
        return local or tuple(place.id for place in places)

    def _measures(self, line: str, places: Sequence[str], earlier: FigureQuery | None) -> tuple[tuple[str, ...], float]:
        scored = self._scores(line, places, earlier)
        if not scored:
            return (), 0.0
        first, match = scored[0]
        return (first, *self._others(first, line, places, scored)), match

    def _others(self, first: str, line: str, places: Sequence[str], scored: list[tuple[str, float]]) -> tuple[str, ...]:
        """Chỉ tiêu thứ hai: vế kia của "A và B", hoặc tỷ lệ đi cùng số lượng khi câu hỏi muốn cả hai."""
        if say.wants_share(line) and say.wants_count(line):
            for key, score in scored[1:4]:
                kin = self._sources[first] & self._sources[key]
                percent = {self._indicators[first].unit == "%", self._indicators[key].unit == "%"}
                if kin and percent == {True, False} and score >= self.CLAUSE * scored[0][1]:
                    return (key,)
        clauses = [self._scores(clause, places, None) for clause in say.clauses(line)]
        best = [clause[0] for clause in clauses if clause and (clause[0][1] >= self.CLAUSE or clause[0][0] == first)]
        keys = tuple(dict.fromkeys(key for key, _ in best))
        return tuple(key for key in keys if key != first) if len(keys) == 2 and first in keys else ()

    def _scores(self, line: str, places: Sequence[str], earlier: FigureQuery | None) -> list[tuple[str, float]]:
        """Chỉ tiêu và mức khớp, tốt nhất trước."""
        content = say.content(line, self._vocabulary, without_scope=earlier is not None)
        if not content:
            return []
        kin = {self._indicators[key].topic for key in earlier.indicators} if earlier else set()
        found: dict[str, float] = {}
        for key, score in zip(self._owners, self._names.scores(content).tolist(), strict=True):
            if score > found.get(key, self.NOISE):
                found[key] = score
        fits = {unit: self._fit(unit, line) for unit in {self._indicators[key].unit for key in found}}
        for key in found:
            kinship = 1.1 if self._indicators[key].topic in kin else 1.0
            nearness = 1.0 if self._places[key].isdisjoint(places) else 1.12  # nơi được hỏi có số: đáng tin hơn
            found[key] *= fits[self._indicators[key].unit] * nearness * kinship
        return [(key, min(score, 1.0)) for key, score in sorted(found.items(), key=lambda pair: -pair[1])]

    def _fit(self, unit: str, line: str) -> float:
        """Đơn vị đúng kiểu hỏi (tỷ lệ, hạng, "bao nhiêu người") thì đáng tin hơn."""
        if say.wants_rank(line):
            return 1.15 if "hạng" in unit else 0.9
        if say.wants_share(line):
            return 1.12 if unit == "%" else 0.95
        if say.wants_count(line):
            return self._counted_fit(unit, say.counted(line))
        return 1.0

    def _counted_fit(self, unit: str, counted: Sequence[str]) -> float:
        named = {known for known in self._units if any(f"{words} ".startswith(f"{known} ") for words in counted)}
        if not named:
            return 0.93 if unit == "%" else 1.0
        return 1.2 if " ".join(terms(unit)) in named else 0.85


def _without(syllables: Sequence[str], mentions: Sequence[PlaceMention]) -> list[str]:
    at_place = {n for mention in mentions for n in range(mention.start, mention.end)}
    return [syllable for n, syllable in enumerate(syllables) if n not in at_place]


def _manner(line: str, places: Sequence[str]) -> Manner:
    if say.wants_all(line):
        return "all"
    if say.wants_change(line):
        return "change"
    if len(places) > 1 or say.wants_comparison(line):
        return "compare"
    return "target" if say.wants_target(line) else "value"
