"""Từ một câu trả lời trong kho thành một mục cho người dân xem, theo ngày hôm nay."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from bot.knowledge import texts
from bot.knowledge.model import Answer, Knowledge, Source
from bot.knowledge.outcome import Item


def answer_item(answer: Answer, knowledge: Knowledge, today: datetime.date) -> Item:
    """Mục của `answer`; điều đã hết hay chưa tới ngày hiệu lực thì nói rõ ngay đầu lời đáp."""
    sources = tuple(knowledge.sources[source] for source in answer.sources)
    return Item(
        id=answer.id,
        title=answer.title,
        short=" ".join((*_validity(answer, knowledge, today), answer.short)),
        sources=sources,
        as_of=newest_date(sources),
        steps=answer.steps,
        details=answer.details,
        notes=(*answer.notes, *_cautions(answer, today)),
        related=answer.related,
        related_questions=tuple(
            (key, knowledge.answers[key].title) for key in answer.related if key in knowledge.answers
        ),
        valid_from=answer.valid_from.text if answer.valid_from else None,
        valid_until=answer.valid_until.text if answer.valid_until else None,
        superseded_by=answer.superseded_by,
        read_on=answer.read_on.text,
    )


def newest_date(sources: Iterable[Source]) -> str | None:
    """Ngày của bài mới nhất có ghi ngày; None khi không bài nào ghi."""
    dated = sorted((s.published for s in sources if s.published), key=lambda period: (period.end, period.start))
    return dated[-1].text if dated else None


def _validity(answer: Answer, knowledge: Knowledge, today: datetime.date) -> list[str]:
    lines = []
    if answer.valid_from and answer.is_early(today):
        lines.append(texts.NOT_YET_VALID.format(date=answer.valid_from.spoken()))
    if answer.valid_until and answer.is_over(today):
        lines.append(texts.NO_LONGER_VALID.format(date=answer.valid_until.spoken()))
        successor = knowledge.answer(answer.superseded_by) if answer.superseded_by else None
        if successor:
            lines.append(texts.REPLACED_BY.format(title=successor.title))
    return lines


def _cautions(answer: Answer, today: datetime.date) -> list[str]:
    notes = []
    if answer.review_by and answer.review_by.end < today:
        notes.append(texts.NEEDS_REVIEW)
    if answer.confidence != "high":
        notes.append(texts.MEDIUM_CONFIDENCE)
    return notes
