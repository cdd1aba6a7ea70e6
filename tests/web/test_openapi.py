"""Bản mô tả API và cổng đang chạy nói cùng một điều: mỗi địa chỉ, mỗi mã trạng thái, mỗi khuôn dữ liệu."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, RefResolver
from known import publish

from bot.web import feed, keys, library

STRANGER = {"Origin": "https://la.example"}
OPEN = "/api/v1/conversations"
ONE, MESSAGES, EVENTS = OPEN + "/{id}", OPEN + "/{id}/messages", OPEN + "/{id}/events"
FEEDBACK, HANDOFF, PERSON = OPEN + "/{id}/feedback", OPEN + "/{id}/handoff", OPEN + "/{id}/person"
TYPING = OPEN + "/{id}/typing"
SUGGESTIONS, ANSWER, PACK = "/api/v1/suggestions", "/api/v1/answers/{id}", "/offline/pack.json"
NOTICES = "/api/v1/notices"
HELPER = {"Authorization": "Bearer the-cua-nguoi-ho-tro"}
PAGES = {"/hoi", "/hoi/{id}", "/hoi/{id}/in", "/hoi/{id}/in.pdf", "/sitemap.xml", "/robots.txt"}
PAGES |= {"/viec", "/viec/{id}", "/viec/{id}/in", "/viec/{id}/in.pdf"}
PAGES |= {"/offline/field.html", "/offline/field_worker.js"}
PAGES |= {"/tinh-hinh", "/tinh-hinh/{name}.svg", "/tinh-hinh/{name}.csv"}
DESK = "/ban"
"""Mọi trang của bàn làm việc bắt đầu như thế; chúng không phải API."""
PAGES |= {"/offline/frame.html", "/offline/worker.js", "/offline/field.html", "/offline/field_worker.js"}
NOT_DOCUMENTED = {"/", "/widget.js", "/widget/{path}", *PAGES}


async def test_every_documented_route_exists_and_every_api_route_is_documented(client: Any) -> None:
    async with client.get("/api/v1/openapi.json") as response:
        document = await response.json()
    documented = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    served = {
        (route.resource.canonical, route.method)
        for route in client.app.router.routes()
        if route.method != "HEAD"
        and route.resource.canonical not in NOT_DOCUMENTED
        and not (route.resource.canonical + "/").startswith(DESK + "/")
    }
    assert documented == served


async def test_every_documented_status_happens_and_has_the_documented_shape(
    gateway: Any, open_talk: Any, fake_bot: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    publish(tmp_path, {"id": "vneid-la-gi", "title": "VNeID là gì?"})
    client = await gateway(RATE_LIMIT="6", HELPER_TOKEN="the-cua-nguoi-ho-tro")
    async with client.get("/api/v1/openapi.json") as response:
        document = await response.json()
    seen: set[tuple[str, str, int]] = set()

    async def call(
        method: str, path: str, talk: Any = None, *, named: str = "x", query: str = "", **options: Any
    ) -> int:
        address = path.replace("{id}", talk.id if talk else named) + query
        async with client.request(method, address, **options) as response:
            seen.add((path, method, response.status))
            described = _described(document, path, method, response.status)
            for content_type, shape in described.get("content", {}).items():
                assert response.content_type == content_type, (path, response.status)
                if "json" in content_type:
                    _check(document, shape["schema"], await response.json(content_type=None))
            return int(response.status)

    async def send(talk: Any, body: Any, **options: Any) -> int:
        return await call("POST", MESSAGES, talk, headers=talk.headers, json=body, **options)

    for path, method in [(path, method) for path, item in document["paths"].items() for method in item]:
        await call(method.upper(), path, headers=STRANGER)
    fake_bot.answer = [{"text": "Có", "custom": FULL}]
    await call("POST", OPEN)
    talk, gone = await open_talk(client), await open_talk(client)
    for method, path in (("DELETE", ONE), ("POST", MESSAGES), ("GET", EVENTS)):
        await call(method, path, talk)
    await call("DELETE", ONE, gone, headers=gone.headers)
    for method, path in (("DELETE", ONE), ("GET", EVENTS)):
        await call(method, path, gone, headers=gone.headers)
    await send(gone, {"text": "hỏi", "client_id": "m"})
    await send(talk, {"text": "hỏi 038090001234", "client_id": "m1"})
    await _feedback(call, talk, gone)
    await _person(call, talk, gone)
    await _knowledge(call, client, monkeypatch)
    await send(talk, {"text": "", "client_id": "m2"})
    await send(talk, [])
    await send(talk, {"text": "a" * 20_000, "client_id": "m3"})
    fake_bot.answer = "rác"
    await send(talk, {"text": "hỏi", "client_id": "m4"})
    await send(talk, {"text": "hỏi", "client_id": "m5"})
    while await call("POST", OPEN) != 429:
        pass
    await call("GET", EVENTS, talk, headers=talk.headers)
    monkeypatch.setattr(feed, "MAX_FEEDS", 0)
    await call("GET", EVENTS, talk, headers=talk.headers)
    for path in ("/healthz", "/metrics", "/api/v1/openapi.json"):
        await call("GET", path)
    await call("GET", "/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    await client.app[keys.READINESS].poll()
    await call("GET", "/readyz")
    fake_bot.status = 503
    await client.app[keys.READINESS].poll()
    await call("GET", "/readyz")

    documented = {
        (path, method.upper(), int(status))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        for status in operation["responses"]
    }
    assert seen == documented


async def _feedback(call: Any, talk: Any, gone: Any) -> None:
    async with talk.client.post(
        talk.path + "/messages", headers=talk.headers, json={"text": "hỏi", "client_id": "f"}
    ) as response:
        reply_id = (await response.json())["replies"][0]["id"]
    good = {"reply_id": reply_id, "answer_id": "vneid-la-gi", "right": False, "reason": "cu", "note": "đổi rồi"}
    await call("POST", FEEDBACK, talk)
    await call("POST", FEEDBACK, gone, headers=gone.headers, json=good)
    for body in ([], {"right": 1}, {**good, "note": "a" * 20_000}, good):
        await call("POST", FEEDBACK, talk, headers=talk.headers, json=body)
    while await call("POST", FEEDBACK, talk, headers=talk.headers, json=good) != 429:
        pass


async def _person(call: Any, talk: Any, gone: Any) -> None:
    words = {"text": "Chào bác", "name": "Lan"}
    for method, path in (("POST", HANDOFF), ("DELETE", HANDOFF), ("GET", PERSON), ("POST", PERSON)):
        await call(method, path, talk)
        headers = HELPER if path == PERSON else gone.headers
        await call(method, path, gone, headers=headers, json={"consent": True, **words})
    for method in ("GET", "POST"):
        await call(method, PERSON, talk, headers=HELPER, json=words)
    for body in ([], {}, {"consent": "a" * 20_000}, {"consent": True}):
        await call("POST", HANDOFF, talk, headers=talk.headers, json=body)
    for body in ([], {}, {"text": "a" * 20_000}, words):
        await call("POST", PERSON, talk, headers=HELPER, json=body)
    await call("POST", TYPING, talk)
    await call("POST", TYPING, talk, headers=talk.headers)
    for query in ("?since=x", ""):
        await call("GET", PERSON, talk, headers=HELPER, query=query)
    for method, path, headers in (
        ("POST", HANDOFF, talk.headers),
        ("GET", PERSON, HELPER),
        ("POST", PERSON, HELPER),
        ("POST", TYPING, talk.headers),
    ):
        while await call(method, path, talk, headers=headers, json={"consent": True, **words}) != 429:
            pass
    await call("DELETE", HANDOFF, talk, headers=talk.headers)


async def _knowledge(call: Any, client: Any, monkeypatch: Any) -> None:
    for path in (PACK, NOTICES):
        async with client.get(path) as response:
            tag = response.headers["ETag"]
        await call("GET", path)
        await call("GET", path, headers={"If-None-Match": tag})
    await call("GET", ANSWER)
    await call("GET", ANSWER, named="vneid-la-gi")
    await call("GET", SUGGESTIONS)
    await call("GET", SUGGESTIONS, query="?q=vneid")
    with monkeypatch.context() as patched:
        patched.setattr(library, "FIRST_LOAD", 0)
        patched.setattr(client.app[keys.LIBRARY], "_edition", None)
        patched.setattr(client.app[keys.LIBRARY], "_loaded", asyncio.Event())
        for path in (PACK, ANSWER, SUGGESTIONS):
            await call("GET", path, query="?q=vneid")
    while await call("GET", SUGGESTIONS, query="?q=vneid") != 429:
        pass
    while await call("GET", ANSWER) != 429:
        pass


FULL = {
    "kind": "answer",
    "answers": ["vneid-la-gi"],
    "suggestions": ["vneid-muc-2"],
    "items": [
        {
            "id": "vneid-la-gi",
            "title": "VNeID là gì",
            "short": "Ứng dụng định danh.",
            "steps": ["Mở"],
            "details": [],
            "notes": [],
            "table": {"columns": ["a"], "rows": [["b"]]},
            "related": [],
            "as_of": "2022-07-18",
            "valid_from": None,
            "valid_until": None,
            "superseded_by": None,
            "sources": [{"id": "s", "title": "t", "publisher": "p", "published": None, "url": None}],
        }
    ],
    "sources": [],
    "as_of": None,
    "calls": [{"label": "Công an", "number": "113"}],
    "buttons": [{"title": "Mức 2", "payload": {"answer": "vneid-muc-2"}}],
}


def _described(document: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    described = document["paths"][path][method.lower()]["responses"]
    assert str(status) in described, f"{method} {path} trả {status}, bản mô tả không nói tới"
    found: dict[str, Any] = described[str(status)]
    return document["components"]["responses"]["Problem"] if "$ref" in found else found


def _check(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator(schema, resolver=RefResolver("", document)).validate(value)
