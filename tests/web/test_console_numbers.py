"""Số và chấm mẫu ở bàn làm việc: lượt thật qua cổng được đếm đúng; bảng, hình, CSV nói cùng một điều."""

from __future__ import annotations

import asyncio
import csv
import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
from known import NOW, publish
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.numbers import LEAST, Counts
from bot.conversations.samples import samples
from bot.conversations.turns import Turn as Counted
from bot.conversations.turns import count, turns
from bot.database import open_engine
from bot.knowledge.model import Knowledge, Place
from bot.knowledge.revision import write_record
from bot.web import keys
from bot.web.number_book import Report
from bot.web.number_tables import BY_PLACE, NumberTable, as_csv, spoken_week, tables
from bot.web.turn_log import turn_of

ANSWER = {
    "text": "Có.",
    "custom": {
        "kind": "answer",
        "rule": "found",
        "answers": ["vneid-la-gi"],
        "items": [{"id": "vneid-la-gi", "title": "VNeID là gì?", "short": "Có."}],
    },
}


@pytest.fixture
def engine(tmp_path: Path, client: Any) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
async def known(client: Any, engine: Engine, tmp_path: Path) -> Any:
    publish(tmp_path, {"id": "vneid-la-gi", "topic": "vneid"})
    place = {"id": "thanh-hoa", "name": "tỉnh Thanh Hóa", "level": "province", "aliases": ["Thanh Hóa"]}
    write_record(engine, "places", place, by="kiểm thử", now=NOW)
    await client.app[keys.LIBRARY].refresh()
    return client


def fill(engine: Engine, number: int, kind: str = "answer", **more: Any) -> None:
    """Thêm `number` lượt đã đếm, không qua cổng."""
    with engine.begin() as connection:
        for each in range(number):
            turn = Counted(kind, "found", more.get("topic"), more.get("place"), 40)
            at = more.get("at") or datetime.datetime.now(datetime.timezone.utc)
            count(connection, "không có", 1_000_000 + each + more.get("start", 0), turn, at)


async def test_a_turn_through_the_gateway_is_counted_with_its_topic_and_place(
    known: Any, open_talk: Any, fake_bot: Any, engine: Engine
) -> None:
    fake_bot.answer = [ANSWER]
    talk = await open_talk(known)
    await talk.say("VNeID ở Thanh Hóa là gì", client_id="m1")
    await talk.say("VNeID ở Thanh Hóa là gì", client_id="m1")
    fake_bot.answer = [{"text": "Xin lỗi", "custom": {"kind": "clarify", "rule": "previous_answer_wrong"}}]
    await talk.say("không phải")
    fake_bot.answer = "rác"
    await talk.say("hỏng")
    with engine.connect() as connection:
        rows = connection.execute(select(turns).order_by(turns.c.number)).all()
    found = [(row.kind, row.rule, row.topic, row.place, row.corrected) for row in rows]
    assert found == [
        ("answer", "found", "vneid", "thanh-hoa", True),
        ("clarify", "previous_answer_wrong", None, None, False),
    ]
    assert 0 <= rows[0].milliseconds < 2000


def test_a_question_asked_while_guiding_is_not_counted_as_asked() -> None:
    guiding = {"kind": "clarify", "rule": "task_question:vneid-muc-2:age"}
    list_made = {"kind": "answer", "rule": "task:vneid-muc-2"}
    assert turn_of([guiding], {"text": "ừ"}, None, 40).kind == "guide"
    assert turn_of([list_made], {"text": "ừ"}, None, 40).kind == "answer"
    assert turn_of([], {"text": "ừ"}, None, 40).kind == ""


def test_two_places_of_the_same_name_are_two_rows() -> None:
    named = {key: Place(key, "xã Tân Thành", "commune") for key in ("a", "b")}
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    report = Report(at.date(), at.date(), at, {}, {}, dict.fromkeys(named, Counts(asked=3)), None, [])
    assert [row[1] for row in tables(report, Knowledge(places=named))[BY_PLACE].rows] == [3, 3]


async def test_the_page_shows_numbers_charts_and_tables_and_says_when_there_is_too_little(
    known: Any, desk: Any, engine: Engine
) -> None:
    fill(engine, LEAST - 1, topic="vneid", place="thanh-hoa")
    helper = await desk("helper")
    page = (await helper.get("/ban/so")).text
    assert "chưa đủ số liệu" in page
    assert "tỉnh Thanh Hóa" in page
    fill(engine, 1, "no_answer", start=LEAST)
    page = (await helper.get("/ban/so")).text
    assert "95 %" in page
    for name in ("theo-ngay", "theo-chu-de", "theo-noi"):
        assert f'src="/ban/so/{name}.svg?' in page
        assert page.index(f"{name}.svg") < page.index("<table", page.index(f"{name}.svg"))


async def test_the_dates_topic_and_place_narrow_every_number(known: Any, desk: Any, engine: Engine) -> None:
    fill(engine, 3, topic="vneid", place="thanh-hoa")
    fill(engine, 2, topic="bhyt", start=50)
    old = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=60)
    fill(engine, 7, topic="vneid", start=100, at=old)
    helper = await desk("helper")
    asked = {
        query: (await helper.get(f"/ban/so?{query}")).text.split(" lượt hỏi. ")[0].rsplit(">", 1)[1]
        for query in (
            "",
            "chu-de=vneid",
            "noi=thanh-hoa",
            "chu-de=bhyt&noi=thanh-hoa",
            f"tu={old.date()}",
            "tu=rác&noi=la",
        )
    }
    assert list(asked.values()) == ["5", "3", "3", "0", "12", "5"]


async def test_a_chart_is_a_picture_that_may_run_nothing(known: Any, desk: Any, engine: Engine) -> None:
    fill(engine, 3, topic="vneid")
    helper = await desk("helper")
    for name in ("theo-ngay", "theo-chu-de", "theo-noi"):
        reply = await helper.get(f"/ban/so/{name}.svg")
        assert reply.headers["Content-Type"] == "image/svg+xml"
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert reply.text.startswith("<svg")
        assert "<script" not in reply.text
        assert not re.search(r'(href|src)="|url\(|@import', reply.text)
    for name in ("cham-mau", "khong-co"):
        assert (await helper.get(f"/ban/so/{name}.svg")).status == 404


async def test_a_csv_opens_in_a_spreadsheet_and_holds_what_the_page_shows(
    known: Any, desk: Any, engine: Engine
) -> None:
    fill(engine, 3, topic="vneid", place="thanh-hoa")
    reply = await (await desk("helper")).get("/ban/so/theo-chu-de.csv")
    assert reply.text.startswith("\ufeff")
    assert "attachment" in reply.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["Chủ đề", "Lượt hỏi", "Trả lời được"]
    assert rows[1][:3] == ["VNeID và định danh điện tử", "3", "3"]


def test_no_cell_of_a_csv_runs_as_a_formula() -> None:
    table = NumberTable("x", "x", ("Nơi", "Số"), tuple((f"{sign}SUM(A1)", 1) for sign in "=+-@\t\r"))
    for row in csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))):
        assert row[0] == "Nơi" or row[0].startswith("'")


def test_places_asked_about_too_little_are_put_together() -> None:
    places = {"a": Counts(asked=9, answered=9), "b": Counts(asked=2, answered=1), "c": Counts(asked=4, answered=4)}
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    report = Report(at.date(), at.date(), at, {}, {}, places, None, [])
    assert [row[:3] for row in tables(report, Knowledge(), fewest=5)[BY_PLACE].rows] == [
        ("a", 9, 9),
        ("Những nơi dưới 5 lượt", 6, 5),
    ]


async def test_only_who_is_signed_in_sees_the_numbers_and_marks(known: Any, desk: Any) -> None:
    stranger = await desk(None)
    for path in ("/ban/so", "/ban/so/theo-ngay.svg", "/ban/so/theo-ngay.csv", "/ban/cham"):
        reply = await stranger.get(path)
        assert (reply.status, reply.location.partition("?")[0]) == (303, "/ban/vao")


@pytest.fixture
def drawn(engine: Engine) -> Engine:
    with engine.begin() as connection:
        rows = [
            {"week": "2026-W46", "number": n, "question": f"Câu hỏi {n}?", "reply": "Dòng một\n<b>Dòng hai"}
            for n in range(1, 4)
        ]
        connection.execute(samples.insert(), rows)
    return engine


def test_a_week_over_new_year_tells_both_years() -> None:
    assert spoken_week("2026-W53") == "28/12/2026–3/1/2027"


async def test_samples_are_marked_one_by_one_and_a_slip_can_be_put_right(known: Any, desk: Any, drawn: Engine) -> None:
    lan, minh = await desk("helper"), await desk("helper")
    page = (await lan.get("/ban/cham")).text
    assert "Câu hỏi 1?" in page
    assert "&lt;b&gt;Dòng hai" in page
    assert page.count('name="verdict"') == 3
    assert "Tuần 9/11–15/11/2026." in page
    reply = await lan.post("/ban/cham/1", {"verdict": "wrong"})
    assert (reply.status, reply.location) == (303, "/ban/cham?vua=1")
    page = (await lan.get(reply.location)).text
    assert "Câu hỏi 2?" in page
    assert 'href="/ban/cham/1"' in page
    again = await lan.get("/ban/cham/1")
    assert "Sai (dấu đã chấm)" in again.text
    await lan.post("/ban/cham/1", {"verdict": "right"})
    others = (await minh.get("/ban/cham")).text
    assert "Câu hỏi 1?" in others
    assert "dấu đã chấm" not in others
    assert (await minh.get("/ban/cham/1")).status == 404
    await minh.post("/ban/cham/1", {"verdict": "wrong"})
    assert (await lan.get("/ban/cham/1")).status == 404
    third = await desk("helper")
    assert (await third.post("/ban/cham/1", {"verdict": "wrong"})).location == "/ban/cham"
    (result,) = await asyncio.to_thread(known.app[keys.SAMPLES].results)
    assert (result.done, result.wrong, result.disagreed) == (1, 0, 1)


async def test_a_verdict_that_is_none_of_the_three_is_refused(known: Any, desk: Any, drawn: Engine) -> None:
    lan = await desk("helper")
    assert (await lan.post("/ban/cham/1", {"verdict": "đúng"})).status == 422
    assert (await lan.post("/ban/cham/99", {"verdict": "right"})).location == "/ban/cham"
