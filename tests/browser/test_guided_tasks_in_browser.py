"""Việc có hướng dẫn trong Chromium: mã trong trình duyệt cho đúng danh sách của Python, kể cả khi mất mạng."""

from __future__ import annotations

import datetime
import itertools
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.database import open_engine, upgrade
from bot.knowledge.guide import checklist, checklist_json, next_trait
from bot.knowledge.model import Knowledge, Task
from bot.knowledge.reader import read
from bot.knowledge.rendering import render_item
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.web.task_view import task_view
from tests.browser.axe import violations
from tests.browser.complaints import Complaints
from tests.browser.conftest import Site
from tests.browser.test_offline import KEPT, OfflineSite, wait_until

pytestmark = pytest.mark.slow

DAYS = (datetime.date(2026, 11, 22), datetime.date(2024, 1, 1), datetime.date(2031, 1, 1))
"""Hôm nay, một ngày nhiều quy định chưa tới, một ngày mọi hạn xem lại đã qua."""
COMPARE = """async ([guide, taskId, cases, today]) => {
  const { checklist, nextTrait } = await import("/widget/guide.js");
  const task = guide.tasks.find(({ id }) => id === taskId);
  return cases.map((known) => [nextTrait(task, known), checklist(guide, task, known, today)]);
}"""
SHOWN = """() => {
  for (const added of document.querySelectorAll("#dua-di button, #dua-di [role=status]")) added.remove();
  return document.querySelector("#truong-hop").innerText.replace(/\\s+/g, " ").trim();
}"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(ROOT / "knowledge").knowledge()


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Site]:
    """Cổng với kho thật."""
    folder = tmp_path_factory.mktemp("guided")
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    upgrade(engine)
    sync(engine, knowledge, now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    site = OfflineSite(folder)
    wait_for_knowledge(site)
    yield site
    site.close()


def wait_for_knowledge(site: Site) -> None:
    """Máy bận thì kho thật nạp lâu hơn một yêu cầu chịu đợi."""
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"{site.url}/viec").close()
            return
        except urllib.error.HTTPError:
            assert time.monotonic() < deadline, "cổng không nạp được kho"
            time.sleep(0.5)


def every_case(task: Task, knowledge: Knowledge) -> list[dict[str, str]]:
    """Mọi tổ hợp, kể cả mới biết một phần: mỗi đặc điểm hoặc chưa biết, hoặc là một lựa chọn."""
    options = [[None, *(choice.value for choice in knowledge.traits[trait].choices)] for trait in task.traits]
    return [
        {trait: value for trait, value in zip(task.traits, values, strict=True) if value}
        for values in itertools.product(*options)
    ]


def finished(task: Task, knowledge: Knowledge) -> dict[str, str]:
    """Trường hợp chọn toàn lựa chọn đầu."""
    known: dict[str, str] = {}
    while trait := next_trait(task, known):
        known[trait] = knowledge.traits[trait].choices[0].value
    return known


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_browser_gives_the_list_of_python_for_every_case_of_every_task(
    page: Page, knowledge: Knowledge, today: datetime.date
) -> None:
    guide = checklist_json(knowledge)
    assert len(knowledge.tasks) == 6
    for task in knowledge.tasks.values():
        cases = every_case(task, knowledge)
        found = page.evaluate(COMPARE, [guide, task.id, cases, today.isoformat()])
        for known, (asked, item) in zip(cases, found, strict=True):
            expected = render_item(checklist(task, known, knowledge, today))
            assert asked == next_trait(task, known), (task.id, known)
            for part, value in item.items():
                assert value == expected[part], (task.id, known, part)


def test_the_page_drawn_by_the_browser_reads_like_the_page_drawn_by_the_server(
    page: Page, site: Site, knowledge: Knowledge, browser: Browser
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    for task in knowledge.tasks.values():
        known = finished(task, knowledge)
        page.goto(f"{site.url}/viec/{task.id}")
        for trait in list(known):
            page.locator(f"button[name={trait}][value={known[trait]}]").click()
        address = page.url
        assert address == site.url + task_view(task, known, knowledge, DAYS[0]).path
        plain.goto(address)
        drawn = plain.locator("#truong-hop").inner_text()
        assert page.evaluate(SHOWN) == " ".join(drawn.split())
    plain.context.close()


def test_a_task_once_opened_is_finished_and_printed_without_a_network(
    page: Page, site: Site, knowledge: Knowledge, complaints: Complaints
) -> None:
    task = knowledge.tasks["vneid-muc-2"] if "vneid-muc-2" in knowledge.tasks else next(iter(knowledge.tasks.values()))
    known = finished(task, knowledge)
    page.goto(f"{site.url}/viec/{task.id}")
    page.evaluate("window.printed = 0; window.print = () => { window.printed += 1; }; null")
    complaints.lose_network(page)
    for trait, value in known.items():
        page.locator(f"button[name={trait}][value={value}]").click()
    shown = task_view(task, known, knowledge, DAYS[0])
    expect(page.locator("ol.steps > li")).to_have_count(len(shown.steps))
    expect(page.locator("ol.steps > li").first).to_have_text(shown.steps[0])
    page.get_by_role("button", name="In trang này").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.locator(".actions")).to_be_hidden()
    expect(page.locator("ol.steps")).to_be_visible()


def test_going_back_and_changing_one_choice_stay_in_the_page(page: Page, site: Site, knowledge: Knowledge) -> None:
    task = next(task for task in knowledge.tasks.values() if len(finished(task, knowledge)) > 1)
    known = finished(task, knowledge)
    first, second = list(known)[:2]
    page.goto(f"{site.url}/viec/{task.id}")
    page.evaluate("window.same = true")
    page.locator(f"button[name={first}][value={known[first]}]").click()
    assert page.evaluate("document.activeElement.tagName") == "LEGEND"
    page.locator(f"button[name={second}]").first.click()
    page.go_back()
    expect(page.locator(f"button[name={second}]").first).to_be_visible()
    page.get_by_role("link", name="Đổi: ").first.click()
    expect(page.locator(f"button[name={first}]").first).to_be_visible()
    assert page.evaluate("window.same")
    assert "?" not in page.url


def test_the_link_of_the_case_is_copied_without_anything_else(
    browser: Browser, site: Site, knowledge: Knowledge
) -> None:
    task = next(iter(knowledge.tasks.values()))
    address = site.url + task_view(task, finished(task, knowledge), knowledge, DAYS[0]).path
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("status")).to_contain_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == address
    context.close()


def test_the_widget_guides_a_task_from_the_pack_when_the_network_is_lost(
    page: Page, knowledge: Knowledge, complaints: Complaints
) -> None:
    task = next(iter(knowledge.tasks.values()))
    wait_until(page, KEPT)
    page.evaluate("import('/widget/offline.js').then(() => undefined)")
    complaints.lose_network(page)
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill(f"Trường hợp của tôi: {task.title}")
    box.press("Enter")
    expect(page.get_by_text("Tôi dẫn từng bước bằng bản đã lưu ngày")).to_be_visible()
    guide = page.locator("section.guide")
    known = finished(task, knowledge)
    for trait, value in known.items():
        choice = knowledge.traits[trait].choice(value)
        assert choice
        guide.get_by_role("button", name=choice.label, exact=True).click()
    expect(guide.locator(".card .short")).to_contain_text("Việc cần làm cho trường hợp")
    assert violations(page) == []


@pytest.mark.parametrize("size", [(360, 640), (1280, 800)], ids=str)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_pages_of_the_tasks_break_no_rule(
    page: Page, site: Site, knowledge: Knowledge, size: tuple[int, int], look: Any
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=look)
    task = next(iter(knowledge.tasks.values()))
    path = task_view(task, finished(task, knowledge), knowledge, DAYS[0]).path
    for address in ("/viec", f"/viec/{task.id}", path, path.replace("?", "/in?")):
        page.goto(site.url + address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_all_sheets_of_all_tasks_are_one_side_with_nothing_cut_off(
    page: Page, site: Site, knowledge: Knowledge
) -> None:
    inside = """() => {
      const sheet = document.querySelector(".sheet"), footer = sheet.querySelector("footer");
      return sheet.scrollHeight <= sheet.clientHeight
        && footer.previousElementSibling.getBoundingClientRect().bottom <= footer.getBoundingClientRect().top + 1;
    }"""
    started = time.monotonic()
    for task in knowledge.tasks.values():
        views = [task_view(task, known, knowledge, DAYS[0]) for known in every_case(task, knowledge)]
        ready = [shown for shown in views if not shown.asking]
        longest = max(ready, key=lambda shown: len(" ".join((*shown.bring, *shown.steps, *shown.item.notes))))
        page.goto(site.url + longest.path.replace("?", "/in?"))
        page.emulate_media(media="print")
        assert page.evaluate(inside), longest.path
    assert time.monotonic() - started < 60
