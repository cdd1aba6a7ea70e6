"""Nơi thực địa trên điện thoại (Chromium): mất mạng vẫn mở lại được trang, ghi được sổ, có mạng thì gửi một lần."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from bot.accounts.sessions import Sessions
from bot.conversations.visits import Visits
from bot.database import open_engine, upgrade
from bot.knowledge.model import Knowledge, Place
from bot.knowledge.sync import sync
from bot.web.console.session import COOKIE
from tests.browser.axe import violations
from tests.browser.conftest import Site
from tests.browser.signing_in import employ
from tests.browser.test_guided_tasks_in_browser import wait_for_knowledge
from tests.browser.test_offline import OfflineSite, wait_until
from tests.sample_answers import FULL, NOW
from tests.sample_tasks import TASK, TASKED

pytestmark = pytest.mark.slow

PLACES = {"sam-son": Place("sam-son", "Sầm Sơn", "ward")}
KNOWN = Knowledge(
    sources=TASKED.sources, answers=TASKED.answers, traits=TASKED.traits, tasks={TASK.id: TASK}, places=PLACES
)
PAGES = ("/ban/hoi", "/ban/viec", "/ban/to", "/ban/tham")
READY = """async () => {
  const cache = await caches.open("hoi-dap-so-field");
  const registered = await navigator.serviceWorker.getRegistrations();
  const active = registered.filter(({ active, scope }) => active && scope.includes("/ban/")).length === 4;
  return active && Boolean(await cache.match("/offline/field.html") && await caches.match("/offline/pack.json"));
}"""
KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
  }
  return texts.join("\\n");
}"""


def clock() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("field")
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    upgrade(engine)
    sync(engine, KNOWN, now=NOW)
    site = OfflineSite(folder)
    wait_for_knowledge(site)
    yield site
    site.close()
    engine.dispose()


class Walker:
    """Một người đi nhà đã đăng nhập trên điện thoại của họ."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site = site
        self.engine = open_engine(f"sqlite:///{site.folder / 'hoi-dap-so.sqlite'}")
        self.login = f"lan-{secrets.token_hex(3)}"
        account = employ(self.engine, self.login, "Chị Lan")
        token = Sessions(self.engine, clock).create(account.id, {"csrf": secrets.token_urlsafe(12)})
        self.context = browser.new_context(viewport={"width": 360, "height": 640}, locale="vi-VN")
        self.context.add_cookies([{"name": COOKIE, "value": token, "url": site.url + "/ban"}])
        self.page = self.context.new_page()

    def open(self, path: str) -> Page:
        """Trang lưu trong máy tự tải lại khi có mạng: bị chen ngang thì mở lần nữa."""
        for _ in range(4):
            try:
                self.page.goto(self.site.url + path, wait_until="domcontentloaded")
            except Error as error:
                if "interrupted by another navigation" not in error.message:
                    raise
            else:
                break
        return self.page

    def written(self) -> int:
        return Visits(self.engine, clock).count(self.login)

    def close(self) -> None:
        self.context.close()
        self.engine.dispose()


@pytest.fixture
def walker(site: Site, browser: Browser) -> Iterator[Walker]:
    walker = Walker(site, browser)
    yield walker
    walker.close()


def write_row(page: Page) -> None:
    page.get_by_label("Nơi", exact=True).select_option("sam-son")
    page.get_by_label("Chủ đề").select_option("can-cuoc")
    page.get_by_label("Đã xong").check()
    page.get_by_role("button", name="Ghi").click()


def wait_for_rows(walker: Walker, count: int) -> None:
    for _ in range(50):
        if walker.written() == count:
            return
        walker.page.wait_for_timeout(100)
    assert walker.written() == count


def test_rows_written_without_a_network_wait_and_are_sent_once_when_it_is_back(walker: Walker) -> None:
    page = walker.open("/ban/tham")
    walker.context.set_offline(True)
    write_row(page)
    expect(page.get_by_text("1 dòng đang chờ gửi")).to_be_visible()
    write_row(page)
    expect(page.get_by_text("2 dòng đang chờ gửi")).to_be_visible()
    assert walker.written() == 0
    walker.context.set_offline(False)
    wait_for_rows(walker, 2)
    expect(page.get_by_text("đang chờ gửi")).to_have_count(0)
    page.reload()
    wait_for_rows(walker, 2)
    expect(page.locator(".visits li")).to_have_count(2)


def test_a_row_begun_while_another_is_sent_is_not_lost(walker: Walker) -> None:
    page = walker.open("/ban/tham")
    held: list[Route] = []
    page.route("**/ban/tham/dong-bo", lambda route: held.append(route))  # Playwright không nhận thẳng held.append
    write_row(page)
    page.get_by_label("Chủ đề").select_option("can-cuoc")
    page.get_by_label("Đã xong").check()
    held[0].continue_()
    expect(page.get_by_text("Đã ghi 1 dòng vào sổ.")).to_be_visible()
    expect(page.locator(".visits li")).to_have_count(1)
    expect(page.get_by_label("Chủ đề")).to_have_value("can-cuoc")
    expect(page.get_by_label("Đã xong")).to_be_checked()


def test_work_begun_without_a_network_is_not_thrown_away_when_it_returns(walker: Walker) -> None:
    page = walker.open("/ban/tham")
    wait_until(page, READY)
    walker.context.set_offline(True)
    walker.open("/ban/hoi")
    expect(page.get_by_role("heading", name="Đang mất mạng")).to_be_visible()
    page.get_by_label("Chủ đề").select_option("can-cuoc")
    walker.context.set_offline(False)
    expect(page.get_by_text("Có mạng lại rồi.")).to_be_visible()
    expect(page.get_by_label("Chủ đề")).to_have_value("can-cuoc")
    page.get_by_role("link", name="Mở trang đầy đủ").click()
    expect(page.get_by_role("heading", name="Đang mất mạng")).to_have_count(0)


def test_a_reply_lost_on_the_way_does_not_write_a_row_twice(walker: Walker) -> None:
    page = walker.open("/ban/tham")
    page.route("**/ban/tham/dong-bo", lambda route: (route.fetch(), route.abort())[-1])
    write_row(page)
    expect(page.get_by_text("1 dòng đang chờ gửi")).to_be_visible()
    wait_for_rows(walker, 1)
    page.unroute("**/ban/tham/dong-bo")
    page.reload()
    expect(page.get_by_text("đang chờ gửi")).to_have_count(0)
    assert walker.written() == 1


def test_the_pages_open_again_without_a_network_and_help_from_what_is_kept(walker: Walker) -> None:
    page = walker.open("/ban/tham")
    wait_until(page, READY)
    walker.context.set_offline(True)
    for path in PAGES:
        walker.open(path)
        expect(page.get_by_role("heading", name="Đang mất mạng")).to_be_visible()
    page.get_by_label("Câu hỏi của người dân").fill(FULL.title)
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("#ket-qua .short")).to_have_text(FULL.short)
    page.get_by_role("button", name=TASK.title).click()
    page.get_by_role("button", name="Từ 14 tuổi trở lên").click()
    page.get_by_role("button", name="Đã có thẻ").click()
    expect(page.locator("#cac-viec .card")).to_contain_text("Lấy vân tay.")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    write_row(page)
    expect(page.get_by_text("1 dòng đang chờ gửi")).to_be_visible()
    walker.context.set_offline(False)
    walker.open("/ban/tham")
    wait_for_rows(walker, 1)


def test_nothing_of_the_desk_or_of_a_citizen_is_kept_in_the_phone(walker: Walker, site: Site) -> None:
    page = walker.open("/ban/tham")
    wait_until(page, READY)
    walker.open("/ban/hoi")
    page.get_by_label("Câu hỏi của người dân").fill("lời riêng của một người dân")
    page.get_by_role("button", name="Hỏi").click()
    expect(page.get_by_role("heading", name="Vì sao trợ lý đáp như vậy")).to_be_visible()
    for path in (*PAGES, "/ban"):
        walker.open(path)
    kept = page.evaluate(KEPT)
    for private in ("lời riêng", "Chị Lan", walker.login, "csrf"):
        assert private not in kept
    walker.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        walker.open("/ban")


def test_another_helper_on_the_same_phone_does_not_send_rows_of_the_first(
    walker: Walker, site: Site, browser: Browser
) -> None:
    page = walker.open("/ban/tham")
    walker.context.set_offline(True)
    write_row(page)
    other = Walker(site, browser)
    cookies = [cookie for cookie in other.context.cookies() if cookie.get("name") == COOKIE]
    walker.context.clear_cookies()
    walker.context.add_cookies([{"name": COOKIE, "value": cookies[0]["value"], "url": site.url + "/ban"}])
    walker.context.set_offline(False)
    walker.open("/ban/tham")
    page.wait_for_timeout(500)
    assert (walker.written(), other.written()) == (0, 0)
    other.close()


@pytest.mark.parametrize("size", [(360, 640), (1280, 800)], ids=str)
def test_the_field_pages_break_no_rule_and_fit_the_screen(walker: Walker, site: Any, size: tuple[int, int]) -> None:
    walker.page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in (*PAGES, "/ban/to?tim=the", "/ban/viec/lam-the", "/ban/viec/lam-the?age=old&card=have"):
        page = walker.open(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
    page = walker.open("/ban/hoi")
    page.get_by_label("Câu hỏi của người dân").fill("quên mật khẩu")
    page.get_by_role("button", name="Hỏi").click()
    expect(page.get_by_role("heading", name="Vì sao trợ lý đáp như vậy")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_the_desk_works_without_javascript(site: Site, browser: Browser) -> None:
    walker = Walker(site, browser)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    context.add_cookies(walker.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url + "/ban/tham")
    write_row(page)
    expect(page.get_by_text("Đã ghi vào sổ.")).to_be_visible()
    assert walker.written() == 1
    page.goto(site.url + "/ban/viec/lam-the")
    page.get_by_role("button", name="Dưới 14 tuổi").click()
    page.get_by_role("button", name="Thêm vào tập tờ A5").click()
    expect(page.get_by_role("heading", name="Tập tờ của tôi: 1 tờ")).to_be_visible()
    context.close()
    walker.close()
