"""Chuyện của địa phương: số liệu, bảng số liệu, sự việc có tên. Khi nào câu hỏi là về chúng, và đáp gì."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.knowledge import texts
from bot.knowledge.answer_index import AnswerIndex, Hit
from bot.knowledge.fact_items import FactWriter
from bot.knowledge.facts import FactBook, FactFinding
from bot.knowledge.figure_items import LISTING, FigureWriter
from bot.knowledge.figure_query import FigureQuery, QueryReader
from bot.knowledge.figures import FigureBook, Finding
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Button, Context, Item, Outcome
from bot.knowledge.period import Period
from bot.knowledge.question import Question
from bot.knowledge.thresholds import Thresholds

NOUNS = ("sources", "places", "indicators", "figures", "subjects", "facts")
"""Những danh từ của kho mà chuyện địa phương dựng từ đó."""


class LocalReading(NamedTuple):
    """Câu hỏi đọc như hỏi số liệu, và sự việc hợp nhất với nó."""

    query: FigureQuery
    named: FactFinding | None


class LocalAnswers:
    """Trả lời từ sổ số liệu và sổ sự việc của một bản kho."""

    def __init__(self, knowledge: Knowledge, today: Callable[[], datetime.date], thresholds: Thresholds) -> None:
        self._knowledge, self._today, self._thresholds = knowledge, today, thresholds
        gazetteer = Gazetteer(knowledge.places)
        self._reader, self._figures = QueryReader(knowledge, gazetteer), FigureBook(knowledge)
        self._figure_writer = FigureWriter(knowledge, gazetteer, today)
        self._facts, self._fact_writer = FactBook(knowledge, gazetteer), FactWriter(knowledge, gazetteer, today)

    def is_about(self, knowledge: Knowledge) -> bool:
        """Bản kho này có đúng những số liệu, sự việc, nơi, nguồn mà đây đang nói."""
        return all(getattr(knowledge, noun) is getattr(self._knowledge, noun) for noun in NOUNS)

    def read(self, question: Question) -> LocalReading:
        """Đọc câu hỏi theo tên chỉ tiêu, đề tài, nơi, lúc, và theo điều lượt trước đã hỏi."""
        context, today = question.context, self._today()
        earlier = self._facts.listing(context.measure[0]) if context.topic == "fact" and context.measure else None
        query = self._reader.read(question.text, today, self._earlier(context))
        return LocalReading(query, self._facts.find(question.text, today, earlier))

    def answer(self, question: Question, reading: LocalReading, hits: Sequence[Hit]) -> Outcome | None:
        """Kết cục khi câu hỏi là chuyện của địa phương, None khi không phải.

        `hits`: những câu trả lời giống nhất; chuyện địa phương phải khớp hơn chúng.
        """
        query, named = reading
        return (
            self._table(query)
            or (self._figure(query, hits) if self._is_figure(question, reading, hits) else None)
            or (self._fact(named) if named and self._is_fact(question, named, hits) else None)
        )

    def item(self, item_id: str) -> Item | None:
        """Mục mang id này (số liệu, số suy ra, sự việc, danh sách, bảng); None khi kho không còn nó."""
        figure = self._knowledge.figures.get(item_id)
        if figure:
            return self._figure_writer.item(figure)
        derived = self._figures.derived(item_id)
        if derived:
            return self._figure_writer.items([derived])[0]
        fact = self._knowledge.facts.get(item_id)
        finding = self._facts.of_fact(fact) if fact else self._facts.listing(item_id)
        return self._fact_writer.item(finding) if finding else self._table_item(item_id)

    def _earlier(self, context: Context) -> FigureQuery | None:
        """Điều lượt trước đã hỏi, khi đó là số liệu."""
        if context.topic != "figure":
            return None
        return FigureQuery(
            indicators=tuple(key for key in context.measure if key in self._figures),
            places=tuple(key for key in context.place if key in self._knowledge.places),
            periods=tuple(Period.parse(text) for text in context.time),
        )

    def _table(self, query: FigureQuery) -> Outcome | None:
        """ "Tất cả số liệu về …"; chữ không thuộc tên chỉ tiêu nào thì không phải câu hỏi kiểu này."""
        if query.manner != "all" or not (query.about or query.places):
            return None
        figures = self._figures.all_of(query.about, query.places, query.periods)
        if not figures:
            known = not query.about or self._figures.all_of(query.about, ())
            return Outcome("no_answer", lead=texts.NO_FIGURES, trace={"rule": "table"}) if known else None
        item = self._figure_writer.table(figures, query.about, query.places)
        context = Context(topic="figure", place=query.places, measure=query.indicators, last_answers=(item.id,))
        return Outcome("figure", items=(item,), context=context, trace={"rule": "table"})

    def _table_item(self, item_id: str) -> Item | None:
        head, _, rest = item_id.partition("@")
        places, _, about = rest.partition("@")
        if head != LISTING:
            return None
        named, words = tuple(filter(None, places.split("+"))), tuple(filter(None, about.split("-")))
        figures = self._figures.all_of(words, named)
        return self._figure_writer.table(figures, words, named) if figures else None

    def _is_figure(self, question: Question, reading: LocalReading, hits: Sequence[Hit]) -> bool:
        """Câu hỏi số liệu: có chỉ tiêu, và nơi chốn, dáng câu, intent hay lượt trước cùng nói vậy."""
        limit, (query, named) = self._thresholds, reading
        about_figures = question.intents.get("ask_local_figure", 0.0)
        strength = query.match + limit.figure_prior * about_figures
        best = hits[0].score if hits else 0.0
        if not query.indicators or strength < limit.figure or best >= max(limit.certain, query.match):
            return False
        if named and named.match > query.match + (limit.fact_lead if query.sure else 0.0):
            return False
        if query.places and (query.sure or about_figures > 0.5 or query.match >= limit.figure_without_words):
            return True
        return query.sure and strength >= limit.figure_without_words and query.match > best

    def _figure(self, query: FigureQuery, hits: Sequence[Hit]) -> Outcome | None:
        findings = self._figures.find(query)
        items = self._figure_writer.items(findings)
        missing = [finding for finding in findings if not finding.figures]
        late = [finding for finding in findings if finding.missed]
        context = Context(
            topic="figure",
            place=query.places,
            time=tuple(period.text for period in query.periods),
            measure=query.indicators,
            last_answers=tuple(item.id for item in items),
        )
        lead = " ".join(dict.fromkeys(self._figure_writer.missing(finding) for finding in (*missing, *late)))
        if query.manner in ("compare", "change"):
            lead = " ".join(filter(None, (lead, self._figure_writer.comparison(findings))))
        if items:
            return Outcome("figure", lead=lead, items=items, context=context, trace={"rule": "figure"})
        if hits and hits[0].phrasing >= AnswerIndex.SAME:
            return None  # không có số, nhưng câu hỏi trùng một câu trả lời khác
        buttons = self._elsewhere(missing)
        return Outcome("no_answer", lead=lead, buttons=buttons, context=context, trace={"rule": "figure"})

    def _elsewhere(self, missing: Sequence[Finding]) -> tuple[Button, ...]:
        """Nút hỏi cùng chỉ tiêu ở những nơi có số."""
        measure = missing[0].indicator.name
        places = dict.fromkeys(figure.place for finding in missing for figure in finding.elsewhere)
        says = [f"{measure} của {self._knowledge.places[place].name}" for place in places]
        return tuple(Button(say, {"say": say}) for say in says[:3])

    def _is_fact(self, question: Question, named: FactFinding, hits: Sequence[Hit]) -> bool:
        """Câu hỏi khớp một sự việc hơn mọi câu trả lời; nói đúng nơi có sự việc thì khớp vừa cũng đủ."""
        limit = self._thresholds
        local = named.placed or question.intents.get("ask_local_figure", 0.0) > 0.5
        best = max(hits[0].phrasing, hits[0].score) if hits else 0.0
        return named.match >= (limit.fact_in_place if local else limit.fact) and named.match > best

    def _fact(self, named: FactFinding) -> Outcome:
        lead = self._fact_writer.missing(named) if not named.facts or named.missed else ""
        context = Context(topic="fact", place=named.places, measure=(named.id,))
        if not named.facts:
            says = [f"{named.subject.name} của {place.name}" for place in named.elsewhere[:3]]
            buttons = tuple(Button(say, {"say": say}) for say in says)
            return Outcome("no_answer", lead=lead, buttons=buttons, context=context, trace={"rule": "fact"})
        item = self._fact_writer.item(named)
        context = replace(context, last_answers=(item.id,))
        return Outcome("figure", lead=lead, items=(item,), context=context, trace={"rule": "fact"})
