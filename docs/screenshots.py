"""Chụp các trạng thái chính của tiện ích, và báo cáo chạy câu chuyện, vào docs/images: `make screenshots`.

Cổng thật và kho thật; thay cho máy chủ bot là `Answerer` trả lời thẳng, nên không cần mô hình. Ngày cố định (TODAY) để
lần nào chụp cũng ra cùng lời đáp. Báo cáo là của một lần chạy dựng tay, có đủ mọi kết cục.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.widget.serving import gateway
from bot import log
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.stories.report.page import rendered
from docs.shots import DESK, IMAGES, PHONE, TODAY, answering, chromium, heavy, save, screen, speaker, stock
from tests.story_runner.sample import AT, every_outcome

RUN_AGAIN = "python -m bot.stories run results/stories/failed_stories.yml"
SCAM = "tôi vừa chuyển tiền cho người tự xưng công an"


@dataclass(frozen=True)
class Scene:
    """Một hình: câu hỏi (trống là lời chào) và việc làm thêm trước, sau khi hỏi."""

    name: str
    question: str = ""
    before: Callable[[Page], None] = lambda page: None
    after: Callable[[Page], None] = lambda page: None
    size: tuple[int, int] = PHONE


@dataclass(frozen=True)
class ReportView:
    """Một hình của báo cáo chạy câu chuyện: mục `top` ở mép trên."""

    name: str
    top: str
    size: tuple[int, int]


def main() -> None:
    """Chụp mọi hình; mã thoát 1 khi một hình nặng quá."""
    log.configure("WARNING")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        database = f"sqlite:///{folder}/kho.sqlite"
        answerer = answering(stock(database))
        speak = speaker(lambda question: _decide(answerer, question))
        with gateway(speak, {"DATABASE_URL": database, "TODAY": TODAY.isoformat()}) as address:
            sizes = {scene.name: _shoot(browser, address, scene) for scene in SCENES}
        report = Path(folder) / "report.html"
        report.write_text(rendered(every_outcome(), AT, RUN_AGAIN), encoding="utf-8")
        sizes |= {view.name: _shoot_report(browser, report, view) for view in REPORT_VIEWS}
    sys.exit(heavy(sizes) or 0)


def _decide(answerer: Answerer, question: Question) -> Outcome:
    return answerer.safety(question) if question.text == SCAM else answerer.answer(question)


def _shoot(browser: Browser, address: str, scene: Scene) -> int:
    context = screen(browser, scene.size)
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.locator("hoi-dap-so .greeting").wait_for()
    page.locator("hoi-dap-so").evaluate("node => node.scrollIntoView()")
    scene.before(page)
    if scene.question:
        box = page.get_by_label("Câu hỏi của anh/chị")
        box.fill(scene.question)
        box.press("Enter")
        page.locator("hoi-dap-so article").first.wait_for()
    scene.after(page)
    page.wait_for_timeout(500)
    size = save(page.screenshot(), scene.name)
    context.close()
    return size


def _shoot_report(browser: Browser, report: Path, view: ReportView) -> int:
    context = screen(browser, view.size)
    page = context.new_page()
    page.goto(report.as_uri())
    page.get_by_role("heading", name=view.top).evaluate("node => node.scrollIntoView()")
    size = save(page.screenshot(), view.name)
    context.close()
    return size


def _large(page: Page) -> None:
    for _ in range(4):
        page.get_by_role("button", name="Chữ to hơn").click()


def _one_step(page: Page) -> None:
    page.get_by_role("button", name="Xem từng bước một").click()
    page.locator("hoi-dap-so article .steps").evaluate("node => node.scrollIntoView()")


def _go_offline(page: Page) -> None:
    """Đợi trình duyệt cất xong bộ câu trả lời rồi mới ngắt mạng."""
    page.wait_for_function("caches.keys().then((names) => names.length > 1)", timeout=15_000)
    page.wait_for_timeout(1000)
    page.context.set_offline(True)


SCENES = (
    Scene("greeting"),
    Scene("steps", "quen mat khau vneid thi lam sao"),
    Scene("figures", "so sánh số dịch vụ công trực tuyến toàn trình của Thanh Hoá và Hải Dương"),
    Scene("clarify", "đổi căn cước"),
    Scene("urgent", SCAM),
    Scene("large-text", "quen mat khau vneid thi lam sao", before=_large, after=_one_step),
    Scene("offline", "Đi khám bảo hiểm y tế bây giờ phải mang giấy tờ gì?", before=_go_offline),
    Scene("desktop", "quen mat khau vneid thi lam sao", size=DESK),
)
REPORT_VIEWS = (
    ReportView("stories-report", "Báo cáo chạy câu chuyện", (1280, 1590)),
    ReportView("stories-report-phone", "figures", (360, 960)),
)


if __name__ == "__main__":
    main()
