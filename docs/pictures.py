"""Chụp lại hình trong tài liệu từ một `make run` đang chạy: `.venv/bin/python docs/pictures.py`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUESTIONS = ("di kham benh quen the bhyt co sao ko", "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")


def main(address: str = "http://localhost:8080/") -> None:
    """Hỏi từng câu trên màn hình hẹp và lưu hình của tiện ích cạnh tệp này."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for number, question in enumerate(QUESTIONS, 1):
            page = browser.new_page(viewport={"width": 420, "height": 1400}, device_scale_factor=1.5)
            page.goto(address)
            box = page.locator("hoi-dap-so textarea")
            box.fill(question)
            box.press("Enter")
            page.locator("hoi-dap-so article.bot .card").first.wait_for()
            page.wait_for_timeout(500)
            page.locator("hoi-dap-so").screenshot(path=Path(__file__).with_name(f"page-{number}.png"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
