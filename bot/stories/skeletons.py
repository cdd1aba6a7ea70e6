"""Bộ khung câu chuyện cho điều chưa câu chuyện nào thấy: người viết đọc, sửa lời, rồi giữ."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bot.knowledge import texts
from bot.knowledge.answer_items import answer_item
from bot.knowledge.figure_items import FigureWriter
from bot.knowledge.figures import CHANGES
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Figure, Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.rendering import render_custom, render_text
from bot.knowledge.words import capitalise
from bot.stories.coverage import Coverage, figure_name
from bot.stories.writer import Case, case, expectation

REMARK = "bộ khung, hãy đọc và sửa"


Draft = tuple[str, str, Outcome]
"""Tên câu chuyện, lời người dân, kết cục phải ra."""


def skeletons(coverage: Coverage, knowledge: Knowledge, today: datetime.date, taken: Collection[str]) -> list[Case]:
    """Mỗi câu trả lời, mỗi số liệu chưa thấy một câu chuyện một lượt.

    `taken`: tên câu chuyện đã có; trùng tên thì bộ khung mang thêm id, vì hai câu chuyện không được cùng tên.
    """
    answers, figures = coverage.parts["answers"].unseen, coverage.parts["figures"].unseen
    drafts = [*_of_answers(answers, knowledge, today), *_of_figures(figures, knowledge, today)]
    times = Counter([*taken, *(name for name, _, _ in drafts)])
    return [
        case(name if times[name] == 1 else f"{name} ({outcome.items[0].id})", [_step(asked, outcome)])
        for name, asked, outcome in drafts
    ]


def _of_answers(ids: Iterable[str], knowledge: Knowledge, today: datetime.date) -> Iterator[Draft]:
    """Hỏi bằng cách hỏi đầu tiên của câu; câu chưa có cách hỏi thì bằng tiêu đề."""
    for answer in (knowledge.answers[key] for key in ids):
        asked = answer.asks[0] if answer.asks else answer.title
        yield answer.title, asked, Outcome("answer", items=(answer_item(answer, knowledge, today),))


def _of_figures(ids: Iterable[str], knowledge: Knowledge, today: datetime.date) -> Iterator[Draft]:
    writer = FigureWriter(knowledge, Gazetteer(knowledge.places), lambda: today)
    rows = Counter((figure.indicator, figure.place) for figure in knowledge.figures.values())
    for figure in (knowledge.figures[key] for key in ids):
        asked = _asked(figure, knowledge, alone=rows[figure.indicator, figure.place] == 1)
        yield capitalise(figure_name(figure, knowledge)), asked, Outcome("figure", items=(writer.item(figure),))


def _asked(figure: Figure, knowledge: Knowledge, *, alone: bool) -> str:
    """Hỏi “chỉ tiêu của nơi”; số đặt ra, số tăng giảm thì hỏi đúng kiểu ấy; không đứng một mình thì thêm cấp và lúc."""
    measure, place = knowledge.indicators[figure.indicator].name, knowledge.places[figure.place].name
    asked = f"chỉ tiêu {measure} của {place}" if figure.kind == "target" else f"{measure} của {place}"
    if figure.kind in CHANGES:
        asked += f" {texts.DIRECTIONS[figure.kind]} bao nhiêu"
    return asked if alone else f"{asked}{texts.SCOPES[figure.scope]} {figure.as_of.spoken()}"


def _step(asked: str, outcome: Outcome) -> dict[str, object]:
    return {"user": asked, "expect": expectation(render_custom(outcome), render_text(outcome))}
