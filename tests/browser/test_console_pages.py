"""Mọi trang của bàn làm việc trong Chromium, có dữ liệu: axe không kêu, không cuộn ngang, điện thoại và máy tính."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe import violations
from playwright.sync_api import Browser, BrowserContext

from bench.console import biggest, fill, gather, paths, sign_in
from bench.widget.serving import gateway
from bot.database import open_engine, upgrade
from bot.web.console.session import COOKIE

pytestmark = pytest.mark.slow

FILES = (".svg", ".csv", ".pdf", ".yml", ".zip")
SIGNED_OUT = ("/ban/vao", "/ban/ra")


class Desk(NamedTuple):
    """Cổng đang chạy, mã phiên của một quản trị viên, địa chỉ thật của mọi trang."""

    url: str
    token: str
    paths: tuple[str, ...]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    database = f"sqlite:///{Path(tmp_path_factory.mktemp('ban')) / 'kho.sqlite'}"
    engine = open_engine(database)
    upgrade(engine)
    token = sign_in(engine)
    knowledge, addresses = fill(engine, waiting=6, questions=40)
    gather(engine, knowledge)
    addresses["/ban/chua-biet"] = f"/ban/chua-biet/{biggest(engine)}"
    pages = tuple(path for path in paths(addresses) if not path.endswith(FILES) and path not in SIGNED_OUT)
    with gateway(lambda _heard: [], {"DATABASE_URL": database}) as url:
        yield Desk(url, token, pages)
    engine.dispose()


@pytest.fixture(params=[("phone", 360, 640, "light"), ("desk", 1280, 800, "dark")], ids=lambda screen: screen[0])
def signed_in(browser: Browser, filled: Desk, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    _, width, height, scheme = request.param
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, locale="vi-VN", reduced_motion="reduce", color_scheme=scheme)
    context.add_cookies([{"name": COOKIE, "value": filled.token, "url": f"{filled.url}/ban"}])
    yield context
    context.close()


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(signed_in: BrowserContext, filled: Desk) -> None:
    page = signed_in.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    for path in filled.paths:
        response = page.goto(filled.url + path)
        assert response and response.status == 200, path
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path}: cuộn ngang")
        if page.locator("h1").count() != 1:
            wrong.append(f"{path}: cần đúng một h1")
        wrong += [f"{path}: {fault}" for fault in violations(page)]
    assert len(filled.paths) > 25
    assert wrong == []
