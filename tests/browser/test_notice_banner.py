"""Dải thông báo trong tiện ích, và trang số công khai, trong một trình duyệt thật."""

from __future__ import annotations

import datetime
import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.conversations.notices import Notices
from bot.conversations.turns import Turn, count
from bot.database import open_engine
from tests.browser.axe import violations
from tests.browser.conftest import Site

pytestmark = pytest.mark.slow

BANNER = "Có tin nhắn giả danh công an mời cập nhật VNeID. Đừng bấm đường dẫn."
PHONE = {"width": 360, "height": 640}


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


class Desk:
    """Người đăng thông báo; mỗi việc đợi tới lúc cổng đang chạy biết (nó đọc kho mỗi giây)."""

    def __init__(self, site: Site) -> None:
        self._url = site.url + "/api/v1/notices"
        self._engine = open_engine(f"sqlite:///{site.folder / 'hoi-dap-so.sqlite'}")
        self._notices = Notices(self._engine, now)

    def put_up(self, kind: Any, text: str) -> int:
        number = self._notices.start(kind, text, "căn cứ", "lan")
        self._wait()
        return number

    def end(self, number: int) -> None:
        self._notices.end(number, "lan")
        self._wait()

    def close(self) -> None:
        for notice in self._notices.current():
            self._notices.end(notice.id, "kiểm thử")
        self._wait()
        self._engine.dispose()

    def _wait(self) -> None:
        wanted = [notice.id for notice in self._notices.current()]
        for _ in range(40):
            with urllib.request.urlopen(self._url, timeout=5) as response:
                if [notice["id"] for notice in json.load(response)["notices"]] == wanted:
                    return
            time.sleep(0.1)
        raise AssertionError("cổng không biết thông báo mới sau 4 giây")


@pytest.fixture
def notices(site: Site, page: Page) -> Iterator[Desk]:
    """Kết thúc thì gỡ hết: cổng dùng chung cho mọi kiểm thử."""
    desk = Desk(site)
    yield desk
    desk.close()


def banner(page: Page) -> Any:
    return page.locator(".banners[role=status] .banner")


def test_a_banner_is_there_when_the_widget_opens_and_can_be_closed_for_this_session(page: Page, notices: Desk) -> None:
    notices.put_up("banner", BANNER)
    page.reload()
    expect(banner(page)).to_contain_text(BANNER)
    assert violations(page) == []
    page.get_by_role("button", name="Đóng thông báo").press("Enter")
    expect(banner(page)).to_have_count(0)
    focused = page.evaluate("document.activeElement.shadowRoot?.activeElement?.tagName")
    assert focused == "TEXTAREA"
    page.reload()
    expect(page.get_by_role("log")).to_be_visible()
    page.wait_for_timeout(500)
    expect(banner(page)).to_have_count(0)
    notices.put_up("banner", "Đợt lừa đảo mới: giả danh điện lực.")
    page.reload()
    expect(banner(page)).to_have_count(1)
    expect(banner(page)).to_contain_text("giả danh điện lực")


def test_a_banner_put_up_later_appears_after_the_next_answer_and_goes_when_it_ends(
    page: Page, notices: Desk, site: Site
) -> None:
    number = notices.put_up("banner", BANNER)
    expect(banner(page)).to_have_count(0)
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill("hỏi")
    box.press("Enter")
    expect(banner(page)).to_contain_text(BANNER)
    notices.end(number)
    box.fill("hỏi nữa")
    box.press("Enter")
    expect(banner(page)).to_have_count(0)


def test_an_open_page_asks_again_every_minute_while_it_is_seen(page: Page, notices: Desk) -> None:
    page.clock.install()
    page.reload()
    expect(page.get_by_role("log")).to_be_visible()
    notices.put_up("banner", BANNER)
    expect(banner(page)).to_have_count(0)
    page.clock.fast_forward(61_000)
    expect(banner(page)).to_contain_text(BANNER)


def test_a_stopped_assistant_says_so_on_a_phone_and_that_line_cannot_be_closed(
    page: Page, notices: Desk, site: Site
) -> None:
    page.set_viewport_size(PHONE)
    notices.put_up("stop", "đang được sửa")
    page.reload()
    expect(banner(page)).to_contain_text("tạm dừng trả lời vì đang được sửa.")
    expect(page.get_by_role("button", name="Đóng thông báo")).to_have_count(0)
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill("quên mật khẩu")
    box.press("Enter")
    expect(page.locator("article")).to_contain_text("tạm dừng")
    expect(page.locator("a.call").first).to_have_attribute("href", "tel:113")
    assert site.heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_words_on_a_banner_never_become_markup(page: Page, notices: Desk) -> None:
    attack = "<img src=x onerror=window.hit=1><b>đậm</b>"
    notices.put_up("banner", attack)
    page.reload()
    expect(banner(page)).to_contain_text(attack)
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "computer"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_public_numbers_are_drawn_and_readable(page: Page, site: Site, size: Any, scheme: Any) -> None:
    engine = open_engine(f"sqlite:///{site.folder / 'hoi-dap-so.sqlite'}")
    start = int(now().timestamp() * 1000) % 1_000_000_000
    with engine.begin() as connection:
        for number in range(30):
            kind = "answer" if number % 4 else "no_answer"
            count(connection, "không có", start + number, Turn(kind, "found", "vneid", None, 40), now())
    engine.dispose()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    page.goto(f"{site.url}/tinh-hinh?ngay=7")
    pictures = page.locator("img.chart")
    expect(pictures).to_have_count(3)
    for number in range(3):
        pictures.nth(number).scroll_into_view_if_needed()
        page.wait_for_function("n => document.querySelectorAll('img.chart')[n].naturalWidth > 300", arg=number)
        assert pictures.nth(number).get_attribute("alt")
    tables = page.locator(".numbers details")
    for number in range(tables.count()):
        assert (tables.nth(number).get_attribute("open") is None) == (size is PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
