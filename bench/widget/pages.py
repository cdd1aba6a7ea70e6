"""Các máy chủ của phép đo: trang của cơ quan nhúng tiện ích; tệp nén và lời đáp giả cho các tiện ích khác."""

from __future__ import annotations

import gzip
import mimetypes
from pathlib import Path
from typing import Any

import socketio  # type: ignore[import-untyped]  # Rasa kéo theo
from aiohttp import web

from bench.widget.contenders import REPLY, Contender

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trang của xã</title><link rel="icon" href="data:,"></head><body><h1>Trang của xã</h1>{embed}</body></html>"""


class HostPages:
    """Trang của cơ quan, mỗi tiện ích một trang; `files[tên]` là địa chỉ máy chủ tệp của tiện ích ấy."""

    def __init__(self, contenders: tuple[Contender, ...]) -> None:
        self.files: dict[str, str] = {}
        self._contenders = {contender.name: contender for contender in contenders}
        self.app = web.Application()
        self.app.router.add_get("/{name}", self._page)

    async def _page(self, request: web.Request) -> web.Response:
        contender = self._contenders[request.match_info["name"]]
        embed = contender.embed.replace("{files}", self.files[contender.name])
        response = web.Response(text=_PAGE.replace("{embed}", embed), content_type="text/html")
        response.enable_compression()
        return response


def peer_server(folder: Path) -> web.Application:
    """Tệp của các gói trong `folder`, nén sẵn gzip -9, và lời đáp giả của từng tiện ích."""
    app = web.Application()
    chat = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*", monitor_clients=False)
    chat.on("session_request", _confirm(chat))
    chat.on("user_uttered", _utter(chat))
    chat.attach(app)
    packed = {
        f"/{file.relative_to(folder).as_posix()}": gzip.compress(file.read_bytes(), 9)
        for file in folder.rglob("*")
        if file.suffix in (".js", ".css", ".svg") and file.is_file()
    }

    async def file(request: web.Request) -> web.Response:
        if request.path not in packed:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(request.path)[0] or "application/octet-stream"
        headers = {**_OPEN, "Content-Encoding": "gzip", "Content-Type": kind, "Cache-Control": "public, max-age=3600"}
        return web.Response(body=packed[request.path], headers=headers)

    app.router.add_post("/deep-chat-reply", _deep_chat_reply)
    app.router.add_options("/deep-chat-reply", _preflight)
    app.router.add_get("/{path:.*}", file)
    return app


_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}


async def _deep_chat_reply(_request: web.Request) -> web.Response:
    return web.json_response({"text": REPLY}, headers=_OPEN)


async def _preflight(_request: web.Request) -> web.Response:
    return web.Response(status=204, headers=_OPEN)


def _confirm(chat: socketio.AsyncServer) -> Any:
    async def confirm(sid: str, data: dict[str, Any] | None) -> None:
        await chat.emit("session_confirm", (data or {}).get("session_id") or sid, room=sid)

    return confirm


def _utter(chat: socketio.AsyncServer) -> Any:
    async def utter(sid: str, _data: dict[str, Any]) -> None:
        await chat.emit("bot_uttered", {"text": REPLY}, room=sid)

    return utter
