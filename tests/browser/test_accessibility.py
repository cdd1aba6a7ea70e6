"""axe-core trên từng trang, từng trạng thái của tiện ích, ở mỗi cách nhìn: sáng, tối, màu ép của hệ điều hành."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.database import open_engine, upgrade
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.web.routes import routes
from tests.browser.axe import violations
from tests.browser.complaints import Complaints
from tests.browser.conftest import Site

pytestmark = pytest.mark.slow

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced-colors": {"color_scheme": "dark", "forced_colors": "active"},
}
_SERVED = {getattr(route, "path", None) for route in routes()}
PAGES = {
    "/": "/",
    "/hoi": "/hoi",
    "/hoi?q=vneid": "/hoi",
    "/hoi/khong-co-cau-nay": "/hoi/{id}",
    "/hoi/{id}": "/hoi/{id}",
    "/hoi/{id}/in": "/hoi/{id}/in",
}
"""Trang và mục của nó trong mục lục của cổng; mục chưa có thì chưa kiểm trang. {id}: câu đầu tiên ở trang duyệt."""


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Cổng với kho thật, để các trang câu trả lời có gì mà kiểm."""
    folder = tmp_path_factory.mktemp("full-site")
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    upgrade(engine)
    sync(engine, read(ROOT / "knowledge").knowledge(), now=datetime.datetime.now(datetime.timezone.utc))
    engine.dispose()
    site = Site(folder)
    yield site
    site.close()


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest, page: Page) -> str:
    page.emulate_media(**LOOKS[request.param])
    return str(request.param)


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill(question)
    box.press("Enter")


@pytest.mark.usefixtures("look")
def test_the_home_page_with_an_empty_widget_breaks_no_rule(page: Page) -> None:
    expect(page.locator(".greeting")).to_be_visible()
    assert violations(page) == []


@pytest.mark.usefixtures("look")
def test_an_answer_breaks_no_rule_folded_or_unfolded(page: Page) -> None:
    ask(page, "quên mật khẩu")
    expect(page.locator(".card").first).to_be_visible()
    assert violations(page) == []
    for summary in page.locator("hoi-dap-so summary").all():
        summary.click()
    assert violations(page) == []


@pytest.mark.usefixtures("look")
def test_an_urgent_reply_breaks_no_rule(page: Page, site: Any) -> None:
    buttons = [{"title": "Khoá thẻ", "payload": {"say": "khoá thẻ"}}]
    calls = [{"label": "Công an", "number": "113"}]
    custom = {"kind": "safety", "items": [], "calls": calls, "buttons": buttons}
    site.messages = [{"text": "Anh/chị đừng chuyển tiền nữa.\n\nGọi ngân hàng khoá tài khoản.", "custom": custom}]
    ask(page, "bị lừa rồi")
    expect(page.locator("article")).to_be_visible()
    assert violations(page) == []


@pytest.mark.usefixtures("look")
def test_a_lost_network_is_told_without_breaking_a_rule(page: Page, complaints: Complaints) -> None:
    complaints.lose_network(page)
    ask(page, "hỏi")
    expect(page.get_by_text("Chưa gửi được").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize("path", [path for path, route in PAGES.items() if route in _SERVED])
def test_a_page_breaks_no_rule(page: Page, full_site: Site, path: str, complaints: Complaints) -> None:
    complaints.expect("404")
    if "{id}" in path:
        page.goto(f"{full_site.url}/hoi")
        first = page.locator("main a[href^='/hoi/']").first.get_attribute("href")
        path = path.replace("/hoi/{id}", str(first))
    page.goto(full_site.url + path)
    assert violations(page) == []


def test_a_fault_inside_the_shadow_tree_is_seen(page: Page) -> None:
    """Phép kiểm phải thấy được lỗi cố ý, nếu không thì mọi kết quả trống ở trên đều vô nghĩa."""
    page.evaluate("document.querySelector('hoi-dap-so').shadowRoot.querySelector('label').remove()")
    page.evaluate("document.body.append(document.createElement('img'))")
    found = violations(page)
    assert any(line.startswith("label (critical)") and "#question" in line for line in found)
    assert any(line.startswith("image-alt") for line in found)
