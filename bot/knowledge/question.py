"""Một lượt hỏi, như người quyết định nhận được."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.knowledge.outcome import Context


@dataclass(frozen=True)
class Question:
    """Một lượt hỏi. `text`: chữ đã đọc (`bot.nlu.reading`); `original`: chữ người ta gõ, khi khác chữ đã đọc.

    `intents`: xác suất NLU cho từng intent; `answer_id`: người dân bấm nút chọn đúng câu này.
    `explain`: người hỏi là cán bộ, cần thấy cả bằng chứng dẫn tới kết cục.
    """

    text: str
    intents: Mapping[str, float] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    answer_id: str | None = None
    original: str | None = None
    explain: bool = False
