"""Trang /viec: hỏi từng điều bằng biểu mẫu GET, đủ thì ra danh sách việc có nguồn, in được, gửi được, không lộ gì."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pdf_text import pages as pdf_pages

from bot.database import open_engine
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.web.sheet_pdf import sheets_pdf
from bot.web.task_view import task_sheet, task_view
from tests.sample_answers import ATTACK, NOW
from tests.sample_tasks import AGE, CARD, TASK, TASKED

HOME = {"Host": "hoi.xa-ban.gov.vn", "X-Forwarded-Proto": "https"}
READY = "/viec/lam-the?age=old&card=have"


@pytest.fixture
async def site(gateway: Any, tmp_path: Path) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    sync(engine, TASKED, now=NOW)
    engine.dispose()
    return await gateway(TODAY=NOW.date().isoformat())


async def get(site: Any, path: str, status: int = 200) -> str:
    async with site.get(path, headers=HOME, allow_redirects=False) as response:
        assert response.status == status, path
        return str(await response.text())


def in_order(page: str, *parts: str) -> None:
    place = 0
    for part in parts:
        place = page.find(part, place)
        assert place >= 0, part


async def test_every_task_is_listed_and_the_urgent_one_comes_first(site: Any) -> None:
    page = await get(site, "/viec")
    in_order(page, '<li class="urgent">', 'href="/viec/bi-lua"', 'href="/viec/lam-the"', TASK.intro)
    assert ATTACK not in page
    sitemap = await get(site, "/sitemap.xml")
    assert "https://hoi.xa-ban.gov.vn/viec/lam-the</loc>" in sitemap


async def test_one_thing_is_asked_at_a_time_and_what_is_known_is_carried_on(site: Any) -> None:
    page = await get(site, "/viec/lam-the")
    in_order(page, TASK.intro, f"<legend>{AGE.ask}</legend>", 'name="age" value="young"', 'name="age" value="old"')
    assert CARD.ask not in page.partition("<main")[2]
    page = await get(site, "/viec/lam-the?age=old")
    in_order(page, "Từ 14 tuổi trở lên", '<input type="hidden" name="age" value="old" />', CARD.ask, 'value="none"')


async def test_the_last_answer_gives_the_list_with_its_sources_and_dates(site: Any) -> None:
    page = await get(site, READY)
    in_order(
        page,
        "Việc cần làm cho trường hợp: từ 14 tuổi trở lên; đã có thẻ.",
        "Mang theo",
        "Thẻ cũ.",
        '<ol class="steps">',
        "Đến công an xã, phường.",
        "Lấy vân tay.",
        "Không mất tiền.",
        "Báo Mẫu, ngày 1/5/2025.",
        "Tra cứu tháng 11/2026.",
    )
    body = page.partition("<main")[2]
    assert "Giấy khai sinh" not in body
    assert "javascript:" not in body


async def test_what_no_longer_changes_the_list_is_not_asked(site: Any) -> None:
    page = (await get(site, "/viec/lam-the?age=young")).partition("<main")[2]
    assert CARD.ask not in page
    in_order(page, "Giấy khai sinh.", "Cha mẹ ký thay.")


async def test_each_choice_can_be_changed_alone(site: Any) -> None:
    page = await get(site, READY)
    assert 'href="/viec/lam-the?card=have" aria-label="Đổi: Từ 14 tuổi trở lên"' in page
    assert 'href="/viec/lam-the?age=old" aria-label="Đổi: Đã có thẻ"' in page


async def test_a_rule_that_is_over_is_told_before_the_list(site: Any) -> None:
    page = await get(site, "/viec/lam-the?age=old&card=none")
    in_order(
        page.partition("<main")[2], "Quy định này đã hết sau", "Mức đóng bây giờ", "Các bước làm", "Nộp mức đóng cũ."
    )


async def test_a_choice_nobody_offered_is_as_if_it_was_not_made(site: Any) -> None:
    page = await get(site, "/viec/lam-the?age=%3Cimg%3E&card=1000&ten=Nguyen+Van+A&card=have")
    assert f"<legend>{AGE.ask}</legend>" in page
    for stray in ("<img>", "1000", "Nguyen"):
        assert stray not in page.partition("<main")[2]


async def test_a_list_for_one_case_is_kept_out_of_search_engines(site: Any) -> None:
    assert 'name="robots" content="noindex"' in await get(site, READY)
    first = await get(site, "/viec/lam-the")
    assert "noindex" not in first
    assert 'rel="canonical" href="https://hoi.xa-ban.gov.vn/viec/lam-the"' in first
    assert 'rel="canonical" href="https://hoi.xa-ban.gov.vn/viec/lam-the"' in await get(site, READY)


async def test_the_link_to_pass_on_carries_the_choices_and_nothing_else(site: Any) -> None:
    page = await get(site, READY + "&fbclid=xyz&ten=A")
    (zalo,) = re.findall(r'href="https://button-share\.zalo\.me/share_external\?d=([^"]+)"', page)
    assert json.loads(base64.b64decode(unquote(zalo))) == {"url": f"https://hoi.xa-ban.gov.vn{READY}"}
    assert "fbclid" not in page


async def test_the_sheet_and_its_pdf_hold_the_whole_list_and_a_code_back_to_it(site: Any) -> None:
    page = await get(site, READY.replace("?", "/in?"))
    in_order(page, TASK.title, "Mang theo", "Thẻ cũ.", "Các bước làm", "Lấy vân tay.", "Không mất tiền.", "<svg")
    assert "hoi.xa-ban.gov.vn/viec/lam-the?age=old&amp;card=have" in page
    async with site.get(READY.replace("?", "/in.pdf?"), headers=HOME) as response:
        (text,) = pdf_pages(await response.read())
    for part in (TASK.title, "Mang theo", "Thẻ cũ.", "Lấy vân tay.", "Không mất tiền.", "Báo Mẫu, ngày 1/5/2025"):
        assert part in text
    assert "https://hoi.xa-ban.gov.vn/viec/lam-the?age=old&card=have" in text.replace(" ", "")


@pytest.mark.parametrize("suffix", ["/in", "/in.pdf"])
async def test_a_sheet_before_the_questions_are_answered_sends_back_to_them(site: Any, suffix: str) -> None:
    async with site.get(f"/viec/lam-the{suffix}?age=old", headers=HOME, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/viec/lam-the?age=old")


@pytest.mark.parametrize("suffix", ["", "/in", "/in.pdf"])
async def test_an_unknown_task_is_a_page_not_found(site: Any, suffix: str) -> None:
    assert "Không có trang này" in await get(site, f"/viec/khong-co{suffix}", 404)


async def test_hostile_words_are_shown_as_words(site: Any) -> None:
    for path in ("/viec/bi-lua", "/viec/bi-lua?card=have", "/viec/bi-lua/in?card=have"):
        assert "<img" not in await get(site, path)


async def test_a_checklist_shown_as_an_answer_leads_to_its_own_page(site: Any) -> None:
    async with site.get("/hoi/lam-the", headers=HOME, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/viec/lam-the")


async def test_an_answer_that_proves_a_task_points_to_it(site: Any) -> None:
    assert 'href="/viec/lam-the"' in await get(site, "/hoi/can-cuoc-nhan")
    assert 'href="/viec/' not in (await get(site, "/hoi/doi-noi-kham")).partition("<main")[2]


async def test_the_page_carries_all_it_needs_to_go_on_without_a_network(site: Any) -> None:
    page = await get(site, "/viec/lam-the")
    (data,) = re.findall(r'<script type="application/json" id="du-lieu">(.*?)</script>', page, re.DOTALL)
    embedded = json.loads(data)
    assert [task["id"] for task in embedded["guide"]["tasks"]] == ["lam-the"]
    assert set(embedded["guide"]["answers"]) == {"can-cuoc-nhan", "cap-lai-the", "muc-dong-cu"}
    assert embedded["citations"]["dia-chi-la"]["url"] is None
    assert embedded["today"] == "2026-11-22"


async def test_an_unchanged_list_is_not_sent_twice(site: Any) -> None:
    async with site.get(READY, headers=HOME) as response:
        tag = response.headers["ETag"]
    async with site.get(READY, headers={**HOME, "If-None-Match": tag}) as response:
        assert response.status == 304


def test_the_longest_list_of_every_real_task_fits_one_sheet_whole() -> None:
    knowledge = read(ROOT / "knowledge").knowledge()
    for task in knowledge.tasks.values():
        shown = max(_cases(task, {}, knowledge), key=lambda view: len(" ".join((*view.steps, *view.item.notes))))
        (text,) = pdf_pages(sheets_pdf([task_sheet(shown, "https://a.vn" + shown.path, NOW.date())]))
        assert all(line in text for line in (*shown.bring, *shown.steps, *shown.item.notes)), task.id


def _cases(task: Any, known: dict[str, str], knowledge: Any) -> list[Any]:
    shown = task_view(task, known, knowledge, NOW.date())
    if shown.asking is None:
        return [shown]
    choices = shown.asking.choices
    return [view for each in choices for view in _cases(task, {**known, shown.asking.id: each.value}, knowledge)]
