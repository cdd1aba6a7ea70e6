"""Tóm tắt một lần chạy: bao nhiêu đạt, hỏng, bot nhanh chậm, biến thể nào làm hỏng câu nào."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.stories.report.status import WRONG, status, variant_label
from bot.stories.report.views import StoryView, TopicView
from bot.stories.report.waiting import Waiting, spoken
from bot.stories.results import StoryResult


@dataclass(frozen=True)
class VariantRow:
    """Một biến thể (hay đúng như viết) qua mọi câu chuyện; `spoiled`: những câu nó làm hỏng."""

    label: str
    passed: int
    wrong: int
    skipped: int
    spoiled: tuple[StoryView, ...]


@dataclass(frozen=True)
class Summary:
    """Các con số đầu trang, đếm theo câu chuyện (`stories…`) và theo lần chạy (`runs…`)."""

    stories: int
    stories_wrong: int
    stories_skipped: int
    runs: int
    runs_wrong: int
    runs_skipped: int
    turns: int
    total: str
    p50: str
    p95: str
    variants: tuple[VariantRow, ...]

    @property
    def verdict(self) -> str:
        """Cả lần chạy trong một câu."""
        ran = self.stories - self.stories_skipped
        if not ran:
            return "Không câu chuyện nào chạy được."
        told = (
            f"{self.stories_wrong} trong {ran} câu chuyện hỏng"
            if self.stories_wrong
            else f"Cả {ran} câu chuyện đều đạt"
        )
        return f"{told}; {self.stories_skipped} câu không chạy." if self.stories_skipped else f"{told}."


def summary(results: Sequence[StoryResult], topics: Sequence[TopicView]) -> Summary:
    """Đếm các kết quả; `topics`: chúng, đã xếp cho trang."""
    stories = [story for topic in topics for story in topic.stories]
    found = [status(result) for result in results]
    waiting = Waiting.of([turn.seen.seconds for result in results for turn in result.turns])
    return Summary(
        stories=len(stories),
        stories_wrong=sum(story.is_wrong for story in stories),
        stories_skipped=sum(story.status == "skipped" for story in stories),
        runs=len(results),
        runs_wrong=sum(each in WRONG for each in found),
        runs_skipped=found.count("skipped"),
        turns=sum(len(result.turns) for result in results),
        total=spoken(waiting.total),
        p50=spoken(waiting.p50),
        p95=spoken(waiting.p95),
        variants=_variants(results, stories),
    )


def _variants(results: Sequence[StoryResult], stories: Sequence[StoryView]) -> tuple[VariantRow, ...]:
    labels = dict.fromkeys(variant_label(result.variant) for result in results)
    return tuple(_variant(label, stories) for label in labels)


def _variant(label: str, stories: Sequence[StoryView]) -> VariantRow:
    runs = [(story, run) for story in stories for run in story.runs if run.label == label]
    return VariantRow(
        label,
        passed=sum(run.status == "passed" for _, run in runs),
        wrong=sum(run.is_wrong for _, run in runs),
        skipped=sum(run.status == "skipped" for _, run in runs),
        spoiled=tuple(story for story, run in runs if run.is_wrong),
    )
