"""Câu ngoài phạm vi và lời bực tức: bot có giữ mình, hay đáp bừa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.nlu_report.answers import share, sure
from bench.nlu_report.pipeline import Heard
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Kind

INTENTS = ("out_of_scope", "abuse")
"""Intent của những câu ví dụ trong bot/data mà bot không có bổn phận trả lời."""
DECLINED: tuple[Kind, ...] = ("out_of_scope", "no_answer", "own_record", "handoff")
"""Những kết cục là không trả lời."""


@dataclass(frozen=True)
class OutsideReply:
    """Một câu ngoài phạm vi loại `group`. `sure`: xác suất bot cho là câu đứng đầu đúng ý; `shown`: điều nó đưa ra."""

    text: str
    group: str
    kind: Kind
    sure: float
    shown: str | None


@dataclass(frozen=True)
class OutOfScopeRow:
    """Tỷ lệ trên các câu của một loại."""

    group: str
    count: int
    declined: float
    asked_back: float
    answered: float


@dataclass(frozen=True)
class OutOfScopeReport:
    """Theo loại, và những câu bot vẫn trả lời thẳng."""

    rows: tuple[OutOfScopeRow, ...]
    answered: tuple[OutsideReply, ...]

    @property
    def held(self) -> float:
        """Phần câu không bị trả lời thẳng."""
        count = sum(row.count for row in self.rows)
        return 1.0 - sum(row.answered * row.count for row in self.rows) / count if count else 0.0


def ask_all(answerer: Answerer, texts: Mapping[str, Sequence[str]], heard: Mapping[str, Heard]) -> list[OutsideReply]:
    """Hỏi mọi câu, như NLU chưa thấy câu ấy đã đọc; `texts` theo loại."""
    replies = []
    for group, asked in texts.items():
        for text in asked:
            outcome = answerer.answer(heard[text].question)
            shown = outcome.items[0].title if outcome.items else None
            replies.append(OutsideReply(text, group, outcome.kind, sure(outcome), shown))
    return replies


def summarise(replies: Sequence[OutsideReply]) -> OutOfScopeReport:
    """Mỗi loại một hàng, theo thứ tự gặp."""
    rows = []
    for group in dict.fromkeys(each.group for each in replies):
        here = [each for each in replies if each.group == group]
        declined = share([each.kind in DECLINED and each.shown is None for each in here])
        asked_back, answered = (
            share([each.kind == "clarify" for each in here]),
            share([bool(each.shown) for each in here]),
        )
        rows.append(OutOfScopeRow(group, len(here), declined, asked_back, answered))
    return OutOfScopeReport(tuple(rows), tuple(each for each in replies if each.shown))
