"""Trang của câu chưa trả lời được: danh sách, một cụm, và mọi việc làm được với nó."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from known import NOW, publish
from sqlalchemy import select

from bot.audit import deeds
from bot.conversations.clusters import Clusters
from bot.conversations.gathering import Gathering
from bot.conversations.unanswered_tables import unanswered
from bot.database import open_engine
from bot.knowledge.grouping import Likeness
from bot.knowledge.revision import write_record
from bot.knowledge.store import load
from bot.web import keys
from tests.web.conftest import FakeBot, SitDown
from tests.web.desk import Desk, Reply

ROADS = ("Xin giấy phép đào đường ở đâu?", "xin giay phep dao duong", "giấy phép đào đường lấy chỗ nào")
DIG = {
    "id": "dao-duong",
    "title": "Đào đường phải xin phép ai?",
    "asks": ["đào đường xin phép"],
    "short": "Hỏi xã.",
    "facts": ["Hỏi xã."],
    "review_by": "2027-05",
}
LAND = {"id": "dat-dai", "name": "chuyện đất đai", "asks": ["làm sổ đỏ ở đâu", "xin cấp sổ đỏ lần đầu"]}


@pytest.fixture
def asked(client: Any, open_talk: Any, fake_bot: FakeBot) -> Callable[..., Awaitable[int]]:
    """Hỏi những câu này (bot từ chối), gom lại; trả số của cụm chứa câu đầu."""

    async def ask(*texts: str, rule: str = "unknown") -> int:
        fake_bot.answer = [{"text": "Tôi chưa biết."}, {"custom": {"kind": "no_answer", "rule": rule, "items": []}}]
        talk = await open_talk(client)
        for text in texts:
            await talk.say(text)
        engine = client.app[keys.ENGINE]
        gathering = Gathering(engine, Likeness(["làm căn cước", "nộp hồ sơ"]))
        await asyncio.to_thread(gathering.gather, lambda _label: "")
        return await asyncio.to_thread(_owner, engine, texts[0])

    return ask


def _owner(engine: Any, text: str) -> int:
    with engine.connect() as connection:
        query = select(unanswered.c.cluster_id).where(unanswered.c.text == text)
        return int(connection.execute(query.limit(1)).scalar_one())


@pytest.fixture
async def knowing(client: Any, tmp_path: Path) -> Any:
    """Cổng đã nạp một câu trả lời và một việc ngoài phạm vi."""
    await asyncio.to_thread(publish, tmp_path, DIG)
    await asyncio.to_thread(_write_outside, tmp_path)
    await client.app[keys.LIBRARY].refresh()
    return client


def _write_outside(folder: Path) -> None:
    engine = open_engine(f"sqlite:///{folder / 'hoi-dap-so.sqlite'}")
    write_record(engine, "outside", LAND, by="kiểm thử", now=NOW)
    engine.dispose()


async def numbers(desk: Desk, cluster: int) -> list[str]:
    """Số của các câu mà trang cho chọn."""
    page = (await desk.get(f"/ban/chua-biet/{cluster}")).text
    return re.findall(r'name="numbers" value="(\d+)"', page)


async def deed_of(client: Any, prefix: str = "cluster.") -> list[tuple[str, str, str]]:
    found = await asyncio.to_thread(deeds, client.app[keys.ENGINE], prefix=prefix)
    return [(deed.deed, deed.who, deed.target) for deed in found]


async def state(client: Any, cluster: int) -> tuple[str, str | None, str | None]:
    found = await asyncio.to_thread(client.app[keys.CLUSTERS].get, cluster)
    return found.state, found.outcome, found.target


async def test_a_refused_question_shows_up_with_its_count_reason_rule_and_nearest_answer(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    await asked(*ROADS)
    page = (await (await desk("helper")).get("/ban/chua-biet")).text
    assert "Có 1 nhóm câu hỏi" in page
    assert ROADS[0] in page
    assert "<strong>3 lượt.</strong> 7 ngày qua 3, 7 ngày trước 0: tăng." in page
    assert "Trợ lý từ chối: 3." in page
    assert "Không câu nào trong kho đủ gần." in page
    assert DIG["title"] in page


async def test_the_gateway_gathers_by_itself(knowing: Any, open_talk: Any, fake_bot: FakeBot, desk: SitDown) -> None:
    fake_bot.answer = [{"custom": {"kind": "out_of_scope", "rule": "decline", "items": []}}]
    await (await open_talk(knowing)).say(ROADS[0])
    person = await desk("helper")
    for _ in range(80):
        if "Có 1 nhóm câu hỏi" in (await person.get("/ban/chua-biet")).text:
            return
        await asyncio.sleep(0.1)
    pytest.fail("cổng không gom câu nào")


async def test_the_list_is_filtered_by_state_topic_and_reason(client: Any, desk: SitDown, asked: Any) -> None:
    await asked(*ROADS)
    person = await desk("helper")
    found = {
        query: "Có 1 nhóm câu hỏi" in (await person.get(f"/ban/chua-biet?{query}")).text
        for query in (
            "trang-thai=open",
            "trang-thai=done",
            "chu-de=chua-ro",
            "chu-de=vneid",
            "ly-do=refused",
            "ly-do=rated",
            "trang-thai=la&chu-de=la&ly-do=la&trang=99",
        )
    }
    assert list(found.values()) == [True, False, True, False, True, False, True]


async def test_the_busiest_cluster_comes_first_and_the_list_is_paged(client: Any, desk: SitDown, asked: Any) -> None:
    strange = [f"{'abcdefghijklmnopqrstuvxy'[n] * 4} {n}" for n in range(22)]
    await asked(*strange, *ROADS)
    page = (await (await desk("helper")).get("/ban/chua-biet")).text
    assert "Có 23 nhóm câu hỏi" in page
    assert page.index(ROADS[0]) < page.index("3 lượt.") < page.index("1 lượt.")
    assert "Trang 1 trên 2" in page


async def test_a_helper_reads_a_cluster_and_sends_it_to_an_editor_with_a_masked_remark(
    client: Any, desk: SitDown, asked: Any
) -> None:
    cluster = await asked(*ROADS)
    helper = await desk("helper")
    page = (await helper.get(f"/ban/chua-biet/{cluster}")).text
    assert all(text in page for text in ROADS)
    assert 'name="numbers"' not in page
    empty = await helper.post(f"/ban/chua-biet/{cluster}/gui", {"remark": " "})
    assert (empty.status, "Ô này đang trống." in empty.text) == (422, True)
    sent = await helper.post(f"/ban/chua-biet/{cluster}/gui", {"remark": "bà con hỏi nhiều, gọi 0912345678"})
    assert (sent.status, sent.location) == (303, "/ban/chua-biet")
    assert (await state(client, cluster))[0] == "sent"
    assert await deed_of(client) == [("cluster.sent", helper.login, str(cluster))]
    read = (await (await desk("editor")).get(f"/ban/chua-biet/{cluster}")).text
    assert "bà con hỏi nhiều, gọi [số điện thoại]" in read
    assert "0912345678" not in read


async def test_chosen_questions_become_ways_of_asking_in_a_draft_of_the_answer(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked(*ROADS, "đào đường xin phép"), await desk("editor")
    chosen = [("numbers", number) for number in await numbers(editor, cluster)]
    path = f"/ban/chua-biet/{cluster}/them-cach-hoi"
    assert "Xin chọn ít nhất một câu" in (await editor.post(path, [("answer", DIG["id"])])).text
    assert "Xin chọn câu trả lời đúng" in (await editor.post(path, [*chosen, ("answer", "khong-co")])).text
    reply = await editor.post(path, [*chosen, ("answer", DIG["id"])])
    assert reply.status == 303
    number = int(reply.location.removeprefix("/ban/nhap/"))
    draft = await asyncio.to_thread(knowing.app[keys.DRAFTS].get, number)
    assert (draft.answer_id, draft.cluster_id, draft.author) == (DIG["id"], cluster, editor.login)
    assert draft.body["answer"]["asks"] == ["đào đường xin phép", *ROADS]
    assert draft.body["answer"]["short"] == DIG["short"]
    assert await state(knowing, cluster) == ("writing", None, str(number))


async def test_the_same_words_are_one_box_with_their_count_and_every_box_starts_ticked(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked(ROADS[0], *ROADS, ROADS[0]), await desk("editor")
    page = (await editor.get(f"/ban/chua-biet/{cluster}")).text
    assert len(await numbers(editor, cluster)) == len(ROADS)
    assert page.count(" checked") == len(ROADS)
    assert page.count(f'<span class="asked">{ROADS[0]}</span>') == 1
    assert page.count("3 lượt, gần nhất ") == 1
    assert "5 lượt." in page


async def test_an_editor_who_unticks_everything_is_asked_again_with_nothing_ticked(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    reply = await editor.post(f"/ban/chua-biet/{cluster}/viet")
    assert (reply.status, reply.text.count(" checked")) == (422, 0)


async def test_the_one_who_handled_a_group_is_told_by_name(client: Any, desk: SitDown, asked: Any) -> None:
    cluster, helper = await asked(*ROADS), await desk("helper")
    await helper.post(f"/ban/chua-biet/{cluster}/gui", {"remark": "bà con hỏi nhiều"})
    page = (await helper.get(f"/ban/chua-biet/{cluster}")).text
    assert '<p class="hint">Chị helper, ' in page
    assert helper.login not in page


async def test_searching_for_the_answer_keeps_the_questions_already_chosen(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    first = (await numbers(editor, cluster))[0]
    page = await editor.post(f"/ban/chua-biet/{cluster}/tim", {"numbers": first, "search": "đào đường"})
    assert page.status == 200
    assert f'name="numbers" value="{first}" checked' in page.text
    assert page.text.count(" checked") == 1
    assert f'name="answer" value="{DIG["id"]}"' in page.text


async def test_a_new_answer_starts_from_the_chosen_questions(knowing: Any, desk: SitDown, asked: Any) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    chosen = [("numbers", number) for number in await numbers(editor, cluster)]
    reply = await editor.post(f"/ban/chua-biet/{cluster}/viet", chosen)
    draft = await asyncio.to_thread(knowing.app[keys.DRAFTS].get, int(reply.location.removeprefix("/ban/nhap/")))
    assert draft.body["answer"]["asks"] == list(ROADS)
    assert (draft.base_digest, draft.cluster_id) == (None, cluster)


async def test_questions_of_another_cluster_cannot_be_slipped_in(knowing: Any, desk: SitDown, asked: Any) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    other = await asked("Đăng ký tàu cá cần gì?")
    foreign = [("numbers", number) for number in await numbers(editor, other)]
    reply = await editor.post(f"/ban/chua-biet/{cluster}/viet", foreign)
    assert (reply.status, "Xin chọn ít nhất một câu" in reply.text) == (422, True)


async def test_marked_out_of_scope_the_questions_teach_the_bot_to_decline_at_once(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked("bìa đất bị rách thì đổi sao", rule="outside:dat-dai"), await desk("editor")
    assert "Giống việc không trả lời “chuyện đất đai”" in (await editor.get(f"/ban/chua-biet/{cluster}")).text
    chosen = [("numbers", number) for number in await numbers(editor, cluster)]
    reply = await editor.post(f"/ban/chua-biet/{cluster}/ngoai-pham-vi", [*chosen, ("matter", "dat-dai")])
    assert (reply.status, reply.location) == (303, "/ban/chua-biet")
    knowledge = await asyncio.to_thread(load, knowing.app[keys.ENGINE])
    assert knowledge.outside["dat-dai"].asks[-1] == "bìa đất bị rách thì đổi sao"
    assert await state(knowing, cluster) == ("done", "outside", "dat-dai")
    assert await deed_of(knowing, "outside.") == [("outside.widened", editor.login, "dat-dai")]


async def test_a_way_of_asking_that_an_answer_already_has_is_refused_and_nothing_changes(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked("đào đường xin phép"), await desk("editor")
    chosen = [("numbers", number) for number in await numbers(editor, cluster)]
    before = (await asyncio.to_thread(load, knowing.app[keys.ENGINE])).version
    reply = await editor.post(f"/ban/chua-biet/{cluster}/ngoai-pham-vi", [*chosen, ("matter", "dat-dai")])
    assert reply.status == 422
    assert (await asyncio.to_thread(load, knowing.app[keys.ENGINE])).version == before
    assert (await state(knowing, cluster))[0] == "open"


async def test_out_of_scope_may_be_a_mere_mark_and_be_taken_back(client: Any, desk: SitDown, asked: Any) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    await editor.post(f"/ban/chua-biet/{cluster}/ngoai-pham-vi", {"matter": ""})
    assert await state(client, cluster) == ("done", "outside", None)
    assert "Có 1 nhóm câu hỏi" not in (await editor.get("/ban/chua-biet")).text
    reply = await editor.post(f"/ban/chua-biet/{cluster}/mo-lai")
    assert reply.location == f"/ban/chua-biet/{cluster}"
    assert await state(client, cluster) == ("open", None, None)
    again = await editor.post(f"/ban/chua-biet/{cluster}/mo-lai")
    assert (again.status, "Chưa ai làm" in again.text) == (409, True)


async def test_an_answer_published_for_a_cluster_finishes_it_and_a_later_question_brings_it_back(
    client: Any, desk: SitDown, asked: Any
) -> None:
    cluster = await asked(*ROADS[:2])
    clusters: Clusters = client.app[keys.CLUSTERS]
    await asyncio.to_thread(clusters.answered, cluster, "lan", "dao-duong")
    assert await state(client, cluster) == ("done", "answer", "dao-duong")
    await asyncio.sleep(0.01)
    await asked(ROADS[2])
    assert (await state(client, cluster))[0] == "again"
    assert "Vẫn còn được hỏi" in (await (await desk("helper")).get("/ban/chua-biet")).text


async def test_a_cluster_whose_talks_were_deleted_is_gone_even_for_the_one_finishing_it(
    client: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor = await asked(*ROADS), await desk("editor")
    await asyncio.to_thread(_delete_all, client)
    assert (await editor.get(f"/ban/chua-biet/{cluster}")).status == 404
    gone: Reply = await editor.post(f"/ban/chua-biet/{cluster}/ngoai-pham-vi", {"matter": ""})
    assert gone.status == 404
    await asyncio.to_thread(client.app[keys.CLUSTERS].answered, cluster, "lan", "dao-duong")


def _delete_all(client: Any) -> None:
    client.app[keys.LOG].prune(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1))


async def test_what_people_typed_is_never_read_as_html(client: Any, desk: SitDown, asked: Any) -> None:
    nasty = '<script>alert("đào đường")</script> <img src=x onerror=1>'
    cluster = await asked(nasty)
    for role, path in (("helper", "/ban/chua-biet"), ("editor", f"/ban/chua-biet/{cluster}")):
        page = (await (await desk(role)).get(path)).text
        assert "<script>alert" not in page and "<img" not in page
        assert "&lt;script&gt;" in page


async def test_publishing_the_draft_opened_from_a_cluster_finishes_the_cluster(
    knowing: Any, desk: SitDown, asked: Any
) -> None:
    cluster, editor, other = await asked(*ROADS), await desk("editor"), await desk("editor")
    chosen = [("numbers", number) for number in await numbers(editor, cluster)]
    opened = await editor.post(f"/ban/chua-biet/{cluster}/them-cach-hoi", [*chosen, ("answer", DIG["id"])])
    number = int(opened.location.removeprefix("/ban/nhap/"))
    draft = await asyncio.to_thread(knowing.app[keys.DRAFTS].submit, number, editor.login)
    form = {"biet": "1", "seen": draft.digest, "current": draft.base_digest}
    published = await other.post(f"/ban/nhap/{number}/xuat-ban", form)
    assert published.status == 303, published.text
    assert await state(knowing, cluster) == ("done", "answer", DIG["id"])
    knowledge = await asyncio.to_thread(load, knowing.app[keys.ENGINE])
    assert knowledge.answers[DIG["id"]].asks[-1] == ROADS[2]
