"""Hai lần chạy cạnh nhau: câu chuyện nào tốt lên, xấu đi, mới có, không còn, và bot nhanh hay chậm đi."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.stories.report.record import Report, Run
from bot.stories.report.status import LABELS, WRONG, variant_label
from bot.stories.report.waiting import Waiting, spoken
from bot.stories.results import StoryResult

Key = tuple[str, "str | None"]
"""Câu chuyện và biến thể."""


def compared(old: Report, results: Sequence[StoryResult]) -> str:
    """Chữ kể các khác biệt, mỗi câu chuyện một dòng; lần không chạy (thiếu kho riêng…) thì không tính tốt hay xấu."""
    before = {_key(run): run for run in old.runs}
    new = Report.of(results, old.at)
    after = {_key(run): run for run in new.runs}
    both = before.keys() & after.keys()
    better = [key for key in both if before[key].status in WRONG and after[key].status == "passed"]
    worse = [key for key in both if before[key].status == "passed" and after[key].status in WRONG]
    still = [key for key in both if before[key].status in WRONG and after[key].status in WRONG]
    sections = [
        _section("Tốt lên", better, after),
        _section("Xấu đi", worse, after),
        _section("Vẫn hỏng", still, after),
        _section("Mới", after.keys() - before.keys(), after, told=True),
        _section("Không còn", before.keys() - after.keys(), before),
    ]
    told = [line for section in sections for line in section]
    head = f"So với lần chạy {old.at:%d/%m/%Y, %H:%M}:"
    return "\n".join([head, *(told or ["  không câu chuyện nào đổi"]), _times(old, new)])


def _key(run: Run) -> Key:
    return run.story, run.variant


def _section(title: str, keys: Iterable[Key], runs: dict[Key, Run], *, told: bool = False) -> list[str]:
    """Mỗi câu chuyện một dòng, các biến thể cùng dòng, theo thứ tự đã chạy; `told`: kèm kết quả."""
    wanted = frozenset(keys)
    if not wanted:
        return []
    stories: dict[str, list[Run]] = {}
    for run in runs.values():
        if _key(run) in wanted:
            stories.setdefault(run.story, []).append(run)
    lines = [f"{title} ({len(wanted)}):"]
    for name, found in stories.items():
        labels = [variant_label(run.variant) + (f": {LABELS[run.status]}" if told else "") for run in found]
        lines.append(f"  {found[0].file}:{found[0].line}: {name} ({', '.join(labels)})")
    return lines


def _times(old: Report, new: Report) -> str:
    before, after = _waiting(old), _waiting(new)
    return (
        f"Mỗi lượt, trước → nay: p50 {spoken(before.p50)} → {spoken(after.p50)}, "
        f"p95 {spoken(before.p95)} → {spoken(after.p95)}"
    )


def _waiting(report: Report) -> Waiting:
    return Waiting.of([turn.seconds for run in report.runs for turn in run.turns])
