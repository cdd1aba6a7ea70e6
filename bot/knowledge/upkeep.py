"""Việc giữ kho luôn đúng: câu nào sắp hết hiệu lực, sắp đến hạn xem lại, đã quá hạn, chưa ai xem."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bot.knowledge.model import Answer, Knowledge

SOON = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Upkeep:
    """Câu trả lời theo việc phải làm, mỗi nhóm xếp theo ngày đến hạn; một câu có thể ở nhiều nhóm.

    `ending`: hết hiệu lực trong `SOON`; `starting`: bắt đầu có hiệu lực trong `SOON`; `due`: đến hạn xem lại trong
    `SOON`; `overdue`: đã quá hạn xem lại; `never_reviewed`: chưa ai xem.
    """

    ending: tuple[Answer, ...]
    starting: tuple[Answer, ...]
    due: tuple[Answer, ...]
    overdue: tuple[Answer, ...]
    never_reviewed: tuple[Answer, ...]


def upkeep(knowledge: Knowledge, today: datetime.date) -> Upkeep:
    """Xem cả kho vào ngày `today`."""
    answers = sorted(knowledge.answers.values(), key=lambda answer: answer.id)

    def within(day: datetime.date | None) -> bool:
        return day is not None and today <= day <= today + SOON

    ends = [(a.valid_until.end, a) for a in answers if a.valid_until and within(a.valid_until.end)]
    starts = [(a.valid_from.start, a) for a in answers if a.valid_from and within(a.valid_from.start)]
    reviews = [(a.review_by.end, a) for a in answers if a.review_by]
    return Upkeep(
        ending=_in_order(ends),
        starting=_in_order(starts),
        due=_in_order([row for row in reviews if within(row[0])]),
        overdue=_in_order([row for row in reviews if row[0] < today]),
        never_reviewed=tuple(answer for answer in answers if answer.reviewed_on is None),
    )


def _in_order(rows: list[tuple[datetime.date, Answer]]) -> tuple[Answer, ...]:
    return tuple(answer for _, answer in sorted(rows, key=lambda row: (row[0], row[1].id)))
