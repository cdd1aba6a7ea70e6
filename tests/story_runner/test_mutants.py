"""Đột biến: câu chuyện chặt nhận ra, câu chuyện lỏng để lọt; bốc theo hạt giống; xong thì bot như cũ."""

from __future__ import annotations

import asyncio
import textwrap
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bot.stories.model import Story
from bot.stories.mutants import Mutant, Verdict, draw, judge, usable
from bot.stories.reader import read
from bot.stories.results import StoryResult
from bot.stories.runner import play, runs_of
from bot.stories.stage import Stage
from bot.stories.touched import Touched, touched

pytestmark = pytest.mark.slow

STORIES = """
test_cases:
  - test_case: Chặt
    steps:
      - user: quên mật khẩu vneid
        expect:
          kind: answer
          answer: vneid-quen-mat-khau
          source: dantri-cach-xu-ly-trong-truong
          as_of: '2025-12-04'
          says: Lấy lại ngay trên ứng dụng
      - user: Thanh Hoá có bao nhiêu dịch vụ công toàn trình
        expect: {kind: figure, answer: g001-015, source: th-vneconomy-2024, as_of: '2024', says: 982 dịch vụ}
"""
LOOSE = """
test_cases:
  - test_case: Lỏng
    steps:
      - user: quên mật khẩu vneid
      - user: Thanh Hoá có bao nhiêu dịch vụ công toàn trình
"""


_OF_ANY_STORY = ("ngưỡng", "luật", "tên nơi")


@pytest.fixture
def rehearsed(stage: Stage, tmp_path: Path) -> tuple[dict[str, Story], Touched]:
    path = tmp_path / "story.yml"
    path.write_text(textwrap.dedent(STORIES) + LOOSE.replace("test_cases:\n", ""), encoding="utf-8")
    results = asyncio.run(all_of(stage, read([path])))
    assert all(result.passed for result in results), [result.first_wrong for result in results]
    return usable(results), touched(results, stage.base)


async def all_of(stage: Stage, stories: list[Story]) -> list[StoryResult]:
    return [result async for result in play(stage, runs_of(stories, with_variants=False))]


def drawn(stage: Stage, touch: Touched, stories: dict[str, Story], seed: int = 1) -> list[Mutant]:
    return list(draw(stage.base, touch, frozenset(stories), seed))


def judged(stage: Stage, mutants: list[Mutant], stories: dict[str, Story]) -> list[Verdict]:
    async def each() -> list[Verdict]:
        return [await judge(stage, mutant, stories) for mutant in mutants]

    return asyncio.run(each())


def test_a_strict_story_notices_every_wrong_record_and_a_loose_one_none(
    stage: Stage, rehearsed: tuple[dict[str, Story], Touched]
) -> None:
    stories, touch = rehearsed
    of_records = {mutant.kind: mutant for mutant in drawn(stage, touch, stories) if mutant.kind not in _OF_ANY_STORY}
    assert len(of_records) == 6  # câu trả lời này không có con số nào
    strict = judged(stage, list(of_records.values()), {"Chặt": stories["Chặt"]})
    assert [verdict.mutant for verdict in strict if verdict.noticed_by is None] == []
    loose = judged(stage, list(of_records.values())[:3], {"Lỏng": stories["Lỏng"]})
    assert {verdict.noticed_by for verdict in loose} == {None}


def test_a_missing_rule_is_noticed(stage: Stage, rehearsed: tuple[dict[str, Story], Touched]) -> None:
    stories, touch = rehearsed
    rules = {mutant.target: mutant for mutant in drawn(stage, touch, stories) if mutant.kind == "luật"}
    answered, declined = judged(stage, [rules["_answered"], rules["_declined"]], stories)
    assert answered.noticed_by == "Chặt"
    assert declined.noticed_by is None


def test_the_same_seed_draws_the_same_mutants_and_never_one_twice(
    stage: Stage, rehearsed: tuple[dict[str, Story], Touched]
) -> None:
    stories, touch = rehearsed
    first, again, other = (
        [(mutant.kind, mutant.target, mutant.told) for mutant in islice(drawn(stage, touch, stories, seed), 40)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
    assert max(Counter(first).values()) == 1


def test_only_what_a_story_touched_is_changed(stage: Stage, rehearsed: tuple[dict[str, Story], Touched]) -> None:
    stories, touch = rehearsed
    targets = {mutant.target for mutant in drawn(stage, touch, stories) if mutant.kind == "id của câu trả lời"}
    assert targets == {"vneid-quen-mat-khau"}


def test_the_bot_is_as_before_after_a_mutant(stage: Stage, rehearsed: tuple[dict[str, Story], Touched]) -> None:
    stories, touch = rehearsed
    before = stage.answerer()
    judged(stage, drawn(stage, touch, stories)[:2], stories)
    assert stage.answerer() is before
    assert all(result.passed for result in asyncio.run(all_of(stage, list(stories.values()))))
