"""Tìm chỉ theo chữ, không NLU, không véc-tơ: đo được trong vài giây, nên CI nào cũng so với bản đã nhận."""

from __future__ import annotations

from bench.nlu_report.data import HELD_OUT, hold_out, is_sampled
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Question
from bot.knowledge.ranking import Ranker
from bot.knowledge.thresholds import Thresholds


def measure(knowledge: Knowledge) -> dict[str, float]:
    """Phần trăm cách hỏi để dành mà câu đúng đứng đầu, và nằm trong ba câu đầu."""
    ranks = []
    for remainder in HELD_OUT:
        held = hold_out(knowledge, remainder)
        ranker = Ranker(held.knowledge, Thresholds())
        for ask in held.asks:
            if is_sampled(ask.text):
                ids = [hit.id for hit in ranker.rank(Question(ask.text)).hits[:3]]
                ranks.append(ids.index(ask.answer) if ask.answer in ids else None)
    return {
        "words_at_1": 100 * sum(rank == 0 for rank in ranks) / len(ranks),
        "words_at_3": 100 * sum(rank is not None for rank in ranks) / len(ranks),
    }
