"""Giữ lại cuộc trò chuyện: tệp chữ tải về, và trang in; trang chủ nhà không đổi."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_widget import ask

pytestmark = pytest.mark.slow

PRINTED = """() => { window.print = () => {
  top.printed = [...document.body.children].map((node) => `${node.tagName} ${node.textContent}`);
  dispatchEvent(new Event("afterprint"));
}; }"""


def choose(page: Page, name: str) -> None:
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name=name).click()


def test_the_code_to_read_out_is_there_once_a_talk_is_open(page: Page) -> None:
    page.get_by_text("Tuỳ chọn").click()
    expect(page.get_by_text("Mã cuộc trò chuyện")).to_have_count(0)
    ask(page, "quên mật khẩu")
    code = page.get_by_text("Mã cuộc trò chuyện")
    expect(code).to_be_visible()
    opened = page.locator("hoi-dap-so").evaluate(
        "() => Object.values(localStorage).map((text) => JSON.parse(text).opened?.id).find(Boolean)"
    )
    expect(code).to_have_text(f"Mã cuộc trò chuyện: {opened}, đọc cho cán bộ khi cần xoá giúp.")
    page.get_by_role("button", name="Xoá cuộc trò chuyện").click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    expect(code).to_have_count(0)


def test_a_downloaded_talk_is_a_text_file_anyone_can_read(page: Page, tmp_path: Path) -> None:
    ask(page, "quên mật khẩu")
    expect(page.locator(".card").first).to_be_visible()
    with page.expect_download() as download:
        choose(page, "Tải về")
    assert download.value.suggested_filename == "hoi-dap-so.txt"
    download.value.save_as(tmp_path / "talk.txt")
    raw = (tmp_path / "talk.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    lines = raw.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Cuộc trò chuyện với Hỏi Đáp Số, ")
    for line in (
        "quên mật khẩu",
        "Quên mật khẩu VNeID",
        "Các bước làm",
        "2. Nhập số căn cước và số điện thoại.",
        "Việc: Đặt lại; Nơi làm: Trong ứng dụng; Thời gian: 5 phút",
        "- Không đọc mã OTP cho bất cứ ai.",
        "Nguồn: Trang xã Thiệu Toán, ngày 29/11/2022.",
        "Hướng dẫn cài đặt VNeID, https://thieutoan.example/huong-dan",
        "Gọi 1900 0368: Tổng đài VNeID",
    ):
        assert line in lines


def test_a_printed_talk_is_a_page_of_its_own_and_the_host_page_stays(page: Page) -> None:
    page.context.add_init_script(f"({PRINTED})()")
    page.reload()
    ask(page, "<b>quên</b>")
    expect(page.locator(".card").first).to_be_visible()
    before = page.evaluate("[document.title, document.querySelectorAll('*').length]")
    choose(page, "In ra")
    page.wait_for_function("window.printed")
    printed: list[Any] = page.evaluate("window.printed")
    assert printed[0].startswith("H1 Cuộc trò chuyện với Hỏi Đáp Số")
    assert "P <b>quên</b>" in printed
    assert "H3 Quên mật khẩu VNeID" in printed
    expect(page.locator("iframe")).to_have_count(0)
    title, count = page.evaluate("[document.title, document.querySelectorAll('*').length]")
    assert title == before[0] and count <= before[1]
