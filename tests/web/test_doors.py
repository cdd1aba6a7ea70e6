"""Ai được vào: thẻ, nguồn gốc trang, giới hạn tốc độ, phần đầu bảo mật, trang chỉ dành cho máy chủ."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.web import keys
from bot.web.limits import FAILED_SIGN_INS, WIDE
from bot.web.tokens import Tokens, secret_key

FRIEND, STRANGER = "https://xa-ban.gov.vn", "https://la.example"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer gia", "Basic {token}", "{token}", "Bearer {token}x"]
)
async def test_a_wrong_token_opens_nothing(talk: Any, fake_bot: Any, header: str) -> None:
    talk.headers = {"Authorization": header.format(token=talk.token)} if header else {}
    assert (await talk.post({"text": "hỏi", "client_id": "m1"}))[0] == 401
    for method, path in (("GET", talk.path + "/events"), ("DELETE", talk.path)):
        async with talk.client.request(method, path, headers=talk.headers) as response:
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == "Bearer"
    assert fake_bot.heard == []


async def test_the_token_of_one_conversation_does_not_open_another(client: Any, open_talk: Any) -> None:
    mine, other = await open_talk(client), await open_talk(client)
    mine.headers = other.headers
    assert (await mine.post({"text": "hỏi", "client_id": "m1"}))[0] == 401


def test_a_token_signed_with_another_key_is_refused() -> None:
    assert Tokens("a").opens(Tokens("a").sign("c1"), "c1")
    assert not Tokens("a").opens(Tokens("b").sign("c1"), "c1")


def test_conversation_ids_cannot_be_guessed() -> None:
    ids = {Tokens("a").new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(made) >= 20 for made in ids)


def test_the_key_is_made_once_and_readable_only_by_its_owner(tmp_path: Path) -> None:
    settings = Settings.from_environment({"VAR_DIR": str(tmp_path / "var")})
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    files = list((tmp_path / "var").iterdir())
    assert [file.name for file in files] == ["secret_key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_key_from_the_environment_is_used_and_not_kept(tmp_path: Path) -> None:
    assert secret_key(Settings.from_environment({"VAR_DIR": str(tmp_path), "SECRET_KEY": "của tôi"})) == "của tôi"
    assert list(tmp_path.iterdir()) == []


async def test_a_deleted_conversation_is_forgotten_by_the_bot_too(client: Any, talk: Any, fake_bot: Any) -> None:
    await talk.say("hỏi")
    async with client.delete(talk.path, headers=talk.headers) as response:
        assert response.status == 204
    assert fake_bot.forgotten == [talk.id]


async def test_a_deleted_conversation_is_gone_with_every_word(client: Any, talk: Any) -> None:
    await talk.say("hỏi")
    async with client.delete(talk.path, headers=talk.headers) as response:
        assert response.status == 204
    assert (await talk.post({"text": "hỏi", "client_id": "m2"}))[0] == 404
    async with client.get(talk.path + "/events", headers=talk.headers) as response:
        assert response.status == 404
        assert (await response.json(content_type=None))["detail"]


async def test_too_many_messages_must_wait(gateway: Any, open_talk: Any) -> None:
    talk = await open_talk(await gateway(RATE_LIMIT="3"))
    for _ in range(3):
        await talk.say("hỏi")
    async with talk.client.post(
        talk.path + "/messages", headers=talk.headers, json={"text": "hỏi", "client_id": "x"}
    ) as response:
        assert response.status == 429
        seconds = int(response.headers["Retry-After"])
        assert 1 <= seconds <= 60
        assert str(seconds) in (await response.json(content_type=None))["detail"]


async def test_the_limit_follows_a_conversation_from_address_to_address(gateway: Any, open_talk: Any) -> None:
    talk = await open_talk(await gateway(RATE_LIMIT="1"))
    statuses = []
    for n, address in enumerate(["203.0.113.1", "203.0.113.2"]):
        talk.headers["X-Forwarded-For"] = address
        statuses.append((await talk.post({"text": "hỏi", "client_id": f"m{n}"}))[0])
    assert statuses == [200, 429]


async def test_a_whole_office_behind_one_address_is_served(gateway: Any, open_talk: Any) -> None:
    """Mười người cùng trụ sở, mỗi người đúng hạn mức: ai cũng được trả lời; một máy gửi dồn dập chỉ tự chặn nó."""
    client = await gateway(RATE_LIMIT="2")
    office = [await open_talk(client) for _ in range(WIDE)]
    noisy = office[0]
    for n in range(20):
        await noisy.post({"text": "hỏi", "client_id": f"x{n}"})
    for talk in office[1:]:
        for n in range(2):
            assert (await talk.post({"text": "hỏi", "client_id": f"m{n}"}))[0] == 200
    late = await open_talk(client)
    assert (await late.post({"text": "hỏi", "client_id": "m"}))[0] == 429  # cả trụ sở đã hết 20 lượt


async def test_opening_conversations_is_counted_for_each_address_behind_the_same_proxy(gateway: Any) -> None:
    client = await gateway(RATE_LIMIT="1")

    async def opened(address: str) -> int:
        headers = {"X-Forwarded-For": address}
        async with client.post("/api/v1/conversations", headers=headers) as response:
            return int(response.status)

    for address in ("203.0.113.1", "2001:db8::1"):
        assert [await opened(address) for _ in range(WIDE)] == [201] * WIDE
    assert await opened("203.0.113.2") == 201
    for address in ("203.0.113.1", "9.9.9.9, 203.0.113.1", "2001:db8::2"):  # cuối: cùng mạng /64 với máy trên
        assert await opened(address) == 429


async def test_only_failed_sign_ins_are_counted_by_name_and_address_then_by_address(gateway: Any) -> None:
    client = await gateway(RATE_LIMIT="30")
    first = client.app[keys.ACCOUNTS].create("lan", "Lan", "helper", "kiểm thử")

    async def sign_in(login: str, password: str, address: str = "203.0.113.1") -> int:
        headers = {"Origin": str(client.make_url("/")).rstrip("/"), "X-Forwarded-For": address}
        form = {"login": login, "password": password}
        async with client.post("/ban/vao", data=form, headers=headers, allow_redirects=False) as response:
            client.session.cookie_jar.clear()
            return int(response.status)

    for _ in range(2 * FAILED_SIGN_INS):
        assert await sign_in("lan", first) == 303
    for _ in range(FAILED_SIGN_INS):
        assert await sign_in("minh", "sai") == 422
    assert await sign_in("minh", "sai") == 429
    assert await sign_in("Minh ", "sai") == 429
    assert await sign_in("minh", "sai", "203.0.113.2") == 422
    assert await sign_in("lan", first) == 303
    for n in range(FAILED_SIGN_INS * (WIDE - 1)):
        assert await sign_in(f"la{n}", "sai") == 422
    assert await sign_in("lan", first) == 429
    assert await sign_in("lan", first, "203.0.113.2") == 303


async def test_a_page_from_another_origin_is_refused(gateway: Any, fake_bot: Any) -> None:
    client = await gateway(ALLOWED_ORIGINS=FRIEND)
    for method, path in (
        ("POST", "/api/v1/conversations"),
        ("GET", "/widget.js"),
        ("OPTIONS", "/api/v1/conversations"),
    ):
        for origin in (STRANGER, "null", FRIEND + ".example", "http://xa-ban.gov.vn"):
            async with client.request(method, path, headers={"Origin": origin}) as response:
                assert response.status == 403
                assert "Access-Control-Allow-Origin" not in response.headers


async def test_a_page_on_the_list_may_call_and_read(gateway: Any) -> None:
    client = await gateway(ALLOWED_ORIGINS=f"{FRIEND}/ https://khac.gov.vn")
    asking = {
        "Origin": FRIEND,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    async with client.options("/api/v1/conversations/x/messages", headers=asking) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == FRIEND
        assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    for method, path in (("POST", "/api/v1/conversations"), ("GET", "/widget.js"), ("GET", "/khong-co")):
        async with client.request(method, path, headers={"Origin": FRIEND}) as response:
            assert response.headers["Access-Control-Allow-Origin"] == FRIEND
            assert "Origin" in response.headers.getall("Vary")


async def test_the_gateways_own_page_may_call(client: Any) -> None:
    origin = str(client.make_url("/")).rstrip("/")
    async with client.post("/api/v1/conversations", headers={"Origin": origin}) as response:
        assert response.status == 201


@pytest.mark.parametrize("path", ["/", "/widget.js", "/khong-co", "/api/v1/openapi.json", "/healthz"])
async def test_every_response_forbids_inline_script_and_sniffing(gateway: Any, path: str) -> None:
    client = await gateway(ALLOWED_ORIGINS=FRIEND)
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "default-src 'none'" in policy
        assert f"frame-ancestors 'self' {FRIEND}" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "Strict-Transport-Security" not in response.headers


async def test_https_is_remembered_only_behind_tls(client: Any) -> None:
    async with client.get("/", headers={"X-Forwarded-Proto": "https"}) as response:
        assert response.headers["Strict-Transport-Security"]


async def test_measures_are_shown_to_this_machine_only(client: Any, talk: Any) -> None:
    await talk.say("xin chào")
    async with client.get("/metrics") as response:
        page = await response.text()
    assert 'gateway_messages_total{kind="small_talk"} 1.0' in page
    assert "gateway_message_seconds_count 1.0" in page
    async with client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/khong-co", 404),
        ("PUT", "/api/v1/conversations", 405),
        ("GET", "/widget/../main.py", 404),
        ("GET", "/widget/", 404),
    ],
)
async def test_aiohttps_own_refusals_are_problems_too(client: Any, method: str, path: str, status: int) -> None:
    async with client.request(method, path) as response:
        assert response.status == status
        assert response.content_type == "application/problem+json"
        problem = await response.json(content_type=None)
        assert problem["status"] == status
        assert problem["title"]
        assert problem["detail"]


async def test_an_unforeseen_failure_is_a_problem_without_its_insides(talk: Any, tmp_path: Path) -> None:
    """Mất bảng dữ liệu giữa chừng: vẫn là một câu tiếng Việt, không lộ chữ nào của máy."""
    lose_database(tmp_path)
    status, problem = await talk.post({"text": "hỏi", "client_id": "m1"})
    assert status == 500
    assert "chờ một phút" in problem["detail"]
    assert "sqlite" not in str(problem)


def lose_database(folder: Path) -> None:
    """Xoá bảng nhật ký sau lưng cổng."""
    with sqlite3.connect(folder / "hoi-dap-so.sqlite") as connection:
        connection.execute("DROP TABLE conversation_events")
