"""Trang của câu trả lời trong Chromium thật: không cần JavaScript, chữ to, hai chế độ màu, CSP, in ra một mặt A5."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.database import open_engine
from bot.knowledge.model import Knowledge
from bot.knowledge.sync import sync
from tests.browser.complaints import Complaints
from tests.sample_answers import ATTACK, FULL, KNOWLEDGE, LONG, NOW

pytestmark = pytest.mark.slow

PATHS = [
    "/hoi",
    "/hoi?q=the bao hiem",
    "/hoi?q=thoi tiet hom nay",
    "/hoi/cap-lai-the",
    "/hoi/muc-dong-cu",
    "/hoi/rat-dai",
    "/hoi/cap-lai-the-bi",
    "/hoi/cap-lai-the/in",
]
POOR_CONTRAST = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [x, y, z] = colour.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = numbers(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll("*")].filter((node) => {
    const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!words || !node.checkVisibility()) return false;
    const [a, b] = [numbers(getComputedStyle(node).color), behind(node)].map((c) => luminance(c.slice(0, 3)));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((node) => `${node.tagName} ${node.className} ${node.textContent}`);
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a:not(.skip), button, input")]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44)
  .map((node) => `${node.tagName} ${node.textContent} ${node.getBoundingClientRect().height}`)"""
TWICE_THE_TEXT = """() => {
  const root = document.documentElement;
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""
OUT_OF_SHEET = """() => {
  const sheet = document.querySelector(".sheet"), footer = sheet.querySelector("footer");
  const last = footer.previousElementSibling.getBoundingClientRect().bottom;
  return [sheet.scrollHeight > sheet.clientHeight, last > footer.getBoundingClientRect().top];
}"""


@pytest.fixture(scope="module", autouse=True)
def stocked(running_site: Any) -> Iterator[None]:
    """Kho mẫu trong cổng đang chạy, chỉ trong tệp kiểm thử này."""
    engine = open_engine(f"sqlite:///{running_site.folder / 'hoi-dap-so.sqlite'}")
    sync(engine, KNOWLEDGE, now=NOW)
    deadline = time.monotonic() + 30
    while FULL.id not in urlopen(running_site.url + "/hoi").read().decode():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield
    sync(engine, Knowledge(), now=NOW)
    engine.dispose()


def test_the_data_for_search_engines_neither_runs_nor_breaks_the_policy(page: Page, site: Any) -> None:
    """Bài kiểm còn nằm ở fixture `page`: bảng điều khiển không có một lời than phiền nào về CSP."""
    page.goto(site.url + "/hoi/chu-doc")
    expect(page.locator("h1")).to_have_text(ATTACK)
    assert page.evaluate("window.hit") is None
    assert (
        page.evaluate("JSON.parse(document.querySelector('[type=\"application/ld+json\"]').text)['@type']") == "FAQPage"
    )
    assert page.locator("img").count() == 0


def test_everything_works_without_javascript(browser: Browser, site: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(site.url + "/hoi")
    page.get_by_label("Tìm câu hỏi").fill("the bao hiem bi rach")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=FULL.title).click()
    expect(page.locator("ol.steps > li")).to_have_count(3)
    page.get_by_role("link", name="In một tờ A5").click()
    expect(page.get_by_role("img", name="Mã QR dẫn tới")).to_be_visible()
    page.get_by_role("link", name="Quay lại câu trả lời").click()
    expect(page.locator("h1")).to_have_text(FULL.title)
    context.close()


def test_a_topic_is_reached_by_keyboard_from_the_list(page: Page, site: Any) -> None:
    page.goto(site.url + "/hoi")
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("link", name=re.compile("^Phòng tránh lừa đảo")).press("Enter")
    expect(page.get_by_role("heading", name="Phòng tránh lừa đảo")).to_be_in_viewport()


@pytest.mark.parametrize("path", PATHS)
def test_large_text_on_a_narrow_screen_never_scrolls_sideways(
    page: Page, site: Any, path: str, complaints: Complaints
) -> None:
    complaints.expect("404 (Not Found)")  # một trong PATHS là trang không có
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.url + path)
    page.evaluate(TWICE_THE_TEXT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_words_stand_out_and_targets_are_large(
    page: Page, site: Any, path: str, look: Any, complaints: Complaints
) -> None:
    complaints.expect("404 (Not Found)")
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(color_scheme=look)
    page.goto(site.url + path)
    assert page.evaluate(POOR_CONTRAST) == []
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_printed_page_keeps_the_answer_and_spells_out_its_sources(page: Page, site: Any) -> None:
    page.goto(site.url + "/hoi/cap-lai-the")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text("https://bao-mau.example/the")).to_be_visible()
    expect(page.locator("ol.steps")).to_be_visible()
    for hidden in (".actions", "header nav", "body > footer", ".related"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("answer", [FULL, LONG], ids=lambda answer: answer.id)
def test_the_sheet_is_one_side_of_a5_with_nothing_cut_off(page: Page, site: Any, answer: Any) -> None:
    page.goto(f"{site.url}/hoi/{answer.id}/in")
    page.emulate_media(media="print")
    assert page.evaluate(OUT_OF_SHEET) == [False, False]
    expect(page.locator(".qr svg")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    ((width, height),) = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", printed)
    assert (float(width), float(height)) == pytest.approx((419.5, 595.3), abs=1.5)
