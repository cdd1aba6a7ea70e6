"""Ai được vào cửa nào: bảng vai, và những cách lách cửa."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.accounts import ROLES, Role, allows
from bot.web import keys
from bot.web.console.door import SIGN_IN, Door
from bot.web.console.page import CSRF_HEADER
from bot.web.console.routes import DOORS
from bot.web.console.session import COOKIE
from tests.web.conftest import SitDown

LEAVING = ("POST", "/ban/ra")
EVERYONE: tuple[Role | None, ...] = (None, *ROLES)
TABLE = Path(__file__).with_name("role_table.txt")
_HOLE = re.compile(r"\{\w+(?::((?:[^{}]|\{[^}]*\})*))?\}")
"""Chỗ trống trong một địa chỉ, cùng khuôn của nó."""


def address(door: Door) -> str:
    """Một địa chỉ của cửa này; mã trong địa chỉ là mã không ai có."""

    def fill(hole: re.Match[str]) -> str:
        shape = hole[1] or "[^/]+"
        return next(text for text in ("999999999", "khong-co", shape.partition("|")[0]) if re.fullmatch(shape, text))

    return _HOLE.sub(fill, door.path)


def test_the_role_table_says_who_may_enter_each_door() -> None:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    written = {(method, path): None if role == "-" else role for role, method, path in rows}
    assert {(door.method, door.path): door.role for door in DOORS} == written
    assert len(rows) == len(DOORS)


async def test_every_door_of_the_console_is_guarded(client: Any) -> None:
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource.canonical.startswith("/ban")
    }
    assert served == {(door.method, _HOLE.sub(lambda hole: re.sub(r":.*", "}", hole[0]), door.path)) for door in DOORS}


@pytest.mark.parametrize("role", EVERYONE)
async def test_every_door_opens_to_exactly_the_roles_it_names(desk: SitDown, role: Role | None) -> None:
    person = await desk(role)
    wrong = []
    for door in sorted(DOORS, key=lambda door: (door.method, door.path) == LEAVING):
        sent = person.get(address(door)) if door.method == "GET" else person.post(address(door))
        reply = await sent
        turned_away = reply.status in (401, 403) or (reply.status == 303 and reply.location.startswith(SIGN_IN))
        allowed = door.role is None or (role is not None and allows(role, door.role))
        expected = reply.status < 500 and turned_away != allowed
        if (door.method, door.path) == LEAVING and role:
            expected = reply.status == 303
        if not expected:
            wrong.append((door.method, door.path, reply.status, reply.location))
    assert wrong == []


async def test_a_stranger_is_shown_the_sign_in_page_and_comes_back_where_they_meant_to_go(desk: SitDown) -> None:
    stranger = await desk(None)
    reply = await stranger.get("/ban/cau?tim=the%20bhyt")
    assert (reply.status, reply.location) == (303, "/ban/vao?tiep=/ban/cau?tim%3Dthe%2520bhyt")


@pytest.mark.parametrize(
    "target",
    [
        "https://ke-xau.example/ban",
        "//ke-xau.example",
        "/\\ke-xau.example",
        "/hoi",
        "/ban/../hoi",
        "javascript:alert(1)",
    ],
)
async def test_signing_in_never_leads_outside_the_desk(desk: SitDown, client: Any, target: str) -> None:
    stranger = await desk(None)
    password = client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "helper", "kiểm thử")
    client.app[keys.ACCOUNTS].change_password(1, password, "con meo nhay qua rao")
    reply = await stranger.post(SIGN_IN, {"login": "lan", "password": "con meo nhay qua rao", "tiep": target})
    assert (reply.status, reply.location) == (303, "/ban")


async def test_a_change_without_the_sessions_own_code_is_refused(desk: SitDown) -> None:
    person, other = await desk("administrator"), await desk("administrator")
    for csrf in ("", "đoán bừa", other.csrf):
        person.csrf = csrf
        assert (await person.post("/ban/mat-khau", {"old": "x"})).status == 403
        assert (await person.post_json("/ban/mat-khau", {})).status == 403


async def test_a_sign_in_form_on_another_site_is_refused(desk: SitDown) -> None:
    stranger = await desk(None)
    for origin in ("https://ke-xau.example", "null", ""):
        assert (await stranger.post(SIGN_IN, {"login": "lan"}, Origin=origin)).status == 403


async def test_signing_in_makes_a_new_session_and_ends_the_one_the_browser_had(desk: SitDown, client: Any) -> None:
    before = await desk("helper")
    password = client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "editor", "kiểm thử")
    reply = await before.post(SIGN_IN, {"login": "lan", "password": password})
    token = re.search(rf"{COOKIE}=([^;]+)", reply.headers["Set-Cookie"])
    assert token and token[1] != before.token
    assert client.app[keys.SESSIONS].load(before.token) is None
    assert client.app[keys.SESSIONS].load(token[1]).account.login == "lan"


async def test_a_session_code_planted_by_someone_else_opens_nothing(desk: SitDown, client: Any) -> None:
    stranger = await desk(None)
    planted = "ke-xau-dat-san-ma-nay"
    client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "editor", "kiểm thử")
    reply = await stranger.send("GET", "/ban", headers={"Cookie": f"{COOKIE}={planted}"})
    assert reply.location.startswith(SIGN_IN)
    assert client.app[keys.SESSIONS].load(planted) is None


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: SitDown, client: Any) -> None:
    stranger = await desk(None)
    password = client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "helper", "kiểm thử")
    form = {"login": "lan", "password": password}
    plain = (await stranger.post(SIGN_IN, form)).headers["Set-Cookie"]
    secure = (await stranger.post(SIGN_IN, form, **{"X-Forwarded-Proto": "https"})).headers["Set-Cookie"]
    for cookie in (plain, secure):
        assert {"HttpOnly", "SameSite=Lax", "Path=/ban"} <= set(cookie.split("; "))
    assert "Secure" not in plain and "Secure" in secure.split("; ")


async def test_signing_out_ends_the_session_in_the_store_too(desk: SitDown, client: Any) -> None:
    person = await desk("helper")
    assert (await person.post("/ban/ra")).location == SIGN_IN
    assert client.app[keys.SESSIONS].load(person.token) is None
    assert (await person.get("/ban")).location.startswith(SIGN_IN)


async def test_a_given_password_must_be_changed_before_anything_else(desk: SitDown, client: Any) -> None:
    stranger = await desk(None)
    password = client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "administrator", "kiểm thử")
    cookie = (await stranger.post(SIGN_IN, {"login": "lan", "password": password})).headers["Set-Cookie"]
    lan = {"Cookie": cookie.partition(";")[0]}
    for door in DOORS:
        if door.method == "GET" and door.role and door.path != "/ban/mat-khau":
            assert (await stranger.send("GET", address(door), headers=lan)).location == "/ban/mat-khau", door.path
    assert (await stranger.send("GET", "/ban/mat-khau", headers=lan)).status == 200


async def test_five_wrong_passwords_lock_the_door_even_for_the_right_one(desk: SitDown, client: Any) -> None:
    stranger = await desk(None)
    password = client.app[keys.ACCOUNTS].create("lan", "Chị Lan", "helper", "kiểm thử")
    for _ in range(5):
        assert "không đúng" in (await stranger.post(SIGN_IN, {"login": "lan", "password": "sai"})).text
    locked = await stranger.post(SIGN_IN, {"login": "lan", "password": password})
    assert locked.status == 422
    assert "Sai nhiều lần" in locked.text
    for _ in range(5):
        await stranger.post(SIGN_IN, {"login": "khong-co-ai", "password": "sai"})
    unknown = await stranger.post(SIGN_IN, {"login": "khong-co-ai", "password": "sai"})
    assert unknown.text.replace("khong-co-ai", "lan") == locked.text  # không lộ ra tên nào có thật


async def test_changing_the_password_ends_every_other_session_of_that_person(desk: SitDown, client: Any) -> None:
    person = await desk("helper")
    accounts, sessions = client.app[keys.ACCOUNTS], client.app[keys.SESSIONS]
    accounts.reset(person.login, "kiểm thử")
    assert (await person.get("/ban")).location.startswith(SIGN_IN)
    assert sessions.load(person.token) is None


async def test_text_written_by_people_is_never_read_as_html(desk: SitDown, client: Any) -> None:
    person = await desk("helper")
    nasty = "<script>alert(1)</script>"
    client.app[keys.ACCOUNTS].rename(person.login, nasty, "kiểm thử")
    page = (await person.get("/ban")).text
    assert nasty not in page
    assert "&lt;script&gt;" in page


async def test_a_refusal_is_a_page_for_people_and_a_problem_for_scripts(desk: SitDown) -> None:
    person = await desk("helper")
    page = await person.get("/ban/nguoi")
    assert (page.status, page.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert "Về bàn làm việc" in page.text
    problem = await person.get("/ban/nguoi", **{CSRF_HEADER: person.csrf})
    assert (problem.status, problem.headers["Content-Type"].partition(";")[0]) == (403, "application/problem+json")


async def test_a_form_too_long_is_refused_with_a_next_step(desk: SitDown) -> None:
    person = await desk("helper")
    reply = await person.post("/ban/mat-khau", {"old": "x" * 300_000})
    assert reply.status == 413
    assert "bớt lại" in reply.text


async def test_no_page_of_the_desk_is_kept_or_framed(desk: SitDown) -> None:
    person = await desk("administrator")
    for door in DOORS:
        if door.method == "GET" and door.role and "{" not in door.path:
            headers = (await person.get(door.path)).headers
            assert "no-store" in headers["Cache-Control"], door.path
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], door.path
