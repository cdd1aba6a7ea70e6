"""Hai người hỗ trợ và một người dân, trong Chromium thật: nhận, trả lời, trả lại; điện thoại và máy tính."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.accounts import Role
from bot.conversations import OpeningHours
from bot.conversations.opening import Shift
from bot.database import open_engine
from bot.knowledge.revision import write_record
from bot.local_time import VIETNAM
from tests.browser.complaints import Complaints
from tests.browser.signing_in import employ
from tests.browser.signing_in import sign_in as fill_sign_in

SCREENS = ({"width": 360, "height": 640}, {"width": 1280, "height": 800})
SHOTS = os.environ.get("SHOTS", "")
"""Thư mục để lại hình, khi muốn nhìn."""
PERSONS = count(1)
SignIn = Callable[..., Page]


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture
def engine(site: Any) -> Iterator[Any]:
    """Kho của cổng đang chạy: mở cửa cả ngày, có một câu trả lời."""
    engine = open_engine(f"sqlite:///{Path(site.folder) / 'hoi-dap-so.sqlite'}")
    OpeningHours(engine, now).set_shifts([Shift(weekday, "00:00", "23:59") for weekday in range(7)], "kiểm thử")
    source = {"id": "bao-mau", "title": "Bài về thẻ", "publisher": "Báo Mẫu", "published": "2024-05-01"}
    answer = {
        "id": "vneid-la-gi",
        "topic": "vneid",
        "title": "VNeID là gì?",
        "short": "Ứng dụng định danh điện tử.",
        "facts": ["Ứng dụng định danh điện tử."],
        "asks": ["vneid dùng làm gì"],
        "sources": ["bao-mau"],
        "read_on": "2026-11",
        "confidence": "high",
    }
    for kind, body in (("sources", source), ("answers", answer)):
        write_record(engine, kind, body, by="kiểm thử", now=now())
    yield engine
    engine.dispose()


@pytest.fixture
def sign_in(browser: Browser, site: Any, engine: Any, complaints: Complaints) -> Iterator[SignIn]:
    """Hàm cho một người hỗ trợ mới đăng nhập ở trình duyệt của riêng họ; tên người ấy nằm ở `page.named`."""
    contexts = []
    complaints.expect("409")  # người bấm sau nhận 409

    def start(name: str, screen: dict[str, int], javascript: bool = True, role: Role = "helper") -> Page:
        login = f"nguoi-{next(PERSONS)}"
        account = employ(engine, login, f"{name} {login[6:]}", role)
        context = browser.new_context(
            viewport=screen, locale="vi-VN", reduced_motion="reduce", java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        page.goto(f"{site.url}/ban/cho")
        fill_sign_in(page, login)
        expect(page.get_by_role("heading", name="Người đang chờ")).to_be_visible()
        page.named = account.name  # type: ignore[attr-defined]
        return page

    yield start
    for context in contexts:
        context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(question)
    page.get_by_role("button", name="Gửi", exact=True).click()


def want_person(page: Page) -> None:
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name="Gặp người hỗ trợ").click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý cho xem").click()
    expect(page.get_by_role("button", name="Thôi không gặp nữa")).to_be_visible()


def waiting(helper: Page, question: str) -> Locator:
    return helper.locator("#danh-sach li").filter(has_text=question)


def assert_fits(page: Page, name: str) -> None:
    """Không cuộn ngang, axe không kêu; để lại hình khi được bảo."""
    page.wait_for_load_state()  # chưa có đủ tệp kiểu thì trang rộng khác
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    if SHOTS:
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("screen", SCREENS, ids=["điện thoại", "máy tính"])
def test_a_talk_is_taken_by_one_of_two_answered_and_handed_back(
    page: Page, site: Any, sign_in: SignIn, screen: dict[str, int]
) -> None:
    page.set_viewport_size(screen)
    lan, hoa = sign_in("Lan", screen), sign_in("Hoa", screen)
    question = f"câu của người dân màn {screen['width']}"
    ask(page, question)
    expect(page.locator("article")).to_have_count(1)
    site.messages = [{"text": "Máy đây ạ.", "custom": {"kind": "small_talk", "items": []}}]
    want_person(page)
    for helper in (lan, hoa):  # hàng đợi tự có thêm người, không tải lại
        expect(waiting(helper, question)).to_be_visible()
    assert_fits(lan, "hang-doi")
    waiting(lan, question).get_by_role("link").click()
    expect(lan.locator("#loi")).to_contain_text(question)
    assert_fits(lan, "cuoc-dang-cho")

    waiting(hoa, question).get_by_role("link").click()
    expect(hoa.get_by_role("button", name="Nhận cuộc này")).to_be_visible()
    for helper in (lan, hoa):  # cùng bấm: không đợi trang của người kia
        helper.evaluate("document.querySelector('main form.deed').requestSubmit()")
    for helper in (lan, hoa):
        expect(helper.get_by_role("heading", level=1)).to_contain_text("đang trả lời")
    holder = next(helper for helper in (lan, hoa) if helper.locator("#tra-loi").count())
    other = hoa if holder is lan else lan
    name = holder.named  # type: ignore[attr-defined]
    assert other.locator("#tra-loi").count() == 0
    expect(other.get_by_role("heading", level=1)).to_have_text(f"{name} đang trả lời")

    expect(page.get_by_text(f"{name} (tổ công nghệ số) đang trả lời anh/chị.")).to_be_visible()
    expect(holder.get_by_text("Người dân còn mở trang.")).to_be_visible()
    holder.get_by_label("Lời trả lời").press_sequentially("Chào bác, cháu ")
    expect(page.get_by_text(f"{name} đang gõ…")).to_be_visible()
    holder.get_by_label("Lời trả lời").fill("Chào bác, cháu <b>nghe</b> đây.")
    holder.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".helper").last).to_have_text(f"{name} (người hỗ trợ):Chào bác, cháu <b>nghe</b> đây.")
    expect(page.get_by_text(f"{name} đang gõ…")).to_have_count(0)
    expect(holder.get_by_label("Lời trả lời")).to_have_value("")
    expect(holder.locator("#loi .helper")).to_have_count(1)

    page.get_by_label("Câu hỏi của anh/chị").press_sequentially("cháu ơi ")
    expect(holder.get_by_text("Người dân đang gõ…")).to_be_visible()
    heard = len(site.heard)
    ask(page, "cháu ơi cho bác hỏi")
    for helper in (holder, other):  # lời mới tự hiện
        expect(helper.locator("#loi .citizen").last).to_contain_text("cháu ơi cho bác hỏi")
    expect(page.locator(".condition p")).to_have_count(0)
    expect(page.locator("article")).to_have_count(1)
    assert len(site.heard) == heard

    holder.get_by_label("Lời trả lời").fill("Bác xem câu này")
    holder.get_by_label("Tìm trong kho").fill("vneid dung lam gi")
    holder.get_by_role("button", name="Tìm").click()
    holder.get_by_role("link", name="Chèn: VNeID là gì?").click()
    expect(holder.get_by_label("Câu trả lời gửi kèm")).to_contain_text("Ứng dụng định danh điện tử.")
    expect(holder.get_by_label("Lời trả lời")).to_have_value("Bác xem câu này")
    assert_fits(holder, "dang-tra-loi")
    holder.get_by_role("button", name="Gửi", exact=True).click()
    card = page.locator(".helper .card")
    expect(card).to_contain_text("Ứng dụng định danh điện tử.")
    expect(card).to_contain_text("Báo Mẫu")
    assert_fits(other, "nguoi-khac-giu")
    assert_fits(page, "nguoi-dan-duoc-tra-loi")

    holder.get_by_role("button", name="Trả lại cho trợ lý").click()
    expect(holder.get_by_text("Đã trả cuộc ấy cho trợ lý.")).to_be_visible()
    expect(other.get_by_text("Cuộc này đã xong")).to_be_visible()
    expect(page.get_by_text("Từ đây trợ lý tự động trả lời tiếp")).to_be_visible()
    expect(page.get_by_role("button", name="Thôi không gặp nữa")).to_have_count(0)
    ask(page, "hỏi lại máy")
    expect(page.locator("article")).to_have_count(2)
    assert_fits(page, "nguoi-dan-tra-lai-bot")
    page.reload()
    expect(page.locator(".change")).to_have_count(2)
    expect(page.locator(".helper .card")).to_have_count(1)


def test_the_news_of_ones_own_deed_does_not_cut_off_the_page_it_leads_to(page: Page, sign_in: SignIn) -> None:
    lan = sign_in("Lan", SCREENS[1])
    ask(page, "câu trả lại lúc mạng chậm")
    want_person(page)
    waiting(lan, "câu trả lại lúc mạng chậm").get_by_role("button", name="Nhận").click()
    expect(lan.locator("#tra-loi")).to_be_visible()

    def slowly(route: Route) -> None:
        reply = route.fetch(max_redirects=0)
        lan.wait_for_timeout(1500)  # luồng báo cuộc đã xong trước khi trang sau tới
        route.fulfill(response=reply)

    lan.route("**/tra-bot", slowly)
    lan.get_by_role("button", name="Trả lại cho trợ lý").click()
    expect(lan.get_by_text("Đã trả cuộc ấy cho trợ lý.")).to_be_visible()
    expect(lan.get_by_role("heading", name="Người đang chờ")).to_be_visible()


def test_without_javascript_everything_still_works(page: Page, sign_in: SignIn) -> None:
    lan = sign_in("Lan", SCREENS[0], javascript=False)
    ask(page, "câu khi không có mã")
    want_person(page)
    lan.get_by_role("link", name="Tải lại").click()
    waiting(lan, "câu khi không có mã").get_by_role("button", name="Nhận").click()
    lan.get_by_label("Tìm trong kho").fill("vneid")
    lan.get_by_role("button", name="Tìm").click()
    lan.get_by_role("link", name="Chèn: VNeID là gì?").click()
    lan.get_by_label("Lời trả lời").fill("Bác xem nhé")
    lan.get_by_role("button", name="Gửi", exact=True).click()
    expect(lan.get_by_text("Đã gửi.")).to_be_visible()
    expect(page.locator(".helper .card")).to_contain_text("Ứng dụng định danh điện tử.")
    lan.get_by_role("button", name="Đóng, việc đã xong").click()
    expect(lan.get_by_text("Đã đóng cuộc ấy.")).to_be_visible()
    expect(page.get_by_text("đã kết thúc cuộc hỗ trợ")).to_be_visible()


def test_out_of_hours_the_citizen_is_told_when_and_leaves_the_question(
    page: Page, engine: Any, sign_in: SignIn
) -> None:
    lan = sign_in("Lan", SCREENS[0])
    tomorrow = now().astimezone(VIETNAM) + datetime.timedelta(days=1)
    OpeningHours(engine, now).set_shifts([Shift(tomorrow.weekday(), "07:30", "11:30")], "kiểm thử")
    ask(page, "câu để lại ngoài giờ")
    want_person(page)
    expect(page.get_by_text(f"{tomorrow.day}/{tomorrow.month}; anh/chị cứ để lại câu hỏi")).to_be_visible()
    expect(waiting(lan, "câu để lại ngoài giờ")).to_be_visible()
    assert_fits(page, "ngoai-gio")


def test_a_citizen_who_stops_is_gone_from_the_helpers_screen(page: Page, sign_in: SignIn) -> None:
    lan = sign_in("Lan", SCREENS[0])
    ask(page, "câu rồi thôi")
    want_person(page)
    waiting(lan, "câu rồi thôi").get_by_role("button", name="Nhận").click()
    expect(lan.locator("#loi")).to_contain_text("câu rồi thôi")
    page.get_by_role("button", name="Thôi không gặp nữa").click()
    expect(lan.get_by_text("Cuộc này đã xong, hoặc người dân đã thôi")).to_be_visible()
    expect(lan.get_by_text("câu rồi thôi")).to_have_count(0)
    want_person(page)  # xin lại: chuyện đã qua không làm mất lần xin này
    page.wait_for_timeout(2500)
    expect(page.get_by_role("button", name="Thôi không gặp nữa")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=["điện thoại", "máy tính"])
def test_an_administrator_sets_the_hours(engine: Any, sign_in: SignIn, screen: dict[str, int]) -> None:
    boss = sign_in("An", screen, role="administrator")
    boss.goto(boss.url.replace("/ban/cho", "/ban/gio"))
    monday = boss.get_by_role("group", name="Thứ Hai")
    monday.get_by_label("Buổi sáng, mở").fill("08:15")
    assert_fits(boss, "gio-truc")
    boss.get_by_role("button", name="Đặt giờ trực").click()
    expect(boss.get_by_text("Đã đặt giờ trực.")).to_be_visible()
    assert Shift(0, "08:15", "23:59") in OpeningHours(engine, now).timetable().shifts
    boss.get_by_label("Ngày", exact=True).fill("2030-02-03")
    boss.get_by_label("Tên ngày nghỉ").fill("Tết Nguyên đán")
    boss.get_by_role("button", name="Thêm ngày nghỉ").click()
    expect(boss.get_by_text("3/2/2030: Tết Nguyên đán")).to_be_visible()
    assert_fits(boss, "ngay-nghi")
    boss.get_by_role("button", name="Bỏ ngày nghỉ").click()
    expect(boss.get_by_text("Tết Nguyên đán")).to_have_count(0)
