"""Tiện ích trong một trình duyệt thật: hỏi bằng bàn phím, đọc câu trả lời, bấm nút, mất mạng, chữ độc."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

CONTRAST = """() => {
  const shadow = document.querySelector("hoi-dap-so").shadowRoot;
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement ?? node.getRootNode().host) {
      const colour = numbers(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of [...shadow.querySelectorAll("*"), ...document.body.querySelectorAll("*")]) {
    const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!words || !node.checkVisibility()) continue;
    const [a, b] = [luminance(numbers(getComputedStyle(node).color)), luminance(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${node.tagName} ${node.className} ${ratio.toFixed(2)} ${node.textContent}`);
  }
  return poor;
}"""
SMALL_TARGETS = """() => {
  const shadow = document.querySelector("hoi-dap-so").shadowRoot;
  return [...shadow.querySelectorAll("button, summary, textarea, .call"), ...document.querySelectorAll("main button")]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44)
    .map((node) => `${node.tagName} ${node.textContent} ${node.getBoundingClientRect().height}`);
}"""


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill(question)
    box.press("Enter")


def test_the_page_says_it_is_a_machine_and_speaks_vietnamese(page: Page) -> None:
    expect(page.locator(".greeting")).to_contain_text("là máy")
    assert page.locator("html").get_attribute("lang") == "vi"
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_a_question_can_be_asked_and_the_answer_followed_by_keyboard_alone(page: Page, site: Any) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.shadowRoot?.activeElement?.tagName") == "TEXTAREA":
            break
    page.keyboard.type("quen mat khau")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("vneid")
    page.keyboard.press("Enter")
    expect(page.locator(".card h3").first).to_have_text("Quên mật khẩu VNeID")
    assert site.heard[0]["message"] == "quen mat khau\nvneid"
    suggestion = page.get_by_role("button", name="Lên mức 2 thế nào?")
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if suggestion.evaluate("node => node.getRootNode().activeElement === node"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".person")).to_have_count(2)
    expect(page.locator("article")).to_have_count(2)
    assert site.heard[1]["metadata"] == {"answer": "vneid-muc-2"}


def test_an_answer_shows_its_parts_its_sources_and_its_date(page: Page) -> None:
    ask(page, "quên mật khẩu")
    expect(page.locator("article > .text")).to_have_text("Tôi hiểu anh/chị hỏi về VNeID.")
    card = page.locator(".card").first
    expect(card.locator(".short")).to_contain_text("đặt lại mật khẩu")
    expect(card.locator("ol > li")).to_have_count(3)
    expect(card.locator("ul").first).to_contain_text("Không đọc mã OTP")
    expect(card.get_by_role("columnheader")).to_have_count(3)
    expect(card.locator("p.date").last).to_have_text("Nguồn: Trang xã Thiệu Toán, ngày 29/11/2022.")
    link = card.get_by_role("link")
    expect(link).to_have_count(1)  # địa chỉ javascript: không thành đường dẫn
    expect(link).to_have_attribute("href", "https://thieutoan.example/huong-dan")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    expect(page.locator(".card").nth(1).locator("p.date")).to_have_text(
        "Nguồn: Không rõ, nguồn không ghi ngày, tra cứu 11/2026."
    )
    expect(page.locator("a.call")).to_have_attribute("href", "tel:19000368")
    expect(card.get_by_text("Không quét được mặt")).to_be_hidden()
    card.get_by_text("Xem thêm chi tiết").click()
    expect(card.get_by_text("Không quét được mặt")).to_be_visible()


def test_the_busy_state_is_told_and_ends(page: Page, site: Any) -> None:
    site.delay = 0.6
    ask(page, "hỏi")
    expect(page.get_by_text("Đang tìm câu trả lời…")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_disabled()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_text("Đang tìm câu trả lời…")).to_have_count(0)
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_enabled()


def test_no_script_runs_from_an_answer(page: Page, site: Any) -> None:
    attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    item = {"id": "x", "title": attack, "short": attack, "steps": [attack], "details": [attack], "notes": [attack]}
    item["table"] = {"columns": [attack], "rows": [[attack]]}
    item["sources"] = [{"title": attack, "publisher": attack, "published": attack, "url": "data:text/html,x"}]
    custom = {"kind": "answer", "items": [item], "buttons": [{"title": attack, "payload": {"say": attack}}]}
    site.messages = [{"text": attack + "\n\n" + attack, "custom": custom}, {"text": attack}]
    ask(page, attack)
    expect(page.locator("article")).to_have_count(2)
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelector('hoi-dap-so').shadowRoot.querySelectorAll('img, script').length") == 0
    expect(page.locator(".card h3")).to_have_text(attack)


def test_a_personal_number_is_masked_before_it_leaves_the_browser(page: Page, site: Any) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.get_by_label("Câu hỏi của anh/chị").fill("căn cước 038 090 001 234 bị mất")
    expect(page.get_by_text("Tôi sẽ che số đó")).to_be_visible()
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".card").first).to_be_visible()
    assert any("[số căn cước]" in body for body in sent)
    assert not any("001 234" in body for body in sent)
    expect(page.locator(".person")).to_contain_text("[số căn cước]")


def test_a_number_only_the_gateway_knows_is_hidden_on_screen_with_a_notice(page: Page, site: Any) -> None:
    ask(page, "stk 19001234 Vietcombank của tôi")
    expect(page.get_by_text("Anh/chị đừng gửi số giấy tờ, số điện thoại, số thẻ")).to_be_visible()
    expect(page.locator(".person")).not_to_contain_text("19001234")
    assert "19001234" not in str(site.heard)


def test_a_lost_network_is_told_and_the_same_message_can_be_sent_again(page: Page, site: Any) -> None:
    page.expected_complaints.append("ERR_INTERNET_DISCONNECTED")  # type: ignore[attr-defined]
    page.context.set_offline(True)
    ask(page, "hỏi")
    expect(page.get_by_text("Chưa gửi được")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_text("Chưa gửi được")).to_have_count(0)
    expect(page.locator(".person")).to_have_count(1)
    assert len(site.heard) == 1


def test_a_lost_session_is_opened_again_without_a_word(page: Page, site: Any) -> None:
    page.expected_complaints.append("401")  # type: ignore[attr-defined]
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.evaluate(
        """() => {
          const key = Object.keys(sessionStorage)[0];
          sessionStorage.setItem(key, JSON.stringify({ id: "khong-con", token: "gia" }));
        }"""
    )
    page.reload()
    ask(page, "hai")
    expect(page.locator("article")).to_have_count(1)
    assert [heard["message"] for heard in site.heard] == ["một", "hai"]


def test_a_talk_goes_on_after_the_page_is_loaded_again(page: Page, site: Any) -> None:
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.reload()
    ask(page, "hai")
    expect(page.locator("article")).to_have_count(1)
    assert site.heard[0]["sender"] == site.heard[1]["sender"]


def test_a_refusal_is_shown_in_the_gateways_own_words(page: Page, site: Any) -> None:
    page.expected_complaints.append("422")  # type: ignore[attr-defined]
    page.evaluate("document.querySelector('hoi-dap-so').ask('/')")
    expect(page.get_by_text("Anh/chị chưa viết câu hỏi. Xin gõ")).to_be_visible()
    expect(page.get_by_role("button", name="Thử lại")).to_have_count(0)
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Anh/chị chưa viết câu hỏi.", exact=True)).to_be_visible()


def test_an_example_question_is_filled_in_and_sent(page: Page, site: Any) -> None:
    page.get_by_role("button", name="Quên mật khẩu VNeID thì làm thế nào?").click()
    expect(page.locator(".card").first).to_be_visible()
    assert site.heard[0]["message"] == "Quên mật khẩu VNeID thì làm thế nào?"


def test_the_choices_of_a_clarifying_reply_are_not_said_twice(page: Page, site: Any) -> None:
    buttons = [{"title": "Mức 1", "payload": {"answer": "muc-1"}}, {"title": "Mức 2", "payload": {"say": "mức 2"}}]
    custom = {"kind": "clarify", "items": [], "suggestions": ["muc-1"], "buttons": buttons}
    site.messages = [{"text": "Ý anh/chị là câu nào?\n\n- Mức 1\n- Mức 2", "custom": custom}]
    ask(page, "mức")
    expect(page.locator("article > .text")).to_have_text("Ý anh/chị là câu nào?")
    page.get_by_role("button", name="Mức 2").click()
    expect(page.locator("article")).to_have_count(2)
    assert site.heard[1]["message"] == "mức 2"


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (360, 1), (1280, 1), (640, 2), (1280, 2)])
def test_nothing_is_cut_off_too_small_or_too_pale(page: Page, tmp_path: Path, width: int, zoom: int) -> None:
    """Phóng to 200 % là trang hẹp đi một nửa; không được cuộn ngang, nút đủ cho ngón tay, chữ đủ đậm."""
    page.set_viewport_size({"width": width // zoom, "height": 800 // zoom})
    ask(page, "quên mật khẩu")
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(CONTRAST) == []
    page.screenshot(path=tmp_path / f"{width}-{zoom}.png")


@pytest.mark.parametrize(("host", "answers"), [("friend", 1), ("stranger", 0)])
def test_the_widget_works_inside_the_pages_on_the_list_only(site: Any, browser: Any, host: str, answers: int) -> None:
    """Nhúng vào trang ở nguồn gốc khác: một thẻ script và một phần tử, trang ngoài danh sách thì không hiện gì."""
    page = browser.new_page()
    page.goto(getattr(site, host))
    page.wait_for_timeout(500)
    if page.evaluate("document.querySelector('hoi-dap-so').shadowRoot !== null"):
        ask(page, "hỏi")
        expect(page.locator(".card").first).to_be_visible()
        assert page.locator("header").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(10, 74, 134)"
    assert page.locator("article").count() == answers
    page.close()
