"""Lỗi trong bảng điều khiển của trình duyệt, kể cả vi phạm CSP: chỉ được có lỗi mà kiểm thử đã báo trước."""

from __future__ import annotations

from playwright.sync_api import Page

LOST_NETWORK = ("net::ERR_", "Failed to fetch", "An unknown error occurred when fetching the script")
"""Lời của Chromium khi không tới được máy chủ; lời cuối là khi nó hỏi lại service worker lúc rảnh. Không kể từng tên
lỗi: cùng một lần đứt, yêu cầu ở lúc khác nhau nhận tên khác nhau (REFUSED, RESET, EMPTY_RESPONSE…)."""


class Complaints:
    """`watch` nghe một trang; `expect` nói trước lời nào là của kiểm thử; `unexpected` là những lời còn lại."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self._heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._heard.append(str(error)))

    def expect(self, *parts: str) -> None:
        self._expected += parts

    def lose_network(self, page: Page) -> None:
        """Ngắt mạng của trình duyệt đang mở `page`; trở về khi trang quả thật không hỏi được máy chủ nữa."""
        self.expect(*LOST_NETWORK)
        page.context.set_offline(True)
        assert page.evaluate("fetch('/healthz').then(() => 'có mạng', () => 'mất mạng')") == "mất mạng"

    def unexpected(self) -> list[str]:
        return [text for text in self._heard if not any(part in text for part in self._expected)]
