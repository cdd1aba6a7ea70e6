"""Tiện ích lúc khó: cổng bị giết giữa chừng, người hỗ trợ vào nói chuyện, chữ to gấp đôi trên màn hình hẹp, màu ép."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.settings import ROOT
from tests.browser.complaints import LOST_NETWORK, Complaints
from tests.browser.conftest import HELPER_TOKEN
from tests.web.person_client import PersonClient

pytestmark = pytest.mark.slow

Start = Callable[[], subprocess.Popen[bytes]]


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill(question)
    box.press("Enter")


@pytest.fixture
def gateway(site: Any, tmp_path: Path) -> Iterator[tuple[str, Start]]:
    """Địa chỉ của một cổng chạy ở tiến trình riêng, và cách chạy nó (lại)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "WEB_PORT": str(port), "VAR_DIR": str(tmp_path), "BOT_URLS": site.bot_url}
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot.web"]
        quiet = subprocess.DEVNULL
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet))
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=1).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                break
        return running[-1]

    yield url, start
    for process in running:
        process.kill()
        process.wait()


def test_a_question_asked_while_the_gateway_is_dead_is_answered_when_it_lives_again(
    page: Page, site: Any, gateway: tuple[str, Start], complaints: Complaints
) -> None:
    complaints.expect(*LOST_NETWORK)
    url, start = gateway
    first = start()
    page.goto(url)
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    for question in ("hai", "ba"):
        ask(page, question)
    expect(page.get_by_text("lời đã viết không mất")).to_be_visible()
    start()
    expect(page.locator("article")).to_have_count(3)
    assert [heard["message"] for heard in site.heard] == ["một", "hai", "ba"]
    assert len({heard["sender"] for heard in site.heard}) == 1


def test_a_person_reads_only_after_consent_writes_and_is_dismissed(page: Page, site: Any) -> None:
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    talk = page.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.includes('http')))).opened.id"
    )
    person = PersonClient(site.url, HELPER_TOKEN)
    with pytest.raises(urllib.error.HTTPError):
        person.lines(talk)
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name="Gặp người hỗ trợ").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("sẽ đọc được cả cuộc trò chuyện này")
    dialog.get_by_role("button", name="Thôi").click()
    expect(page.get_by_text("Tuỳ chọn")).to_be_focused()
    with pytest.raises(urllib.error.HTTPError):
        person.lines(talk)
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name="Gặp người hỗ trợ").click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý cho xem").click()
    expect(page.get_by_role("button", name="Thôi không gặp nữa")).to_be_visible()
    assert "một" in json.dumps(person.lines(talk), ensure_ascii=False)
    person.say(talk, "Chị Hoa", "Chào bác, <b>cháu</b> nghe đây.")
    expect(page.locator(".helper")).to_have_text("Chị Hoa (người hỗ trợ):Chào bác, <b>cháu</b> nghe đây.")
    expect(page.get_by_text("Chị Hoa (tổ công nghệ số) đang trả lời anh/chị.")).to_be_visible()
    page.reload()
    expect(page.locator(".helper")).to_have_count(1)
    page.get_by_role("button", name="Thôi không gặp nữa").click()
    expect(page.get_by_text("đang trả lời anh/chị.")).to_have_count(0)
    with pytest.raises(urllib.error.HTTPError):
        person.lines(talk)


@pytest.mark.parametrize("opened", [True, False])
def test_text_twice_its_size_fits_a_narrow_screen(page: Page, opened: bool) -> None:
    """Chữ 200 % do người dùng chọn, trên màn hình 320 px: không cuộn ngang, kể cả khi mở hết các phần gấp."""
    page.set_viewport_size({"width": 320, "height": 640})
    for _ in range(4):
        page.get_by_role("button", name="Chữ to hơn").click()
    ask(page, "quên mật khẩu")
    expect(page.locator(".card").first).to_be_visible()
    if opened:
        for summary in page.locator("hoi-dap-so summary").all():
            summary.click()
        page.get_by_role("button", name="Chưa đúng").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_moves_when_the_person_asked_for_no_motion(page: Page, site: Any) -> None:
    site.delay = 0.5
    page.emulate_media(reduced_motion="reduce")
    ask(page, "hỏi")
    expect(page.get_by_text("Đang tìm câu trả lời…")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    ask(page, "hỏi nữa")
    expect(page.get_by_text("Đang tìm câu trả lời…")).to_be_visible()
    assert page.evaluate("document.querySelector('hoi-dap-so').shadowRoot.getAnimations().length") > 0


def test_forced_colours_keep_what_is_pressed_and_what_is_urgent_visible(page: Page, site: Any) -> None:
    page.emulate_media(forced_colors="active")
    site.messages = [{"text": "Dừng chuyển tiền.", "custom": {"kind": "safety", "items": []}}]
    ask(page, "bị lừa")
    border = page.locator(".urgent").evaluate("node => getComputedStyle(node).borderTopWidth")
    assert float(border.removesuffix("px")) >= 2
    page.get_by_text("Tuỳ chọn").click()
    button = page.get_by_role("button", name="Tương phản mạnh")
    plain = button.evaluate("node => getComputedStyle(node).backgroundColor")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") != plain


def test_the_widget_speaks_english_when_the_page_asks(page: Page) -> None:
    page.evaluate(
        """() => {
          const widget = document.createElement("hoi-dap-so");
          widget.setAttribute("language", "en");
          widget.setAttribute("title", "Ask us");
          document.querySelector("hoi-dap-so").replaceWith(widget);
        }"""
    )
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_role("heading", name="Ask us")).to_be_visible()
    expect(page.locator(".widget")).to_have_attribute("lang", "en")
