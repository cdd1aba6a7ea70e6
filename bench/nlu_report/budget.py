"""Hạn mức sai: bot trả lời thẳng bao nhiêu phần, và bao nhiêu phần trong đó không đúng cũng không liên quan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.nlu_report.answers import Reply, share
from bench.nlu_report.out_of_scope import OutsideReply

BUDGET = 0.10
"""Trong những câu được trả lời thẳng, tối đa chừng này sai: không phải câu đúng, cũng không phải câu liên quan nó."""


@dataclass(frozen=True)
class BudgetRow:
    """`answered`: phần câu được trả lời thẳng; `wrong`: phần sai trong đó."""

    group: str
    count: int
    answered: float
    wrong: float

    @property
    def within(self) -> bool:
        """Còn trong hạn mức."""
        return self.wrong <= BUDGET


def spend(replies: Sequence[Reply], outside: Sequence[OutsideReply]) -> tuple[BudgetRow, ...]:
    """Trên riêng những câu kho trả lời được, và trên cả những câu ngoài phạm vi (trả lời thẳng là sai)."""
    inside = [each.verdict == "wrong" for each in replies if each.outright]
    everything = [*inside, *(True for each in outside if each.shown)]
    return (_row("inside", len(replies), inside), _row("everything", len(replies) + len(outside), everything))


def _row(group: str, count: int, wrong: Sequence[bool]) -> BudgetRow:
    return BudgetRow(group, count, len(wrong) / count if count else 0.0, share(wrong))
