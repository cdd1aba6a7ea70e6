"""Gặp người hỗ trợ: đồng ý trước, đọc sau; thẻ của người hỗ trợ; luồng sự kiện."""

from __future__ import annotations

import asyncio
import datetime
import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import disk
from person_client import PersonClient

from bot.local_time import VIETNAM
from bot.web import keys, message, texts
from bot.web.errors import WebError

TOKEN = "the-cua-nguoi-ho-tro"
HELPER = {"Authorization": f"Bearer {TOKEN}"}
WORDS = {"text": "Chào bác", "name": "Lan"}


@pytest.fixture
async def talk(gateway: Any, open_talk: Any) -> Any:
    return await open_talk(await gateway(HELPER_TOKEN=TOKEN))


async def call(talk: Any, method: str, door: str, headers: Any = None, **request: Any) -> tuple[int, Any]:
    async with talk.client.request(
        method, f"{talk.path}/{door}", headers=talk.headers if headers is None else headers, **request
    ) as response:
        return response.status, await response.json(content_type=None) if response.content_length else None


async def consent(talk: Any) -> Any:
    status, body = await call(talk, "POST", "handoff", json={"consent": True})
    assert (status, body["state"]) == (202, "waiting")
    return body


def at(talk: Any, *moment: int) -> None:
    """Đồng hồ của giờ trực chỉ lúc ấy của tháng 11/2026 (23 là thứ Hai), giờ Việt Nam."""
    talk.client.app[keys.OPENING_HOURS]._clock = lambda: datetime.datetime(2026, 11, *moment, tzinfo=VIETNAM)


async def take(talk: Any, login: str = "lan", name: str = "Lan") -> None:
    await asyncio.to_thread(talk.client.app[keys.HANDOFFS].take, talk.id, login, name)


async def heard(response: Any, count: int) -> list[tuple[str, Any]]:
    """`count` sự kiện kế tiếp của một luồng."""
    seen: list[tuple[str, Any]] = []
    while len(seen) < count:
        block = (await asyncio.wait_for(response.content.readuntil(b"\n\n"), 10)).decode()
        if not block.startswith(":"):
            fields = dict(line.split(": ", 1) for line in block.strip().split("\n"))
            seen.append((fields["event"], json.loads(fields["data"])[fields["event"]]))
    return seen


async def assert_closed(talk: Any, status: int = 409, headers: Any = HELPER) -> None:
    for method, body in (("GET", None), ("POST", WORDS)):
        got, problem = await call(talk, method, "person", headers=headers, json=body)
        assert (got, problem["status"]) == (status, status)
        assert problem["detail"]
        assert "riêng tư" not in str(problem)


async def test_nobody_is_left_waiting_where_no_helper_can_come(client: Any, open_talk: Any) -> None:
    talk = await open_talk(client)
    status, problem = await call(talk, "POST", "handoff", json={"consent": True})
    assert (status, problem["detail"]) == (404, texts.NO_HELPERS)


async def test_a_helper_reads_and_writes_only_between_consent_and_its_end(talk: Any) -> None:
    await talk.say("chuyện riêng tư")
    await assert_closed(talk)
    await consent(talk)
    assert (await call(talk, "POST", "person", headers=HELPER, json=WORDS))[0] == 201
    status, body = await call(talk, "GET", "person", headers=HELPER)
    assert status == 200
    assert [line["kind"] for line in body["events"]] == ["message", "replies", "handoff", "person"]
    assert body["events"][0]["body"] == {"text": "chuyện riêng tư"}
    since = body["events"][2]["number"]
    assert (await call(talk, "GET", f"person?since={since}", headers=HELPER))[1]["events"] == body["events"][3:]
    assert await call(talk, "DELETE", "handoff") == (204, None)
    await assert_closed(talk)


@pytest.mark.parametrize("body", [{}, {"consent": False}, {"consent": 1}, {"consent": "true"}, {"consent": None}])
async def test_without_consent_nothing_is_opened(talk: Any, body: Any) -> None:
    status, problem = await call(talk, "POST", "handoff", json=body)
    assert status == 422
    assert "đồng ý" in problem["detail"]
    await assert_closed(talk)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer sai", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
async def test_a_wrong_helper_token_opens_nothing(talk: Any, header: str) -> None:
    await consent(talk)
    await assert_closed(talk, 401, {"Authorization": header} if header else {})


async def test_the_citizens_own_token_is_no_helper_token_and_the_other_way_round(talk: Any) -> None:
    await consent(talk)
    await assert_closed(talk, 401, talk.headers)
    for method, door in (("POST", "handoff"), ("DELETE", "handoff"), ("GET", "events")):
        assert (await call(talk, method, door, headers=HELPER, json={"consent": True}))[0] == 401


@pytest.mark.parametrize("headers", [HELPER, {}, {"Authorization": "Bearer "}])
async def test_with_no_helper_token_set_there_is_no_such_page(gateway: Any, open_talk: Any, headers: Any) -> None:
    talk = await open_talk(await gateway(HELPER_TOKEN=""))
    await assert_closed(talk, 404, headers)


async def test_an_unknown_or_deleted_conversation_is_not_found(talk: Any) -> None:
    await consent(talk)
    async with talk.client.delete(talk.path, headers=talk.headers) as response:
        assert response.status == 204
    await assert_closed(talk, 404)
    assert (await call(talk, "POST", "handoff", json={"consent": True}))[0] == 404
    assert (await call(talk, "DELETE", "handoff"))[0] == 404


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"text": " \u200b"}, {"text": 5}, {"text": "a" * 2001}, {"name": ""}, {"name": "a" * 81}]
)
async def test_words_that_cannot_be_used_are_refused(talk: Any, change: dict[str, Any]) -> None:
    await consent(talk)
    assert (await call(talk, "POST", "person", headers=HELPER, json={**WORDS, **change}))[0] == 422
    assert (await call(talk, "GET", "person?since=x", headers=HELPER))[0] == 422


async def test_a_helpers_words_are_masked_and_stay_out_of_the_log(
    talk: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await consent(talk)
    words = {"text": "bác đọc số 038090001234 nhé", "name": "Lan 0912345678"}
    status, body = await call(talk, "POST", "person", headers=HELPER, json=words)
    assert (status, body["masked"]) == (201, True)
    line = (await call(talk, "GET", "person", headers=HELPER))[1]["events"][-1]
    assert line["body"] == {"text": "bác đọc số [số căn cước] nhé", "name": "Lan [số điện thoại]"}
    stored = disk(tmp_path)
    assert b"038090001234" not in stored and b"0912345678" not in stored
    written = capfd.readouterr()
    assert "person.said" in written.out + written.err
    assert "nhé" not in written.out + written.err
    assert TOKEN not in written.out + written.err


async def test_the_feed_carries_the_consent_and_the_persons_words(talk: Any) -> None:
    async with talk.client.get(talk.path + "/events", headers=talk.headers) as response:
        await consent(talk)
        await call(talk, "POST", "person", headers=HELPER, json=WORDS)
        await call(talk, "DELETE", "handoff")
        seen = await heard(response, 3)
    assert seen == [("handoff", {"state": "waiting"}), ("person", WORDS), ("handoff", {"state": "cancelled"})]


async def test_where_people_have_accounts_a_citizen_can_ask_for_one(client: Any, open_talk: Any) -> None:
    talk = await open_talk(client)
    await asyncio.to_thread(client.app[keys.ACCOUNTS].create, "lan", "Lan", "helper", "kiểm thử")
    await consent(talk)


async def test_in_office_hours_the_citizen_is_told_to_wait(talk: Any) -> None:
    at(talk, 23, 9)
    body = await consent(talk)
    assert (body["open"], body["opens"], body["detail"]) == (True, None, texts.NOW_OPEN)


@pytest.mark.parametrize(
    ("moment", "opens", "words"),
    [
        ((22, 20), "2026-11-23T07:30:00+07:00", "7 giờ 30 thứ Hai 23/11"),
        ((23, 12), "2026-11-23T13:30:00+07:00", "13 giờ 30 thứ Hai 23/11"),
    ],
)
async def test_out_of_hours_the_citizen_is_told_when_and_the_question_stays(
    talk: Any, moment: tuple[int, ...], opens: str, words: str
) -> None:
    at(talk, *moment)
    await talk.say("câu để lại")
    body = await consent(talk)
    assert (body["open"], body["opens"]) == (False, opens)
    assert words in body["detail"]
    waiting = await asyncio.to_thread(talk.client.app[keys.HANDOFF_QUEUE].waiting)
    assert [each.said for each in waiting] == ["câu để lại"]


async def test_the_bot_is_not_asked_while_a_person_answers(talk: Any, fake_bot: Any) -> None:
    await consent(talk)
    await talk.say("bot vẫn trả lời trong lúc chờ")
    await take(talk)
    assert await talk.say("chào chị", client_id="x1") == []
    assert await talk.say("chào chị", client_id="x1") == []
    assert [message["message"] for message in fake_bot.heard] == ["bot vẫn trả lời trong lúc chờ"]
    await asyncio.to_thread(talk.client.app[keys.HANDOFFS].hand_back, talk.id, "lan")
    assert await talk.say("chào chị", client_id="x1") == []
    assert (await talk.say("hỏi bot"))[0]["text"] == "Chào anh/chị"
    assert [message["message"] for message in fake_bot.heard][1:] == ["hỏi bot"]


async def test_a_reply_the_bot_was_still_thinking_of_is_dropped(talk: Any, fake_bot: Any) -> None:
    await consent(talk)
    fake_bot.delay = 0.5
    asking = asyncio.create_task(talk.say("câu bot đang nghĩ"))
    await asyncio.sleep(0.25)
    assert fake_bot.heard
    await take(talk)
    assert await asking == []


async def test_a_personal_number_told_to_a_person_still_brings_the_notice(talk: Any, tmp_path: Path) -> None:
    await consent(talk)
    await take(talk)
    replies = await talk.say("số tôi là 038090001234", client_id="x1")
    assert [(reply["text"], reply["privacy_notice"]) for reply in replies] == [("", texts.PRIVACY_NOTICE)]
    assert b"038090001234" not in disk(tmp_path)


async def test_the_helper_token_cannot_write_into_a_talk_someone_holds(talk: Any) -> None:
    await consent(talk)
    await take(talk, name="Chị Lan")
    status, problem = await call(talk, "POST", "person", headers=HELPER, json=WORDS)
    assert status == 409
    assert "Chị Lan" in problem["detail"]
    assert (await call(talk, "GET", "person", headers=HELPER))[0] == 200


async def test_the_feed_says_who_answers_and_that_they_type(talk: Any, tmp_path: Path) -> None:
    async with talk.client.get(talk.path + "/events", headers=talk.headers) as response:
        await consent(talk)
        await take(talk)
        assert await heard(response, 2) == [
            ("handoff", {"state": "waiting"}),
            ("handoff", {"state": "taken", "name": "Lan"}),
        ]
        await asyncio.to_thread(talk.client.app[keys.PRESENCE].helper_types, talk.id, "lan")
        assert await heard(response, 1) == [("typing", True)]
        handoffs = talk.client.app[keys.HANDOFFS]
        await asyncio.to_thread(handoffs.say, talk.id, "lan", "Chào bác", "1", {"id": "vneid-la-gi"})
        words = {"text": "Chào bác", "name": "Lan", "item": {"id": "vneid-la-gi"}}
        assert await heard(response, 2) == [("person", words), ("typing", False)]
        await asyncio.to_thread(handoffs.close, talk.id, "lan")
        assert await heard(response, 1) == [("handoff", {"state": "closed", "name": "Lan"})]
    assert b'"typing"' not in disk(tmp_path)


async def test_a_citizen_typing_is_seen_only_by_the_one_who_holds_the_talk(talk: Any) -> None:
    presence = talk.client.app[keys.PRESENCE]
    assert (await call(talk, "POST", "typing", headers={}))[0] == 401
    assert (await call(talk, "POST", "typing"))[0] == 204
    await consent(talk)
    assert (await call(talk, "POST", "typing"))[0] == 204
    await take(talk)
    assert not presence.glance([talk.id])[talk.id].citizen_typing
    assert (await call(talk, "POST", "typing"))[0] == 204
    assert presence.glance([talk.id])[talk.id].citizen_typing


async def test_an_open_feed_tells_the_desk_that_the_citizen_is_there(talk: Any) -> None:
    await consent(talk)
    presence = talk.client.app[keys.PRESENCE]
    assert not presence.glance([talk.id])[talk.id].citizen_here
    async with talk.client.get(talk.path + "/events", headers=talk.headers):
        await asyncio.sleep(1.5)
        assert presence.glance([talk.id])[talk.id].citizen_here


async def test_the_test_client_lists_and_says(talk: Any) -> None:
    helper = PersonClient(str(talk.client.make_url("")), TOKEN)
    with pytest.raises(HTTPError) as caught:
        await asyncio.to_thread(helper.lines, talk.id)
    assert caught.value.code == 409
    await consent(talk)
    number = await asyncio.to_thread(helper.say, talk.id, "Lan", "Chào bác")
    lines = await asyncio.to_thread(helper.lines, talk.id)
    assert (lines[-1]["number"], lines[-1]["body"]) == (number, WORDS)


@given(text=st.text(max_size=300))
def test_any_words_are_cleaned_to_something_that_can_be_stored(text: str) -> None:
    try:
        cleaned = message.cleaned(text, "text", 200)
    except WebError as error:
        assert error.status == 422
    else:
        cleaned.text.encode()
        assert "\u0000" not in cleaned.text
