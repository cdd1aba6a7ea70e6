"""Nơi quyết định: từ chữ, từ bằng chứng của NLU và từ ngữ cảnh ra đúng một kết cục có kiểu.

Tìm kiếm luôn chạy; intent chỉ là bằng chứng cộng vào điểm, không phải cánh cửa (DESIGN.md mục 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.knowledge import texts
from bot.knowledge.answer_items import answer_item
from bot.knowledge.fact_items import FactWriter
from bot.knowledge.facts import FactBook, FactFinding
from bot.knowledge.figure_items import LISTING, FigureWriter
from bot.knowledge.figure_query import FigureQuery, QueryReader
from bot.knowledge.figures import FigureBook
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Button, Call, Context, Item, Kind, Outcome
from bot.knowledge.period import Period
from bot.knowledge.search import AnswerIndex, Hit
from bot.knowledge.thresholds import Thresholds
from bot.vietnamese import terms

TOPICS: Mapping[str, tuple[str, ...]] = {
    "ask_vneid": ("vneid",),
    "ask_id_card": ("can-cuoc",),
    "ask_health_insurance": ("bhyt",),
    "ask_cashless_payment": ("thanh-toan",),
    "ask_online_service": ("dich-vu-cong", "to-chuc-dia-phuong"),
    "ask_safety": ("an-toan",),
    "report_scam": ("an-toan",),
}
"""Intent nói về chủ đề nào của kho."""

SCAM_ANSWER = "bi-lua-chuyen-tien-phai-lam-gi"


@dataclass(frozen=True)
class Question:
    """Một lượt hỏi. `intents`: xác suất NLU cho từng intent; `answer_id`: người dân bấm nút chọn đúng câu này."""

    text: str
    intents: Mapping[str, float] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    answer_id: str | None = None


class Evidence(NamedTuple):
    """Bằng chứng của một câu hỏi: câu trả lời giống nhất, câu hỏi đọc như hỏi số liệu, sự việc hợp nhất."""

    hits: list[Hit]
    query: FigureQuery
    named: FactFinding | None


class Answerer:
    """Người quyết định câu trả lời trên một bản kho; kho đổi thì dựng cái mới (`current.py`)."""

    def __init__(
        self, knowledge: Knowledge, today: Callable[[], datetime.date], thresholds: Thresholds | None = None
    ) -> None:
        self.knowledge = knowledge
        self._today, self._thresholds = today, thresholds or Thresholds()
        self._answers = AnswerIndex(list(knowledge.answers.values()))
        gazetteer = Gazetteer(knowledge.places)
        self._reader, self._book = QueryReader(knowledge, gazetteer), FigureBook(knowledge)
        self._writer = FigureWriter(knowledge, gazetteer)
        self._facts, self._fact_writer = FactBook(knowledge, gazetteer), FactWriter(knowledge, gazetteer)

    def answer(self, question: Question) -> Outcome:
        """Trả lời một câu hỏi; không bao giờ ném lỗi vì chữ người dân gõ."""
        if question.answer_id:
            return self._chosen(question)
        evidence = self._evidence(question)
        hits, query, named = evidence
        trace: dict[str, Any] = {
            "intents": dict(sorted(question.intents.items(), key=lambda pair: -pair[1])[:3]),
            "hits": [hit._asdict() for hit in hits[:3]],
            "query": {"indicators": query.indicators, "places": query.places, "match": round(query.match, 3)},
            "subject": {"id": named.subject.id, "match": round(named.match, 3)} if named else None,
        }
        for rule in (self._all_figures, self._figure, self._fact, self._own_record, self._decline, self._found):
            outcome = rule(question, evidence)
            if outcome:
                return replace(outcome, trace={**trace, "rule": rule.__name__.strip("_")})
        return replace(self._unknown(hits), trace={**trace, "rule": "unknown"})

    def safety(self, question: Question) -> Outcome:
        """Việc gấp cho người đang bị hoặc vừa bị lừa, rồi câu trả lời an toàn gần nhất với chuyện họ kể."""
        about = [hit.id for hit in self._rank(question) if self._topic(hit.id) == "an-toan"]
        if SCAM_ANSWER in self.knowledge.answers and SCAM_ANSWER not in about[:3]:
            about.insert(0, SCAM_ANSWER)
        outcome = self._show("safety", tuple(about[:1]), texts.SAFETY, (Call(texts.POLICE, "113"),))
        return replace(outcome, trace={"rule": "safety"})

    def handoff(self, question: Question) -> Outcome:
        """Chỗ gặp người thật, kèm vài câu trả lời gần với điều vừa hỏi."""
        hits = [hit for hit in self._rank(question) if hit.score >= self._thresholds.clarify]
        suggestions = self._suggest(hits)
        return Outcome(
            "handoff",
            lead=texts.HANDOFF,
            suggestions=suggestions,
            calls=(Call(texts.POLICE, "113"),),
            buttons=self.buttons(suggestions),
            trace={"rule": "handoff"},
        )

    def item(self, item_id: str) -> Item | None:
        """Mục mang id này (câu trả lời hay số liệu) như cho xem hôm nay; None khi kho không còn nó."""
        answer = self.knowledge.answer(item_id)
        if answer:
            return answer_item(answer, self.knowledge, self._today())
        figure = self.knowledge.figures.get(item_id)
        if figure:
            return self._writer.item(figure)
        derived = self._book.derived(item_id)
        if derived:
            return self._writer.items([derived])[0]
        return self._fact_item(item_id) or self._table_item(item_id)

    def similar(self, item_id: str, limit: int = 3) -> tuple[str, ...]:
        """Những câu trả lời gần câu này nhất, không kể nó."""
        answer = self.knowledge.answer(item_id)
        if not answer:
            return ()
        return tuple(hit.id for hit in self._answers.search(answer.title, limit + 1) if hit.id != answer.id)[:limit]

    def buttons(self, answer_ids: tuple[str, ...]) -> tuple[Button, ...]:
        """Nút chọn cho những câu trả lời này."""
        return tuple(Button(self.knowledge.answers[key].title, {"answer": key}) for key in answer_ids)

    def _rank(self, question: Question) -> list[Hit]:
        prior: dict[str, float] = {}
        for intent, topics in TOPICS.items():
            for topic in topics:
                prior[topic] = max(prior.get(topic, 0.0), question.intents.get(intent, 0.0))
        ranked = [
            hit._replace(score=hit.score + self._thresholds.topic_prior * prior.get(self._topic(hit.id), 0.0))
            for hit in self._answers.search(question.text, limit=20)
        ]
        return sorted(ranked, key=lambda hit: -hit.score)

    def _topic(self, answer_id: str) -> str:
        return self.knowledge.answers[answer_id].topic

    def _chosen(self, question: Question) -> Outcome:
        answer = self.knowledge.answer(question.answer_id or "")
        if not answer:
            return self._unknown([])
        return replace(self._show("answer", (answer.id,)), trace={"rule": "chosen"})

    def _show(self, kind: Kind, ids: tuple[str, ...], lead: str = "", calls: tuple[Call, ...] = ()) -> Outcome:
        items = tuple(answer_item(self.knowledge.answers[key], self.knowledge, self._today()) for key in ids)
        context = Context(topic=self._topic(ids[0]) if ids else None, last_answers=ids)
        return Outcome(kind, lead=lead, items=items, calls=calls, context=context)

    def _evidence(self, question: Question) -> Evidence:
        context, today = question.context, self._today()
        query = self._reader.read(question.text, today, self._earlier(context))
        earlier = self._facts.listing(context.measure[0]) if context.topic == "fact" and context.measure else None
        return Evidence(self._rank(question), query, self._facts.find(question.text, today, earlier))

    def _fact_item(self, item_id: str) -> Item | None:
        fact = self.knowledge.facts.get(item_id)
        finding = self._facts.of_fact(fact) if fact else self._facts.listing(item_id)
        return self._fact_writer.item(finding) if finding else None

    def _table_item(self, item_id: str) -> Item | None:
        head, _, rest = item_id.partition("@")
        places, _, about = rest.partition("@")
        if head != LISTING:
            return None
        named, words = tuple(filter(None, places.split("+"))), tuple(filter(None, about.split("-")))
        figures = self._book.all_of(words, named)
        return self._writer.table(figures, words, named) if figures else None

    def _all_figures(self, _question: Question, evidence: Evidence) -> Outcome | None:
        """ "Tất cả số liệu về …": một bảng; chữ không thuộc tên chỉ tiêu nào thì không phải câu hỏi kiểu này."""
        query = evidence.query
        if query.manner != "all" or not (query.about or query.places):
            return None
        figures = self._book.all_of(query.about, query.places, query.periods)
        if not figures:
            known = not query.about or self._book.all_of(query.about, ())
            return Outcome("no_answer", lead=texts.NO_FIGURES, buttons=(self._person(),)) if known else None
        item = self._writer.table(figures, query.about, query.places)
        context = Context(topic="figure", place=query.places, measure=query.indicators, last_answers=(item.id,))
        return Outcome("figure", items=(item,), context=context)

    def _fact(self, question: Question, evidence: Evidence) -> Outcome | None:
        """Một sự việc có tên: văn bản, ứng dụng, mô hình, khó khăn."""
        named = evidence.named
        if not named or not self._is_fact(question, evidence, named):
            return None
        missing = not named.facts or named.missed
        lead = self._fact_writer.missing(named) if missing else ""
        context = Context(topic="fact", place=named.places, measure=(named.id,))
        if not named.facts:
            says = [f"{named.subject.name} của {place.name}" for place in named.elsewhere[:3]]
            buttons = tuple(Button(say, {"say": say}) for say in says)
            return Outcome("no_answer", lead=lead, buttons=buttons, context=context)
        item = self._fact_writer.item(named)
        return Outcome("figure", lead=lead, items=(item,), context=replace(context, last_answers=(item.id,)))

    def _is_fact(self, question: Question, evidence: Evidence, named: FactFinding) -> bool:
        limit, hits = self._thresholds, evidence.hits
        best = hits[0] if hits else None
        local = named.placed or question.intents.get("ask_local_figure", 0.0) > 0.5
        needed = limit.fact_in_place if local else limit.fact
        return named.match >= needed and (best is None or named.match > max(best.phrasing, best.score))

    def _figure(self, question: Question, evidence: Evidence) -> Outcome | None:
        hits, query, _ = evidence
        if not self._is_figure(question, evidence):
            return None
        findings = self._book.find(query)
        items = self._writer.items(findings)
        missing = [finding for finding in findings if not finding.figures]
        late = [finding for finding in findings if finding.missed]
        context = Context(
            topic="figure",
            place=query.places,
            time=tuple(period.text for period in query.periods),
            measure=query.indicators,
            last_answers=tuple(item.id for item in items),
        )
        lead = " ".join(dict.fromkeys(self._writer.missing(finding) for finding in (*missing, *late)))
        if query.manner in ("compare", "change"):
            lead = " ".join(filter(None, (lead, self._writer.comparison(findings))))
        if not items:
            if self._is_certain(hits):
                return None  # không có số, nhưng câu hỏi trùng một câu trả lời khác
            elsewhere = dict.fromkeys(
                self.knowledge.places[figure.place].name for finding in missing for figure in finding.elsewhere
            )
            buttons = tuple(
                Button(f"{missing[0].indicator.name} của {name}", {"say": f"{missing[0].indicator.name} của {name}"})
                for name in list(elsewhere)[:3]
            )
            return Outcome("no_answer", lead=lead, buttons=buttons, context=context)
        return Outcome("figure", lead=lead, items=items, context=context)

    def _earlier(self, context: Context) -> FigureQuery | None:
        """Điều lượt trước đã hỏi, khi đó là số liệu."""
        if context.topic != "figure":
            return None
        return FigureQuery(
            indicators=tuple(key for key in context.measure if key in self.knowledge.indicators),
            places=tuple(key for key in context.place if key in self.knowledge.places),
            periods=tuple(Period.parse(text) for text in context.time),
        )

    def _is_figure(self, question: Question, evidence: Evidence) -> bool:
        """Câu hỏi số liệu: có chỉ tiêu, và nơi chốn, dáng câu, intent hay lượt trước cùng nói vậy."""
        limit, (hits, query, named) = self._thresholds, evidence
        about_figures = question.intents.get("ask_local_figure", 0.0)
        strength = query.match + limit.figure_prior * about_figures
        best = hits[0].score if hits else 0.0
        if not query.indicators or strength < limit.figure or best >= max(limit.certain, query.match):
            return False
        if named and named.match > query.match and not query.sure:
            return False
        if query.places and (query.sure or about_figures > 0.5 or query.match >= limit.figure_without_words):
            return True
        return query.sure and strength >= limit.figure_without_words and query.match > best

    def _own_record(self, question: Question, evidence: Evidence) -> Outcome | None:
        hits = evidence.hits
        if question.intents.get("ask_own_record", 0.0) < self._thresholds.own_record or self._is_certain(hits):
            return None
        suggestions = self._suggest(hits)
        return Outcome("own_record", lead=texts.OWN_RECORD, suggestions=suggestions, buttons=self.buttons(suggestions))

    def _decline(self, question: Question, evidence: Evidence) -> Outcome | None:
        hits = evidence.hits
        abuse, outside = question.intents.get("abuse", 0.0), question.intents.get("out_of_scope", 0.0)
        if max(abuse, outside) < self._thresholds.decline or (abuse < outside and self._is_terse(question, hits)):
            return None
        if self._is_certain(hits):
            return None
        lead = texts.ABUSE if abuse > outside else texts.OUT_OF_SCOPE
        return Outcome("out_of_scope", lead=lead, buttons=(self._person(),))

    def _found(self, question: Question, evidence: Evidence) -> Outcome | None:
        hits = evidence.hits
        terse = self._is_terse(question, hits)
        if not hits or (hits[0].score < self._thresholds.clarify and not terse):
            return None
        if self._is_clear(hits) and not terse:
            return self._show("answer", (hits[0].id,))
        suggestions = self._suggest(hits)
        return Outcome("clarify", lead=texts.CLARIFY, suggestions=suggestions, buttons=self.buttons(suggestions))

    def _is_certain(self, hits: list[Hit]) -> bool:
        """Tìm thấy giống đến mức lời từ chối nào cũng phải nhường."""
        return bool(hits) and hits[0].score >= self._thresholds.certain

    def _is_terse(self, question: Question, hits: list[Hit]) -> bool:
        """Một hai chữ ("căn cước", "vneid") nói về nhiều chuyện: hỏi lại, đừng đoán, trừ khi trùng một cách hỏi."""
        few = len(terms(question.text)) <= self._thresholds.terse
        return few and bool(hits) and self._thresholds.hint <= hits[0].phrasing < self._thresholds.named

    def _is_clear(self, hits: list[Hit]) -> bool:
        """Giống hẳn, hoặc giống vừa mà bỏ xa câu thứ hai."""
        limit, best = self._thresholds, hits[0].score
        lead = best - hits[1].score if len(hits) > 1 else best
        return best >= limit.answer or (best >= limit.answer_with_lead and lead >= limit.lead)

    def _unknown(self, hits: list[Hit]) -> Outcome:
        suggestions = self._suggest([hit for hit in hits if hit.score >= self._thresholds.clarify / 2])
        return Outcome(
            "no_answer",
            lead=texts.NO_ANSWER,
            suggestions=suggestions,
            buttons=(*self.buttons(suggestions), self._person()),
        )

    def _suggest(self, hits: list[Hit]) -> tuple[str, ...]:
        return tuple(hit.id for hit in hits[:3])

    def _person(self) -> Button:
        return Button(texts.NEED_PERSON, {"say": texts.NEED_PERSON})
