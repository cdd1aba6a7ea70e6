"""Từ điểm tìm kiếm và bằng chứng của NLU ra xác suất: câu đứng đầu có đúng ý không, câu đúng có trong ba câu đầu không.

Hồi quy logistic (hiệu chỉnh kiểu Platt 1999, nhiều bằng chứng thay vì một điểm), học trên những cách hỏi để dành và
những câu ngoài phạm vi: `make fit`, hệ số ở confidence.yml.
"""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.knowledge.question import Question
from bot.knowledge.ranking import Ranking, outside_intent, topic_intent
from bot.vietnamese import terms

WEIGHTS_FILE = Path(__file__).parent / "confidence.yml"


class Confidence(NamedTuple):
    """Xác suất câu đứng đầu là câu đúng hay câu liên quan nó (`near`), và câu đúng nằm trong ba câu đầu (`among`)."""

    near: float
    among: float


def evidence(question: Question, ranking: Ranking) -> dict[str, float]:
    """Bằng chứng, mỗi thứ một con số."""
    scores = [hit.score for hit in ranking.hits[:4]] + [0.0] * 4
    outside = ranking.outside.score if ranking.outside else 0.0
    intents = question.intents
    return {
        "score": scores[0],
        "lead": scores[0] - scores[1],
        "spread": scores[0] - scores[3],
        "phrasing": ranking.hits[0].phrasing if ranking.hits else 0.0,
        "over_outside": scores[0] - outside,
        "outside_intent": outside_intent(intents),
        "topic_intent": topic_intent(intents, ranking.topic),
        "length": math.log1p(len(terms(question.text))),
    }


def confidence(given: dict[str, float]) -> Confidence:
    """Hai xác suất từ bằng chứng."""
    return Confidence(*(_probability(weights, given) for weights in _weights()))


def _probability(weights: dict[str, float], given: dict[str, float]) -> float:
    total = weights["constant"] + sum(weights[name] * value for name, value in given.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@functools.cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    weights = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return weights["near"], weights["among"]
