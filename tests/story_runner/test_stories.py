"""Mọi câu chuyện trong tests/stories, đúng như viết; biến thể thì `make stories` chạy."""

from __future__ import annotations

import asyncio

import pytest

from bot.settings import ROOT
from bot.stories.explain import explain
from bot.stories.model import Story
from bot.stories.reader import read
from bot.stories.results import StoryResult
from bot.stories.runner import play
from bot.stories.stage import Stage
from bot.vietnamese import fold

pytestmark = pytest.mark.slow

STORIES = read([ROOT / "tests" / "stories"])


def test_there_are_stories_of_every_topic() -> None:
    assert len(STORIES) >= 120
    assert {story.topic for story in STORIES} >= {"vneid", "bhyt", "thanh_toan", "an_toan", "so_lieu", "gap_nguoi"}


@pytest.mark.parametrize("story", STORIES, ids=[f"{story.topic}: {fold(story.name)}" for story in STORIES])
def test_story(stage: Stage, story: Story) -> None:
    async def once() -> StoryResult:
        (result,) = [result async for result in play(stage, [(story, None)])]
        return result

    result = asyncio.run(once())
    assert result.passed, explain(result)
