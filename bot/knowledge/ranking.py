"""Xếp hạng cho một câu hỏi: tìm theo chữ, nhích theo chủ đề mà NLU đoán, hỏi thêm véc-tơ nghĩa khi chữ ngang nhau."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.knowledge.answer_index import AnswerIndex, Hit
from bot.knowledge.embedding import blend
from bot.knowledge.model import Knowledge
from bot.knowledge.passage_vectors import PassageVectors
from bot.knowledge.question import Question
from bot.knowledge.thresholds import Thresholds
from bot.vietnamese import fold

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
_CONTINUING = re.compile(r"\s*(?:the|vay|ua)?\s*con\b|\s*(?:the|vay|roi)\b")
"""Câu nối tiếp: "thế còn …", "còn …", "vậy …"."""
OUTSIDE = ("out_of_scope", "abuse")
"""Intent nói rằng câu hỏi không thuộc việc của bot."""


def topic_intent(intents: Mapping[str, float], topic: str) -> float:
    """NLU tin câu hỏi thuộc chủ đề này tới đâu."""
    return max((intents.get(name, 0.0) for name, topics in TOPICS.items() if topic in topics), default=0.0)


def outside_intent(intents: Mapping[str, float]) -> float:
    """NLU tin câu hỏi không thuộc việc của bot tới đâu."""
    return max(intents.get(name, 0.0) for name in OUTSIDE)


class Ranking(NamedTuple):
    """Các câu trả lời hợp nhất, tốt nhất trước; việc ngoài phạm vi hợp nhất; chủ đề của câu đứng đầu."""

    hits: list[Hit]
    outside: Hit | None
    topic: str = ""

    @property
    def best(self) -> float:
        """Điểm của câu trả lời đứng đầu; 0 khi không có."""
        return self.hits[0].score if self.hits else 0.0


class Meaning(NamedTuple):
    """Véc-tơ nghĩa dùng chung của cả tiến trình; `on_search` được gọi sau mỗi lần tìm, nói có hỏi véc-tơ không."""

    vectors: PassageVectors | None = None
    on_search: Callable[[bool], None] = lambda _embedded: None


LARGEST = 5_000
"""Kho tới chừng này câu mới tính véc-tơ: mỗi câu chừng 0,2 giây."""
WORDS_ONLY = Meaning()
"""Chỉ tìm theo chữ."""


def passages(knowledge: Knowledge) -> tuple[str, ...]:
    """Đoạn chữ mang nghĩa của từng câu trả lời; kho quá lớn để tính véc-tơ thì không đoạn nào."""
    answers = knowledge.answers.values()
    return tuple(f"{answer.title} {answer.short}" for answer in answers) if len(answers) <= LARGEST else ()


class Ranker:
    """Mục lục của một bản kho."""

    def __init__(self, knowledge: Knowledge, thresholds: Thresholds, meaning: Meaning = WORDS_ONLY) -> None:
        self._knowledge, self._thresholds, self._meaning = knowledge, thresholds, meaning
        answers = knowledge.answers.values()
        self._rows = {answer.id: row for row, answer in enumerate(answers)}
        self._passages = passages(knowledge)
        if meaning.vectors and self._passages:
            meaning.vectors.matrix(self._passages)
        self._index = AnswerIndex(list(knowledge.answers.values()), list(knowledge.outside.values()))

    def rank(self, question: Question) -> Ranking:
        """Xếp hạng cho một câu hỏi."""
        prior = self._prior(question)
        found = [
            hit._replace(score=hit.score + prior.get(self._about(hit.id), 0.0))
            for hit in self._index.search(question.text)
        ]
        found.sort(key=lambda hit: -hit.score)
        outside = next((hit for hit in found if hit.id in self._knowledge.outside), None)
        hits = [hit for hit in found if hit.id in self._knowledge.answers]
        blended = self._by_meaning(question.text, hits) if self._is_close(hits) else None
        self._meaning.on_search(blended is not None)
        best = blended or hits
        return Ranking(best, outside, self._about(best[0].id) if best else "")

    def similar(self, text: str) -> Sequence[Hit]:
        """Những câu trả lời gần một đoạn chữ nhất, chỉ theo chữ."""
        return [hit for hit in self._index.search(text) if hit.id in self._knowledge.answers]

    def _is_close(self, hits: Sequence[Hit]) -> bool:
        """Hai câu đầu sát nhau, và không phải vì chẳng câu nào hợp."""
        near = len(hits) > 1 and hits[0].score >= self._thresholds.near
        return near and hits[0].score - hits[1].score < self._thresholds.close

    def _by_meaning(self, text: str, hits: Sequence[Hit]) -> list[Hit] | None:
        """Xếp lại theo cả nghĩa, điểm vẫn ở thang cũ; None khi không có mô hình hay véc-tơ còn đang tính."""
        vectors = self._meaning.vectors
        matrix = vectors.matrix(self._passages) if vectors and self._passages else None
        if vectors is None or matrix is None:
            return None
        nearness = matrix[[self._rows[hit.id] for hit in hits]] @ vectors.embedder.question(text)
        scores = np.array([hit.score for hit in hits])
        blended = blend(scores, nearness, self._thresholds.meaning)
        best_first = np.argsort(-blended, kind="stable").tolist()
        return [hits[n]._replace(score=float(scores.min() + np.ptp(scores) * blended[n])) for n in best_first]

    def _about(self, found: str) -> str:
        """Chủ đề của câu trả lời, của việc chưa có lời đáp; "" cho việc ngoài mọi chủ đề."""
        record = self._knowledge.answers.get(found) or self._knowledge.outside[found]
        return record.topic or ""

    def _prior(self, question: Question) -> dict[str, float]:
        """Điểm cộng cho từng chủ đề, và ("") cho việc ngoài phạm vi; câu nối tiếp thì chủ đề đang nói được cộng hơn."""
        intents = question.intents
        prior = {topic: topic_intent(intents, topic) for topics in TOPICS.values() for topic in topics}
        prior[""] = outside_intent(intents)
        added = {topic: self._thresholds.topic_prior * weight for topic, weight in prior.items()}
        if question.context.topic and _CONTINUING.match(fold(question.text)):
            added[question.context.topic] = self._thresholds.continuing
        return added
