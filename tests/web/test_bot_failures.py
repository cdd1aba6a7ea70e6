"""Bot hỏng kiểu gì, người dân cũng nhận một câu thật thà, và gửi lại là được hỏi lại."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from bot.web import texts


def assert_honest(replies: list[dict[str, Any]], said: str) -> None:
    assert len(replies) == 1
    assert replies[0]["kind"] == "no_answer"
    assert replies[0]["text"] == texts.BOT_UNAVAILABLE
    assert replies[0]["calls"] == [{"label": "Công an (khẩn cấp)", "number": "113"}]
    assert replies[0]["buttons"] == [{"title": "Gửi lại", "payload": {"say": said}}]


@pytest.mark.parametrize(
    "garbage",
    [
        "rác",
        "",
        "{}",
        "[]",
        "null",
        "[1]",
        "[{}]",
        '[{"text": 5}]',
        '[{"custom": []}]',
        pytest.param("[" * 5000, id="sâu"),
        '[{"text": "a"',
    ],
)
async def test_nonsense_from_the_bot_becomes_an_honest_reply_and_a_retry_asks_again(
    talk: Any, fake_bot: Any, garbage: str
) -> None:
    good = fake_bot.answer
    fake_bot.answer = garbage
    assert_honest(await talk.say("hỏi 038090001234", "m1"), "hỏi [số căn cước]")
    fake_bot.answer = good
    assert (await talk.say("hỏi 038090001234", "m1"))[0]["text"] == "Chào anh/chị"
    assert len(fake_bot.heard) == 2


async def test_an_error_status_from_the_bot_becomes_an_honest_reply(talk: Any, fake_bot: Any) -> None:
    fake_bot.status = 500
    assert_honest(await talk.say("hỏi"), "hỏi")


async def test_a_slow_bot_is_not_waited_for_and_answers_the_next_time(talk: Any, fake_bot: Any) -> None:
    fake_bot.delay = 5
    assert_honest(await talk.say("hỏi", "m1"), "hỏi")
    fake_bot.delay = 0
    assert (await talk.say("hỏi", "m1"))[0]["text"] == "Chào anh/chị"


async def test_a_bot_that_is_down_and_comes_back(gateway: Any, open_talk: Any, fake_bot: Any) -> None:
    talk = await open_talk(await gateway())
    port = fake_bot.server.port
    await fake_bot.server.close()
    assert_honest(await talk.say("hỏi"), "hỏi")
    status, body = await talk.post({"button": {"answer": "vneid-la-gi"}, "client_id": "b1"})
    assert status == 200
    assert body["replies"][0]["buttons"][0]["payload"] == {"answer": "vneid-la-gi"}
    back = type(fake_bot)(port)
    await back.server.start_server()
    assert (await talk.say("hỏi"))[0]["kind"] == "small_talk"
    await back.server.close()


async def test_a_conversation_stays_on_one_server_and_moves_on_when_it_is_down(
    gateway: Any, open_talk: Any, fake_bot: Any
) -> None:
    """Hai địa chỉ, một địa chỉ không ai nghe: cuộc nào cũng được trả lời, lần nào cũng vậy."""
    dead = f"http://127.0.0.1:{unused_port()}"
    client = await gateway(BOT_URLS=f"{dead},{fake_bot.url}")
    for _ in range(6):
        talk = await open_talk(client)
        for _ in range(2):
            assert (await talk.say("hỏi"))[0]["kind"] == "small_talk"
    assert len(fake_bot.heard) == 12


async def test_conversations_are_spread_over_the_servers_and_each_keeps_its_own(
    gateway: Any, open_talk: Any, fake_bot: Any
) -> None:
    second = type(fake_bot)()
    await second.server.start_server()
    client = await gateway(BOT_URLS=f"{second.url},{fake_bot.url}")
    for _ in range(12):
        talk = await open_talk(client)
        await talk.say("một")
        await talk.say("hai")
    first_senders, second_senders = ({heard["sender"] for heard in bot.heard} for bot in (fake_bot, second))
    await second.server.close()
    assert first_senders and second_senders
    assert not first_senders & second_senders


async def test_readiness_follows_the_bot_and_is_announced_once(gateway: Any, fake_bot: Any) -> None:
    said: list[str] = []
    fake_bot.status = 503
    client = await gateway(announce=said.append, WEB_PORT="8123")
    await asyncio.sleep(0.2)
    assert await readyz(client) == 503
    assert said == []
    fake_bot.status = 200
    await asyncio.sleep(2.5)  # vài vòng hỏi
    assert await readyz(client) == 200
    assert said == ["Sẵn sàng: mở http://localhost:8123"]
    fake_bot.status = 503
    await asyncio.sleep(1.5)
    assert await readyz(client) == 503


async def readyz(client: Any) -> int:
    async with client.get("/readyz") as response:
        return int(response.status)
