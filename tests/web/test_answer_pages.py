"""Trang của từng câu trả lời, trang duyệt, tìm, tờ A5, sitemap, robots: trên cổng thật và kho thật trong SQLite."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy.engine import Engine

from bot.database import open_engine
from bot.knowledge.model import Topic
from bot.knowledge.sync import sync
from bot.web import texts
from bot.web.answer_view import view
from bot.web.design import Design
from bot.web.errors import NotReady
from bot.web.library import Library, answer_index
from bot.web.limits import WIDE
from bot.web.sheet import sheet
from tests.sample_answers import ANSWERS, ATTACK, FULL, KNOWLEDGE, LONG, NOW, TODAY

HOME = {"Host": "hoi.xa-ban.gov.vn", "X-Forwarded-Proto": "https"}


@pytest.fixture
def engine(settings_with: Any) -> Iterator[Engine]:
    engine = open_engine(settings_with().database_url)
    sync(engine, KNOWLEDGE, now=NOW)
    yield engine
    engine.dispose()


@pytest.fixture
async def pages(gateway: Any, engine: Engine) -> AsyncIterator[Any]:
    yield await gateway(TODAY=TODAY)


async def get(client: Any, path: str, status: int = 200, **headers: str) -> str:
    async with client.get(path, headers=headers, allow_redirects=False) as response:
        assert response.status == status, await response.text()
        return str(await response.text())


def in_order(page: str, *parts: str) -> None:
    place = 0
    for part in parts:
        place = page.find(part, place)
        assert place >= 0, f"không thấy, hoặc đứng trước chỗ phải đứng: {part}"


async def test_an_answer_page_says_the_short_answer_first_and_its_source_last(pages: Any) -> None:
    page = await get(pages, "/hoi/cap-lai-the")
    steps = "".join(f"  <li>{step}</li>\n" for step in FULL.steps)
    in_order(
        page,
        '<html lang="vi">',
        "<h1>Cấp lại thẻ bảo hiểm bị rách thế nào?</h1>",
        FULL.short + "</p>",
        "Áp dụng từ ngày 1/6/2025. Áp dụng đến hết ngày 31/12/2026.",
        f'<ol class="steps">\n{steps}',
        "Không mất tiền.",
        "Lưu ý",
        "Đừng đưa thẻ cho người lạ.",
        "Nguồn</h2>",
        '<a href="https://bao-mau.example/the" rel="noopener noreferrer external">Bài về thẻ</a>',
        "Báo Mẫu, ngày 1/5/2025.",
        "Báo Việc, nguồn không ghi ngày.",
        "Bài viết",
        "Báo Kín, đầu năm 2026.",
        "Tra cứu tháng 11/2026.",
        '<a href="/hoi/doi-noi-kham">',
    )
    assert 'href="/hoi/cap-lai-the/in"' in page
    assert 'href="/#hoi-dap"' in page
    assert "bai-khong-dau" not in page
    assert "khong-con-cau-nay" not in page


async def test_only_a_web_address_becomes_a_link(pages: Any) -> None:
    page = await get(pages, "/hoi/cap-lai-the")
    assert "Bài có địa chỉ lạ" in page
    assert "javascript:" not in page


async def test_a_rule_no_longer_in_force_says_so_and_leads_to_the_present_one(pages: Any) -> None:
    page = await get(pages, "/hoi/muc-dong-cu")
    in_order(page, "<h1>", "đã hết sau ngày 30/6/2025", "Nay là:", '<a href="/hoi/muc-dong-moi">', '<p class="short">')
    assert "đã hết sau ngày 30/6/2025" in re.findall(r'og:description" content="([^"]*)', page)[0]
    assert "đã hết hiệu lực" in (await get(pages, "/hoi")).split('href="/hoi/muc-dong-cu"')[1][:200]


async def test_a_rule_not_yet_in_force_says_so_until_its_day(gateway: Any, engine: Engine) -> None:
    before, after = await gateway(TODAY="2026-12-31"), await gateway(TODAY="2027-01-01")
    assert "Hôm nay chưa áp dụng" in await get(before, "/hoi/quy-dinh-sap-toi")
    page = await get(after, "/hoi/quy-dinh-sap-toi")
    assert "chưa áp dụng" not in page
    assert "Áp dụng từ ngày 1/1/2027." in page


async def test_no_word_of_the_knowledge_becomes_markup(pages: Any) -> None:
    for path in ("/hoi/chu-doc", "/hoi/chu-doc/in", "/hoi"):
        page = await get(pages, path)
        assert "<img" not in page
        assert "&lt;img" in page


async def test_search_engines_get_the_question_and_answer_as_data(pages: Any) -> None:
    for path, title in (("/hoi/cap-lai-the", FULL.title), ("/hoi/chu-doc", ATTACK)):
        (block,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', await get(pages, path, **HOME), re.S
        )
        data = json.loads(block)
        assert data["@type"] == "FAQPage"
        assert data["url"] == f"https://hoi.xa-ban.gov.vn{path}"
        (question,) = data["mainEntity"]
        assert question["name"] == title
        assert question["acceptedAnswer"]["text"]
        assert "<" not in block


async def test_a_page_names_its_own_address_to_those_who_share_it(pages: Any) -> None:
    page = await get(pages, "/hoi/cap-lai-the", **HOME)
    address = "https://hoi.xa-ban.gov.vn/hoi/cap-lai-the"
    assert f'<link rel="canonical" href="{address}" />' in page
    assert f'<meta property="og:url" content="{address}" />' in page
    assert f'<meta property="og:title" content="{FULL.title}" />' in page
    assert f'<meta property="og:description" content="{FULL.short}" />' in page


async def test_a_host_name_that_is_not_one_is_refused(pages: Any) -> None:
    for host in ('x"><script>', "a b", "la.example/hoi"):
        await get(pages, "/hoi/cap-lai-the", 400, Host=host)


@pytest.mark.parametrize("suffix", ["", "/in"])
async def test_an_old_name_leads_to_the_present_page(pages: Any, suffix: str) -> None:
    async with pages.get("/hoi/the-rach" + suffix, allow_redirects=False) as response:
        assert response.status == 301
        assert response.headers["Location"] == "/hoi/cap-lai-the" + suffix


@pytest.mark.parametrize("suffix", ["", "/in"])
async def test_an_unknown_address_is_told_kindly_and_offers_the_nearest(pages: Any, suffix: str) -> None:
    page = await get(pages, "/hoi/can-cuoc-nhan-o" + suffix, 404)
    in_order(page, "Không có trang này", '<a href="/hoi/can-cuoc-nhan">', 'action="/hoi"')
    assert "Có phải" not in await get(pages, "/hoi/zzzz", 404)


async def test_the_browse_page_lists_every_answer_under_its_topic(pages: Any) -> None:
    page = await get(pages, "/hoi")
    for topic, name in texts.TOPICS.items():
        assert f'<a href="#{topic}">{name}' in page
        assert f'id="{topic}"' in page
    for answer in ANSWERS:
        assert page.count(f'href="/hoi/{answer.id}"') == 1
    assert "6 câu</span>" in page  # bhyt
    assert set(texts.TOPICS) == set(get_args(Topic))


async def test_a_topic_too_long_to_list_says_how_many_are_left(gateway: Any, engine: Engine, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.web.answer_pages.LISTED", 2)
    page = await get(await gateway(TODAY=TODAY), "/hoi")
    assert "6 câu</span>" in page
    assert "Còn 4 câu nữa" in page


@pytest.mark.parametrize("query", ["lay can cuoc cho nao", "lấy căn cước chỗ nào", "LẤY CĂN CƯỚC CHỖ NÀO"])
async def test_search_finds_with_or_without_accents(pages: Any, query: str) -> None:
    page = await get(pages, f"/hoi?q={query}")
    assert page.index('href="/hoi/can-cuoc-nhan"') < page.index("Hoặc xem theo chủ đề")
    assert f'value="{query}"' in page
    assert 'name="robots" content="noindex"' in page


async def test_search_says_honestly_that_it_found_nothing(pages: Any) -> None:
    page = await get(pages, "/hoi?q=xyzzy qwrt")
    assert "chưa có câu trả lời chắc chắn" in page
    assert "Hỏi trợ lý" in page
    assert "Những câu gần nhất" not in page


async def test_search_says_what_lies_outside_and_shows_the_right_door(pages: Any) -> None:
    assert "Tôi không trả lời được về dự báo thời tiết" in await get(pages, "/hoi?q=thoi tiet hom nay")
    page = await get(pages, "/hoi?q=doi bien so xe may")
    in_order(page, "chưa có thông tin chắc chắn về biển số xe", "Những câu gần nhất", 'href="/hoi/can-cuoc-nhan"')


async def test_a_personal_number_in_a_search_is_neither_used_nor_shown(pages: Any) -> None:
    page = await get(pages, "/hoi?q=căn cước 038090001234 nhận ở đâu")
    assert "038090001234" not in page
    assert "[số căn cước]" in page
    assert texts.PRIVACY_NOTICE in page


async def test_a_hostile_or_endless_search_is_shown_as_text_and_cut(pages: Any) -> None:
    assert "<img" not in await get(pages, "/hoi?q=%3Cimg%20src=x%3E%00%ED%A0%80")
    page = await get(pages, "/hoi?q=" + "b" * 5000)
    assert "b" * 200 in page
    assert "b" * 201 not in page
    assert "Chọn chủ đề" in await get(pages, "/hoi?q=%20%20")


async def test_searching_too_fast_must_wait(gateway: Any, engine: Engine) -> None:
    client = await gateway(RATE_LIMIT="1")
    for _ in range(WIDE):
        await get(client, "/hoi?q=a")
    await get(client, "/hoi?q=a", 429)
    await get(client, "/hoi")


async def test_an_unchanged_page_is_not_sent_twice(pages: Any) -> None:
    for path in ("/hoi", "/hoi/cap-lai-the", "/hoi/cap-lai-the/in", "/sitemap.xml"):
        async with pages.get(path) as response:
            tag = response.headers["ETag"]
            assert response.headers["Cache-Control"] == "no-cache"
        async with pages.get(path, headers={"If-None-Match": f'"khac", {tag}'}) as response:
            assert response.status == 304
            assert response.headers["ETag"] == tag
            assert await response.read() == b""


async def test_a_page_changes_its_tag_with_the_day_and_the_address(gateway: Any, engine: Engine) -> None:
    tags = set()
    for day in (TODAY, "2026-11-23"):
        client = await gateway(TODAY=day)
        for headers in ({}, HOME):
            async with client.get("/hoi/cap-lai-the", headers=headers) as response:
                tags.add((day, response.headers["ETag"]))
    assert len({tag for _, tag in tags}) == 4


@pytest.mark.alone
async def test_an_edited_answer_is_on_its_page_within_two_seconds(pages: Any, engine: Engine) -> None:
    async with pages.get("/hoi/cap-lai-the") as response:
        tag = response.headers["ETag"]
    edited = replace(FULL, short="Lời đáp vừa sửa.")
    sync(engine, replace(KNOWLEDGE, answers={**KNOWLEDGE.answers, FULL.id: edited}), now=NOW)
    deadline = asyncio.get_running_loop().time() + 2
    while asyncio.get_running_loop().time() < deadline:
        async with pages.get("/hoi/cap-lai-the", headers={"If-None-Match": tag}) as response:
            if response.status == 200:
                break
        await asyncio.sleep(0.05)
    assert "Lời đáp vừa sửa." in await get(pages, "/hoi/cap-lai-the")


async def test_a_store_that_breaks_leaves_the_pages_standing(pages: Any, tmp_path: Path) -> None:
    await get(pages, "/hoi/cap-lai-the")
    with sqlite3.connect(tmp_path / "hoi-dap-so.sqlite") as connection:
        connection.execute("DROP TABLE knowledge_version")
    await asyncio.sleep(0.6)
    assert FULL.title in await get(pages, "/hoi/cap-lai-the")


async def test_a_request_before_the_first_load_waits_for_it(engine: Engine) -> None:
    library = Library(engine, NOW.date, parts=(answer_index,))
    waiting = asyncio.create_task(library.edition())
    await asyncio.sleep(0)
    await library.refresh()
    edition = await waiting
    assert edition.knowledge.answers.keys() == KNOWLEDGE.answers.keys()
    assert await library.edition() is edition
    await library.refresh()
    assert await library.edition() is edition  # kho không đổi: không dựng lại


async def test_a_knowledge_that_never_loads_is_told_as_not_ready(engine: Engine, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.web.library.FIRST_LOAD", 0.01)
    with pytest.raises(NotReady):
        await Library(engine, NOW.date).edition()


async def test_an_empty_knowledge_still_has_a_browse_page(client: Any) -> None:
    assert "0 câu hỏi" in await get(client, "/hoi")
    assert "chưa có câu trả lời chắc chắn" in await get(client, "/hoi?q=vneid")


async def test_the_sheet_has_steps_source_dates_and_a_code_to_its_page(pages: Any) -> None:
    page = await get(pages, "/hoi/cap-lai-the/in", **HOME)
    in_order(
        page,
        FULL.title,
        FULL.short,
        *FULL.steps,
        *FULL.notes,
        *FULL.details,
        "Áp dụng từ",
        "Báo Mẫu, ngày 1/5/2025",
        "và 1 nguồn khác",
        "Tra cứu tháng 11/2026",
        "https://hoi.xa-ban.gov.vn/hoi/cap-lai-the",
        "In ngày 22/11/2026.",
        "<svg",
        "<path",
    )
    assert "data:image" not in page
    assert "Còn chi tiết" not in page


def test_a_sheet_drops_details_but_never_a_step_or_a_note() -> None:
    shown = view(LONG, KNOWLEDGE, NOW.date())
    fitted = sheet(shown, "a", NOW.date())
    assert fitted.cut
    assert fitted.size
    assert len(fitted.details) < len(LONG.details)
    links = {"canonical": "a", "pdf": "b", "back": "c", "back_says": "Quay lại"}
    page = Design().render("sheet.html", sheet=fitted, qr_code="", base="", **links)
    assert all(text in page for text in (*LONG.steps, *LONG.notes))
    assert "Còn chi tiết" in page


def test_a_table_is_shown_with_its_headings() -> None:
    shown = view(FULL, KNOWLEDGE, NOW.date())
    table = {"columns": ["Việc", "Phí"], "rows": [["Cấp lại", "0 đồng"], ["Cấp đổi", ATTACK]]}
    shown = replace(shown, item=replace(shown.item, table=table))
    page = Design().render("answer.html", shown=shown, address="a", faq={}, task=None, base="")
    in_order(page, '<th scope="col">Việc</th>', '<th scope="col">Phí</th>', "<td>0 đồng</td>", "&lt;img")


async def test_robots_and_sitemap_speak_of_the_address_in_use(pages: Any) -> None:
    robots = await get(pages, "/robots.txt", **HOME)
    assert "Sitemap: https://hoi.xa-ban.gov.vn/sitemap.xml" in robots
    assert "Disallow: /api/" in robots
    page = await get(pages, "/sitemap.xml", **HOME)
    assert page.startswith("<?xml")
    listed = set(re.findall("<loc>(.*?)</loc>", page))
    expected = {f"https://hoi.xa-ban.gov.vn/hoi/{answer.id}" for answer in ANSWERS if answer.id != "muc-dong-cu"}
    assert listed == {"https://hoi.xa-ban.gov.vn/hoi", *expected}


async def test_pages_travel_compressed(pages: Any) -> None:
    async with pages.get("/hoi", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in ",".join(response.headers.getall("Vary"))
