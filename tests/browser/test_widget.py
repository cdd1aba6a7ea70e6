"""Tiện ích trong một trình duyệt thật: hỏi bằng bàn phím, đọc câu trả lời, bấm nút, mất mạng, chữ độc."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.complaints import LOST_NETWORK, Complaints

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

ANNOUNCED = """
  window.announced = 0;
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    const articles = (node) => (node.matches?.("article") ? 1 : (node.querySelectorAll?.("article").length ?? 0));
    new MutationObserver((changes) => {
      if (root.querySelector("[role=log]")?.getAttribute("aria-live") !== "polite") return;
      for (const { addedNodes } of changes) for (const node of addedNodes) window.announced += articles(node);
    }).observe(root, { childList: true, subtree: true });
    return root;
  };
"""


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
    expect(card.locator("p.date").first).to_have_text("Áp dụng từ ngày 1/7/2024.")
    link = card.locator(".sources").get_by_role("link")
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
    expect(page.get_by_text("Đang gửi…")).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_text("Đang tìm câu trả lời…")).to_have_count(0)
    expect(page.get_by_text("Đang gửi…")).to_have_count(0)


def test_questions_asked_in_a_hurry_are_answered_one_by_one_in_their_order(page: Page, site: Any) -> None:
    site.delay = 0.3
    for question in ("một", "hai", "ba"):
        ask(page, question)
    expect(page.locator("article")).to_have_count(3)
    assert [heard["message"] for heard in site.heard] == ["một", "hai", "ba"]


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


def test_three_messages_written_without_a_network_arrive_once_and_in_order(
    page: Page, site: Any, complaints: Complaints
) -> None:
    complaints.lose_network(page)
    for question in ("một", "hai", "ba"):
        ask(page, question)
    expect(page.get_by_text("lời đã viết không mất")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi lại ngay")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator("article")).to_have_count(3)
    expect(page.get_by_text("Chưa gửi được")).to_have_count(0)
    assert [heard["message"] for heard in site.heard] == ["một", "hai", "ba"]


def test_a_message_written_without_a_network_is_still_sent_after_a_reload(
    page: Page, site: Any, complaints: Complaints
) -> None:
    complaints.expect(*LOST_NETWORK)
    page.route("**/api/v1/**", lambda route: route.abort())
    ask(page, "một")
    expect(page.get_by_text("Chưa gửi được")).to_be_visible()
    page.unroute("**/api/v1/**")
    page.reload()
    expect(page.locator("article")).to_have_count(1)
    assert [heard["message"] for heard in site.heard] == ["một"]


def test_a_message_can_be_sent_again_by_hand(page: Page, site: Any, complaints: Complaints) -> None:
    complaints.expect(*LOST_NETWORK)
    page.clock.install()
    page.clock.pause_at(datetime.datetime.now() + datetime.timedelta(minutes=1))  # không tự gửi lại được
    page.route("**/api/v1/**", lambda route: route.abort())
    ask(page, "một")
    again = page.get_by_role("button", name="Gửi lại ngay")
    expect(again).to_be_visible()
    page.unroute("**/api/v1/**")
    again.click()
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()  # nút đã mất, tiêu điểm thì không
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".person")).to_have_count(1)


def test_a_lost_session_is_opened_again_without_a_word(page: Page, site: Any, complaints: Complaints) -> None:
    complaints.expect("401")
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((key) => key.includes("http"));
          const state = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...state, opened: { id: "khong-con", token: "gia" } }));
        }"""
    )
    page.reload()
    ask(page, "hai")
    expect(page.locator("article")).to_have_count(2)
    assert [heard["message"] for heard in site.heard] == ["một", "hai"]


def test_the_talk_is_still_there_after_a_reload_and_goes_on(page: Page, site: Any) -> None:
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.reload()
    expect(page.locator("article .card h3").first).to_have_text("Quên mật khẩu VNeID")
    ask(page, "hai")
    expect(page.locator("article")).to_have_count(2)
    assert site.heard[0]["sender"] == site.heard[1]["sender"]


def test_two_tabs_show_one_talk_and_a_message_is_asked_once(page: Page, site: Any) -> None:
    other = page.context.new_page()
    other.goto(site.url)
    ask(page, "một")
    expect(other.locator("article")).to_have_count(1)
    ask(other, "hai")
    expect(page.locator("article")).to_have_count(2)
    assert [heard["message"] for heard in site.heard] == ["một", "hai"]
    assert site.heard[0]["sender"] == site.heard[1]["sender"]


def test_a_talk_is_forgotten_after_half_a_day(page: Page, site: Any) -> None:
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((key) => key.includes("http"));
          const state = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...state, at: Date.now() - 13 * 3600 * 1000 }));
        }"""
    )
    page.reload()
    expect(page.locator(".greeting")).to_be_visible()
    expect(page.locator("article")).to_have_count(0)


def test_a_talk_can_be_deleted_here_and_at_the_server(page: Page, site: Any) -> None:
    ask(page, "một")
    expect(page.locator("article")).to_have_count(1)
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name="Xoá cuộc trò chuyện").click()
    with page.expect_response(lambda response: response.request.method == "DELETE") as deleted:
        page.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    assert deleted.value.status == 204
    expect(page.locator(".turn")).to_have_count(0)
    assert "một" not in page.evaluate("JSON.stringify({ ...localStorage })")
    ask(page, "hai")
    expect(page.locator("article")).to_have_count(1)
    assert site.heard[0]["sender"] != site.heard[1]["sender"]


def test_each_reply_is_announced_once_and_a_restored_talk_is_not(page: Page) -> None:
    page.add_init_script(ANNOUNCED)
    page.reload()
    for count, question in enumerate(("một", "hai"), 1):
        ask(page, question)
        expect(page.locator("article")).to_have_count(count)
    page.get_by_role("button", name="Chữ to hơn").click()
    assert page.evaluate("announced") == 2
    page.reload()
    expect(page.locator("article")).to_have_count(2)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert page.evaluate("announced") == 0


def test_text_grows_to_twice_its_size_and_stays_so(page: Page) -> None:
    size = "document.querySelector('hoi-dap-so').shadowRoot.querySelector('.greeting p')"
    usual = page.evaluate(f"parseFloat(getComputedStyle({size}).fontSize)")
    for _ in range(4):
        page.get_by_role("button", name="Chữ to hơn").click()
    expect(page.get_by_role("button", name="Chữ to hơn")).to_be_disabled()
    assert page.evaluate(f"parseFloat(getComputedStyle({size}).fontSize)") == 2 * usual
    focused = "document.querySelector('hoi-dap-so').shadowRoot.activeElement?.textContent"
    assert page.evaluate(focused) == "A Chữ vừa"  # nút vừa bấm đã tắt: tiêu điểm sang nút bên, không rơi mất
    page.reload()
    assert page.evaluate(f"parseFloat(getComputedStyle({size}).fontSize)") == 2 * usual


def test_steps_can_be_walked_one_at_a_time(page: Page) -> None:
    ask(page, "quên mật khẩu")
    steps = page.locator(".card").first.locator(".steps")
    expect(steps.locator("li:visible")).to_have_count(3)
    steps.get_by_role("button", name="Xem từng bước một").click()
    expect(steps.locator("li:visible")).to_have_text(["Mở VNeID, bấm “Quên mật khẩu”."])
    expect(steps.get_by_text("Bước 1 trên 3")).to_be_visible()
    expect(steps.get_by_role("button", name="Bước trước")).to_be_disabled()
    for _ in range(2):
        steps.get_by_role("button", name="Bước sau").click()
    expect(steps.get_by_text("Bước 3 trên 3")).to_be_focused()
    steps.get_by_role("button", name="Xem tất cả các bước").click()
    expect(steps.locator("li:visible")).to_have_count(3)


@pytest.mark.parametrize(
    ("known", "page_of", "sheet_of"),
    [
        ({}, "hoi/can-cuoc", "hoi/can-cuoc/in"),
        ({"case": ""}, "viec/can-cuoc", "viec/can-cuoc/in"),
        ({"case": "age=14-up&card=chip"}, "viec/can-cuoc?age=14-up&card=chip", "viec/can-cuoc/in?age=14-up&card=chip"),
    ],
)
def test_a_card_leads_to_its_own_page_and_sheet(
    page: Page, site: Any, known: dict[str, str], page_of: str, sheet_of: str
) -> None:
    item = {"id": "can-cuoc", "title": "Làm căn cước", "short": "Ra công an xã.", **known}
    site.messages = [{"custom": {"kind": "answer", "items": [item]}}]
    ask(page, "làm căn cước")
    links = page.locator(".card .links a")
    expect(links).to_have_count(2)
    assert [link.get_attribute("href") for link in links.all()] == [f"{site.url}/{page_of}", f"{site.url}/{sheet_of}"]


def test_figures_of_one_measure_are_drawn_as_bars_with_their_words(page: Page, site: Any) -> None:
    def item(place: str, value: float) -> dict[str, Any]:
        measure = {"indicator": "a", "unit": "dịch vụ", "place": place, "when": "năm 2024", "value": value}
        literal = f"{value:g} dịch vụ"
        return {"id": place, "title": "Dịch vụ", "short": literal, "measure": {**measure, "literal": literal}}

    site.messages = [{"custom": {"kind": "figure", "items": [item("Thanh Hoá", 982), item("Hải Dương", 491)]}}]
    ask(page, "so sánh")
    rows = page.locator(".chart li")
    expect(rows).to_have_text(["Thanh Hoá, năm 2024: 982 dịch vụ", "Hải Dương, năm 2024: 491 dịch vụ"])
    widths = rows.locator("rect").evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().width)")
    assert round(widths[0] / widths[1], 2) == 2


def test_an_opinion_is_sent_with_its_reason_and_a_masked_line(page: Page, site: Any) -> None:
    ask(page, "hỏi")
    page.get_by_role("button", name="Chưa đúng").click()
    page.get_by_label("Đã cũ").check()
    page.get_by_label("Anh/chị nói thêm").fill("gọi tôi 0912345678")
    with page.expect_response("**/feedback") as sent:
        page.get_by_role("button", name="Gửi góp ý").click()
    assert sent.value.status == 204
    body = sent.value.request.post_data_json
    assert (body["right"], body["reason"], body["answer_id"]) == (False, "cu", "vneid-quen-mat-khau")
    assert body["note"] == "gọi tôi [số điện thoại]"
    expect(page.get_by_text("Người biên tập sẽ xem lại câu này.")).to_be_focused()


def test_a_widget_in_the_corner_opens_and_closes_and_keeps_the_focus(page: Page) -> None:
    page.evaluate("document.querySelector('hoi-dap-so').setAttribute('position', 'corner')")
    expect(page.locator(".widget")).to_be_hidden()
    page.get_by_role("button", name="Hỏi Đáp Số").click()
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".widget")).to_be_hidden()
    expect(page.get_by_role("button", name="Hỏi Đáp Số")).to_be_focused()


def test_two_widgets_on_a_page_share_one_talk_and_leave_nothing_behind(page: Page, site: Any) -> None:
    page.evaluate("document.body.append(document.createElement('hoi-dap-so'))")
    box = page.get_by_label("Câu hỏi của anh/chị")
    expect(box).to_have_count(2)
    box.nth(1).fill("một")
    box.nth(1).press("Enter")
    expect(page.locator("article")).to_have_count(2)
    assert len(site.heard) == 1
    page.evaluate("for (const widget of document.querySelectorAll('hoi-dap-so')) widget.remove()")
    # Khung ẩn của gói ngoại tuyến tự gỡ khi xong việc.
    expect(page.locator("hoi-dap-so, dialog, iframe")).to_have_count(0)
    page.evaluate("document.body.append(document.createElement('hoi-dap-so'))")
    expect(page.locator("article")).to_have_count(1)


def test_the_host_page_keeps_its_globals_and_styles(page: Page) -> None:
    names = "Object.keys(window).filter((name) => !/^\\d+$/.test(name))"  # số: khung ẩn của gói ngoại tuyến, tự gỡ
    before = page.evaluate(names)
    ask(page, "hỏi")
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate(names) == before
    assert page.evaluate("document.head.querySelectorAll('style').length") == 0


def test_a_refusal_is_shown_in_the_gateways_own_words(page: Page, site: Any, complaints: Complaints) -> None:
    complaints.expect("422")
    page.evaluate("document.querySelector('hoi-dap-so').ask('/')")
    expect(page.get_by_text("Anh/chị chưa viết câu hỏi. Xin gõ")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi lại ngay")).to_have_count(0)
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
