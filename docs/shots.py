"""Phần chung của các kịch bản chụp hình cho tài liệu: kho thật, bot thay bằng `Answerer`, trang, tệp hình nhẹ.

Không cần mô hình: `Answerer` trả lời thẳng như `action_answer`, `action_safety`. Ngày cố định (TODAY) để lần nào chụp
cũng ra cùng lời đáp.
"""

from __future__ import annotations

import datetime
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.widget.phone import FLAGS
from bench.widget.serving import Heard, Speak
from bot.database import open_engine, upgrade
from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.knowledge.reader import read
from bot.knowledge.rendering import render_custom, render_text
from bot.knowledge.sync import sync
from bot.settings import ROOT

IMAGES = Path(__file__).with_name("images")
TODAY = datetime.date(2026, 11, 20)
PHONE, DESK = (360, 640), (1280, 800)
MOST = 120_000
COLOURS = 128
Reply = dict[str, Any]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Một Chromium không gọi ra ngoài máy này."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


def screen(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    """Một trình duyệt riêng cỡ `size`; điện thoại chụp nét gấp đôi."""
    width, height = size
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width == PHONE[0] else 1,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
        reduced_motion="reduce",
    )


def save(screenshot: bytes, name: str) -> int:
    """Ghi hình; trả số byte. Ít màu hơn thì tệp nhẹ hơn vài lần, mắt không thấy khác."""
    file = IMAGES / f"{name}.png"
    with Image.open(io.BytesIO(screenshot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.name}: {size / 1000:.0f} kB")
    return size


def stock(database: str) -> Knowledge:
    """Đưa tệp kiến thức vào kho của cổng; trả chính kiến thức ấy."""
    knowledge = read(ROOT / "knowledge").knowledge()
    engine = open_engine(database)
    upgrade(engine)
    sync(engine, knowledge, now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    return knowledge


def speaker(decide: Callable[[Question], Outcome]) -> Speak:
    """Bot viết tay: `decide` quyết, lời đáp như máy chủ bot gửi."""

    def speak(heard: Heard) -> list[Reply]:
        metadata = heard.get("metadata") or {}
        outcome = decide(Question(heard["message"], answer_id=metadata.get("answer")))
        custom = render_custom(outcome, explain=metadata.get("explain") is True)
        return [{"text": render_text(outcome)}, {"custom": custom}]

    return speak


def answering(knowledge: Knowledge) -> Answerer:
    """Người quyết định lời đáp, ở ngày của hình."""
    return Answerer(knowledge, lambda: TODAY)


def heavy(sizes: dict[str, int]) -> str:
    """Lời báo những hình nặng quá; trống khi không có."""
    names = [name for name, size in sizes.items() if size > MOST]
    return f"Nặng hơn {MOST // 1000} kB: {', '.join(names)}" if names else ""
