"""Trang của quản trị viên: tài khoản, sổ ghi thay đổi, xoá một cuộc trò chuyện theo yêu cầu."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from bot import audit
from bot.audit import Deed
from bot.web import keys
from bot.web.console.audit_pages import EACH_PAGE
from tests.web.conftest import SitDown

PASSWORD = re.compile(r"\d{4}(?:-\d{4}){4}")
NASTY = "<script>alert(1)</script>"
LAN = {"login": "lan", "name": "Chị Lan", "role": "helper"}


@pytest.fixture
async def boss(desk: SitDown) -> Any:
    return await desk("administrator")


@pytest.fixture
def accounts(client: Any) -> Any:
    return client.app[keys.ACCOUNTS]


def book(client: Any) -> list[tuple[str, str, str]]:
    """Sổ ghi, cũ trước, trừ những dòng dựng người kiểm thử."""
    found = audit.deeds(client.app[keys.ENGINE])
    return [(deed.who, deed.deed, deed.target) for deed in reversed(found) if "administrator-" not in deed.target]


async def test_an_administrator_adds_a_person_who_signs_in_with_the_password_shown(
    boss: Any, accounts: Any, client: Any
) -> None:
    reply = await boss.post("/ban/nguoi", {**LAN, "login": "Lan"})
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    (password,) = PASSWORD.findall(reply.text)
    assert accounts.sign_in("lan", password).must_change
    assert book(client) == [(boss.login, "account.created", "lan")]


async def test_a_password_is_shown_by_that_one_reply_and_nowhere_else(boss: Any, client: Any) -> None:
    reply = await boss.post("/ban/nguoi", LAN)
    again = await boss.post("/ban/nguoi/lan/mat-khau")
    first, second = (PASSWORD.findall(one.text)[0] for one in (reply, again))
    assert first != second
    for path in ("/ban", "/ban/nguoi", "/ban/nguoi/lan", "/ban/so-ghi"):
        text = (await boss.get(path)).text
        assert not PASSWORD.search(text), path
    assert not PASSWORD.search(str(reply.headers) + str(again.headers))
    for table in ("sessions", "audit"):
        with client.app[keys.ENGINE].connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608
        assert not PASSWORD.search(str(rows))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"login": ""}, "đang trống"),
        ({"login": "Bà Lan"}, "bắt đầu bằng chữ cái"),
        ({"name": "Lan 0912345678"}, "số điện thoại"),
        ({"role": "owner"}, "Xin chọn"),
    ],
)
async def test_a_field_that_cannot_be_used_is_explained_and_the_rest_is_kept(
    boss: Any, accounts: Any, change: dict[str, str], said: str
) -> None:
    reply = await boss.post("/ban/nguoi", {**LAN, **change})
    assert reply.status == 422
    assert said in reply.text
    kept = {**LAN, **change}["name"]
    assert f'value="{kept}"' in reply.text
    assert accounts.find("lan") is None


async def test_a_name_in_use_is_refused(boss: Any) -> None:
    await boss.post("/ban/nguoi", LAN)
    reply = await boss.post("/ban/nguoi", LAN)
    assert (reply.status, "Đã có tài khoản lan" in reply.text) == (422, True)


async def test_name_role_and_access_are_changed_one_at_a_time(boss: Any, accounts: Any, client: Any) -> None:
    await boss.post("/ban/nguoi", LAN)
    for deed, form in (("ten", {"name": "Cô Lan"}), ("vai", {"role": "editor"}), ("tat", {}), ("bat", {})):
        reply = await boss.post(f"/ban/nguoi/lan/{deed}", form)
        assert (reply.status, reply.location) == (303, "/ban/nguoi/lan"), deed
    lan = accounts.find("lan")
    assert (lan.name, lan.role, lan.active) == ("Cô Lan", "editor", True)
    done = [deed for _, deed, _ in book(client)]
    assert done == ["account.created", "account.renamed", "account.role", "account.off", "account.on"]


async def test_a_person_turned_off_or_given_another_role_is_out_at_once(boss: Any, desk: SitDown) -> None:
    for deed, form in (("tat", {}), ("vai", {"role": "editor"}), ("mat-khau", {})):
        helper = await desk("helper")
        assert (await helper.get("/ban")).status == 200
        await boss.post(f"/ban/nguoi/{helper.login}/{deed}", form)
        assert (await helper.get("/ban")).status == 303, deed


async def test_the_last_administrator_is_kept_and_told_why(boss: Any, accounts: Any) -> None:
    for deed, form in (("tat", {}), ("vai", {"role": "helper"})):
        reply = await boss.post(f"/ban/nguoi/{boss.login}/{deed}", form)
        assert reply.status == 422
        assert "quản trị viên cuối cùng" in reply.text
    assert accounts.find(boss.login).role == "administrator"
    assert (await boss.get("/ban/nguoi")).status == 200


async def test_someone_who_does_not_exist_is_a_page_not_found(boss: Any) -> None:
    assert (await boss.get("/ban/nguoi/khong-co")).status == 404
    forms = {"ten": {"name": "A"}, "vai": {"role": "helper"}, "tat": {}, "bat": {}, "mat-khau": {}}
    for deed, form in forms.items():
        assert (await boss.post(f"/ban/nguoi/khong-co/{deed}", form)).status == 404, deed


async def test_people_are_found_without_accents_and_shown_page_by_page(boss: Any, accounts: Any) -> None:
    for n in range(60):
        accounts.create(f"to{n:02}", f"Tổ viên {n:02}", "helper", "kiểm thử")
    page = (await boss.get("/ban/nguoi?tim=to+vien")).text
    assert "60 tài khoản" in page
    assert "to49" in page and "to50" not in page
    second = (await boss.get("/ban/nguoi?tim=to+vien&trang=2")).text
    assert "to50" in second and "to49" not in second
    assert "to59" in (await boss.get("/ban/nguoi?tim=59")).text
    assert (await boss.get("/ban/nguoi?tim=%3Cb%3E&trang=-1")).status == 200


async def test_a_name_with_markup_is_text_everywhere(boss: Any, accounts: Any) -> None:
    accounts.create("lan", NASTY, "helper", "kiểm thử")
    for path in ("/ban/nguoi", "/ban/nguoi/lan"):
        page = (await boss.get(path)).text
        assert NASTY not in page
        assert "&lt;script&gt;" in page
    await boss.post("/ban/nguoi/lan/ten", {"name": NASTY + "2"})
    assert NASTY not in (await boss.get("/ban/so-ghi")).text
    assert (
        NASTY
        not in (
            await boss.get(
                "/ban/nguoi",
            )
        ).text
    )
    assert NASTY not in (await boss.get(f"/ban/so-ghi?nguoi={NASTY}&viec={NASTY}&truoc={NASTY}")).text


async def test_the_book_is_read_by_person_by_kind_and_page_by_page(boss: Any, client: Any) -> None:
    engine = client.app[keys.ENGINE]
    now = datetime.datetime(2026, 11, 22, 1, 30, tzinfo=datetime.timezone.utc)
    with engine.begin() as connection:
        for n in range(EACH_PAGE + 5):
            audit.record(connection, Deed("hoa", "notice.banner", f"so-{n:03}", {"vì": "đợt lừa đảo"}), now)
        audit.record(connection, Deed("minh", "holiday.added", "2027-02-17"), now)
    newest = (await boss.get("/ban/so-ghi")).text
    assert "2027-02-17" in newest
    assert "22/11/2026 08:30" in newest
    assert "vì: đợt lừa đảo" in newest
    only_hoa = (await boss.get("/ban/so-ghi?nguoi=hoa")).text
    assert "2027-02-17" not in only_hoa
    assert only_hoa.count("so-0") == EACH_PAGE
    older = re.search(r'href="(/ban/so-ghi\?[^"]*truoc=[^"]*)"', only_hoa)
    assert older
    rest = (await boss.get(older[1].replace("&amp;", "&"))).text
    assert rest.count("so-0") == 5
    assert "Cũ hơn" not in rest
    assert "Mới nhất" in rest
    by_kind = (await boss.get("/ban/so-ghi?viec=holiday.")).text
    assert "2027-02-17" in by_kind
    assert "so-0" not in by_kind


async def test_only_an_administrator_reads_the_book_or_erases(desk: SitDown) -> None:
    for role in ("helper", "editor"):
        person = await desk(role)  # type: ignore[arg-type]
        for path in ("/ban/nguoi", "/ban/so-ghi", "/ban/xoa"):
            assert (await person.get(path)).status == 403
        assert (await person.post("/ban/xoa", {"ma": "x", "sure": "1"})).status == 403


async def test_a_talk_is_erased_on_request_after_a_look_that_shows_no_words(
    boss: Any, talk: Any, client: Any, fake_bot: Any
) -> None:
    await talk.say("con bò vàng nhảy qua mái ngói")
    page = await boss.get(f"/ban/xoa?ma={talk.id}")
    assert "2 dòng" in page.text
    assert "con bò" not in page.text

    unsure = await boss.post("/ban/xoa", {"ma": talk.id})
    assert (unsure.status, "đã kiểm đúng" in unsure.text) == (422, True)
    assert (await talk.post({"text": "còn đây", "client_id": "m8"}))[0] == 200

    done = await boss.post("/ban/xoa", {"ma": f" {talk.id} ", "sure": "1"})
    assert (done.status, done.location) == (303, "/ban/xoa")
    assert (await talk.post({"text": "hỏi", "client_id": "m9"}))[0] == 404
    assert fake_bot.forgotten == [talk.id]
    assert book(client)[-1] == (boss.login, "conversation.erased", talk.id)
    with client.app[keys.ENGINE].connect() as connection:
        assert "con bò" not in str(connection.exec_driver_sql("SELECT * FROM audit").all())


@pytest.mark.parametrize("written", ["khong-co", "a b", "<b>", "x" * 500, "\x00"])
async def test_a_code_of_no_talk_erases_nothing_and_says_so(boss: Any, client: Any, written: str) -> None:
    reply = await boss.post("/ban/xoa", {"ma": written, "sure": "1"})
    assert (reply.status, "Không có cuộc trò chuyện mang mã này" in reply.text) == (422, True)
    assert book(client) == []


async def test_the_old_password_guessed_too_often_is_locked_with_a_page(desk: SitDown) -> None:
    helper = await desk("helper")
    form = {"old": "sai", "new": "bà con cùng học số", "again": "bà con cùng học số"}
    for _ in range(5):
        assert "không đúng" in (await helper.post("/ban/mat-khau", form)).text
    locked = await helper.post("/ban/mat-khau", form)
    assert (locked.status, "Sai nhiều lần" in locked.text) == (422, True)
