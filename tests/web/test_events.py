"""Luồng sự kiện: phát lại, nối tiếp, phát dòng mới."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.web import feed


async def frames(response: Any, count: int) -> list[dict[str, Any]]:
    """Đọc `count` sự kiện từ luồng, bỏ qua nhịp tim."""
    found: list[dict[str, Any]] = []
    while len(found) < count:
        block = (await asyncio.wait_for(response.content.readuntil(b"\n\n"), 5)).decode()
        if not block.startswith(":"):
            fields = dict(line.split(": ", 1) for line in block.strip().split("\n"))
            found.append({"id": int(fields["id"]), "event": fields["event"], **json.loads(fields["data"])})
    return found


async def test_the_feed_replays_the_talk_and_then_follows_it(client: Any, talk: Any) -> None:
    replies = await talk.say("một")
    async with client.get(talk.path + "/events", headers=talk.headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        first = await frames(response, 2)
        assert first[0]["message"] == {"text": "một"}
        assert first[1]["replies"] == replies
        await talk.say("hai")
        message, answer = await frames(response, 2)
        assert message["message"] == {"text": "hai"}
        assert answer["event"] == "replies"
        assert first[1]["id"] < message["id"] < answer["id"]


async def test_the_feed_continues_after_the_last_event_seen(client: Any, talk: Any) -> None:
    await talk.say("một")
    async with client.get(talk.path + "/events", headers=talk.headers) as response:
        last = (await frames(response, 2))[-1]["id"]
    await talk.say("hai")
    async with client.get(talk.path + "/events", headers={**talk.headers, "Last-Event-ID": str(last)}) as response:
        assert (await frames(response, 1))[0]["message"] == {"text": "hai"}


async def test_the_feed_ends_when_the_talk_is_deleted(client: Any, talk: Any) -> None:
    await talk.say("một")
    async with client.get(talk.path + "/events", headers=talk.headers) as response:
        await frames(response, 2)
        await client.delete(talk.path, headers=talk.headers)
        await asyncio.wait_for(response.content.read(), 5)
        assert response.content.at_eof()


async def test_a_strange_last_event_id_replays_everything(client: Any, talk: Any) -> None:
    await talk.say("một")
    for strange in ("abc", "-1", "9" * 40, "١"):
        async with client.get(talk.path + "/events", headers={**talk.headers, "Last-Event-ID": strange}) as response:
            assert (await frames(response, 1))[0]["message"] == {"text": "một"}


async def test_feeds_are_bounded_and_a_closed_gateway_ends_them(client: Any, talk: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feed, "MAX_FEEDS", 1)
    async with client.get(talk.path + "/events", headers=talk.headers) as first:
        async with client.get(talk.path + "/events", headers=talk.headers) as second:
            assert second.status == 503
        await asyncio.wait_for(client.server.close(), 5)
        assert first.content.at_eof() or await first.content.read() is not None
