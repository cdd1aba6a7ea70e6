"""Câu ngoài phạm vi và lời bực tức: bot có giữ mình, hay đáp bừa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.nlu_report.answers import share
from bench.nlu_report.intents import Intents
from bot.knowledge.answerer import Answerer
from bot.knowledge.question import Question

INTENTS = ("out_of_scope", "abuse")


@dataclass(frozen=True)
class Answered:
    """Một câu ngoài phạm vi mà bot vẫn trả lời thẳng, và tên điều nó đưa ra."""

    text: str
    title: str


@dataclass(frozen=True)
class OutOfScopeRow:
    """Tỷ lệ trên các câu của một intent."""

    intent: str
    count: int
    declined: float
    asked_back: float
    answered: float


@dataclass(frozen=True)
class OutOfScopeReport:
    """`scores`: điểm của câu trả lời đứng đầu cho từng câu ngoài phạm vi."""

    rows: tuple[OutOfScopeRow, ...]
    answered: tuple[Answered, ...]
    scores: tuple[float, ...]

    @property
    def held(self) -> float:
        """Phần câu không bị trả lời thẳng."""
        count = sum(row.count for row in self.rows)
        return 1.0 - sum(row.answered * row.count for row in self.rows) / count if count else 0.0


def measure(answerer: Answerer, texts: Mapping[str, Sequence[str]], intents: Mapping[str, Intents]) -> OutOfScopeReport:
    """Hỏi mọi câu; `texts` theo intent, `intents` là xác suất từ mô hình chưa thấy câu ấy."""
    rows, answered, scores = [], [], []
    for intent, asked in texts.items():
        outcomes = [answerer.answer(Question(text, intents[text])) for text in asked]
        shown = [bool(outcome.items) for outcome in outcomes]
        asked_back = [outcome.kind == "clarify" for outcome in outcomes]
        declined = 1.0 - share(shown) - share(asked_back)
        rows.append(OutOfScopeRow(intent, len(asked), declined, share(asked_back), share(shown)))
        for text, outcome in zip(asked, outcomes, strict=True):
            answered += [Answered(text, item.title) for item in outcome.items[:1]]
            hits = outcome.trace["hits"]
            scores.append(float(hits[0]["score"]) if hits else 0.0)
    return OutOfScopeReport(tuple(rows), tuple(answered), tuple(scores))
