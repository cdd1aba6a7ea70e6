"""report.html mở thẳng từ đĩa trong Chromium, mạng bị ngắt: đọc được ở mọi cỡ, mọi màu, và khi in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.stories.report import write_report
from tests.browser.axe import violations
from tests.browser.conftest import browser
from tests.story_runner.sample import AT, ATTACK, every_outcome, failure, played, turn

__all__ = ["browser"]
pytestmark = pytest.mark.slow

WRONG = "Dịch vụ công toàn trình của Thanh Hoá"
PASSED = "Vừa chuyển tiền cho kẻ lừa"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    long = "khôngdấucách" * 30
    hostile = played(ATTACK, turn(ATTACK, long, wrong=(failure("says", ATTACK, long),)), file=f"{long}.yml")
    write_report(folder, [*every_outcome(), hostile], at=AT)
    return (folder / "report.html").as_uri()


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, report: str) -> Iterator[Page]:
    """Trang báo cáo ở một cỡ; kết thúc thì kiểm rằng nó không gọi gì ngoài chính nó và không lỗi nào."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, offline=True)
    page = context.new_page()
    page.set_default_timeout(8000)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(report)
    yield page
    assert page.evaluate("window.hit") is None
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [report]
    assert complaints == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_report_breaks_no_accessibility_rule_folded_or_unfolded(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    assert violations(page) == []
    unfold(page)
    assert violations(page) == []


def test_nothing_sticks_out_sideways(page: Page) -> None:
    unfold(page)
    assert fits(page)
    page.emulate_media(media="print")
    assert fits(page)


def test_wanted_and_got_are_side_by_side_where_there_is_room(page: Page) -> None:
    wanted, got = (page.locator(".clash > div").nth(n).bounding_box() for n in (0, 1))
    assert wanted and got
    beside = wanted["y"] == got["y"]
    assert beside == (page.viewport_size == {"width": 1280, "height": 800})


def test_a_passed_story_is_opened_by_keyboard(page: Page) -> None:
    story = page.locator("details.story", has=page.get_by_role("heading", name=PASSED, exact=True, include_hidden=True))
    reply = story.get_by_text("Anh/chị dừng chuyển tiền ngay.")
    expect(reply).to_be_hidden()
    story.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(reply).to_be_visible()


def test_only_the_failed_stories_stay_when_asked(page: Page) -> None:
    wrong, passed = (page.locator("h3", has_text=name) for name in (WRONG, PASSED))
    expect(passed).to_be_visible()
    page.get_by_label("Chỉ xem câu hỏng").check()
    expect(passed).to_be_hidden()
    expect(wrong).to_be_visible()


def test_print_keeps_the_faults_and_drops_the_controls(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("#only-wrong")).to_be_hidden()
    expect(page.locator("h3", has_text=WRONG)).to_be_visible()
    expect(page.locator(".clash mark").first).to_be_visible()
