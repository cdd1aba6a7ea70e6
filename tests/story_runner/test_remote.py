"""Cùng những câu chuyện, hỏi một máy chủ bot đang chạy và cổng web đang chạy, qua HTTP thật."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.database import open_engine, upgrade
from bot.knowledge.reader import read as read_knowledge
from bot.knowledge.sync import sync
from bot.server.main import build as build_bot
from bot.settings import ROOT, Settings
from bot.stories.explain import explain
from bot.stories.reader import read
from bot.stories.rehearsal import MODEL
from bot.stories.remote import Remote, UnreachableError
from bot.stories.results import StoryResult
from bot.stories.runner import play, runs_of
from bot.web.main import build as build_gateway

pytestmark = pytest.mark.slow

STORIES = ROOT / "tests" / "stories"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("remote")
    url = f"sqlite:///{folder / 'hoi-dap-so.sqlite'}"
    engine = open_engine(url)
    upgrade(engine)
    sync(engine, read_knowledge(ROOT / "knowledge").knowledge(), now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    yield {"VAR_DIR": str(folder), "DATABASE_URL": url, "TODAY": "2026-11-21", "RATE_LIMIT": "0"}


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def perform(url: str, *files: Path) -> list[StoryResult]:
    async with aiohttp.ClientSession() as session:
        return [result async for result in play(Remote(url, session), runs_of(read(files), with_variants=False))]


def test_the_bot_server_and_the_gateway_tell_the_same_stories(environment: dict[str, str], tmp_path: Path) -> None:
    pressing = tmp_path / "press.yml"
    pressing.write_text(
        "test_cases:\n  - test_case: Bấm nút chọn câu\n    steps:\n"
        "      - user: căn cước\n        expect: {kind: clarify}\n"
        "      - user: giá vàng hôm nay\n      - press: Tôi cần gặp người hỗ trợ\n        expect: {kind: handoff}\n",
        encoding="utf-8",
    )
    files = (STORIES / "test_vneid.yml", STORIES / "test_fallback.yml", pressing)

    async def both() -> tuple[list[StoryResult], list[StoryResult]]:
        async with serving(build_bot(Settings.from_environment(environment), MODEL)) as bot:
            gateway = build_gateway(
                Settings.from_environment({**environment, "BOT_URLS": bot}), announce=lambda _: None
            )
            async with serving(gateway) as front:
                return await perform(bot, *files), await perform(front, *files)

    for results in asyncio.run(both()):
        assert [explain(result) for result in results if not result.passed] == []
        assert any(claim.kind == "intent" for result in results for turn in result.turns for claim in turn.unseen)


def test_a_story_that_needs_its_own_clock_is_skipped_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "clock.yml"
    path.write_text("today: 2026-01-01\ntest_cases:\n  - test_case: Một\n    steps: [user: a]\n", encoding="utf-8")
    (result,) = asyncio.run(perform("http://127.0.0.1:9", path))
    assert result.skipped
    assert "today" in result.skipped


def test_a_bot_that_cannot_be_reached_is_told_with_its_address(tmp_path: Path) -> None:
    path = tmp_path / "story.yml"
    path.write_text("test_cases:\n  - test_case: Một\n    steps: [user: a]\n", encoding="utf-8")
    with pytest.raises(UnreachableError, match=r"http://127\.0\.0\.1:9"):
        asyncio.run(perform("http://127.0.0.1:9", path))
