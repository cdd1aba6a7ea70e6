"""Câu trả lời ở bàn làm việc: tìm, viết, kiểm khi đang gõ, duyệt bởi người thứ hai, xuất bản, lùi, xuất nhập YAML."""

from __future__ import annotations

import asyncio
import html
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot import audit
from bot.knowledge.draft_replays import Replays
from bot.web import keys
from bot.web.console.import_pages import BadYaml, read_yaml
from tests.web.conftest import SitDown
from tests.web.desk import Desk, Reply
from tests.web.known import publish

FORM = {
    "topic": "can-cuoc",
    "title": "Thẻ bị hỏng thì làm gì?",
    "asks": "thẻ gãy đôi\nthe bi mo chu",
    "short": "Mang thẻ hỏng tới công an xã để đổi.",
    "facts": "Thẻ hỏng thì đổi ở công an xã.",
    "sources": "bao-mau",
    "read_on": "2026-11",
    "review_by": "2027-05",
    "confidence": "medium",
}


@pytest.fixture
async def known(client: TestClient[Any, Any], tmp_path: Path) -> None:
    """Kho của cổng có hai câu: doi-the (giới thiệu mat-the) và mat-the."""
    await asyncio.to_thread(
        publish,
        tmp_path,
        {"id": "doi-the", "title": "Đổi thẻ ở đâu?", "short": "Ở công an xã.", "review_by": "2027-05"},
        {"id": "mat-the", "title": "Mất thẻ thì làm sao?", "short": "Báo công an xã.", "review_by": "2026-12"},
    )
    await client.app[keys.LIBRARY].refresh()


@pytest.fixture
async def two(desk: SitDown, known: None) -> tuple[Desk, Desk]:
    """Người viết và người duyệt."""
    return await desk("editor"), await desk("editor")


def number_of(reply: Reply) -> str:
    found = re.search(r"/ban/nhap/(\d+)", reply.location)
    assert found, (reply.status, reply.location, reply.text[:500])
    return found[1]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def filled(page: str) -> dict[str, str]:
    """Các ô của biểu mẫu bản nháp, như trình duyệt gửi lại khi không gõ gì."""
    fields = dict(re.findall(r'<input id="([\w-]+)" name="\1" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea id="([\w-]+)"[^>]*>\n([^<]*)</textarea>', page))
    fields |= dict(re.findall(r'<input type="checkbox" name="([\w-]+)" value="([^"]*)" checked', page))
    for name, options in re.findall(r'<select id="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]  # type: ignore[index]
    return {name: html.unescape(value) for name, value in fields.items()} | {"seen": hidden(page, "seen")}


async def begin(person: Desk, answer: str = "", deed: str = "write") -> str:
    return number_of(await person.post("/ban/nhap", {"cau": answer, "viec": deed}))


async def submitted(person: Desk, answer: str = "", **changes: str) -> str:
    """Bản nháp đã gửi duyệt: câu mới mẫu, hay câu đang có với vài ô khác đi."""
    number = await begin(person, answer)
    page = (await person.get(f"/ban/nhap/{number}")).text
    form = {**filled(page), **({} if answer else FORM), **changes}
    reply = await person.post(f"/ban/nhap/{number}", {**form, "viec": "gui"})
    assert reply.location == f"/ban/nhap/{number}/duyet", (
        reply.status,
        re.findall(r'"wrong"[^>]*>([^<]+)', reply.text),
    )
    return number


async def press_publish(person: Desk, number: str, **ticks: str) -> Reply:
    page = (await person.get(f"/ban/nhap/{number}/duyet")).text
    seen = {"seen": hidden(page, "seen"), "current": hidden(page, "current")}
    return await person.post(f"/ban/nhap/{number}/xuat-ban", {**seen, **ticks})


async def published(writer: Desk, reviewer: Desk, client: Any, answer: str = "", **changes: str) -> str:
    number = await submitted(writer, answer, **changes)
    reply = await press_publish(reviewer, number, biet="on")
    assert reply.status == 303, re.findall(r'class="warning">([^<]+)', reply.text)
    await client.app[keys.LIBRARY].refresh()
    return number


def answers(client: Any) -> Any:
    return client.app[keys.LIBRARY]._edition.knowledge.answers


async def test_a_helper_reads_answers_but_is_offered_nothing_to_change(desk: SitDown, known: None) -> None:
    helper = await desk("helper")
    page = (await helper.get("/ban/cau")).text
    assert "Đổi thẻ ở đâu?" in page
    assert "Viết câu mới" not in page
    one = (await helper.get("/ban/cau/doi-the")).text
    assert "Ở công an xã." in one
    assert "Sửa câu này" not in one
    assert (await helper.get("/ban/cau/doi-the/lich-su")).status == 403
    assert (await helper.get("/ban/cau/khong-co")).status == 404


async def test_answers_are_found_by_words_topic_id_and_what_is_due(two: tuple[Desk, Desk]) -> None:
    person, _ = two
    for query, there, gone in (
        ("tim=mat+the", "mat-the", ""),
        ("tim=doi-the", "doi-the", ""),
        ("chu-de=bhyt", "", "mat-the"),
        ("loc=qua-han", "", "doi-the"),
        ("loc=chua-xem", "doi-the", ""),
        ("loc=den-han", "mat-the", ""),
    ):
        page = (await person.get(f"/ban/cau?{query}")).text
        assert not there or f'href="/ban/cau/{there}"' in page, query
        assert not gone or f'href="/ban/cau/{gone}"' not in page, query


async def test_a_new_answer_is_written_reviewed_by_another_and_live(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer)
    assert "Thẻ bị hỏng thì làm gì?" in (await reviewer.get("/ban/cau?loc=duyet")).text
    page = (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    assert "Đúng mọi luật của kho." in page
    assert "<ins>Mang thẻ hỏng tới công an xã để đổi.</ins>" in page
    reply = await press_publish(reviewer, number, biet="on")
    assert (reply.status, reply.location) == (303, "/ban/cau/the-bi-hong-thi-lam-gi")
    assert "Mang thẻ hỏng tới công an xã để đổi." in (await reviewer.get(reply.location)).text, (
        "thấy ngay, không chờ nạp"
    )
    await client.app[keys.LIBRARY].refresh()
    async with client.get("/hoi/the-bi-hong-thi-lam-gi") as public:
        assert "Mang thẻ hỏng tới công an xã để đổi." in await public.text()
    (deed, *_) = audit.deeds(client.app[keys.ENGINE], prefix="answer.")
    assert (deed.who, deed.detail["author"]) == (reviewer.login, writer.login)


async def test_the_writer_is_not_offered_and_cannot_force_publishing(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer)
    page = (await writer.get(f"/ban/nhap/{number}/duyet")).text
    assert "một người biên tập khác phải duyệt" in page
    assert "xuat-ban" not in page
    seen = hidden((await reviewer.get(f"/ban/nhap/{number}/duyet")).text, "seen")
    refused = await writer.post(f"/ban/nhap/{number}/xuat-ban", {"seen": seen, "current": "", "biet": "on"})
    assert refused.status == 409
    assert "Người viết không tự duyệt" in refused.text


async def test_publishing_without_a_replay_must_be_owned_up_to(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer)
    assert (await press_publish(reviewer, number)).status == 422
    replays: Replays = client.app[keys.REPLAYS]
    job = replays.claim()
    assert job and job.draft_id == int(number)
    result = {"stories": {"played": 1, "broken": []}, "talks": 0, "turns": 1, "changed": 0, "changes": [], "version": 1}
    replays.finish(job, result)
    assert "Đã hỏi lại 1 câu chuyện" in (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    assert (await press_publish(reviewer, number)).status == 303
    (deed, *_) = audit.deeds(client.app[keys.ENGINE], prefix="answer.")
    assert deed.detail["replayed"] is True


async def test_editing_a_draft_makes_its_replay_worthless(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer)
    replays: Replays = client.app[keys.REPLAYS]
    job = replays.claim()
    assert job
    replays.finish(job, {"stories": {"played": 1, "broken": []}, "talks": 0, "turns": 1, "changed": 0, "changes": []})
    form = {**filled((await writer.get(f"/ban/nhap/{number}?sua=1")).text), "short": "Đổi thẻ ở công an xã."}
    await writer.post(f"/ban/nhap/{number}", {**form, "viec": "luu"})
    assert "kết quả cũ không còn giá trị" in (await reviewer.get(f"/ban/nhap/{number}/duyet")).text


async def test_changed_replies_are_shown_with_the_question_until_the_talk_is_deleted(
    two: tuple[Desk, Desk], client: Any, talk: Any
) -> None:
    writer, reviewer = two
    await talk.say("thẻ cong <b>queo</b> rồi")
    number = await submitted(writer)
    replays: Replays = client.app[keys.REPLAYS]
    job = replays.claim()
    assert job
    told = {"kind": "answer", "answers": ["a"], "text": "Cũ."}
    changes = [
        {
            "where": {"conversation": talk.id, "turn": 1},
            "said": "",
            "difference": "text",
            "before": told,
            "after": None,
        },
        {
            "where": {"story": "Đổi thẻ", "turn": 2},
            "said": "đổi thẻ",
            "difference": "kind",
            "before": told,
            "after": told,
        },
    ]
    stories = {"played": 2, "broken": [{"story": "Mất thẻ", "before": False, "told": ["cần loại: answer"]}]}
    replays.finish(job, {"stories": stories, "talks": 1, "turns": 3, "changed": 2, "changes": changes, "version": 1})
    page = (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    assert "thẻ cong &lt;b&gt;queo&lt;/b&gt; rồi" in page
    assert "Trợ lý không đáp được lượt này." in page
    assert "Câu chuyện “Đổi thẻ”, lượt 2" in page
    assert "cần loại: answer" in page
    async with client.delete(talk.path, headers=talk.headers) as deleted:
        assert deleted.status == 204
    page = (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    assert "queo" not in page
    assert "Chưa hỏi lại." in page


async def test_a_draft_sent_back_carries_the_remark_with_numbers_masked(two: tuple[Desk, Desk]) -> None:
    writer, reviewer = two
    number = await submitted(writer)
    assert (await reviewer.post(f"/ban/nhap/{number}/tra-lai", {"loi": ""})).status == 422
    await reviewer.post(f"/ban/nhap/{number}/tra-lai", {"loi": "Hỏi bác Tư, căn cước 038204012345, rồi thêm lệ phí"})
    page = (await writer.get(f"/ban/nhap/{number}")).text
    assert "rồi thêm lệ phí" in page
    assert "038204012345" not in page


async def test_each_fault_stands_beside_its_field_when_saved_and_while_typing(two: tuple[Desk, Desk]) -> None:
    writer, _ = two
    number = await begin(writer)
    form = {**FORM, "short": "Đổi trong 7 ngày.", "sources": "", "asks": "Đổi thẻ ở đâu?"}
    checked = json.loads((await writer.post(f"/ban/nhap/{number}/kiem", form)).text)["faults"]
    assert [fault["field"] for fault in checked] == ["sources"]
    checked = json.loads((await writer.post(f"/ban/nhap/{number}/kiem", {**form, "sources": "bao-mau"})).text)["faults"]
    assert {(fault["field"], fault["message"].partition(";")[0]) for fault in checked} == {
        ("short", "“7” không có trong facts"),
        ("asks", "cách hỏi “Đổi thẻ ở đâu?” đã thuộc câu “doi-the”"),
    }
    reply = await writer.post(f"/ban/nhap/{number}", {**form, "sources": "bao-mau", "viec": "gui"})
    assert reply.status == 422
    assert re.search(r'id="short-wrong"[^>]*>“7” không có trong facts', reply.text)
    assert "Đổi trong 7 ngày." in (await writer.get(f"/ban/nhap/{number}")).text, "chữ đã gõ được giữ"


async def test_a_new_source_is_written_in_the_same_form(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    source = {
        "source-0-title": "Bài mới về thẻ",
        "source-0-publisher": "Báo Mới",
        "source-0-published": "2026-11-20",
        "source-0-url": "https://bao-moi.example/a",
    }
    number = await submitted(writer, **{"sources": "", **source})
    page = (await writer.get(f"/ban/nhap/{number}")).text
    assert 'name="source-0-title" value="Bài mới về thẻ"' in page
    assert "Bài mới về thẻ" in (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    await press_publish(reviewer, number, biet="on")
    await client.app[keys.LIBRARY].refresh()
    assert answers(client)["the-bi-hong-thi-lam-gi"].sources == ("bao-moi-bai-moi-ve-the",)


async def test_sources_and_related_answers_are_found_without_scripts(two: tuple[Desk, Desk]) -> None:
    writer, _ = two
    number = await begin(writer)
    reply = await writer.post(
        f"/ban/nhap/{number}", {**FORM, "sources": "", "viec": "tim", "nguon": "bao mau", "cau": "mat the"}
    )
    page = (await writer.get(reply.location)).text
    assert 'name="sources" value="bao-mau" />' in page
    assert 'name="related" value="mat-the" />' in page


async def test_a_personal_number_typed_into_a_draft_is_masked(two: tuple[Desk, Desk], client: Any) -> None:
    writer, _ = two
    number = await begin(writer)
    await writer.post(f"/ban/nhap/{number}", {**FORM, "asks": "căn cước 038204012345 của tôi hỏng", "viec": "luu"})
    stored = client.app[keys.DRAFTS].get(int(number)).body["answer"]["asks"]
    assert stored == ["căn cước [số căn cước] của tôi hỏng"]


async def test_the_preview_is_what_the_citizen_will_see(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await begin(writer)
    assert "chưa đủ để xem" in (await writer.get(f"/ban/nhap/{number}/xem")).text
    await writer.post(f"/ban/nhap/{number}", {**FORM, "notes": "Hỏi công an xã.", "viec": "gui"})
    before = re.search(r"<article>.*?</article>", (await writer.get(f"/ban/nhap/{number}/xem")).text, re.DOTALL)
    await press_publish(reviewer, number, biet="on")
    await client.app[keys.LIBRARY].refresh()
    async with client.get("/hoi/the-bi-hong-thi-lam-gi") as public:
        after = re.search(r"<article>.*?</article>", await public.text(), re.DOTALL)
    assert before and after
    assert before[0] == after[0]


async def test_what_someone_wrote_never_becomes_markup(two: tuple[Desk, Desk]) -> None:
    writer, reviewer = two
    attack = '<script>alert(document.domain)</script><img src=x onerror="alert(document.domain)">'
    number = await submitted(
        writer, title=f"Thẻ {attack} hỏng thì sao", short=f"Đổi {attack}", asks=attack, id="the-hong"
    )
    await reviewer.post(f"/ban/nhap/{number}/tra-lai", {"loi": attack})
    for path in (f"/ban/nhap/{number}", f"/ban/nhap/{number}/xem", f"/ban/nhap/{number}/duyet", "/ban/cau"):
        page = (await writer.get(path)).text
        assert "<script>alert" not in page, path
        assert "<img" not in page, path


async def test_two_people_editing_one_draft_are_told_and_lose_nothing(two: tuple[Desk, Desk]) -> None:
    writer, other = two
    number = await begin(writer, "doi-the")
    form = filled((await writer.get(f"/ban/nhap/{number}")).text)
    await other.post(f"/ban/nhap/{number}", {**form, "short": "Ở công an phường.", "viec": "luu"})
    reply = await writer.post(f"/ban/nhap/{number}", {**form, "short": "Ở nhà tôi đây.", "viec": "luu"})
    assert reply.status == 409
    assert "Người khác vừa sửa" in reply.text
    assert "Ở nhà tôi đây." in reply.text, "chữ vừa gõ vẫn còn trên trang"
    assert "Ở công an phường." in (await other.get(f"/ban/nhap/{number}")).text


async def test_a_stale_draft_shows_both_changes_and_needs_a_second_look(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer, "doi-the", short="Ở công an xã gần nhất.")
    await published(reviewer, writer, client, "doi-the", short="Ở công an phường.")
    page = (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    assert "Câu đang dùng đã đổi từ lúc viết bản nháp" in page
    assert page.count("Ở công an phường.") >= 2
    assert (await press_publish(reviewer, number, biet="on")).status == 422
    reply = await press_publish(reviewer, number, **{"biet": "on", "da-xem": "on"})
    assert reply.location == "/ban/cau/doi-the"


async def test_what_changed_after_the_page_was_shown_is_not_overwritten(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await submitted(writer, "doi-the", short="Ở công an xã gần nhất.")
    page = (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    body = {"seen": hidden(page, "seen"), "current": hidden(page, "current"), "biet": "on"}
    await published(reviewer, writer, client, "doi-the", short="Ở công an phường.")
    assert (await reviewer.post(f"/ban/nhap/{number}/xuat-ban", body)).status == 409


async def test_rolling_back_one_step_brings_the_old_reply_back(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    await published(writer, reviewer, client, "doi-the", short="Ở công an phường.")
    page = (await writer.get("/ban/cau/doi-the/lich-su")).text
    assert "<del>Ở công an phường.</del>" in page
    version = hidden(page, "ban")
    reply = await writer.post("/ban/cau/doi-the/lui", {"ban": version})
    assert reply.status == 303
    await client.app[keys.LIBRARY].refresh()
    assert answers(client)["doi-the"].short == "Ở công an xã."
    assert (await writer.post("/ban/cau/doi-the/lui", {"ban": version})).status == 409, "bấm hai lần lùi một bước"


async def test_an_answer_is_taken_away_after_a_second_person_agrees(two: tuple[Desk, Desk], client: Any) -> None:
    writer, reviewer = two
    number = await begin(writer, "mat-the", "remove")
    await writer.post(f"/ban/nhap/{number}/gui")
    assert (await press_publish(reviewer, number, biet="on")).location == "/ban/cau"
    await client.app[keys.LIBRARY].refresh()
    assert "mat-the" not in answers(client)
    page = (await writer.get("/ban/cau/mat-the/lich-su")).text
    assert "bị gỡ" in page
    await writer.post("/ban/cau/mat-the/lui", {"ban": hidden(page, "ban")})
    await client.app[keys.LIBRARY].refresh()
    assert "mat-the" in answers(client)


async def test_yaml_goes_out_and_comes_back_as_a_draft_beside_the_answer_in_use(two: tuple[Desk, Desk]) -> None:
    writer, _ = two
    text = (await writer.get("/ban/xuat/doi-the.yml")).text
    assert text.startswith("id: doi-the\ntopic: can-cuoc\n")
    reply = await writer.post("/ban/nhap-yaml", {"yaml": text.replace("Ở công an xã.", "Ở công an phường.")})
    page = (await writer.get(reply.location)).text
    assert "<del>Ở công an xã.</del>" in page
    assert "<ins>Ở công an phường.</ins>" in page
    new = text.replace("doi-the", "doi-the-moi").replace("Đổi thẻ ở đâu?", "Đổi thẻ mới ở đâu?")
    page = (await writer.get((await writer.post("/ban/nhap-yaml", {"yaml": new})).location)).text
    assert "Đây là câu mới." in page


@pytest.mark.parametrize(
    "text", ["", "[1, 2", "- id: a", "title: không id", "id: &a x\ntitle: *a", "id:\n  - a", "[" * 2000, "\x00"]
)
def test_what_is_not_an_answer_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadYaml):
        read_yaml(text)


async def test_edited_answers_are_downloaded_together(two: tuple[Desk, Desk], client: Any, tmp_path: Path) -> None:
    writer, reviewer = two
    await published(writer, reviewer, client, "doi-the", short="Ở công an phường.")
    path = f"{client.make_url('/')}ban/xuat-da-sua.zip"
    async with client.session.get(path, headers=writer._cookie) as response:
        archive = zipfile.ZipFile(io.BytesIO(await response.read()))
    assert "answers/can-cuoc/doi-the.yml" in archive.namelist()
    assert "Ở công an phường." in archive.read("answers/can-cuoc/doi-the.yml").decode()


@pytest.mark.parametrize("path", ["999999", "99999999999999999999", "0"])
async def test_a_draft_nobody_wrote_is_not_found(desk: SitDown, path: str) -> None:
    person = await desk("editor")
    for address in (f"/ban/nhap/{path}", f"/ban/nhap/{path}/duyet", f"/ban/nhap/{path}/xem"):
        assert (await person.get(address)).status == 404
    for deed in ("", "/kiem", "/gui", "/bo", "/hoi-lai", "/tra-lai", "/xuat-ban"):
        assert (await person.post(f"/ban/nhap/{path}{deed}", {"viec": "luu", "loi": "x"})).status == 404


async def test_a_draft_may_be_long(two: tuple[Desk, Desk]) -> None:
    """Giới hạn thân tin nhắn của người dân không phải của người biên tập."""
    writer, _ = two
    number = await begin(writer)
    asks = "\n".join(f"cách hỏi thứ {n} về chiếc thẻ đã hỏng của nhà tôi" for n in range(150))
    reply = await writer.post(f"/ban/nhap/{number}", {**FORM, "asks": asks, "viec": "luu"})
    assert reply.status == 303


async def test_every_page_stays_small_with_thousands_of_answers(desk: SitDown, client: Any, tmp_path: Path) -> None:
    many = [{"id": f"cau-{n}", "title": f"Câu hỏi thứ {n} là gì?"} for n in range(120)]
    await asyncio.to_thread(publish, tmp_path, *many)
    await client.app[keys.LIBRARY].refresh()
    person = await desk("editor")
    first, last = (await person.get("/ban/cau")).text, (await person.get("/ban/cau?trang=3")).text
    assert first.count('href="/ban/cau/cau-') == 50
    assert last.count('href="/ban/cau/cau-') == 20
    assert "Trang 3 trên 3" in last


async def test_pages_say_who_wrote_and_who_reviewed_by_name(client: Any, two: tuple[Desk, Desk]) -> None:
    writer, reviewer = two
    accounts = client.app[keys.ACCOUNTS]
    for person, name in ((writer, "Cô Hoa"), (reviewer, "Chị Mai")):
        await asyncio.to_thread(accounts.rename, person.login, name, "kiểm thử")
    number = await begin(writer, "doi-the")
    for path in ("/ban/cau", "/ban/cau/doi-the", f"/ban/nhap/{number}"):
        assert "Cô Hoa đang viết" in (await reviewer.get(path)).text, path
    number = await submitted(writer, "doi-the", short="Ở công an phường.")
    assert "Cô Hoa viết, đang chờ duyệt" in (await reviewer.get(f"/ban/nhap/{number}/duyet")).text
    await press_publish(reviewer, number, biet="on")
    shown = {path: (await writer.get(path)).text for path in (f"/ban/nhap/{number}/duyet", "/ban/cau/doi-the/lich-su")}
    assert "Cô Hoa viết, Chị Mai đã duyệt và xuất bản" in shown[f"/ban/nhap/{number}/duyet"]
    assert "Chị Mai, <time" in shown["/ban/cau/doi-the/lich-su"]
    assert [login for login in (writer.login, reviewer.login) for page in shown.values() if login in page] == []


async def test_a_new_source_known_only_by_its_title_or_its_address_is_shown_as_far_as_it_goes(
    client: Any, two: tuple[Desk, Desk]
) -> None:
    writer, _ = two
    for source, told in (
        ({"title": "Quy chế thôn"}, "Quy chế thôn"),
        ({"url": "https://a.example"}, "https://a.example"),
    ):
        number = await asyncio.to_thread(
            client.app[keys.DRAFTS].start, None, writer.login, {"answer": {"title": "Câu?"}, "sources": [source]}
        )
        for path in (f"/ban/nhap/{number}", f"/ban/nhap/{number}/duyet"):
            page = await writer.get(path)
            assert (page.status, told in page.text) == (200, True), path
