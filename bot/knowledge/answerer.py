"""Nơi quyết định: từ chữ, từ bằng chứng của NLU và từ ngữ cảnh ra đúng một kết cục có kiểu.

Tìm kiếm luôn chạy; intent chỉ là bằng chứng cộng vào điểm, không phải cánh cửa (DESIGN.md mục 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.knowledge import texts
from bot.knowledge.answer_index import AnswerIndex, Hit
from bot.knowledge.answer_items import answer_item
from bot.knowledge.local_answers import LocalAnswers, LocalReading
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Button, Call, Context, Item, Kind, Outcome
from bot.knowledge.question import Question
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


class Answerer:
    """Người quyết định câu trả lời trên một bản kho; kho đổi thì dựng cái mới (`current.py`)."""

    def __init__(
        self, knowledge: Knowledge, today: Callable[[], datetime.date], thresholds: Thresholds | None = None
    ) -> None:
        self.knowledge = knowledge
        self._today, self._thresholds = today, thresholds or Thresholds()
        self._answers = AnswerIndex(list(knowledge.answers.values()))
        self._local = LocalAnswers(knowledge, today, self._thresholds)

    def answer(self, question: Question) -> Outcome:
        """Trả lời một câu hỏi; không bao giờ ném lỗi vì chữ người dân gõ."""
        if question.answer_id:
            return self._chosen(question)
        hits, reading = self._rank(question), self._local.read(question)
        outcome = (
            self._local.answer(question, reading, hits)
            or self._own_record(question, hits)
            or self._decline(question, hits)
            or self._found(question, hits)
            or self._unknown(hits)
        )
        return replace(outcome, trace={**_evidence(question, hits, reading), **outcome.trace})

    def safety(self, question: Question) -> Outcome:
        """Việc gấp cho người đang bị hoặc vừa bị lừa, rồi câu trả lời an toàn gần nhất với chuyện họ kể."""
        limit = self._thresholds.clarify
        about = [hit.id for hit in self._rank(question) if self._topic(hit.id) == "an-toan" and hit.score >= limit]
        if SCAM_ANSWER in self.knowledge.answers:
            about.append(SCAM_ANSWER)
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
        return self._local.item(item_id)

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
            for hit in self._answers.search(question.text)
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

    def _own_record(self, question: Question, hits: list[Hit]) -> Outcome | None:
        if question.intents.get("ask_own_record", 0.0) < self._thresholds.own_record or self._is_certain(hits):
            return None
        suggestions = self._suggest(hits)
        return Outcome(
            "own_record",
            lead=texts.OWN_RECORD,
            suggestions=suggestions,
            buttons=self.buttons(suggestions),
            trace={"rule": "own_record"},
        )

    def _decline(self, question: Question, hits: list[Hit]) -> Outcome | None:
        abuse, outside = question.intents.get("abuse", 0.0), question.intents.get("out_of_scope", 0.0)
        if max(abuse, outside) < self._thresholds.decline or (abuse < outside and self._is_terse(question, hits)):
            return None
        if self._is_certain(hits):
            return None
        lead = texts.ABUSE if abuse > outside else texts.OUT_OF_SCOPE
        return Outcome("out_of_scope", lead=lead, buttons=(self._person(),), trace={"rule": "decline"})

    def _found(self, question: Question, hits: list[Hit]) -> Outcome | None:
        terse = self._is_terse(question, hits)
        if not hits or (hits[0].score < self._thresholds.clarify and not terse):
            return None
        if hits[0].score >= self._thresholds.answer and not terse:
            return self._answered(hits)
        suggestions = self._suggest(hits)
        return Outcome(
            "clarify",
            lead=texts.CLARIFY,
            suggestions=suggestions,
            buttons=self.buttons(suggestions),
            trace={"rule": "found"},
        )

    def _is_certain(self, hits: list[Hit]) -> bool:
        """Tìm thấy giống đến mức lời từ chối nào cũng phải nhường."""
        return bool(hits) and hits[0].score >= self._thresholds.certain

    def _is_terse(self, question: Question, hits: list[Hit]) -> bool:
        """Một hai chữ ("căn cước", "vneid") nói về nhiều chuyện: hỏi lại, đừng đoán, trừ khi trùng một cách hỏi."""
        few = len(terms(question.text)) <= self._thresholds.terse
        return few and bool(hits) and self._thresholds.hint <= hits[0].phrasing < self._thresholds.named

    def _answered(self, hits: list[Hit]) -> Outcome:
        """Câu đứng đầu; câu nào bám sát nó thì thành nút, để người hỏi chọn khi không phải ý mình."""
        close = [hit for hit in hits[1:3] if hits[0].score - hit.score < self._thresholds.lead]
        suggestions = self._suggest(close)
        found = self._show("answer", (hits[0].id,))
        return replace(found, suggestions=suggestions, buttons=self.buttons(suggestions), trace={"rule": "found"})

    def _unknown(self, hits: list[Hit]) -> Outcome:
        suggestions = self._suggest([hit for hit in hits if hit.score >= self._thresholds.clarify / 2])
        return Outcome(
            "no_answer",
            lead=texts.NO_ANSWER,
            suggestions=suggestions,
            buttons=(*self.buttons(suggestions), self._person()),
            trace={"rule": "unknown"},
        )

    def _suggest(self, hits: list[Hit]) -> tuple[str, ...]:
        return tuple(hit.id for hit in hits[:3])

    def _person(self) -> Button:
        return Button(texts.NEED_PERSON, {"say": texts.NEED_PERSON})


def _evidence(question: Question, hits: list[Hit], reading: LocalReading) -> dict[str, Any]:
    """Bằng chứng dẫn tới kết cục, cho nhật ký và cho `ask --explain`."""
    query, named = reading
    return {
        "intents": dict(sorted(question.intents.items(), key=lambda pair: -pair[1])[:3]),
        "hits": [hit._asdict() for hit in hits[:3]],
        "query": {"indicators": query.indicators, "places": query.places, "match": round(query.match, 3)},
        "subject": {"id": named.subject.id, "match": round(named.match, 3)} if named else None,
    }
