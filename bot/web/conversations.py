"""Cuộc trò chuyện: mở, nhắn, nghe, xoá."""

from __future__ import annotations

import asyncio
import time

import structlog
from aiohttp import web

from bot.conversations import Message
from bot.web import keys, message, texts
from bot.web.channels import CitizenChannel
from bot.web.errors import BotUnavailable, Unauthorised
from bot.web.limits import WIDE
from bot.web.message import Incoming
from bot.web.paused import stopped, without_paused
from bot.web.replies import Reply, merged, notice_alone, unavailable
from bot.web.turn_log import turn_of

_log = structlog.get_logger(__name__)


async def create(request: web.Request) -> web.Response:
    """Mở một cuộc trò chuyện và trao thẻ của nó."""
    request.app[keys.LIMIT].spend(request, "create", WIDE)
    tokens = request.app[keys.TOKENS]
    conversation_id = tokens.new_id()
    await asyncio.to_thread(request.app[keys.LOG].create, conversation_id)
    return web.json_response({"id": conversation_id, "token": tokens.sign(conversation_id)}, status=201)


async def post_message(request: web.Request) -> web.Response:
    """Nhận một lời, hỏi bot, ghi và trả câu trả lời; gửi lại cùng `client_id` thì nhận lại câu đã trả.

    Khi một người hỗ trợ đang giữ cuộc này thì bot không được hỏi, danh sách trống.
    """
    conversation_id = authorised(request)
    request.app[keys.LIMIT].spend_in(request, conversation_id, "message")
    incoming = message.read(await request.read())
    started = time.perf_counter()
    async with request.app[keys.TURNS].of(conversation_id):
        replies, kind = await _answer(request.app, conversation_id, incoming, started)
    seconds = time.perf_counter() - started
    request.app[keys.METRICS].answered(kind, seconds)
    _log.info("message.answered", kind=kind, masked=incoming.masked, milliseconds=round(seconds * 1000))
    return web.json_response({"replies": replies})


async def get_events(request: web.Request) -> web.StreamResponse:
    """Luồng sự kiện, tiếp từ Last-Event-ID."""
    conversation_id = authorised(request)
    last = request.headers.get("Last-Event-ID", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) <= 15 else 0
    channel = CitizenChannel(request.app[keys.LOG], conversation_id, since)
    return await request.app[keys.FEEDS].serve(request, channel)


async def delete(request: web.Request) -> web.Response:
    """Xoá hẳn cuộc trò chuyện theo ý người dân."""
    conversation_id = authorised(request)
    async with request.app[keys.TURNS].of(conversation_id):
        await asyncio.to_thread(request.app[keys.LOG].delete, conversation_id)
        await forget(request.app, conversation_id)
    return web.Response(status=204)


async def forget(app: web.Application, conversation_id: str) -> None:
    """Bảo máy chủ bot quên cuộc này, khi nó giữ một kho khác; kho chung thì nhật ký đã xoá cả phần ấy."""
    try:
        await app[keys.BOT].forget(conversation_id)
    except BotUnavailable as error:  # phần nhớ của bot tự hết hạn sau RETENTION_DAYS
        _log.warning("conversation.bot_kept_state", reasons=error.reasons)


def authorised(request: web.Request) -> str:
    """Mã cuộc trò chuyện trong địa chỉ, khi người gọi giữ thẻ của nó.

    Raises:
        Unauthorised: không có thẻ, hay thẻ không mở được cuộc này.
    """
    conversation_id = request.match_info["id"]
    if not request.app[keys.TOKENS].opens(bearer(request), conversation_id):
        raise Unauthorised
    return conversation_id


def bearer(request: web.Request) -> str:
    """Thẻ mà yêu cầu mang theo; trống khi không có."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _answer(
    app: web.Application, conversation_id: str, incoming: Incoming, started: float
) -> tuple[list[Reply], str]:
    log = app[keys.LOG]
    stored = await asyncio.to_thread(log.append_message, conversation_id, incoming.client_id, incoming.body)
    if stored.replies is not None:
        return _with_notice(stored.replies, incoming), _kind(stored.replies)
    try:
        replies = [] if stored.held else await _ask_bot(app, conversation_id, stored)
    except BotUnavailable as error:
        # Không ghi lại: lần gửi sau cùng client_id phải được hỏi bot lần nữa.
        _log.warning("bot.unavailable", reasons=error.reasons)
        return _with_notice(unavailable(stored.body), incoming), "unavailable"
    turn = turn_of(replies, stored.body, app[keys.LIBRARY].in_use, round((time.perf_counter() - started) * 1000))
    said = _with_notice(replies, incoming)
    # Một người hỗ trợ vừa nhận trong lúc chờ bot thì lời bot bị bỏ: danh sách trả về trống.
    replies = await asyncio.to_thread(log.append_replies, conversation_id, stored, said, turn)
    return _with_notice(replies, incoming), _kind(replies)


async def _ask_bot(app: web.Application, conversation_id: str, stored: Message) -> list[Reply]:
    board = app[keys.NOTICES]
    if stop := board.stop:
        return stopped(stop, stored.body)
    answer = stored.body.get("answer")
    metadata = {"answer": answer} if answer else None
    replies = merged(await app[keys.BOT].ask(conversation_id, stored.body.get("text", ""), metadata))
    if not (paused := board.paused):
        return replies
    return without_paused(replies, paused, (await app[keys.LIBRARY].edition()).knowledge)


def _with_notice(replies: list[Reply], incoming: Incoming) -> list[Reply]:
    if not incoming.masked:
        return replies
    if not replies:
        return [notice_alone()]
    replies[0]["privacy_notice"] = texts.PRIVACY_NOTICE
    return replies


def _kind(replies: list[Reply]) -> str:
    """Loại của lượt này; "person": bot im, lời của người dân do một người hỗ trợ trả lời."""
    return str(next((reply["kind"] for reply in replies if "kind" in reply), "")) if replies else "person"
