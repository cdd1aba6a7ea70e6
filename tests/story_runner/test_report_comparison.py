"""Hai lần chạy so với nhau."""

from __future__ import annotations

from bot.stories.report import Report, compared
from bot.stories.results import StoryResult
from tests.story_runner.sample import AT, again, failure, played, turn


def good(name: str, seconds: float = 0.1) -> StoryResult:
    return played(name, turn("a", seconds=seconds), file="tests/stories/test_a.yml", line=3)


def bad(name: str) -> StoryResult:
    return played(name, turn("a", seconds=0.1, wrong=(failure("kind", "answer", "clarify"),)), file="b.yml", line=7)


def against(old: list[StoryResult], new: list[StoryResult]) -> list[str]:
    return compared(Report.of(old, AT), new).splitlines()


def test_each_story_stands_under_what_became_of_it() -> None:
    old = [bad("Một"), good("Hai"), bad("Ba"), good("Bốn"), good("Năm")]
    new = [good("Một"), bad("Hai"), bad("Ba"), good("Bốn"), bad("Sáu")]
    assert against(old, new) == [
        "So với lần chạy 22/11/2026, 08:15:",
        "Tốt lên (1):",
        "  tests/stories/test_a.yml:3: Một (đúng như viết)",
        "Xấu đi (1):",
        "  b.yml:7: Hai (đúng như viết)",
        "Vẫn hỏng (1):",
        "  b.yml:7: Ba (đúng như viết)",
        "Mới (1):",
        "  b.yml:7: Sáu (đúng như viết: hỏng)",
        "Không còn (1):",
        "  tests/stories/test_a.yml:3: Năm (đúng như viết)",
        "Mỗi lượt, trước → nay: p50 100 ms → 100 ms, p95 100 ms → 100 ms",
    ]


def test_a_variant_is_compared_with_itself_and_told_on_the_line_of_its_story() -> None:
    story = good("Một")
    wrong = bad("Một").turns
    old = [story, again(story, "telex", *story.turns), again(story, "caps", *story.turns)]
    new = [story, again(story, "telex", *wrong), again(story, "caps", *wrong)]
    assert "  tests/stories/test_a.yml:3: Một (phím Telex, chữ hoa)" in against(old, new)
    assert "Xấu đi (2):" in against(old, new)


def test_a_broken_talk_that_now_passes_is_better() -> None:
    broken = played("Một", error="bot không đáp")
    assert "Tốt lên (1):" in against([broken], [good("Một")])


def test_a_story_skipped_this_time_is_neither_better_nor_worse() -> None:
    told = against([bad("Một"), good("Hai")], [played("Một", skipped="ở xa"), played("Hai", skipped="ở xa")])
    assert told[1] == "  không câu chuyện nào đổi"


def test_waiting_is_told_before_and_after() -> None:
    told = against([good("Một", 0.2), good("Hai", 0.2)], [good("Một", 1.5), good("Hai", 1.5)])
    assert told[1:] == [
        "  không câu chuyện nào đổi",
        "Mỗi lượt, trước → nay: p50 200 ms → 1,5 giây, p95 200 ms → 1,5 giây",
    ]
