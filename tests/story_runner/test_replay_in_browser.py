"""Trang trước và nay mở từ đĩa trong Chromium, mạng bị ngắt: người ký đọc được ở điện thoại lẫn máy bàn."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.stories.replay import replay
from bot.stories.replay_page import rendered
from bot.stories.signatures import signed
from tests.browser.axe import violations
from tests.browser.conftest import browser
from tests.story_runner.logged import CHANGED, LOG, Parrot

__all__ = ["browser"]
pytestmark = pytest.mark.slow

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.timezone.utc)


@pytest.fixture(scope="module")
def html() -> str:
    """Dựng trước khi Chromium mở: vòng sự kiện của Playwright không cho asyncio.run."""
    changes = asyncio.run(replay(Parrot(CHANGED), LOG))
    return rendered(LOG, changes, signed([], changes[:1], "Lê Lan", NOW), NOW)


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, html: str, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "doi.html"
    file.write_text(html, "utf-8")
    context = browser.new_context(viewport={"width": request.param, "height": 800}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_breaks_no_accessibility_rule(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    assert violations(page) == []


def test_before_and_after_are_side_by_side_where_there_is_room(page: Page) -> None:
    before, after = (page.locator(".sides > div").nth(n).bounding_box() for n in (0, 1))
    assert before and after
    assert (before["y"] == after["y"]) == (page.viewport_size == {"width": 1280, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
