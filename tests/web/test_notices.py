"""Thông báo nhìn từ người dân: dải báo, chủ đề bị tắt, cả bot bị tắt; có hiệu lực trong 2 giây ở mọi cổng."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from typing import Any

import pytest
from known import NOW, publish

from bot.conversations.notices import Notices
from bot.database import open_engine
from bot.knowledge.revision import write_record
from bot.web import keys
from bot.web.notice_board import spoken

PATH = "/api/v1/notices"
ANSWERS = (
    {"id": "vneid-la-gi", "topic": "vneid", "title": "VNeID là gì?", "related": ["the-mat"]},
    {"id": "the-mat", "topic": "can-cuoc", "title": "Mất thẻ căn cước", "related": ["vneid-la-gi"]},
)


def reply(*ids: str, **custom: Any) -> list[dict[str, Any]]:
    items = [{"id": key, "title": f"Câu {key}", "short": "Có."} for key in ids]
    return [
        {"text": "Câu trả lời của bot.", "custom": {"kind": "answer", "answers": list(ids), "items": items, **custom}}
    ]


@pytest.fixture
async def known(client: Any, tmp_path: Path) -> Any:
    publish(tmp_path, *ANSWERS)
    await client.app[keys.LIBRARY].refresh()
    return client


async def put_up(client: Any, kind: Any, text: str, **more: Any) -> int:
    """Đăng như trang của bàn làm việc: ghi kho rồi cổng này đọc lại ngay."""
    number = await asyncio.to_thread(client.app[keys.NOTICE_LOG].start, kind, text, "vì việc", "lan", **more)
    await client.app[keys.NOTICES].refresh()
    return int(number)


async def fetch(client: Any, **headers: str) -> Any:
    async with client.get(PATH, headers=headers) as response:
        assert response.status == 200
        return (await response.json())["notices"]


async def test_a_banner_is_given_to_every_widget_until_it_ends(known: Any) -> None:
    assert await fetch(known) == []
    number = await put_up(known, "banner", "Có tin nhắn giả danh công an.")
    (given,) = await fetch(known)
    assert (given["id"], given["kind"], given["text"]) == (number, "banner", "Có tin nhắn giả danh công an.")
    assert "vì việc" not in str(given)  # căn cứ là chuyện trong nhà
    assert "lan" not in str(given)
    await asyncio.to_thread(known.app[keys.NOTICE_LOG].end, number, "lan")
    await known.app[keys.NOTICES].refresh()
    assert await fetch(known) == []


async def test_a_browser_that_has_the_notices_is_told_so(known: Any) -> None:
    async with known.get(PATH) as response:
        tag = response.headers["ETag"]
        assert response.headers["Cache-Control"] == "no-cache"
    async with known.get(PATH, headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    await put_up(known, "banner", "Mới.")
    async with known.get(PATH, headers={"If-None-Match": tag}) as response:
        assert response.status == 200


async def test_another_gateway_on_the_same_database_follows_within_two_seconds(gateway: Any, tmp_path: Path) -> None:
    one, other = await gateway(), await gateway()
    number = await put_up(one, "stop", "bảo trì")
    await asyncio.sleep(2)
    assert [each["id"] for each in await fetch(other)] == [number]


async def test_a_notice_with_an_end_runs_out_on_time_without_waiting_for_the_next_look(known: Any) -> None:
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=0.5)
    await put_up(known, "banner", "Ngắn.", until=until)
    assert len(await fetch(known)) == 1
    await asyncio.sleep(0.6)
    assert await fetch(known) == []


async def test_an_answer_on_a_paused_topic_is_replaced_by_the_truth(known: Any, open_talk: Any, fake_bot: Any) -> None:
    await put_up(known, "topic", "quy định vừa đổi, tổ biên tập đang xem lại.", topic="vneid")
    fake_bot.answer = reply("vneid-la-gi", calls=[{"label": "Tổng đài VNeID", "number": "1900 0368"}])
    talk = await open_talk(known)
    (said,) = await talk.say("vneid là gì")
    assert (said["kind"], said["rule"], said["items"]) == ("no_answer", "paused:vneid", [])
    assert "“VNeID và định danh điện tử” vì quy định vừa đổi, tổ biên tập đang xem lại." in said["text"]
    assert "bộ phận một cửa" in said["text"]
    assert [call["number"] for call in said["calls"]] == ["113", "1900 0368"]
    assert "Câu trả lời của bot" not in str(said)
    fake_bot.answer = reply("the-mat")
    (other,) = await talk.say("mất thẻ")
    assert other["text"] == "Câu trả lời của bot."


async def test_the_rest_of_a_mixed_answer_is_offered_as_buttons(known: Any, open_talk: Any, fake_bot: Any) -> None:
    await put_up(known, "topic", "đang xem lại", topic="vneid")
    fake_bot.answer = reply("the-mat", "vneid-la-gi")
    (said,) = await (await open_talk(known)).say("cả hai")
    assert said["buttons"] == [{"title": "Câu the-mat", "payload": {"answer": "the-mat"}}]


async def test_the_page_of_a_paused_answer_warns_but_does_not_hide(known: Any) -> None:
    async with known.get("/hoi/vneid-la-gi") as response:
        tag, before = response.headers["ETag"], await response.text()
    number = await put_up(known, "topic", "quy định vừa đổi", topic="vneid")
    for path in ("/hoi/vneid-la-gi", "/hoi/vneid-la-gi/in"):
        async with known.get(path, headers={"If-None-Match": tag}) as response:
            page = await response.text()
            assert response.status == 200
        assert "quy định vừa đổi" in page
        assert "VNeID là gì?" in page
    async with known.get("/hoi/the-mat") as response:
        assert "quy định vừa đổi" not in await response.text()
    await asyncio.to_thread(known.app[keys.NOTICE_LOG].end, number, "lan")
    await known.app[keys.NOTICES].refresh()
    async with known.get("/hoi/vneid-la-gi") as response:
        assert await response.text() == before


async def test_an_answer_read_by_its_id_carries_the_warning(known: Any) -> None:
    async def warning(answer_id: str) -> str:
        async with known.get(f"/api/v1/answers/{answer_id}") as response:
            return str((await response.json())["warning"])

    assert await warning("vneid-la-gi") == ""
    await put_up(known, "topic", "quy định vừa đổi", topic="vneid")
    assert "quy định vừa đổi" in await warning("vneid-la-gi")
    assert await warning("the-mat") == ""


TRAIT = {
    "id": "phone",
    "ask": "Anh/chị có điện thoại thông minh không?",
    "choices": [{"value": "smart", "label": "Có"}, {"value": "none", "label": "Không"}],
}
TASK = {
    "id": "mat-the-va-vneid",
    "topic": "can-cuoc",
    "title": "Mất thẻ, khoá VNeID",
    "intro": "Trả lời một câu.",
    "traits": ["phone"],
    "lines": [
        {"part": "step", "text": "Gọi khoá.", "when": ["phone=smart"], "answer": "vneid-la-gi"},
        {"part": "step", "text": "Ra công an xã.", "answer": "the-mat"},
    ],
    "read_on": "2026-11",
}


async def test_a_guided_task_that_leans_on_a_paused_topic_warns_on_its_page_and_its_sheet(
    known: Any, desk: Any, tmp_path: Path
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    for noun, record in (("traits", TRAIT), ("tasks", TASK)):
        write_record(engine, noun, record, by="kiểm thử", now=NOW)
    engine.dispose()
    await known.app[keys.LIBRARY].refresh()
    await put_up(known, "topic", "quy định vừa đổi", topic="vneid")
    helper = await desk("helper")
    for path in ("/viec/mat-the-va-vneid?phone=smart", "/viec/mat-the-va-vneid/in?phone=smart"):
        async with known.get(path) as response:
            assert "quy định vừa đổi" in await response.text()
    assert "quy định vừa đổi" in (await helper.get("/ban/viec/mat-the-va-vneid")).text
    async with known.get("/offline/pack.json") as response:
        assert "Gọi khoá" not in await response.text()


async def test_the_offline_pack_leaves_a_paused_topic_out(known: Any) -> None:
    await put_up(known, "topic", "quy định vừa đổi", topic="vneid")
    async with known.get("/offline/pack.json") as response:
        assert [item["id"] for item in (await response.json())["answers"]] == ["the-mat"]


async def test_a_stopped_bot_is_not_asked_and_a_person_can_still_be(
    gateway: Any, open_talk: Any, fake_bot: Any
) -> None:
    client = await gateway(HELPER_TOKEN="the-cua-nguoi-ho-tro")
    number = await put_up(client, "stop", "đang bảo trì")
    talk = await open_talk(client)
    (said,) = await talk.say("quên mật khẩu")
    assert fake_bot.heard == []
    assert (said["kind"], said["rule"]) == ("no_answer", "stopped")
    assert "vì đang bảo trì." in said["text"]
    assert said["calls"][0]["number"] == "113"
    assert said["buttons"][0]["payload"] == {"say": "quên mật khẩu"}
    async with client.post(talk.path + "/handoff", headers=talk.headers, json={"consent": True}) as response:
        assert response.status == 202
    async with client.delete(talk.path + "/handoff", headers=talk.headers) as response:
        assert response.status == 204
    await asyncio.to_thread(client.app[keys.NOTICE_LOG].end, number, "lan")
    await client.app[keys.NOTICES].refresh()
    await talk.say("quên mật khẩu")
    assert len(fake_bot.heard) == 1


async def test_a_gateway_that_starts_while_the_bot_is_stopped_never_asks_it(
    gateway: Any, open_talk: Any, fake_bot: Any, tmp_path: Path
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    Notices(engine, lambda: datetime.datetime.now(datetime.timezone.utc)).start("stop", "bảo trì", "x", "lan")
    engine.dispose()
    client = await gateway()
    await (await open_talk(client)).say("hỏi")
    assert fake_bot.heard == []


def test_an_end_is_told_in_vietnam_time() -> None:
    at = datetime.datetime(2026, 11, 22, 18, 5, tzinfo=datetime.timezone.utc)
    assert spoken(at) == "1 giờ 05 ngày 23/11/2026"
    assert spoken(at.replace(minute=0)) == "1 giờ ngày 23/11/2026"


WORDS = {"text": "quy định vừa đổi", "reason": "Thông tư mới", "until": ""}


async def test_an_editor_reviews_then_switches_a_topic_off_and_on(known: Any, desk: Any) -> None:
    editor = await desk("editor")
    asked = {**WORDS, "topic": "vneid"}
    review = await editor.post("/ban/thong-bao/chu-de/xem-lai", asked)
    assert "tạm dừng trả lời về chủ đề “VNeID và định danh điện tử” vì quy định vừa đổi." in review.text
    assert "1 câu trả lời không được đưa ra nữa" in review.text
    assert await fetch(known) == []  # xem lại chưa làm gì
    assert (await editor.post("/ban/thong-bao/chu-de", asked)).location == "/ban/thong-bao"
    (given,) = await fetch(known)
    assert given["topic"] == "vneid"
    shown = (await editor.get("/ban/thong-bao")).text
    assert "Mở lại chủ đề" in shown
    assert "Chị editor đăng lúc" in shown
    await editor.post(f"/ban/thong-bao/{given['id']}/ket-thuc")
    assert await fetch(known) == []


async def test_only_an_administrator_stops_the_bot_and_starts_it_again(known: Any, desk: Any) -> None:
    editor, administrator = await desk("editor"), await desk("administrator")
    for path in ("/ban/thong-bao/tat-bot", "/ban/thong-bao/tat-bot/xem-lai"):
        assert (await editor.post(path, WORDS)).status == 403
    assert (await editor.get("/ban/thong-bao/tat-bot")).status == 403
    assert "tat-bot" not in (await editor.get("/ban/thong-bao")).text
    review = await administrator.post("/ban/thong-bao/tat-bot/xem-lai", WORDS)
    assert "MỌI câu hỏi của MỌI người" in review.text
    await administrator.post("/ban/thong-bao/tat-bot", WORDS)
    (given,) = await fetch(known)
    assert given["kind"] == "stop"
    for path in ("ket-thuc", "mo-bot"):
        await editor.post(f"/ban/thong-bao/{given['id']}/{path}")
        assert len(await fetch(known)) == 1
    await administrator.post(f"/ban/thong-bao/{given['id']}/mo-bot")
    assert await fetch(known) == []


async def test_a_helper_neither_sees_nor_posts_notices(known: Any, desk: Any) -> None:
    helper = await desk("helper")
    assert (await helper.get("/ban/thong-bao")).status == 403
    assert (await helper.post("/ban/thong-bao/dai-bao", WORDS)).status == 403


async def test_a_wrong_field_is_told_beside_it_and_personal_numbers_are_masked(known: Any, desk: Any) -> None:
    editor = await desk("editor")
    for change, told in (
        ({"text": ""}, "đang trống"),
        ({"text": "a" * 301}, "Dài quá 300"),
        ({"until": "2020-01-01T08:00"}, "đã qua rồi"),
        ({"until": "mai"}, "Cần một ngày và giờ"),
    ):
        reply = await editor.post("/ban/thong-bao/dai-bao/xem-lai", {**WORDS, **change})
        assert (reply.status, told in reply.text) == (422, True)
        assert "Thông tư mới" in reply.text  # điều đã gõ còn nguyên
    shown = await editor.post("/ban/thong-bao/dai-bao/xem-lai", {**WORDS, "text": "đừng nghe máy 0912345678"})
    assert "[số điện thoại]" in shown.text
    assert "0912345678" not in shown.text
    back = await editor.post("/ban/thong-bao/dai-bao/xem-lai", {**WORDS, "back": "1"})
    assert "<textarea" in back.text
    assert "quy định vừa đổi" in back.text


async def test_switching_the_same_topic_off_twice_is_told(known: Any, desk: Any) -> None:
    editor = await desk("editor")
    for _ in range(2):
        await editor.post("/ban/thong-bao/chu-de", {**WORDS, "topic": "bhyt"})
    assert "đang tắt rồi" in (await editor.get("/ban/thong-bao")).text
    assert len(await fetch(known)) == 1
