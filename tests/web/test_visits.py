"""Sổ đi nhà ở trang: chỉ nhận lựa chọn có sẵn, gửi lại không ghi hai lần, không xem được sổ của người khác."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_engine
from bot.knowledge.model import Place
from bot.knowledge.sync import sync
from tests.sample_answers import NOW
from tests.sample_tasks import TASKED
from tests.web.conftest import SitDown
from tests.web.known import disk

PLACES = {
    "sam-son": Place("sam-son", "Sầm Sơn", "ward", within="thanh-hoa"),
    "thanh-hoa": Place("thanh-hoa", "Thanh Hoá", "province"),
}
ROW = {"id": "dong-so-1", "day": "2026-11-22", "place": "sam-son", "topic": "vneid", "task": "", "solved": "1"}
SYNC = "/ban/tham/dong-bo"


@pytest.fixture
async def client(gateway: Any, tmp_path: Path) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    sync(engine, TASKED.__class__(**{**vars_of(TASKED), "places": PLACES}), now=NOW)
    engine.dispose()
    return await gateway(TODAY="2026-11-22")


def vars_of(knowledge: Any) -> dict[str, Any]:
    names = ("sources", "answers", "outside", "traits", "tasks")
    return {name: getattr(knowledge, name) for name in names}


def rows(page: str) -> int:
    return page.count('aria-label="Bỏ dòng ngày')


async def test_a_row_is_written_and_shown_with_its_place_and_topic(desk: SitDown) -> None:
    helper = await desk("helper")
    assert (await helper.post("/ban/tham", ROW)).location == "/ban/tham"
    page = (await helper.get("/ban/tham")).text
    assert "Đã ghi vào sổ." in page
    assert "22/11/2026, Sầm Sơn (Thanh Hoá)" in page
    assert re.search(r"VNeID và định danh điện tử: đã xong", page)
    assert "Cả tổ, 90 ngày qua" in page


async def test_the_same_form_sent_twice_is_one_row(desk: SitDown) -> None:
    helper = await desk("helper")
    for _ in range(2):
        await helper.post("/ban/tham", ROW)
    page = (await helper.get("/ban/tham")).text
    assert "đã có trong sổ" in page
    assert rows(page) == 1


async def test_rows_written_without_a_network_arrive_once_however_often_they_are_sent(desk: SitDown) -> None:
    helper = await desk("helper")
    queue = [{**ROW, "id": f"dong-so-{n}", "solved": n % 2 == 0, "task": "lam-the"} for n in range(5)]
    for _ in range(3):
        reply = await helper.post_json(SYNC, {"visits": queue})
        assert reply.status == 200
        assert json.loads(reply.text) == {"kept": [row["id"] for row in queue], "refused": []}
    assert rows((await helper.get("/ban/tham")).text) == 5


async def test_a_row_that_cannot_be_kept_is_named_and_the_others_are_kept(desk: SitDown) -> None:
    helper = await desk("helper")
    reply = await helper.post_json(SYNC, {"visits": [ROW, {**ROW, "id": "dong-so-2", "place": "khong-co"}]})
    answer = json.loads(reply.text)
    assert answer["kept"] == ["dong-so-1"]
    assert [row["id"] for row in answer["refused"]] == ["dong-so-2"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "Nhà bà Lan, số 5"),
        ("topic", "Nguyễn Văn A"),
        ("task", "038090001234"),
        ("solved", "rồi"),
        ("day", "2027-01-01"),
        ("day", "2026-01-01"),
        ("day", "hôm nay"),
        ("id", "x"),
        ("id", "<script>alert(1)</script>"),
    ],
)
async def test_no_free_words_find_a_way_into_the_book(desk: SitDown, tmp_path: Path, field: str, value: str) -> None:
    helper = await desk("helper")
    reply = await helper.post("/ban/tham", {**ROW, field: value})
    assert reply.status == 422
    refused = json.loads((await helper.post_json(SYNC, {"visits": [{**ROW, field: value}]})).text)
    assert refused["kept"] == []
    assert rows((await helper.get("/ban/tham")).text) == 0
    if len(value) > 8 and field not in ("day", "id"):
        assert value.encode() not in disk(tmp_path)


@pytest.mark.parametrize("body", [{}, {"visits": "x"}, {"visits": [1]}, {"visits": [ROW] * 101}, []])
async def test_a_queue_of_another_shape_is_refused_whole(desk: SitDown, body: Any) -> None:
    helper = await desk("helper")
    assert (await helper.post_json(SYNC, body)).status in (400, 422)
    assert rows((await helper.get("/ban/tham")).text) == 0


async def test_a_queue_without_the_code_of_the_session_is_refused(desk: SitDown) -> None:
    helper = await desk("helper")
    helper.csrf = "sai"
    assert (await helper.post_json(SYNC, {"visits": [ROW]})).status == 403


async def test_a_helper_sees_and_takes_out_only_their_own_rows(desk: SitDown) -> None:
    one, other = await desk("helper"), await desk("administrator")
    await one.post("/ban/tham", ROW)
    assert rows((await other.get("/ban/tham")).text) == 0
    await other.post("/ban/tham/dong-so-1/bo")
    assert rows((await one.get("/ban/tham")).text) == 1
    await one.post("/ban/tham/dong-so-1/bo")
    assert rows((await one.get("/ban/tham")).text) == 0


async def test_a_task_just_guided_is_already_chosen(desk: SitDown) -> None:
    page = (await (await desk("helper")).get("/ban/tham?chu-de=can-cuoc&viec=lam-the")).text
    assert '<option value="can-cuoc" selected>' in page
    assert '<option value="lam-the" selected>' in page
