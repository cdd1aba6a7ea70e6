"""Hỏi lại những cách hỏi để dành: câu đúng đứng thứ mấy, và người dân nhận được gì."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bench.nlu_report.data import Ask
from bench.nlu_report.intents import Intents
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question

Verdict = Literal["right", "asked_with", "asked_without", "declined", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
WORST = 20


@dataclass(frozen=True)
class Reply:
    """Một câu đã hỏi.

    `rank`: chỗ của câu đúng trong ba câu đầu (0 là đầu), None khi không có; `score`: điểm câu đầu; `shown`: tên điều
    người dân được xem.
    """

    ask: Ask
    verdict: Verdict
    rank: int | None
    score: float
    shown: str | None

    @property
    def first(self) -> bool:
        """Câu đúng đứng đầu."""
        return self.rank == 0


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
    """Theo chủ đề, tất cả, và những câu sai mà điểm cao nhất."""

    topics: tuple[TopicRow, ...]
    total: TopicRow
    worst: tuple[Reply, ...]


def reply(answerer: Answerer, ask: Ask, text: str, intents: Intents) -> Reply:
    """Hỏi `text` (câu để dành, hay bản gõ khác đi của nó) và chấm."""
    outcome = answerer.answer(Question(text, intents))
    hits = outcome.trace["hits"]
    found = [hit["id"] for hit in hits]
    return Reply(
        ask=ask,
        verdict=_verdict(outcome, ask.answer),
        rank=found.index(ask.answer) if ask.answer in found else None,
        score=float(hits[0]["score"]) if hits else 0.0,
        shown=outcome.items[0].title if outcome.items else None,
    )


def _verdict(outcome: Outcome, right: str) -> Verdict:
    """Người dân nhận được gì. Nói là hồ sơ riêng, là ngoài phạm vi cũng là không trả lời."""
    if outcome.items:
        return "right" if outcome.items[0].id == right else "wrong"
    if outcome.kind == "clarify":
        return "asked_with" if right in outcome.suggestions else "asked_without"
    return "declined"


def summarise(replies: Sequence[Reply]) -> AnswerReport:
    """Gom theo chủ đề."""
    topics = sorted({answered.ask.topic for answered in replies})
    wrong = [answered for answered in replies if answered.verdict == "wrong"]
    return AnswerReport(
        topics=tuple(_row(topic, [each for each in replies if each.ask.topic == topic]) for topic in topics),
        total=_row(None, replies),
        worst=tuple(sorted(wrong, key=lambda each: (-each.score, each.ask.text))[:WORST]),
    )


def _row(topic: str | None, replies: Sequence[Reply]) -> TopicRow:
    return TopicRow(
        topic=topic,
        count=len(replies),
        at_1=share([each.first for each in replies]),
        at_3=share([each.rank is not None for each in replies]),
        verdicts={verdict: share([each.verdict == verdict for each in replies]) for verdict in VERDICTS},
    )


def share(truths: Sequence[bool]) -> float:
    """Phần đúng; không có gì thì 0."""
    return sum(truths) / len(truths) if truths else 0.0


def ask_all(answerer: Answerer, asks: Sequence[Ask], intents: Mapping[str, Intents]) -> list[Reply]:
    """Hỏi từng câu đúng như nó được viết."""
    return [reply(answerer, ask, ask.text, intents[ask.text]) for ask in asks]
