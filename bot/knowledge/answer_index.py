"""Tìm câu trả lời: mỗi câu trả lời là một tài liệu gồm mọi cách hỏi và nội dung của nó. Không dấu hay có dấu như nhau.

Việc ngoài phạm vi cũng là tài liệu, tìm chung: câu hỏi giống nó hơn mọi câu trả lời thì bot biết mà từ chối. Các con số
đo trên tiếng Việt, và vì sao không phải cách hỏi giống nhất: DECISIONS.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.knowledge.document_index import DocumentIndex, Line, Query
from bot.knowledge.model import Answer, Outside
from bot.knowledge.ngrams import syllable_parts, words
from bot.vietnamese import terms

_AMOUNT = re.compile(r"\d{5,}|\d{1,3}(?:[.,]\d{3})+")
"""Số tiền, số hiệu dài của riêng người hỏi: đừng để chúng làm câu hỏi thành lạ."""


class Hit(NamedTuple):
    """Một câu trả lời, hay việc ngoài phạm vi. `ask`: cách hỏi của nó giống câu hỏi nhất, `phrasing`: giống tới đâu."""

    id: str
    score: float
    phrasing: float
    ask: str


class AnswerIndex:
    """Mục lục các câu trả lời và các việc ngoài phạm vi."""

    BODY = 0.3
    """Một dòng nội dung (facts, steps, details) nặng bằng chừng này một cách hỏi."""
    PARTS = 0.4
    """Điểm theo mảnh âm tiết (chịu gõ sai) nặng bằng chừng này điểm theo âm tiết."""
    CONTAINMENT = 0.14
    """Câu trả lời có đủ chữ của câu hỏi thì cộng thêm chừng này."""
    PHRASING = 0.1
    """Giống hẳn một cách hỏi thì cộng thêm chừng này."""
    SAME = 0.85
    """Giống một cách hỏi đến mức này thì chính là câu ấy."""
    SMALL = 2_000
    """Kho tới chừng này câu thì chấm trọn mọi câu; lớn hơn thì theo hạn mức."""
    BUDGET = 100_000
    """Số mục của chỉ mục ngược được đọc cho một câu hỏi, mỗi loại đặc trưng."""
    CANDIDATES = 400
    """Kho lớn: số câu đứng đầu được chấm trọn."""

    def __init__(self, answers: Sequence[Answer], outside: Sequence[Outside] = ()) -> None:
        self._ids = [*(answer.id for answer in answers), *(matter.id for matter in outside)]
        self._asks = [(answer.title, *answer.asks) for answer in answers]
        self._asks += [(matter.name, *matter.asks) for matter in outside]
        self._lines = [[_line(ask) for ask in group] for group in self._asks]
        asks = [Line(n, line, 1.0) for n, group in enumerate(self._lines) for line in group]
        bodies = [
            Line(n, _line(text), self.BODY)
            for n, answer in enumerate(answers)
            for text in (answer.short, *answer.facts, *answer.steps, *answer.details)
        ]
        lines = sorted((*asks, *bodies), key=lambda line: line.document)
        self._words = DocumentIndex(lines, len(self._ids), words, containment=self.CONTAINMENT)
        self._parts = DocumentIndex(asks, len(self._ids), syllable_parts)

    def search(self, text: str, limit: int = 10, budget: int | None = None) -> list[Hit]:
        """Các câu trả lời hợp với `text` nhất, tốt nhất trước; `budget` None: theo cỡ kho."""
        line = _line(text)
        if not self._ids or not line:
            return []
        if budget is None:
            budget = self.BUDGET if len(self._ids) > self.SMALL else 2**62
        by_words, by_parts = self._words.read(line), self._parts.read(line)
        some_words, some_parts = self._words.within(by_words, budget), self._parts.within(by_parts, budget)
        scores = self._words.scores(by_words, some_words)
        scores += self.PARTS * self._parts.scores(by_parts, some_parts)
        count = min(max(limit, self.CANDIDATES), len(scores))
        front = np.sort(np.argpartition(-scores, count - 1)[:count])
        total = scores[front] + self._words.rest(by_words, some_words, front)
        total += self.PARTS * self._parts.rest(by_parts, some_parts, front)
        total /= 1.0 + self.PARTS
        best = np.argsort(-total, kind="stable")[:limit]
        hits = self._matched(by_words, front[best].tolist(), total[best].tolist())
        return sorted(hits, key=lambda hit: -hit.score)

    def _matched(self, query: Query, answers: Sequence[int], scores: Sequence[float]) -> list[Hit]:
        """Thêm cách hỏi giống nhất của từng câu; giống hẳn một cách hỏi thì điểm là độ giống ấy."""
        nearness = self._words.to_lines(query, [ask for n in answers for ask in self._lines[n]])
        hits, start = [], 0
        for n, score in zip(answers, scores, strict=True):
            here = nearness[start : start + len(self._lines[n])]
            start += len(here)
            nearest = int(here.argmax())
            phrasing = float(here[nearest])
            same = phrasing >= self.SAME
            total = phrasing if same else min(1.0, score + self.PHRASING * phrasing)
            hits.append(Hit(self._ids[n], total, phrasing, self._asks[n][nearest]))
        return hits


@functools.lru_cache(maxsize=65_536)
def _line(text: str) -> str:
    """Âm tiết của một dòng; sửa một câu thì chỉ dòng mới phải tách lại (dựng mục lục 1,6 giây còn 0,6)."""
    return " ".join(term for term in terms(text) if not _AMOUNT.fullmatch(term))
