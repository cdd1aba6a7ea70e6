"""Nơi thực địa: hỏi bot kiểu chuyên gia, dẫn từng việc, gom tờ A5; không để lại gì trong nhật ký người dân."""

from __future__ import annotations

import asyncio
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from pdf_text import pages as pdf_pages

from bot.database import open_engine
from bot.knowledge.sync import sync
from bot.web import keys
from bot.web.console.sheets import MOST
from tests.sample_answers import ATTACK, FULL, NOW, OVER
from tests.sample_tasks import TASK, TASKED
from tests.web.conftest import SitDown
from tests.web.known import disk

CASE = "viec/lam-the?age=old&card=have"
ITEM = {
    "id": "cap-lai-the",
    "title": FULL.title,
    "short": FULL.short,
    "steps": list(FULL.steps),
    "details": [],
    "notes": list(FULL.notes),
    "valid_from": "2025-06-01",
    "valid_until": None,
    "read_on": "2026-11",
    "sources": [{"id": "bao-mau"}, {"id": "khong-ngay"}],
}
CUSTOM = {
    "kind": "answer",
    "rule": "found",
    "lead": "",
    "items": [ITEM],
    "answers": ["cap-lai-the"],
    "buttons": [{"title": "Đổi nơi khám", "payload": {"answer": "doi-noi-kham"}}],
    "trace": {
        "rule": "found",
        "intents": {"ask_health_insurance": 0.83},
        "hits": [{"id": "cap-lai-the", "score": 0.71239, "runner": 0}],
        "outside": {"id": "thoi-tiet", "score": 0.1},
        "sure": {"near": 0.912, "among": 0.99},
    },
}


@pytest.fixture
async def client(gateway: Any, tmp_path: Path) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    sync(engine, TASKED, now=NOW)
    engine.dispose()
    return await gateway(TODAY=NOW.date().isoformat())


def in_order(page: str, *parts: str) -> None:
    place = 0
    for part in parts:
        place = page.find(part, place)
        assert place >= 0, part


async def test_the_expert_view_shows_the_reply_then_its_dates_sources_rule_and_evidence(
    desk: SitDown, fake_bot: Any
) -> None:
    fake_bot.answer = [{"text": "Có."}, {"custom": CUSTOM}]
    reply = await (await desk("helper")).post("/ban/hoi", {"question": "the bi rach"})
    assert reply.status == 200
    in_order(
        reply.text,
        "Lời đáp cho “the bi rach”",
        FULL.title,
        FULL.steps[0],
        "từ ngày 1/6/2025",
        "Báo Mẫu, ngày 1/5/2025.",
        "Báo Việc, nguồn không ghi ngày.",
        "câu đứng đầu đủ chắc",
        "Câu đầu đúng ý: 91 %",
        "dự báo thời tiết",
        "hỏi về bảo hiểm y tế 83 %",
        "điểm 0,71",
        "Mã kỹ thuật",
        "<code>found</code>",
        "<code>ask_health_insurance</code>",
    )


async def test_only_who_may_edit_is_led_to_the_answer_behind_a_reply(desk: SitDown, fake_bot: Any) -> None:
    fake_bot.answer = [{"text": "Có."}, {"custom": CUSTOM}]
    link = 'href="/ban/cau/cap-lai-the"'
    seen = [
        link in (await (await desk(role)).post("/ban/hoi", {"question": "hỏi"})).text for role in ("helper", "editor")
    ]
    assert seen == [False, True]


@pytest.mark.parametrize(
    ("item", "page"),
    [
        ({"id": FULL.id}, f"/hoi/{FULL.id}"),
        ({"id": TASK.id, "case": ""}, f"/viec/{TASK.id}"),
        ({"id": TASK.id, "case": CASE.partition("?")[2]}, f"/{CASE}"),
        ({"id": "g1-001"}, None),
    ],
)
async def test_a_shown_record_leads_to_its_page_and_its_sheet(
    desk: SitDown, fake_bot: Any, item: dict[str, str], page: str | None
) -> None:
    fake_bot.answer = [{"text": "Có."}, {"custom": {**CUSTOM, "items": [{**CUSTOM["items"][0], **item}]}}]
    seen = (await (await desk("helper")).post("/ban/hoi", {"question": "hỏi"})).text
    assert ("Trang công khai" in seen) == bool(page)
    if page:
        address = escape(page)
        assert f'href="{address}">Trang công khai' in seen
        assert f'name="chon" value="{address[1:]}"' in seen


async def test_asking_explains_and_never_reaches_the_log_of_the_citizens(
    desk: SitDown, fake_bot: Any, tmp_path: Path
) -> None:
    helper = await desk("helper")
    await helper.post("/ban/hoi", {"question": "câu độc nhất vô nhị 038090001234"})
    (heard,) = fake_bot.heard
    assert heard["metadata"] == {"explain": True}
    assert heard["sender"].startswith("ban.")
    assert heard["message"] == "câu độc nhất vô nhị [số căn cước]"
    assert "độc nhất vô nhị".encode() not in disk(tmp_path)


async def test_two_helpers_do_not_share_one_talk_and_starting_again_makes_the_bot_forget(
    desk: SitDown, fake_bot: Any
) -> None:
    one, other = await desk("helper"), await desk("editor")
    for helper in (one, other):
        await helper.post("/ban/hoi", {"question": "hỏi"})
    senders = [heard["sender"] for heard in fake_bot.heard]
    assert len(set(senders)) == 2
    reply = await one.post("/ban/hoi/quen")
    assert (reply.status, reply.location) == (303, "/ban/hoi")
    assert fake_bot.forgotten == senders[:1]


async def test_a_helper_reports_a_wrong_reply_and_it_waits_with_what_the_bot_could_not_answer(
    desk: SitDown, fake_bot: Any
) -> None:
    custom = {**CUSTOM, "rule": "found"}
    fake_bot.answer = [{"text": "Có."}, {"custom": custom}]
    helper = await desk("helper")
    page = (await helper.post("/ban/hoi", {"question": "thẻ cũ 038204012345 còn dùng được không"})).text
    fields = dict(re.findall(r'name="(id|question)" value="([^"]+)"', page.partition('action="/ban/hoi/bao"')[2]))
    for _ in range(2):
        told = await helper.post("/ban/hoi/bao", fields)
        assert (told.status, told.location) == (303, "/ban/hoi")
    assert "Đã báo." in (await helper.get("/ban/hoi")).text
    alone = fake_bot.heard[-1]
    assert alone["sender"] != fake_bot.heard[0]["sender"], "hỏi riêng, không lẫn ngữ cảnh"
    for _ in range(100):
        listed = (await helper.get("/ban/chua-biet?ly-do=reported")).text
        if "thẻ cũ [số căn cước] còn dùng được không" in listed:
            break
        await asyncio.sleep(0.1)
    assert "thẻ cũ [số căn cước] còn dùng được không" in listed
    assert "1 lượt" in listed


async def test_a_report_of_a_follow_up_or_without_a_bot_says_what_to_do(desk: SitDown, fake_bot: Any) -> None:
    helper = await desk("helper")
    body = {"id": "bao", "question": "mất bao lâu?"}
    fake_bot.answer = [{"text": "…"}, {"custom": {"kind": "no_answer", "rule": "nothing_before", "items": []}}]
    await helper.post("/ban/hoi/bao", body)
    assert "hỏi lại cho đủ ý rồi báo" in (await helper.get("/ban/hoi")).text
    fake_bot.status = 500
    await helper.post("/ban/hoi/bao", body)
    assert "Đã báo." not in (await helper.get("/ban/hoi")).text


async def test_a_button_of_the_reply_can_be_pressed_like_a_citizen_would(desk: SitDown, fake_bot: Any) -> None:
    fake_bot.answer = [{"text": "Có."}, {"custom": CUSTOM}]
    helper = await desk("helper")
    page = (await helper.post("/ban/hoi", {"question": "hỏi"})).text
    assert '<input type="hidden" name="answer" value="doi-noi-kham" />' in page
    page = (await helper.post("/ban/hoi", {"answer": "doi-noi-kham"})).text
    assert fake_bot.heard[-1]["metadata"] == {"explain": True, "answer": "doi-noi-kham"}
    assert "Lời đáp cho “Đổi nơi khám chữa bệnh ban đầu ra sao?”" in page


async def test_an_empty_question_says_so_beside_the_field(desk: SitDown, fake_bot: Any) -> None:
    reply = await (await desk("helper")).post("/ban/hoi", {"question": "  "})
    assert reply.status == 422
    assert "Ô này đang trống." in reply.text
    assert fake_bot.heard == []


async def test_a_bot_that_is_down_is_told_as_to_a_citizen(desk: SitDown, fake_bot: Any) -> None:
    fake_bot.status = 500
    reply = await (await desk("helper")).post("/ban/hoi", {"question": "hỏi"})
    assert reply.status == 200
    assert "máy chủ của trợ lý không trả lời" in reply.text


async def test_hostile_words_in_a_reply_stay_words(desk: SitDown, fake_bot: Any) -> None:
    hostile = {**ITEM, "title": ATTACK, "short": ATTACK, "steps": [ATTACK]}
    trace = {"rule": ATTACK, "intents": {ATTACK: 1}, "hits": [{"id": ATTACK, "score": 1}]}
    fake_bot.answer = [{"text": ATTACK}, {"custom": {**CUSTOM, "items": [hostile], "trace": trace, "lead": ATTACK}}]
    reply = await (await desk("helper")).post("/ban/hoi", {"question": ATTACK})
    assert reply.status == 200
    assert "<img" not in reply.text


async def test_a_task_is_guided_inside_the_desk_with_its_own_addresses(desk: SitDown) -> None:
    helper = await desk("helper")
    assert 'href="/ban/viec/lam-the"' in (await helper.get("/ban/viec")).text
    page = (await helper.get("/ban/viec/lam-the?age=old")).text
    assert 'action="/ban/viec/lam-the"' in page
    page = (await helper.get("/ban/viec/lam-the?age=old&card=have")).text
    in_order(
        page, 'href="/ban/viec/lam-the?card=have"', "Lấy vân tay.", 'href="/viec/lam-the/in?age=old', "Thêm vào tập"
    )
    assert (await helper.get("/ban/viec/khong-co")).status == 404


async def test_many_sheets_are_gathered_and_taken_as_one_file(desk: SitDown) -> None:
    helper = await desk("helper")
    await helper.post("/ban/to/them", [("chon", "hoi/cap-lai-the"), ("chon", f"hoi/{OVER.id}")])
    await helper.post("/ban/to/them", {"chon": CASE})
    await helper.post("/ban/to/them", {"chon": CASE})
    page = (await helper.get("/ban/to")).text
    in_order(page, "Tập tờ của tôi: 3 tờ", FULL.title, OVER.title, TASK.title)
    session = helper._session
    async with session.get("/ban/to/tap.pdf", headers=helper._cookie) as response:
        assert response.content_type == "application/pdf"
        assert response.headers["Cache-Control"] == "no-store"
        texts = pdf_pages(await response.read())
    assert [title in text for title, text in zip((FULL.title, OVER.title, TASK.title), texts, strict=True)] == [
        True
    ] * 3


async def test_a_sheet_can_be_dropped_alone_or_all_at_once(desk: SitDown) -> None:
    helper = await desk("helper")
    await helper.post("/ban/to/them", [("chon", "hoi/cap-lai-the"), ("chon", f"hoi/{OVER.id}"), ("chon", CASE)])
    await helper.post("/ban/to/bo", {"chon": "hoi/cap-lai-the"})
    page = (await helper.get("/ban/to")).text
    assert "2 tờ" in page
    assert FULL.title not in page
    await helper.post("/ban/to/bo")
    assert "Chưa có tờ nào" in (await helper.get("/ban/to")).text
    assert (await helper.get("/ban/to/tap.pdf")).location == "/ban/to"


@pytest.mark.parametrize(
    "forged",
    [
        "hoi/khong-co",
        "hoi/../ban",
        "viec/lam-the",
        "viec/lam-the?age=old",
        "viec/x?a=b",
        ATTACK,
        "",
        "hoi/" + "a" * 500,
    ],
)
async def test_a_sheet_nobody_can_print_is_never_gathered(desk: SitDown, forged: str) -> None:
    helper = await desk("helper")
    assert (await helper.post("/ban/to/them", {"chon": forged})).status == 303
    assert "Chưa có tờ nào" in (await helper.get("/ban/to")).text


async def test_a_gathering_has_an_end(desk: SitDown, client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.web.console.sheets.MOST", 2)
    helper = await desk("helper")
    await helper.post("/ban/to/them", [("chon", "hoi/cap-lai-the"), ("chon", f"hoi/{OVER.id}"), ("chon", CASE)])
    page = (await helper.get("/ban/to")).text
    assert "tối đa 2 tờ" in page
    assert "Tập tờ của tôi: 2 tờ" in page
    assert MOST == 40


async def test_answers_to_print_are_found_by_words(desk: SitDown) -> None:
    page = (await (await desk("helper")).get("/ban/to?tim=the bao hiem bi rach")).text
    in_order(page, 'value="hoi/cap-lai-the"', FULL.title)


async def test_the_page_for_lost_networks_holds_nothing_of_anyone(client: Any) -> None:
    async with client.get("/offline/field.html") as response:
        page = await response.text()
    assert 'name="csrf"' not in page
    assert TASK.title in page
    async with client.get("/offline/field_worker.js") as response:
        assert response.headers["Service-Worker-Allowed"] == "/ban/"
        before = await response.text()
    engine = client.app[keys.ENGINE]
    sync(engine, TASKED.__class__(), now=NOW)
    await client.app[keys.LIBRARY].refresh()
    async with client.get("/offline/field_worker.js") as response:
        assert await response.text() != before
    assert json.dumps(before)
