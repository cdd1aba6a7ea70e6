"""Hỏi lại những cách hỏi để dành: câu đúng đứng thứ mấy, bot chắc tới đâu, và người dân nhận được gì."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bench.nlu_report.data import Ask
from bench.nlu_report.pipeline import Heard
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome

Verdict = Literal["right", "related", "asked_with", "asked_without", "declined", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
OUTRIGHT: tuple[Verdict, ...] = ("right", "related", "wrong")
"""Những kết cục mà người dân được trả lời thẳng."""
WORST = 20


@dataclass(frozen=True)
class Reply:
    """Một câu đã hỏi.

    `rank`: chỗ của câu đúng trong những câu tìm thấy (0 là đầu), None khi không có; `near`: câu đứng đầu là câu đúng
    hay câu liên quan nó; `sure`: xác suất bot cho là thế; `shown`: tên điều người dân được xem.
    """

    ask: Ask
    verdict: Verdict
    rank: int | None
    near: bool
    sure: float
    shown: str | None

    @property
    def first(self) -> bool:
        """Câu đúng đứng đầu."""
        return self.rank == 0

    @property
    def outright(self) -> bool:
        """Được trả lời thẳng."""
        return self.verdict in OUTRIGHT


@dataclass(frozen=True)
class TopicRow:
    """Tỷ lệ trên các câu của một chủ đề; `topic` None là tất cả."""

    topic: str | None
    count: int
    at_1: float
    at_3: float
    verdicts: dict[Verdict, float]


@dataclass(frozen=True)
class AnswerReport:
    """Theo chủ đề, tất cả, và những câu sai mà bot chắc nhất."""

    topics: tuple[TopicRow, ...]
    total: TopicRow
    worst: tuple[Reply, ...]


def reply(answerer: Answerer, ask: Ask, heard: Heard) -> Reply:
    """Hỏi câu để dành, hay bản gõ khác đi của nó, như NLU đã đọc; rồi chấm."""
    outcome = answerer.answer(heard.question)
    found = [hit["id"] for hit in outcome.trace["hits"]]
    return Reply(
        ask=ask,
        verdict=_verdict(outcome, ask),
        rank=found.index(ask.answer) if ask.answer in found else None,
        near=bool(found) and ask.accepts(found[0]),
        sure=sure(outcome),
        shown=outcome.items[0].title if outcome.items else None,
    )


def sure(outcome: Outcome) -> float:
    """Xác suất bot cho là câu đứng đầu đúng ý."""
    return float(outcome.trace["sure"]["near"])


def _verdict(outcome: Outcome, ask: Ask) -> Verdict:
    """Người dân nhận được gì; được xem nhiều mục thì kể mục đúng nhất. Nói là hồ sơ riêng, ngoài phạm vi: từ chối."""
    shown = [item.id for item in outcome.items]
    if ask.answer in shown:
        return "right"
    if shown:
        return "related" if any(map(ask.accepts, shown)) else "wrong"
    if outcome.kind == "clarify":
        return "asked_with" if ask.answer in outcome.suggestions else "asked_without"
    return "declined"


def summarise(replies: Sequence[Reply]) -> AnswerReport:
    """Gom theo chủ đề."""
    topics = sorted({answered.ask.topic for answered in replies})
    wrong = [answered for answered in replies if answered.verdict == "wrong"]
    return AnswerReport(
        topics=tuple(_row(topic, [each for each in replies if each.ask.topic == topic]) for topic in topics),
        total=_row(None, replies),
        worst=tuple(sorted(wrong, key=lambda each: (-each.sure, each.ask.text))[:WORST]),
    )


def _row(topic: str | None, replies: Sequence[Reply]) -> TopicRow:
    return TopicRow(
        topic=topic,
        count=len(replies),
        at_1=share([each.first for each in replies]),
        at_3=share([each.rank is not None and each.rank < 3 for each in replies]),
        verdicts={verdict: share([each.verdict == verdict for each in replies]) for verdict in VERDICTS},
    )


def share(truths: Sequence[bool]) -> float:
    """Phần đúng; không có gì thì 0."""
    return sum(truths) / len(truths) if truths else 0.0


def ask_all(answerer: Answerer, asks: Sequence[Ask], heard: Mapping[str, Heard]) -> list[Reply]:
    """Hỏi từng câu đúng như nó được viết."""
    return [reply(answerer, ask, heard[ask.text]) for ask in asks]
