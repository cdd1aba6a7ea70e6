"""Một điện thoại yếu, mạng chậm trong Chromium thật: mở trang nhúng với bộ đệm trống, hỏi một câu, chờ lời đáp."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

from bench.widget.contenders import REPLY, Contender

ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium chạy trong máy thử, không tự gọi ra ngoài."""
FLAGS = (
    *ALONE,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # không tiện ích nào gọi được ra ngoài máy này
)
SCREEN = {"width": 360, "height": 640}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""Mạng di động chậm như hồ sơ mặc định của Lighthouse: 1,6 Mbps xuống, 750 kbps lên, mỗi yêu cầu chờ 150 ms."""
SLOWER_CPU = 4
QUESTION = "quên mật khẩu vneid"
QUIET = 2000
"""Mở trang xong thì chờ thêm chừng này ms để đếm cả những tệp tải lúc rảnh."""
_WATCH = """(({ host, box, reply }) => {
  const marks = (window.benchMarks = { usable: null, replied: null });
  const look = () => {
    const outer = host ? document.querySelector(host)?.shadowRoot : document;
    const input = outer?.querySelector(box);
    if (marks.usable === null && input && !input.disabled && input.getBoundingClientRect().height > 0)
      marks.usable = performance.now();
    const words = outer === document ? document.body?.innerText : outer?.textContent;
    if (words?.includes(reply)) marks.replied = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})(CONFIG)"""


@dataclass(frozen=True)
class Visit:
    """Một lần mở trang trên điện thoại yếu, ms tính từ lúc bắt đầu mở."""

    usable: float
    """Ô hỏi hiện ra và gõ được."""
    replied: float
    """Câu đầu tiên, gõ và bấm gửi ngay, đã có lời đáp trên màn hình."""


@dataclass(frozen=True)
class Fetched:
    """Một tệp mà trang nhúng phải tải."""

    url: str
    body: bytes
    sent: int
    """Byte qua mạng như máy chủ đã gửi, cả phần đầu."""


@dataclass(frozen=True)
class Loaded:
    """Mọi thứ một trang nhúng tải trước khi người dân hỏi câu nào; không kể chính trang ấy."""

    files: tuple[Fetched, ...]
    requests: int
    """Cả những yêu cầu nói chuyện với máy chủ và những yêu cầu ra ngoài (bị chặn ở đây)."""


def visit(browser: Browser, contender: Contender, address: str) -> Visit:
    """Mở trang với bộ đệm trống trên điện thoại yếu, hỏi một câu và chờ lời đáp."""
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True, locale="vi-VN")  # type: ignore[arg-type]
    page = context.new_page()
    _slow(page)
    _watch(page, contender)
    page.goto(address, wait_until="commit")
    page.wait_for_function("benchMarks.usable !== null", timeout=60_000)
    root = f"{contender.host} " if contender.host else ""
    page.locator(root + contender.box).fill(QUESTION)
    page.locator(root + contender.send).click()
    page.wait_for_function("benchMarks.replied !== null", timeout=60_000)
    marks: dict[str, float] = page.evaluate("benchMarks")
    context.close()
    return Visit(**marks)


def load(browser: Browser, contender: Contender, address: str) -> Loaded:
    """Mở trang không làm chậm, ghi lại mọi yêu cầu và thân của mọi tệp."""
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    _watch(page, contender)
    page.goto(address)
    page.wait_for_function("benchMarks.usable !== null")
    page.wait_for_timeout(QUIET)
    asked = [each for each in requests if not each.is_navigation_request() and each.url.startswith("http")]
    files = tuple(_fetched(each) for each in asked if _is_file(each, contender))
    context.close()
    return Loaded(files, len(asked))


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", dict(NETWORK))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})


def _watch(page: Page, contender: Contender) -> None:
    config: dict[str, Any] = {"host": contender.host, "box": contender.box, "reply": REPLY}
    page.add_init_script(_WATCH.replace("CONFIG", json.dumps(config)))


def _is_file(request: Request, contender: Contender) -> bool:
    response = request.response() if request.failure is None else None
    return response is not None and response.ok and not urlsplit(request.url).path.startswith(contender.talk)


def _fetched(request: Request) -> Fetched:
    response = request.response()
    sizes = request.sizes()
    return Fetched(
        request.url, response.body() if response else b"", sizes["responseBodySize"] + sizes["responseHeadersSize"]
    )
