"""Chụp các trạng thái chính của tiện ích, và báo cáo chạy câu chuyện, vào docs/images: `make screenshots`.

Cổng thật và kho thật; thay cho máy chủ bot là `Answerer` trả lời thẳng, nên không cần mô hình. Ngày cố định (TODAY) để
lần nào chụp cũng ra cùng lời đáp. Báo cáo là của một lần chạy dựng tay, có đủ mọi kết cục.
"""

from __future__ import annotations

import datetime
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.widget.phone import FLAGS
from bench.widget.serving import Heard, gateway
from bot import log
from bot.database import open_engine, upgrade
from bot.knowledge.answerer import Answerer
from bot.knowledge.question import Question
from bot.knowledge.reader import read
from bot.knowledge.rendering import render_custom, render_text
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.stories.report.page import rendered
from tests.story_runner.sample import AT, every_outcome

IMAGES = Path(__file__).with_name("images")
TODAY = datetime.date(2026, 11, 20)
PHONE, DESK = (360, 640), (1280, 800)
MOST = 120_000
COLOURS = 128
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
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/kho.sqlite"
        speak = _speaker(database)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        with gateway(speak, {"DATABASE_URL": database, "TODAY": TODAY.isoformat()}) as address:
            heavy = [scene.name for scene in SCENES if _shoot(chromium, address, scene) > MOST]
        report = Path(folder) / "report.html"
        report.write_text(rendered(every_outcome(), AT, RUN_AGAIN), encoding="utf-8")
        heavy += [view.name for view in REPORT_VIEWS if _shoot_report(chromium, report, view) > MOST]
        chromium.close()
    sys.exit(f"Nặng hơn {MOST // 1000} kB: {', '.join(heavy)}" if heavy else 0)


def _speaker(database: str) -> Callable[[Heard], list[dict[str, Any]]]:
    """Đưa tệp kiến thức vào kho của cổng, rồi trả lời bằng chính các tệp ấy như `action_answer` và `action_safety`."""
    knowledge = read(ROOT / "knowledge").knowledge()
    engine = open_engine(database)
    upgrade(engine)
    sync(engine, knowledge, now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    answerer = Answerer(knowledge, lambda: TODAY)

    def speak(heard: Heard) -> list[dict[str, Any]]:
        question = Question(heard["message"], answer_id=(heard.get("metadata") or {}).get("answer"))
        outcome = answerer.safety(question) if question.text == SCAM else answerer.answer(question)
        return [{"text": render_text(outcome)}, {"custom": render_custom(outcome)}]

    return speak


def _shoot(browser: Browser, address: str, scene: Scene) -> int:
    width, height = scene.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if scene.size == PHONE else 1,
        locale="vi-VN",
        color_scheme="light",
        reduced_motion="reduce",
    )
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
    size = _save(page.screenshot(), IMAGES / f"{scene.name}.png")
    context.close()
    print(f"{scene.name}.png: {size / 1000:.0f} kB")
    return size


def _shoot_report(browser: Browser, report: Path, view: ReportView) -> int:
    width, height = view.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width == PHONE[0] else 1,
        locale="vi-VN",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto(report.as_uri())
    page.get_by_role("heading", name=view.top).evaluate("node => node.scrollIntoView()")
    size = _save(page.screenshot(), IMAGES / f"{view.name}.png")
    context.close()
    print(f"{view.name}.png: {size / 1000:.0f} kB")
    return size


def _save(screenshot: bytes, file: Path) -> int:
    """Ít màu hơn thì tệp nhẹ hơn vài lần, mắt không thấy khác."""
    with Image.open(io.BytesIO(screenshot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file.stat().st_size


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
