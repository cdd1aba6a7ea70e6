"""Gói mang theo khi mất mạng: chọn câu nào, đổi lúc nào, nhẹ bao nhiêu."""

from __future__ import annotations

import datetime
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from known import publish

from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.web import keys
from bot.web.pack import packed

TODAY = datetime.date(2026, 11, 21)
PACK = "/offline/pack.json"
ANSWERS = (
    {"id": "a", "related": ["c"]},
    {"id": "b", "related": ["c"], "asks": [f"cách {n}" for n in range(20)]},
    {"id": "c"},
    {"id": "het-han", "valid_until": "2024-01-01"},
    {"id": "chua-toi", "valid_from": "2027-01-01"},
)


@pytest.fixture
async def known(gateway: Any, tmp_path: Path) -> Any:
    publish(tmp_path, *ANSWERS)
    return await gateway(TODAY=TODAY.isoformat())


async def fetch(client: Any, **headers: str) -> Any:
    async with client.get(PACK, headers=headers) as response:
        assert response.status == 200
        return await response.json()


async def test_what_is_asked_most_comes_first_then_what_others_point_to(
    known: Any, tmp_path: Path, open_talk: Any, fake_bot: Any
) -> None:
    assert [item["id"] for item in (await fetch(known))["answers"]] == ["c", "a", "b"]
    fake_bot.answer = [{"text": "Có", "custom": {"kind": "answer", "answers": ["b", "khong-con"]}}]
    await (await open_talk(known)).say("hỏi")
    publish(tmp_path, {"id": "a", "related": ["c"], "short": "Mới."})
    await known.app[keys.LIBRARY].refresh()
    pack = await fetch(known)
    assert [item["id"] for item in pack["answers"]] == ["b", "c", "a"]
    assert pack["answers"][0]["asks"] == [f"cách {n}" for n in range(12)]
    assert pack["answers"][2]["short"] == "Mới."


async def test_a_browser_that_has_the_pack_is_told_so_and_a_changed_pack_is_sent(known: Any, tmp_path: Path) -> None:
    async with known.get(PACK) as response:
        tag, version = response.headers["ETag"], (await response.json())["version"]
        assert response.headers["Cache-Control"] == "no-cache"
    assert version in tag
    for known_tags in (tag, f'"khac", {tag}', tag.removeprefix("W/"), "*"):
        async with known.get(PACK, headers={"If-None-Match": known_tags}) as response:
            assert (response.status, await response.read()) == (304, b"")
            assert response.headers["ETag"] == tag
    publish(tmp_path, {"id": "moi"})
    await known.app[keys.LIBRARY].refresh()
    async with known.get(PACK, headers={"If-None-Match": tag}) as response:
        assert response.status == 200
        assert response.headers["ETag"] != tag


async def test_the_pack_is_compressed_only_for_who_can_read_it(known: Any) -> None:
    async with known.get(PACK, headers={"Accept-Encoding": "identity"}) as response:
        assert "Content-Encoding" not in response.headers
        plain = await response.read()
    async with known.get(PACK, headers={"Accept-Encoding": "br, gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in ", ".join(response.headers.getall("Vary"))
        assert await response.read() == plain  # aiohttp đã giải nén


async def test_an_empty_knowledge_gives_an_empty_pack(client: Any) -> None:
    assert (await fetch(client))["answers"] == []


def test_the_real_pack_holds_a_hundred_answers_under_150_kilobytes() -> None:
    knowledge = read(ROOT / "knowledge").knowledge()
    pack = packed(knowledge, TODAY, Counter())
    body = json.loads(pack.plain)
    assert gzip.decompress(pack.zipped) == pack.plain
    assert len(pack.zipped) < 150_000
    assert len(body["answers"]) == 100
    assert all(item["sources"] and len(item["asks"]) <= 12 for item in body["answers"])
    assert packed(knowledge, TODAY, Counter()) == pack
