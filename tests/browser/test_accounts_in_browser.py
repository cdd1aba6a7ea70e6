"""Quản trị viên trên điện thoại và máy tính: vào bằng mật khẩu được cấp, đổi nó, thêm người, xem sổ."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from playwright.sync_api import Browser, Page

from bot.accounts import Accounts
from bot.database import open_engine
from tests.browser.complaints import Complaints

pytestmark = pytest.mark.slow
SIZES = [pytest.param((360, 640), id="dien-thoai"), pytest.param((1280, 800), id="may-tinh")]
OWN = "bà con cùng học số"


@pytest.fixture
def accounts(site: Any) -> Iterator[Accounts]:
    engine = open_engine(f"sqlite:///{site.folder / 'hoi-dap-so.sqlite'}")
    yield Accounts(engine, lambda: datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()


@pytest.fixture(params=SIZES)
def desk_page(request: pytest.FixtureRequest, browser: Browser, complaints: Complaints) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    page = context.new_page()
    complaints.watch(page)
    complaints.expect("422")
    yield page
    context.close()


def assert_easy(page: Page, name: str) -> None:
    """Không lỗi tiếp cận, không phải kéo ngang, nút và ô đủ lớn cho ngón tay."""
    if folder := os.environ.get("SCREENSHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.wait_for_load_state()  # chưa có đủ tệp kiểu thì trang rộng khác
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = """() => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, summary")]
        .filter((one) => one.checkVisibility() && (one.closest(".check") ?? one).getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML)"""
    assert page.evaluate(small) == []


def test_an_administrator_at_work(site: Any, accounts: Accounts, desk_page: Page) -> None:
    page, login = desk_page, f"minh{desk_page.viewport_size['width']}"  # type: ignore[index]
    first = accounts.create(login, "Anh Minh", "administrator", "kiểm thử")
    page.goto(site.url + "/ban/nguoi")
    assert_easy(page, "vao")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(first)
    page.get_by_role("button", name="Đăng nhập").click()
    assert_easy(page, "mat-khau")
    page.get_by_label("Mật khẩu hiện nay").fill(first)
    page.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    page.get_by_label("Gõ lại mật khẩu mới").fill(OWN)
    page.get_by_role("button", name="Đổi mật khẩu").click()

    page.goto(site.url + "/ban/nguoi")
    assert_easy(page, "nguoi")
    page.get_by_label("Tên đăng nhập").fill("hoa" + login)
    page.get_by_label("Tên người").fill("Cô Hoa 0912345678")
    page.get_by_role("button", name="Thêm và cấp mật khẩu").click()
    page.get_by_text("không được có số điện thoại").wait_for()
    assert_easy(page, "nguoi-sai")
    page.get_by_label("Tên người").fill("Cô Hoa")
    page.get_by_role("button", name="Thêm và cấp mật khẩu").click()
    shown = page.get_by_role("main").inner_text()
    given = re.search(r"\d{4}(-\d{4}){4}", shown)
    assert given
    assert accounts.sign_in("hoa" + login, given[0])
    assert_easy(page, "cap-mat-khau")

    page.get_by_role("link", name="Xong").click()
    page.get_by_role("heading", level=1, name="Cô Hoa").wait_for()
    assert_easy(page, "mot-nguoi")
    page.get_by_label("Vai").select_option("editor")
    page.get_by_role("button", name="Đổi vai").click()
    page.get_by_role("status").get_by_text("người biên tập").wait_for()

    page.goto(site.url + f"/ban/so-ghi?nguoi={login}")
    lines = page.get_by_role("list", name="Các thay đổi").get_by_role("listitem").all_inner_texts()
    assert [line.split("\n")[0].split(":")[0] for line in lines] == [
        f"Anh Minh ({login}) đổi vai",
        f"Anh Minh ({login}) thêm người",
        f"Anh Minh ({login}) đổi mật khẩu",
    ]
    assert "từ: người hỗ trợ; thành: người biên tập" in lines[0]
    assert_easy(page, "so-ghi")
    page.goto(site.url + "/ban/xoa?ma=khong-co")
    page.get_by_text("Không có cuộc trò chuyện mang mã này").wait_for()
    assert_easy(page, "xoa")
    menu = page.locator(".menu > summary")
    closed = menu.bounding_box()
    menu.click()
    page.get_by_role("link", name="Hỏi trợ lý").wait_for()
    assert menu.bounding_box() == closed
    assert_easy(page, "trinh-don")
