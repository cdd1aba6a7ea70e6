"""Mất mạng thật trong Chromium: gói câu trả lời đáp thay cổng, câu lạ thì im lặng, trang nhúng không bị để lại gì."""

from __future__ import annotations

import datetime
import gzip
import json
import shutil
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.database import open_engine, upgrade
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.settings import ROOT, Settings
from bot.web.pack import packed
from tests.browser.complaints import LOST_NETWORK, Complaints
from tests.browser.conftest import FLAGS, Site

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 11, 22)
ASK = """async (text) => {
  const { OfflinePack } = await import("/widget/offline.js");
  return new OfflinePack(location.href).ask(text);
}"""
ASK_AT = """async ([home, text]) => {
  const { OfflinePack } = await import(`${home}/widget/offline.js`);
  return new OfflinePack(home).ask(text);
}"""
KEPT = """async () => (await caches.match("/offline/pack.json")) !== undefined
  && (await caches.match("/offline/frame.html")) !== undefined && !document.querySelector("iframe")"""
SAVED_ON = """async () => (await caches.match("/offline/pack.json"))?.headers.get("Date")"""
SEARCH = """async ([answers, texts, tasks]) => {
  const { Search } = await import("/widget/offline/search.js");
  const search = new Search(answers, tasks);
  return texts.map((text) => search.find(text)?.id ?? null);
}"""


class OfflineSite(Site):
    """Trang nhúng ở nguồn gốc khác bật gói ngoại tuyến, CSP chặt; `?localhost`: cổng thành tên miền khác hẳn."""

    async def _host_page(self, request: web.Request) -> web.Response:
        gateway = self.url.replace("127.0.0.1", request.query_string or "127.0.0.1")
        html = f'<script type="module" src="{gateway}/widget.js"></script><hoi-dap-so offline></hoi-dap-so>'
        allowed = "".join(f"; {kind}-src {gateway}" for kind in ("script", "style", "connect", "frame"))
        headers = {"Content-Security-Policy": f"default-src 'none'{allowed}"}
        return web.Response(text=html, content_type="text/html", headers=headers)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(ROOT / "knowledge").knowledge()


@pytest.fixture(scope="module")
def pack(knowledge: Knowledge) -> Any:
    return json.loads(packed(knowledge, TODAY, Counter()).plain)


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Site]:
    """Cổng với kho thật."""
    site = OfflineSite(tmp_path_factory.mktemp("offline"))
    store(site, knowledge)
    yield site
    site.close()


def store(site: Site, knowledge: Knowledge) -> None:
    """Ghi kho rồi đợi cổng phát gói mới."""
    before = served(site)["version"]
    engine = open_engine(Settings.from_environment({"VAR_DIR": str(site.folder)}).database_url)
    upgrade(engine)
    sync(engine, knowledge, now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    deadline = time.monotonic() + 30
    while served(site)["version"] == before:
        assert time.monotonic() < deadline, "cổng không thấy kho mới"
        time.sleep(0.2)


def served(site: Site) -> Any:
    with urllib.request.urlopen(f"{site.url}/offline/pack.json") as response:
        return json.load(response)


def keep(page: Page) -> None:
    """Đợi gói của trang chủ (nó bật sẵn) vào máy và khung được gỡ."""
    wait_until(page, KEPT)
    page.evaluate("import('/widget/offline.js').then(() => undefined)")  # để gọi được cả khi đã mất mạng


def wait_until(page: Page, condition: str, value: Any = None) -> None:
    """Hỏi trang tới khi điều kiện đúng; `wait_for_function` của Playwright không đợi lời hứa (Promise)."""
    deadline = time.monotonic() + 20
    while not page.evaluate(condition, value):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(100)


@pytest.fixture
def offline_page(page: Page, complaints: Complaints) -> Page:
    """Trang đã giữ gói rồi mất mạng."""
    keep(page)
    complaints.lose_network(page)
    return page


def test_a_kept_answer_is_given_without_a_network(offline_page: Page, pack: Any) -> None:
    for kept in (pack["answers"][0], pack["answers"][-1]):
        found = offline_page.evaluate(ASK, kept["title"])
        assert found["item"]["short"] == kept["short"]
        assert "asks" not in found["item"]
        assert datetime.datetime.fromisoformat(found["fetchedOn"][:10]).date() == datetime.datetime.utcnow().date()


def test_a_question_is_understood_without_its_accents(offline_page: Page) -> None:
    found = offline_page.evaluate(ASK, "BI LUA CHUYEN TIEN roi, gio phai lam gi")
    assert found["item"]["id"] == "bi-lua-chuyen-tien-phai-lam-gi"


@pytest.mark.parametrize("text", ["thời tiết hôm nay thế nào", "xin chào", "?!", "", "làm sao bây giờ hả trời"])
def test_a_strange_question_is_not_guessed_at(offline_page: Page, text: str) -> None:
    assert offline_page.evaluate(ASK, text) is None


def test_nothing_is_left_in_the_page(page: Page) -> None:
    count = "[Object.keys(window).length, document.querySelectorAll('*').length]"
    keep(page)
    before = page.evaluate(count)
    page.evaluate(f"(text) => Promise.all([1, 2].map(() => ({ASK})(text)))", "bị lừa")
    assert page.evaluate(count) == before


def test_without_a_pack_the_wait_is_short(page: Page, complaints: Complaints) -> None:
    page.evaluate("import('/widget/offline.js').then(() => undefined)")
    complaints.lose_network(page)
    started = time.monotonic()
    assert page.evaluate(ASK, "bị lừa chuyển tiền") is None
    assert time.monotonic() - started < 4
    expect(page.locator("iframe")).to_have_count(0)


def test_a_worker_that_cannot_be_installed_leaves_no_frame_waiting(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    broken = "addEventListener('install', (event) => event.waitUntil(Promise.reject(new Error('mất mạng'))))"
    context.route("**/offline/worker.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
    page = context.new_page()
    with page.expect_response("**/offline/pack.json"):
        page.goto(site.url)
    expect(page.locator("iframe")).to_have_count(0)
    context.close()


def test_the_pack_is_checked_at_every_visit_and_replaced_when_it_changed(
    page: Page, site: Site, knowledge: Knowledge, pack: Any, complaints: Complaints
) -> None:
    first = pack["answers"][0]
    keep(page)
    saved = page.evaluate(SAVED_ON)
    time.sleep(1.1)
    page.reload()
    wait_until(page, f"async (saved) => (await ({SAVED_ON})()) !== saved", saved)
    changed = replace(knowledge.answers[first["id"]], short="Lời đáp đã sửa.")
    try:
        store(site, replace(knowledge, answers={**knowledge.answers, changed.id: changed}))
        page.reload()
        keep(page)
        wait_until(page, "async () => (await (await caches.match('/offline/pack.json')).text()).includes('đã sửa')")
        complaints.lose_network(page)
        assert page.evaluate(ASK, first["title"])["item"]["short"] == "Lời đáp đã sửa."
    finally:
        store(site, knowledge)


def test_an_old_pack_is_used_with_its_own_date(offline_page: Page, pack: Any) -> None:
    age = """async () => {
      const cache = await caches.open("hoi-dap-so-pack");
      const body = await (await cache.match("/offline/pack.json")).text();
      await cache.put("/offline/pack.json", new Response(body, { headers: { Date: "Thu, 01 Oct 2026 02:00:00 GMT" } }));
    }"""
    offline_page.evaluate(age)
    assert offline_page.evaluate(ASK, pack["answers"][0]["title"])["fetchedOn"] == "2026-10-01T02:00:00.000Z"


def test_nothing_is_fetched_for_a_person_who_saves_data(page: Page) -> None:
    keep(page)
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_timeout(1500)
    assert [url for url in asked if "/offline/" in url] == []


@pytest.mark.parametrize("query", ["", "?localhost"], ids=["other origin", "other site"])
def test_a_widget_in_a_page_elsewhere_answers_without_a_network(
    browser: Browser, site: Site, pack: Any, tmp_path: Path, query: str, complaints: Complaints
) -> None:
    context = ordinary_chromium(browser, tmp_path)
    page = context.new_page()
    complaints.watch(page)
    with page.expect_response("**/offline/pack.json"):
        page.goto(f"{site.friend}/{query}")
    expect(page.locator("iframe")).to_have_count(0)
    assert complaints.unexpected() == []
    complaints.expect(*LOST_NETWORK)
    context.set_offline(True)
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill(pack["answers"][0]["title"])
    box.press("Enter")
    expect(page.get_by_text("Đang không có mạng. Đây là câu đã lưu ngày")).to_be_visible()
    expect(page.locator(".card .short")).to_have_text(pack["answers"][0]["short"])
    expect(page.locator("iframe")).to_have_count(0)
    context.close()


def test_a_browser_that_lets_a_frame_keep_nothing_is_left_in_peace(page: Page, site: Site) -> None:
    """Cửa sổ ẩn danh (ngữ cảnh thường của Playwright), trang ở tên miền khác: không có gói, cũng không có lời than."""
    with page.expect_response("**/offline/frame.html"):
        page.goto(f"{site.friend}/?localhost")
    expect(page.locator("iframe")).to_have_count(0)
    assert page.evaluate(ASK_AT, [site.url.replace("127.0.0.1", "localhost"), "bị lừa chuyển tiền"]) is None


def ordinary_chromium(browser: Browser, folder: Path) -> BrowserContext:
    """Một hồ sơ thường với cờ mặc định của Chromium: cờ của Playwright tắt việc chia ngăn lưu trữ theo trang."""
    own = ["--headless=new", "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"]
    return browser.browser_type.launch_persistent_context(
        folder, executable_path=shutil.which("chromium"), ignore_default_args=True, args=[*FLAGS, *own]
    )


def test_the_frame_opens_only_inside_the_pages_on_the_list(site: Site) -> None:
    with urllib.request.urlopen(f"{site.url}/offline/frame.html") as response:
        policy = response.headers["Content-Security-Policy"]
        assert f"frame-ancestors 'self' {site.friend}" in policy
        assert "unsafe" not in policy
        assert response.headers["Cache-Control"] == "no-cache"
    with urllib.request.urlopen(f"{site.url}/offline/worker.js") as response:
        assert response.headers["Service-Worker-Allowed"] == "/offline/"
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers.get_content_type() in ("text/javascript", "application/javascript")


def test_the_pack_is_small(pack: Any) -> None:
    assert len(pack["answers"]) == 100
    assert len(gzip.compress(json.dumps(pack, ensure_ascii=False).encode(), 9)) < 150_000


def held_out(knowledge: Knowledge, pack: Any) -> list[tuple[str, Answer]]:
    """Những cách hỏi của các câu trong gói mà gói không mang theo."""
    carried = {item["id"]: set(item["asks"]) for item in pack["answers"]}
    answers = [knowledge.answers[answer_id] for answer_id in carried]
    return [(ask, answer) for answer in answers for ask in answer.asks if ask not in carried[answer.id]]


def test_what_it_dares_to_answer_is_right_nine_times_in_ten(page: Page, knowledge: Knowledge, pack: Any) -> None:
    asks = held_out(knowledge, pack)
    found = page.evaluate(SEARCH, [pack["answers"], [text for text, _ in asks], pack["guide"]["tasks"]])
    dared = [(got, answer) for got, (_, answer) in zip(found, asks, strict=True) if got]
    right = sum(got == answer.id for got, answer in dared)
    assert len(asks) > 2000
    assert right / len(dared) >= 0.9
    assert len(dared) / len(asks) >= 0.25


def test_matters_it_must_not_answer_are_left_alone(page: Page, knowledge: Knowledge, pack: Any) -> None:
    texts = [ask for matter in knowledge.outside.values() for ask in matter.asks]
    found = page.evaluate(SEARCH, [pack["answers"], texts, pack["guide"]["tasks"]])
    assert len(texts) > 2000
    assert sum(got is not None for got in found) / len(texts) < 0.05


def test_titles_alone_are_enough_to_find_an_answer_by_its_title(page: Page, pack: Any) -> None:
    bare = [{key: value for key, value in item.items() if key != "asks"} for item in pack["answers"]]
    found = page.evaluate(SEARCH, [bare, [item["title"] for item in bare]])
    assert found == [item["id"] for item in bare]
    assert page.evaluate(SEARCH, [[], ["gì cũng được"]]) == [None]
