"""Bàn làm việc tiếp nhận: hàng đợi, một cuộc, giờ trực; hai người, một người dân."""

from __future__ import annotations

import asyncio
import datetime
import json
import re
from typing import Any

import pytest
from known import disk, publish

from bot.audit import deeds
from bot.conversations.handoffs import AWAY
from bot.conversations.presence import Presence
from bot.web import keys
from bot.web.console import texts
from tests.web.conftest import SitDown

ANSWER = {
    "id": "vneid-la-gi",
    "topic": "vneid",
    "title": "VNeID là gì?",
    "short": "Ứng dụng định danh điện tử.",
    "facts": ["Ứng dụng định danh điện tử."],
    "asks": ["vneid dùng làm gì"],
}


@pytest.fixture
async def waiting(client: Any, open_talk: Any) -> Any:
    """Một người dân đã hỏi bot rồi xin gặp người."""
    await asyncio.to_thread(client.app[keys.ACCOUNTS].create, "truc", "Trực", "helper", "kiểm thử")
    talk = await open_talk(client)
    await talk.say("làm thẻ cho con ở Sầm Sơn")
    async with client.post(talk.path + "/handoff", headers=talk.headers, json={"consent": True}) as response:
        assert response.status == 202
    return talk


@pytest.fixture
async def lan(desk: SitDown) -> Any:
    return await desk("helper")


@pytest.fixture
async def hoa(desk: SitDown) -> Any:
    return await desk("helper")


def page(talk: Any, deed: str = "") -> str:
    return f"/ban/cho/{talk.id}{deed}"


async def person_lines(talk: Any) -> list[Any]:
    events = await asyncio.to_thread(talk.client.app[keys.LOG].events_since, talk.id, 0)
    return [event.body for event in events if event.kind == "person"]


async def test_the_queue_shows_how_long_and_what_was_asked_last(lan: Any, waiting: Any) -> None:
    reply = await lan.get("/ban/cho")
    assert reply.status == 200
    assert "Có 1 người đang chờ." in reply.text
    assert "làm thẻ cho con ở Sầm Sơn" in reply.text
    assert f'href="{page(waiting)}"' in reply.text


async def test_an_empty_queue_says_so(lan: Any) -> None:
    assert "Lúc này không ai chờ." in (await lan.get("/ban/cho")).text


async def test_the_queue_is_paged_oldest_first(lan: Any, client: Any) -> None:
    log, handoffs = client.app[keys.LOG], client.app[keys.HANDOFFS]
    for number in range(70):
        log.create(f"cuoc-so-{number:03}-0000000000")
        handoffs.ask(f"cuoc-so-{number:03}-0000000000")
    first, third = (await lan.get("/ban/cho")).text, (await lan.get("/ban/cho?trang=99")).text
    assert "Trang 1 trên 3" in first and "cuoc-so-000" in first and "cuoc-so-030" not in first
    assert "Trang 3 trên 3" in third and "cuoc-so-069" in third


async def test_a_talk_is_taken_answered_and_handed_back(lan: Any, waiting: Any, fake_bot: Any) -> None:
    before = (await lan.get(page(waiting))).text
    assert "làm thẻ cho con" in before and "Chào anh/chị" in before
    assert 'name="text"' not in before
    taken = await lan.post(page(waiting, "/nhan"))
    assert (taken.status, taken.location) == (303, page(waiting))
    shown = (await lan.get(page(waiting))).text
    assert texts.TAKEN_BY_YOU in shown and 'name="text"' in shown
    said = await lan.post(page(waiting, "/noi"), {"text": "Chào bác, số 038090001234", "client_id": "m1"})
    assert (said.status, said.location) == (303, page(waiting) + "#tra-loi")
    await lan.post(page(waiting, "/noi"), {"text": "Chào bác, số 038090001234", "client_id": "m1"})
    assert await person_lines(waiting) == [{"text": "Chào bác, số [số căn cước]", "name": lan.account.name}]
    asked = len(fake_bot.heard)
    assert await waiting.say("cháu cảm ơn") == []
    assert len(fake_bot.heard) == asked
    assert "cháu cảm ơn" in (await lan.get(page(waiting))).text
    back = await lan.post(page(waiting, "/tra-bot"))
    assert (back.status, back.location) == (303, "/ban/cho")
    over = await lan.get(page(waiting))
    assert over.status == 409
    assert "cháu cảm ơn" not in over.text
    assert await waiting.say("hỏi bot") != []


@pytest.mark.parametrize(("deed", "state"), [("/dong", "closed"), ("/tra-hang", "waiting"), ("/tra-bot", "returned")])
async def test_leaving_a_talk_goes_back_to_the_queue_and_is_booked(
    lan: Any, waiting: Any, deed: str, state: str
) -> None:
    await lan.post(page(waiting, "/nhan"))
    assert (await lan.post(page(waiting, deed))).location == "/ban/cho"
    engine = waiting.client.app[keys.HANDOFFS]._engine
    assert [(entry.deed, entry.who) for entry in deeds(engine, prefix="handoff.")] == [
        (f"handoff.{state}", lan.login),
        ("handoff.taken", lan.login),
    ]


async def test_of_two_people_pressing_take_at_once_one_gets_it_and_the_other_is_told(
    lan: Any, hoa: Any, waiting: Any
) -> None:
    replies = await asyncio.gather(*(person.post(page(waiting, "/nhan")) for person in (lan, hoa)))
    assert [reply.status for reply in replies] == [303, 303]
    pages = [(await person.get(page(waiting))).text for person in (lan, hoa)]
    winner, loser = sorted(pages, key=lambda text: texts.TAKEN_BY_YOU not in text)
    assert texts.TAKEN_BY_YOU in winner
    assert "đã nhận cuộc này trước" in loser and 'name="text"' not in loser
    assert texts.TAKEN_BY_YOU not in loser


async def test_only_the_holder_can_act_and_the_others_see_who_holds_it(lan: Any, hoa: Any, waiting: Any) -> None:
    assert (await hoa.post(page(waiting, "/noi"), {"text": "Chào", "client_id": "m1"})).status == 409
    await lan.post(page(waiting, "/nhan"))
    for deed in ("/noi", "/dong", "/tra-bot", "/tra-hang"):
        reply = await hoa.post(page(waiting, deed), {"text": "Chào", "client_id": "m1"})
        assert reply.status == 409
        assert lan.account.name in reply.text
    shown = (await hoa.get(page(waiting))).text
    assert f"Chỉ {lan.account.name} viết được" in shown
    assert "Nhận" not in re.sub(r"(?s)<header>.*?</header>", "", shown).replace("nhận", "")
    assert await person_lines(waiting) == []
    queue = (await hoa.get("/ban/cho")).text
    assert f"{lan.account.name} đang trả lời" in queue
    assert "làm thẻ cho con" not in queue
    assert "Tôi đang giữ" in (await lan.get("/ban/cho")).text


async def test_a_talk_whose_holder_is_long_away_is_offered_to_the_others(
    lan: Any, hoa: Any, client: Any, waiting: Any
) -> None:
    await lan.post(page(waiting, "/nhan"))
    later = client.app[keys.OPENING_HOURS].now() + AWAY + datetime.timedelta(seconds=5)
    for part in (keys.OPENING_HOURS, keys.HANDOFFS):
        client.app[part]._clock = lambda: later
    assert "anh/chị nhận thay được" in (await hoa.get("/ban/cho")).text
    assert "Nhận cuộc này" in (await hoa.get(page(waiting))).text
    await hoa.post(page(waiting, "/nhan"))
    assert texts.TAKEN_BY_YOU in (await hoa.get(page(waiting))).text
    assert (await lan.post(page(waiting, "/noi"), {"text": "Chào", "client_id": "m1"})).status == 409


async def test_a_talk_nobody_asked_about_or_that_is_gone_cannot_be_opened(
    lan: Any, client: Any, open_talk: Any, waiting: Any
) -> None:
    private = await open_talk(client)
    await private.say("chuyện riêng tư")
    for deed in ("", "/luong"):
        reply = await lan.get(page(private, deed))
        assert (reply.status, "riêng tư" in reply.text) == (409, False)
    assert (await lan.post(page(private, "/nhan"))).status == 409
    assert (await lan.get("/ban/cho/khong-co-cuoc-nay-dau-nhe")).status == 404
    async with client.delete(waiting.path + "/handoff", headers=waiting.headers) as response:
        assert response.status == 204
    assert (await lan.get(page(waiting))).status == 409
    assert (await lan.post(page(waiting, "/nhan"))).status == 409


async def test_an_answer_of_the_knowledge_is_found_inserted_and_reaches_the_citizen_with_its_source(
    lan: Any, waiting: Any, tmp_path: Any
) -> None:
    await asyncio.to_thread(publish, tmp_path, ANSWER)
    await waiting.client.app[keys.LIBRARY].refresh()
    await lan.post(page(waiting, "/nhan"))
    found = (await lan.get(page(waiting) + "?tim=vneid+dung+lam+gi")).text
    assert f'href="{page(waiting)}?chen=vneid-la-gi#tra-loi"' in found
    chosen = (await lan.get(page(waiting) + "?chen=vneid-la-gi")).text
    assert "Gửi kèm: VNeID là gì?" in chosen and 'value="vneid-la-gi"' in chosen
    await lan.post(page(waiting, "/noi"), {"text": "", "item": "vneid-la-gi", "client_id": "m1"})
    (line,) = await person_lines(waiting)
    assert line["text"] == texts.SEE_ANSWER
    assert line["item"]["short"] == "Ứng dụng định danh điện tử."
    assert [source["publisher"] for source in line["item"]["sources"]] == ["Báo Mẫu"]
    assert "Nguồn: Báo Mẫu." in (await lan.get(page(waiting))).text


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"text": " ", "client_id": "m"}, texts.FIELD_EMPTY),
        ({"text": "a" * 2001, "client_id": "m"}, texts.FIELD_LONG.format(most=2000)),
        ({"text": "lời đang viết", "item": "khong-co", "client_id": "m"}, texts.NO_SUCH_ANSWER),
    ],
)
async def test_words_that_cannot_be_sent_stay_in_the_form(
    lan: Any, waiting: Any, form: dict[str, str], wrong: str
) -> None:
    await lan.post(page(waiting, "/nhan"))
    reply = await lan.post(page(waiting, "/noi"), form)
    assert reply.status == 422
    assert wrong in reply.text
    assert form["text"].strip() in reply.text
    assert await person_lines(waiting) == []


async def test_what_people_typed_is_shown_as_text(lan: Any, client: Any, waiting: Any) -> None:
    await waiting.say("<script>alert(1)</script>")
    for path in ("/ban/cho", page(waiting)):
        shown = (await lan.get(path)).text
        assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


async def test_a_search_in_the_knowledge_hides_personal_numbers(lan: Any, waiting: Any) -> None:
    await lan.post(page(waiting, "/nhan"))
    shown = (await lan.get(page(waiting) + "?tim=038090001234")).text
    assert "038090001234" not in shown and "[số căn cước]" in shown


async def heard(response: Any, name: str) -> Any:
    """Dữ liệu của sự kiện `name` kế tiếp."""
    while True:
        block = (await asyncio.wait_for(response.content.readuntil(b"\n\n"), 10)).decode()
        fields = dict(line.split(": ", 1) for line in block.strip().split("\n") if not line.startswith(":"))
        if fields.get("event") == name:
            return json.loads(fields["data"])[name]


async def test_the_feed_of_a_talk_carries_words_typing_presence_and_the_end(
    lan: Any, client: Any, waiting: Any
) -> None:
    await lan.post(page(waiting, "/nhan"))
    async with lan._session.get(page(waiting, "/luong?sau=0"), headers=lan._cookie) as response:
        assert response.content_type == "text/event-stream"
        assert (await heard(response, "message"))["text"].startswith("làm thẻ")
        async with client.get(waiting.path + "/events", headers=waiting.headers):
            assert await heard(response, "presence") is True
            async with client.post(waiting.path + "/typing", headers=waiting.headers):
                assert await heard(response, "typing") is True
            await waiting.say("lời mới")
            assert await heard(response, "message") == {"text": "lời mới"}
        async with client.delete(waiting.path + "/handoff", headers=waiting.headers):
            assert await heard(response, "ended") == "cancelled"
        await asyncio.wait_for(response.content.read(), 5)
        assert response.content.at_eof()


async def test_the_feed_of_the_queue_counts_the_waiting(lan: Any, client: Any, waiting: Any) -> None:
    async with lan._session.get("/ban/cho/luong", headers=lan._cookie) as response:
        assert await heard(response, "queue") == 1
        await asyncio.to_thread(client.app[keys.HANDOFFS].take, waiting.id, "truc", "Trực")
        assert await heard(response, "queue") == 0


async def test_typing_of_the_holder_reaches_the_citizen_and_of_nobody_else(
    lan: Any, hoa: Any, client: Any, waiting: Any
) -> None:
    presence: Presence = client.app[keys.PRESENCE]
    await lan.post(page(waiting, "/nhan"))
    await hoa.post(page(waiting, "/go"))
    assert not presence.glance([waiting.id])[waiting.id].helper_typing
    await lan.post(page(waiting, "/go"))
    assert presence.glance([waiting.id])[waiting.id].helper_typing


async def test_fetch_gets_short_answers(lan: Any, hoa: Any, waiting: Any, tmp_path: Any) -> None:
    await lan.post(page(waiting, "/nhan"))
    body = {"text": "Chào bác 0912345678", "client_id": "m1"}
    json_headers = {"Accept": "application/json"}
    reply = await lan.post(page(waiting, "/noi"), body, **json_headers)
    assert (reply.status, json.loads(reply.text)) == (201, {"said": True})
    refused = await hoa.post(page(waiting, "/noi"), body, **json_headers)
    assert refused.status == 409
    assert lan.account.name in json.loads(refused.text)["detail"]
    empty = await lan.post(page(waiting, "/noi"), {"text": "", "client_id": "m2"}, **json_headers)
    assert (empty.status, json.loads(empty.text)["detail"]) == (422, texts.FIELD_EMPTY)
    assert b"0912345678" not in disk(tmp_path)


async def test_an_administrator_sets_hours_and_holidays(desk: SitDown, client: Any) -> None:
    boss = await desk("administrator")
    shown = (await boss.get("/ban/gio")).text
    assert 'value="07:30"' in shown and "Chưa có ngày nghỉ nào." in shown
    saved = await boss.post("/ban/gio", {"opens-5-0": "08:00", "closes-5-0": "10:00"})
    assert (saved.status, saved.location) == (303, "/ban/gio")
    table = client.app[keys.OPENING_HOURS].timetable()
    assert [(shift.weekday, shift.opens, shift.closes) for shift in table.shifts] == [(5, "08:00", "10:00")]
    assert (await boss.post("/ban/gio/nghi", {"day": "2026-12-31", "name": "Nghỉ Tết"})).status == 303
    shown = (await boss.get("/ban/gio")).text
    assert "31/12/2026: Nghỉ Tết" in shown
    assert (await boss.post("/ban/gio/bo-nghi", {"day": "2026-12-31"})).status == 303
    assert "Nghỉ Tết" not in (await boss.get("/ban/gio")).text


async def test_hours_that_cannot_be_are_shown_again_with_the_reason(desk: SitDown, client: Any) -> None:
    boss = await desk("administrator")
    before = client.app[keys.OPENING_HOURS].timetable()
    reply = await boss.post("/ban/gio", {"opens-2-0": "10:00", "closes-2-0": "08:00"})
    assert reply.status == 422
    assert "giờ đóng phải sau giờ mở" in reply.text and 'value="10:00"' in reply.text
    for form in ({"day": "", "name": "x"}, {"day": "mai", "name": "x"}, {"day": "2026-12-31", "name": ""}):
        assert (await boss.post("/ban/gio/nghi", form)).status == 422
    assert client.app[keys.OPENING_HOURS].timetable() == before
