"""Trang số công khai: cùng số với bàn làm việc, nói cách tính, giữ 60 giây."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.numbers import DEFINITIONS
from bot.conversations.samples import WRONG_BUT_SURE
from bot.conversations.turns import Turn, count
from bot.database import open_engine
from bot.web import keys


@pytest.fixture
def ask(tmp_path: Path, client: Any) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    numbers = iter(range(1, 10_000))

    def add(times: int) -> None:
        with engine.begin() as connection:
            for _ in range(times):
                now = datetime.datetime.now(datetime.timezone.utc)
                count(connection, "không có", next(numbers), Turn("answer", "found", "vneid", None, 40), now)

    yield add
    engine.dispose()


async def page(client: Any, path: str = "/tinh-hinh") -> str:
    async with client.get(path) as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "public, max-age=60"
        return str(await response.text())


async def test_every_number_stands_beside_how_it_is_counted(client: Any, ask: Any) -> None:
    ask(25)
    shown = await page(client)
    for each in (*DEFINITIONS, WRONG_BUT_SURE):
        assert each.name in shown
        assert each.whole_told in shown
    assert "được hỏi 25 lượt" in shown
    assert "100 %" in shown
    assert "Số đếm tới" in shown


async def test_the_count_is_kept_for_a_minute(client: Any, ask: Any) -> None:
    ask(1)
    assert "được hỏi 1 lượt" in await page(client)
    ask(1)
    assert "được hỏi 1 lượt" in await page(client)
    book = client.app[keys.NUMBERS]
    clock = book._clock
    book._clock = lambda: clock() + datetime.timedelta(seconds=61)
    assert "được hỏi 2 lượt" in await page(client)


async def test_the_desk_and_the_public_page_tell_the_same_numbers(client: Any, desk: Any, ask: Any) -> None:
    ask(23)
    public = await page(client, "/tinh-hinh/theo-chu-de.csv?ngay=30")
    inside = (await (await desk("helper")).get("/ban/so/theo-chu-de.csv")).text
    assert public.lstrip("\ufeff") == inside.lstrip("\ufeff")


async def test_charts_are_served_and_unknown_ones_are_not(client: Any, ask: Any) -> None:
    for days in ("7", "90", "rác"):
        assert (await page(client, f"/tinh-hinh/theo-ngay.svg?ngay={days}")).startswith("<svg")
    for path in ("/tinh-hinh/la.svg", "/tinh-hinh/la.csv"):
        async with client.get(path) as response:
            assert response.status == 404


async def test_an_empty_book_says_too_little_and_never_zero_percent(client: Any) -> None:
    shown = await page(client)
    assert "chưa đủ số liệu" in shown
    assert "<strong>0 %" not in shown
