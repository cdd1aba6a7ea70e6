"""Nơi quyết định: từ chữ, từ bằng chứng của NLU và từ ngữ cảnh ra đúng một kết cục có kiểu.

Tìm kiếm luôn chạy; intent chỉ là bằng chứng cộng vào điểm, không phải cánh cửa (DESIGN.md mục 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from bot.knowledge import texts
from bot.knowledge.answer_index import Hit
from bot.knowledge.answer_items import answer_item
from bot.knowledge.aspects import Asked, read_aspects, sentences_about
from bot.knowledge.confidence import Confidence, confidence, evidence
from bot.knowledge.guide import checklist
from bot.knowledge.local_answers import LocalAnswers, LocalReading
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Button, Call, Context, Item, Kind, Outcome
from bot.knowledge.question import Question
from bot.knowledge.ranking import WORDS_ONLY, Meaning, Ranker, Ranking
from bot.knowledge.task_finder import TaskFinder
from bot.knowledge.task_items import read_case
from bot.knowledge.thresholds import Thresholds
from bot.vietnamese import terms
from bot.vietnamese.questions import questions

MOST_ANSWERS = 3
"""Một lượt trả lời tối đa chừng này điều."""
MOST_QUESTIONS = 6
"""Tin nhắn dài thì đọc chừng này câu hỏi cuối; người ta kể trước, hỏi sau."""
DECODED = 0.7
"""Chữ đã đọc mà dưới chừng này phần nằm trong chữ gõ vào thì coi là đã giải mã."""
SCAM_ANSWER = "bi-lua-chuyen-tien-phai-lam-gi"


class Answerer:
    """Người quyết định câu trả lời trên một bản kho; kho đổi thì dựng cái mới (`current.py`)."""

    def __init__(
        self,
        knowledge: Knowledge,
        today: Callable[[], datetime.date],
        thresholds: Thresholds | None = None,
        meaning: Meaning = WORDS_ONLY,
        local: LocalAnswers | None = None,
    ) -> None:
        """`local`: của một bản kho mà chuyện địa phương không khác bản này."""
        self.knowledge = knowledge
        self._today, self._thresholds, self._meaning = today, thresholds or Thresholds(), meaning
        self._ranker = Ranker(knowledge, self._thresholds, meaning)
        self._local = local or LocalAnswers(knowledge, today, self._thresholds)
        self.tasks = TaskFinder(knowledge)

    def after(self, knowledge: Knowledge) -> Answerer:
        """Người quyết định trên bản kho mới hơn; phần nào của kho không đổi thì điều dựng từ nó được giữ."""
        kept = self._local if self._local.is_about(knowledge) else None
        return Answerer(knowledge, self._today, self._thresholds, self._meaning, kept)

    def answer(self, question: Question) -> Outcome:
        """Trả lời một câu hỏi; không bao giờ ném lỗi vì chữ người dân gõ."""
        if question.answer_id:
            return self._chosen(question)
        whole, parts = self._look_up(question), [self._look_up(part) for part in _parts(question)]
        finding, reading = self._surest(whole, parts), self._local.read(question)
        asked = read_aspects(question.text)
        outcome = (
            self._about(finding, asked)
            or self._local.answer(question, reading, finding.ranking.hits)
            or self._own_record(finding)
            or self._which_matter(finding, asked)
            or self._outside(finding)
            or self._several(parts)
            or self._answered(finding)
            or self._declined(finding)
            or self._asked_back(finding)
            or self._unknown(finding.ranking.hits)
        )
        return replace(outcome, trace={**_evidence(finding, reading), **outcome.trace})

    def safety(self, question: Question) -> Outcome:
        """Việc gấp cho người đang bị hoặc vừa bị lừa, rồi câu trả lời an toàn gần nhất với chuyện họ kể."""
        limit, hits = self._thresholds.near, self._ranker.rank(question).hits
        about = [hit.id for hit in hits if self._topic(hit.id) == "an-toan" and hit.score >= limit]
        if SCAM_ANSWER in self.knowledge.answers:
            about.append(SCAM_ANSWER)
        outcome = self._show("safety", tuple(about[:1]), texts.SAFETY, (Call(texts.POLICE, "113"),))
        return replace(outcome, trace={"rule": "safety"})

    def handoff(self, question: Question) -> Outcome:
        """Chỗ gặp người thật, kèm vài câu trả lời gần với điều vừa hỏi."""
        hits = [hit for hit in self._ranker.rank(question).hits if hit.score >= self._thresholds.near]
        calls = (Call(texts.POLICE, "113"),)
        return self._offer("handoff", texts.HANDOFF, hits, "handoff", calls=calls)

    def item(self, item_id: str) -> Item | None:
        """Mục mang id này (câu trả lời hay số liệu) như cho xem hôm nay; None khi kho không còn nó."""
        return self._read(item_id) or self._local.item(item_id)

    def today(self) -> datetime.date:
        """Hôm nay, theo đồng hồ của người quyết định này."""
        return self._today()

    def next_best(self, context: Context, limit: int = 3) -> tuple[str, ...]:
        """Những câu đứng sau câu vừa trả lời; không còn nhớ thì những câu gần nó nhất."""
        remembered = tuple(key for key in context.runners_up if key in self.knowledge.answers)
        answer = self.knowledge.answer(context.last_answers[0]) if context.last_answers else None
        if remembered or not answer:
            return remembered[:limit]
        return tuple(hit.id for hit in self._ranker.similar(answer.title) if hit.id != answer.id)[:limit]

    def buttons(self, answer_ids: tuple[str, ...]) -> tuple[Button, ...]:
        """Nút chọn cho những câu trả lời này."""
        return tuple(Button(self.knowledge.answers[key].title, {"answer": key}) for key in answer_ids)

    def _surest(self, whole: Finding, parts: Sequence[Finding]) -> Finding:
        """Cả tin nhắn, hay câu hỏi trong nó mà bot chắc hơn, miễn cả tin cũng nói về việc ấy."""
        near = {hit.id for hit in whole.ranking.hits}
        kin = [part for part in parts if part.ranking.hits and part.ranking.hits[0].id in near]
        return max((whole, *kin), key=lambda finding: finding.sure.near)

    def _look_up(self, question: Question) -> Finding:
        ranking = self._ranker.rank(question)
        return Finding(question, ranking, confidence(evidence(question, ranking)))

    def _topic(self, answer_id: str) -> str:
        return self.knowledge.answers[answer_id].topic

    def _last(self, question: Question) -> Item | None:
        """Câu trả lời, danh sách việc vừa cho xem; hỏi tiếp về số liệu thì `local_answers.py` lo."""
        return next(filter(None, map(self._read, question.context.last_answers[:1])), None)

    def _read(self, item_id: str) -> Item | None:
        """Câu trả lời hay danh sách việc mang tên này."""
        answer = self.knowledge.answer(item_id)
        if answer:
            return answer_item(answer, self.knowledge, self._today())
        case = read_case(item_id, self.knowledge)
        return checklist(*case, self.knowledge, self._today()) if case else None

    def _chosen(self, question: Question) -> Outcome:
        answer = self.knowledge.answer(question.answer_id or "")
        if not answer:
            return self._unknown([])
        return replace(self._show("answer", (answer.id,)), trace={"rule": "chosen"})

    def _show(self, kind: Kind, ids: tuple[str, ...], lead: str = "", calls: tuple[Call, ...] = ()) -> Outcome:
        items = tuple(answer_item(self.knowledge.answers[key], self.knowledge, self._today()) for key in ids)
        context = Context(topic=self._topic(ids[0]) if ids else None, last_answers=ids)
        return Outcome(kind, lead=lead, items=items, calls=calls, context=context)

    def _offer(
        self,
        kind: Kind,
        lead: str,
        hits: Sequence[Hit],
        rule: str,
        *,
        calls: tuple[Call, ...] = (),
        more: tuple[Button, ...] = (),
    ) -> Outcome:
        """Không trả lời thẳng: một lời, và tới ba câu để chọn."""
        suggestions = tuple(hit.id for hit in hits[:3])
        buttons = (*self.buttons(suggestions), *more)
        return Outcome(kind, lead=lead, suggestions=suggestions, calls=calls, buttons=buttons, trace={"rule": rule})

    def _about(self, finding: Finding, asked: Asked) -> Outcome | None:
        """Hỏi tiếp về câu trả lời vừa rồi ("mất bao lâu?"): chỗ nó nói điều ấy, hoặc câu khác của việc ấy."""
        question = finding.question
        last = self._last(question) if asked.bare else None
        if last is None:
            return None
        said = sentences_about(last, asked.aspects)
        if said or (last.steps and asked.wants_way):
            item = replace(last, details=()) if said else last
            lead = "\n".join([texts.ABOUT.format(title=last.title), *said])
            return Outcome("answer", lead=lead, items=(item,), context=question.context, trace={"rule": "about"})
        if finding.ranking.best >= self._thresholds.certain:
            return None
        hits = self._ranker.rank(replace(question, text=f"{last.title} {question.text}")).hits
        wanted = set(asked.aspects)
        others = [
            hit
            for hit in hits
            if hit.id != last.id and wanted.intersection(read_aspects(self.knowledge.answers[hit.id].title).aspects)
        ]
        kind: Kind = "clarify" if others else "no_answer"
        lead = texts.NOT_SAID_BUT if others else texts.NO_ANSWER
        return replace(self._offer(kind, lead, others, "about", more=(self._person(),)), context=question.context)

    def _which_matter(self, finding: Finding, asked: Asked) -> Outcome | None:
        """Chỉ có ý hỏi ("mất bao lâu?") mà chưa nói về việc gì: hỏi lại là việc nào, mỗi chủ đề một ví dụ."""
        if not asked.bare or finding.ranking.best >= self._thresholds.certain:
            return None
        best: dict[str, Hit] = {}
        for hit in self._ranker.similar(" ".join(aspect.query for aspect in asked.aspects)):
            best.setdefault(self._topic(hit.id), hit)
        return self._offer("clarify", texts.WHICH_MATTER, list(best.values()), "bare")

    def _own_record(self, finding: Finding) -> Outcome | None:
        own = finding.question.intents.get("ask_own_record", 0.0)
        if own < self._thresholds.own_record or finding.ranking.best >= self._thresholds.certain:
            return None
        return self._offer("own_record", texts.OWN_RECORD, finding.ranking.hits, "own_record")

    def _several(self, parts: Sequence[Finding]) -> Outcome | None:
        """Tin nhắn hỏi nhiều điều, điều nào cũng chắc: trả lời tới ba điều, câu ngắn trước."""
        sure = [part for part in parts if part.sure.near >= self._thresholds.several]
        found = list(dict.fromkeys(part.ranking.hits[0].id for part in sure))[:MOST_ANSWERS]
        if len(found) < 2:
            return None
        ids = sorted(found, key=lambda key: len(self.knowledge.answers[key].short))
        return replace(self._show("answer", tuple(ids), texts.SEVERAL), trace={"rule": "several"})

    def _answered(self, finding: Finding) -> Outcome | None:
        """Câu đứng đầu, khi đủ chắc; câu nào bám sát nó thì thành nút, để người hỏi chọn khi không phải ý mình."""
        hits = finding.ranking.hits
        if finding.sure.near < self._thresholds.answer or self._is_terse(finding):
            return None
        close = [hit for hit in hits[1:3] if hits[0].score - hit.score < self._thresholds.lead]
        suggestions = tuple(hit.id for hit in close)
        obvious = finding.sure.near >= self._thresholds.plain and not _is_decoded(finding.question)
        lead = "" if obvious else texts.UNDERSTOOD.format(title=self.knowledge.answers[hits[0].id].title)
        found = self._show("answer", (hits[0].id,), lead)
        return replace(
            found,
            suggestions=suggestions,
            buttons=self.buttons(suggestions),
            context=replace(found.context, runners_up=tuple(hit.id for hit in hits[1:4])),
            trace={"rule": "found"},
        )

    def _outside(self, finding: Finding) -> Outcome | None:
        """Giống một việc đã biết là không trả lời (được) hơn mọi câu trả lời; có cửa đúng thì chỉ."""
        matter = finding.ranking.outside
        if not matter:
            return None
        record = self.knowledge.outside[matter.id]
        ahead = self._thresholds.gap if record.topic else 0.0
        if matter.score < max(self._thresholds.near, finding.ranking.best + ahead):
            return None
        if self._is_terse(finding) and matter.phrasing < self._thresholds.named:
            return None
        doors = tuple(key for key in (record.door,) if key and key in self.knowledge.answers)
        kind: Kind = "no_answer" if record.topic else "out_of_scope"
        lead = texts.NOT_KNOWN if record.topic else texts.OUTSIDE
        return Outcome(
            kind,
            lead=lead.format(name=record.name),
            suggestions=doors,
            buttons=(*self.buttons(doors), self._person()),
            trace={"rule": f"outside:{matter.id}"},
        )

    def _declined(self, finding: Finding) -> Outcome | None:
        """Chưa câu nào đủ chắc mà NLU bảo là ngoài phạm vi, hay là lời bực bội."""
        intents = finding.question.intents
        abuse, outside = intents.get("abuse", 0.0), intents.get("out_of_scope", 0.0)
        if max(abuse, outside) < self._thresholds.decline or (abuse < outside and self._is_terse(finding)):
            return None
        if abuse > outside:
            return Outcome("out_of_scope", lead=texts.ABUSE, buttons=(self._person(),), trace={"rule": "abuse"})
        return Outcome("out_of_scope", lead=texts.OUT_OF_SCOPE, buttons=(self._person(),), trace={"rule": "decline"})

    def _asked_back(self, finding: Finding) -> Outcome | None:
        if not finding.ranking.hits:
            return None
        topics = {self._topic(hit.id) for hit in finding.ranking.hits[:3]}
        enough = self._thresholds.clarify if len(topics) == 1 else self._thresholds.clarify_topics
        if finding.sure.among < enough and not self._is_terse(finding):
            return None
        return self._offer("clarify", texts.CLARIFY, finding.ranking.hits, "found")

    def _is_terse(self, finding: Finding) -> bool:
        """Một hai chữ ("căn cước", "vneid") nói về nhiều chuyện: hỏi lại, đừng đoán, trừ khi trùng một cách hỏi."""
        hits, limit = finding.ranking.hits, self._thresholds
        few = len(terms(finding.question.text)) <= limit.terse
        return few and bool(hits) and limit.hint <= hits[0].phrasing < limit.named

    def _unknown(self, hits: Sequence[Hit]) -> Outcome:
        near = [hit for hit in hits if hit.score >= self._thresholds.near / 2]
        return self._offer("no_answer", texts.NO_ANSWER, near, "unknown", more=(self._person(),))

    def _person(self) -> Button:
        return Button(texts.NEED_PERSON, {"say": texts.NEED_PERSON})


class Finding(NamedTuple):
    """Một lần tìm: câu được tìm, thứ hạng, và chắc tới đâu."""

    question: Question
    ranking: Ranking
    sure: Confidence


def _parts(question: Question) -> list[Question]:
    """Từng câu hỏi, nói rõ việc gì, của một tin nhắn nhiều câu; tin chỉ là một câu thì không có phần nào."""
    asked = questions(question.text)
    if asked == [question.text.strip()]:
        return []
    return [replace(question, text=text) for text in asked[-MOST_QUESTIONS:] if not read_aspects(text).bare]


def _is_decoded(question: Question) -> bool:
    """Chữ đã đọc khác hẳn chữ gõ vào (phím Telex, chữ dính): nói ra đã hiểu là gì."""
    written, read = set(terms(question.original or question.text)), terms(question.text)
    return sum(term in written for term in read) < DECODED * len(read)


def _evidence(finding: Finding, reading: LocalReading) -> dict[str, Any]:
    """Bằng chứng dẫn tới kết cục, cho nhật ký và cho `ask --explain`."""
    query, named = reading
    hits, outside, sure = finding.ranking.hits, finding.ranking.outside, finding.sure
    return {
        "intents": dict(sorted(finding.question.intents.items(), key=lambda pair: -pair[1])[:3]),
        "hits": [hit._asdict() for hit in hits[:3]],
        "outside": {"id": outside.id, "score": round(outside.score, 3)} if outside else None,
        "sure": {"near": round(sure.near, 3), "among": round(sure.among, 3)},
        "query": {"indicators": query.indicators, "places": query.places, "match": round(query.match, 3)},
        "subject": {"id": named.subject.id, "match": round(named.match, 3)} if named else None,
    }
