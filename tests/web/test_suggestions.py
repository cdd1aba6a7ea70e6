"""Gợi ý khi đang gõ, và một câu trả lời theo mã."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import publish

from bot.privacy import mask
from bot.vietnamese import normalise
from bot.web import keys

LOST = {"id": "mat-the", "title": "Mất thẻ căn cước thì làm sao?", "asks": ["đánh rơi thẻ"], "aliases": ["mat-cccd"]}
CHANGE = {"id": "doi-the", "title": "Đổi thẻ căn cước ở đâu?", "related": ["mat-the"]}


@pytest.fixture
async def known(gateway: Any, tmp_path: Path) -> Any:
    publish(tmp_path, LOST, CHANGE)
    return await gateway()


async def suggested(client: Any, typed: str) -> list[str]:
    async with client.get("/api/v1/suggestions", params={"q": typed}) as response:
        assert response.status == 200, await response.text()
        assert response.headers["Cache-Control"] == "no-store"
        return [suggestion["id"] for suggestion in (await response.json())["suggestions"]]


async def test_what_is_being_typed_brings_titles(known: Any) -> None:
    assert await suggested(known, "danh r") == ["mat-the"]
    assert await suggested(known, "the can cuo") == ["doi-the", "mat-the"]
    assert await suggested(known, "") == []
    assert await suggested(known, "đ" * 200) == []


@pytest.mark.parametrize("query", ["", "?khac=1", "?q=" + "a" * 201])
async def test_a_missing_or_overlong_text_is_refused(known: Any, query: str) -> None:
    async with known.get("/api/v1/suggestions" + query) as response:
        assert response.status == 422
        assert "200" in (await response.json(content_type=None))["detail"]


async def test_a_personal_number_is_masked_before_it_is_searched_and_nothing_typed_is_logged(
    known: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        "bot.knowledge.suggestions.SuggestionIndex.suggest", lambda _self, typed: seen.append(typed) or []
    )
    await suggested(known, "câu rất riêng 038090001234")
    assert seen == ["câu rất riêng [số căn cước]"]
    written = capfd.readouterr()
    assert "rất riêng" not in written.out + written.err
    assert "038090001234" not in written.out + written.err


async def test_typing_is_limited_more_loosely_than_sending(gateway: Any) -> None:
    client = await gateway(RATE_LIMIT="2")
    statuses = []
    for _ in range(21):
        async with client.get("/api/v1/suggestions", params={"q": "a"}) as response:
            statuses.append(response.status)
    assert statuses == [200] * 20 + [429]


async def test_a_new_answer_is_suggested_and_read_without_a_restart(known: Any, tmp_path: Path) -> None:
    async with known.get("/api/v1/answers/vneid-moi") as response:
        assert response.status == 404
    publish(tmp_path, {"id": "vneid-moi", "title": "VNeID bản mới có gì?"})
    await known.app[keys.LIBRARY].refresh()
    assert await suggested(known, "vneid") == ["vneid-moi"]
    async with known.get("/api/v1/answers/vneid-moi") as response:
        assert (await response.json())["title"] == "VNeID bản mới có gì?"


@pytest.mark.parametrize("answer_id", ["mat-the", "mat-cccd"])
async def test_an_answer_is_read_by_its_id_or_by_a_former_id(known: Any, answer_id: str) -> None:
    async with known.get(f"/api/v1/answers/{answer_id}") as response:
        item = await response.json()
    assert (item["id"], item["title"], item["as_of"]) == ("mat-the", LOST["title"], "2024-05-01")
    assert item["sources"][0]["publisher"] == "Báo Mẫu"


@given(text=st.text(max_size=200))
def test_whatever_is_typed_can_be_masked_and_encoded(text: str) -> None:
    mask(normalise(text)).text.encode()
