"""Trang câu trả lời của bàn làm việc trong Chromium: kiểm khi đang gõ, không tràn ngang, axe không có lỗi."""

from __future__ import annotations

import datetime
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.widget.serving import serving, wait_for_the_library
from bot.accounts.sessions import Sessions
from bot.database import open_engine, upgrade
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.publishing import roll_back
from bot.knowledge.reader import read
from bot.knowledge.record import encode
from bot.knowledge.sync import sync
from bot.settings import ROOT, Settings
from bot.web.console.session import COOKIE
from bot.web.main import build
from tests.browser.axe import violations
from tests.browser.complaints import Complaints
from tests.browser.signing_in import employ

pytestmark = pytest.mark.slow

ANSWER = "vneid-quen-mat-khau"
SCREENS = ({"width": 360, "height": 640}, {"width": 1280, "height": 800})
NARROWEST_BUTTON = 44


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, list[str]]]:
    """Địa chỉ cổng trên kho thật, mã phiên của một người biên tập, và địa chỉ mọi trang của phần này có gì để xem."""
    folder = tmp_path_factory.mktemp("ban")
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    upgrade(engine)
    reading = read(ROOT / "knowledge")
    knowledge = reading.knowledge()
    sync(engine, knowledge, now=_now())
    drafts, replays = Drafts(engine, _now, reading.abbreviations), Replays(engine, _now)
    body = {
        "answer": {**encode(knowledge.answers[ANSWER]), "short": "Bấm “Quên mật khẩu” rồi làm theo."},
        "sources": [],
    }
    drafts.submit(drafts.start(ANSWER, "lan", body), "lan")
    drafts.publish(1, "minh")
    roll_back(engine, ANSWER, "minh", _now())
    drafts.submit(drafts.start(ANSWER, "lan", body), "lan")
    replays.ask(drafts.get(2), "lan")
    job = replays.claim()
    assert job
    told = {"kind": "answer", "answers": [ANSWER], "text": "1. Mở ứng dụng.\n2. Bấm nút."}
    change = {"where": {"story": "Quên mật khẩu", "turn": 1}, "said": "quên mật khẩu", "difference": "text"}
    stories = {"played": 231, "broken": [{"story": "Mất sim", "before": False, "told": ["cần lời đáp có: màn hình"]}]}
    changes = [{**change, "before": told, "after": told}]
    replays.finish(job, {"stories": stories, "talks": 9, "turns": 900, "changed": 3, "changes": changes, "version": 1})
    writing = drafts.start(None, "lan", {"answer": {"title": "Thẻ hỏng thì sao?", "short": "Đổi trong 7 ngày."}})
    removing = drafts.start(ANSWER, "lan", deed="remove")
    editor = employ(engine, "hoa", "Chị Hoa", "editor")
    token = Sessions(engine, _now).create(editor.id, {"csrf": secrets.token_urlsafe(12)})
    settings = Settings.from_environment({"VAR_DIR": str(folder), "BOT_URLS": "http://127.0.0.1:9", "RATE_LIMIT": "0"})
    pages = [
        "/ban/cau",
        "/ban/cau?loc=duyet",
        f"/ban/cau/{ANSWER}",
        f"/ban/cau/{ANSWER}/lich-su",
        "/ban/nhap/2/duyet",
        f"/ban/nhap/{writing}",
        f"/ban/nhap/{writing}/xem",
        "/ban/nhap/2/xem",
        f"/ban/nhap/{removing}/duyet",
        "/ban/nhap-yaml",
    ]
    with serving(build(settings, announce=lambda _text: None)) as url:
        wait_for_the_library(url)
        yield url, token, pages
    engine.dispose()


@pytest.fixture(params=SCREENS, ids=["phone", "desk"])
def page(
    request: pytest.FixtureRequest, browser: Browser, desk: tuple[str, str, list[str]], complaints: Complaints
) -> Iterator[Page]:
    url, token, _ = desk
    context = browser.new_context(viewport=request.param, locale="vi-VN", reduced_motion="reduce")
    context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/ban"}])
    page = context.new_page()
    complaints.watch(page)
    yield page
    context.close()


def test_every_page_is_accessible_fits_the_screen_and_has_one_heading(
    page: Page, desk: tuple[str, str, list[str]]
) -> None:
    url, _, pages = desk
    for path in pages:
        page.goto(url + path)
        assert violations(page) == [], path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} tràn ngang"
        small = page.evaluate(
            "(least) => [...document.querySelectorAll('main button:not(.enter), main .button')]"
            ".filter((one) => one.getBoundingClientRect().height < least).map((one) => one.textContent)",
            NARROWEST_BUTTON,
        )
        assert small == [], path
        if folder := os.environ.get("SCREENSHOTS"):
            width = (page.viewport_size or {"width": 0})["width"]
            page.screenshot(
                path=Path(folder) / f"{width}{path.replace('/', '_').replace('?', '_')}.png", full_page=True
            )


def test_faults_appear_beside_the_field_while_typing(page: Page, desk: tuple[str, str, list[str]]) -> None:
    url, _, pages = desk
    page.goto(url + next(path for path in pages if path.startswith("/ban/nhap/3")))
    page.get_by_label("Bằng chứng").fill("Thẻ hỏng đổi trong 5 ngày.")
    expect(page.locator("#facts-wrong")).to_be_hidden()
    page.get_by_label("Chủ đề").select_option("can-cuoc")
    page.get_by_label("Lúc đọc nguồn").fill("2026-11")
    page.get_by_label("Tìm nguồn đã có").fill("dantri")
    page.get_by_role("button", name="Lưu và tìm").first.click()
    page.get_by_role("group", name="Nguồn", exact=True).get_by_role("checkbox").first.check()
    expect(page.locator("#short-wrong")).to_contain_text("“7” không có trong facts")
    page.get_by_label("Bằng chứng").fill("Thẻ hỏng đổi trong 7 ngày.")
    expect(page.locator("#short-wrong")).to_be_hidden()
    expect(page.locator("#tong")).to_contain_text("chỗ")


def test_a_yaml_file_is_read_into_the_box(page: Page, desk: tuple[str, str, list[str]], tmp_path: Path) -> None:
    url, _, _ = desk
    (tmp_path / "a.yml").write_text("id: thu\ntitle: Thử\n", "utf-8")
    page.goto(f"{url}/ban/nhap-yaml")
    page.get_by_label("Chọn tệp").set_input_files(tmp_path / "a.yml")
    expect(page.get_by_label("Dán nội dung tệp")).to_have_value("id: thu\ntitle: Thử\n")
