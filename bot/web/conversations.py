"""Cuộc trò chuyện: mở, nhắn, nghe, xoá."""

from __future__ import annotations

import asyncio
import time

import structlog
from aiohttp import web

from bot.conversations import Message
from bot.web import keys, message, texts
from bot.web.errors import BotUnavailable, Unauthorised
from bot.web.message import Incoming
from bot.web.replies import Reply, merged, unavailable

_log = structlog.get_logger(__name__)


async def create(request: web.Request) -> web.Response:
    """Mở một cuộc trò chuyện và trao thẻ của nó."""
    request.app[keys.LIMIT].spend(request, "create")
    tokens = request.app[keys.TOKENS]
    conversation_id = tokens.new_id()
    await asyncio.to_thread(request.app[keys.LOG].create, conversation_id)
    return web.json_response({"id": conversation_id, "token": tokens.sign(conversation_id)}, status=201)


async def post_message(request: web.Request) -> web.Response:
    """Nhận một lời, hỏi bot, ghi và trả câu trả lời; gửi lại cùng `client_id` thì nhận lại câu đã trả."""
    conversation_id = authorised(request)
    request.app[keys.LIMIT].spend(request, "message")
    incoming = message.read(await request.read())
    started = time.perf_counter()
    async with request.app[keys.TURNS].of(conversation_id):
        replies, kind = await _answer(request.app, conversation_id, incoming)
    seconds = time.perf_counter() - started
    request.app[keys.METRICS].answered(kind, seconds)
    _log.info("message.answered", kind=kind, masked=incoming.masked, milliseconds=round(seconds * 1000))
    return web.json_response({"replies": replies})


async def get_events(request: web.Request) -> web.StreamResponse:
    """Luồng sự kiện, tiếp từ Last-Event-ID."""
    conversation_id = authorised(request)
    last = request.headers.get("Last-Event-ID", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) <= 15 else 0
    return await request.app[keys.FEEDS].serve(request, conversation_id, since)


async def delete(request: web.Request) -> web.Response:
    """Xoá hẳn cuộc trò chuyện theo ý người dân."""
    conversation_id = authorised(request)
    async with request.app[keys.TURNS].of(conversation_id):
        await asyncio.to_thread(request.app[keys.LOG].delete, conversation_id)
        try:
            await request.app[keys.BOT].forget(conversation_id)
        except BotUnavailable as error:  # nhật ký đã xoá; phần nhớ của bot tự hết hạn sau 30 ngày
            _log.warning("conversation.bot_kept_state", reasons=error.reasons)
    return web.Response(status=204)


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


async def _answer(app: web.Application, conversation_id: str, incoming: Incoming) -> tuple[list[Reply], str]:
    log = app[keys.LOG]
    stored = await asyncio.to_thread(log.append_message, conversation_id, incoming.client_id, incoming.body)
    if stored.replies is not None:
        return stored.replies, _kind(stored.replies)
    try:
        replies = await _ask_bot(app, conversation_id, stored)
    except BotUnavailable as error:
        # Không ghi lại: lần gửi sau cùng client_id phải được hỏi bot lần nữa.
        _log.warning("bot.unavailable", reasons=error.reasons)
        return _with_notice(unavailable(stored.body), incoming), "unavailable"
    replies = await asyncio.to_thread(log.append_replies, conversation_id, stored, _with_notice(replies, incoming))
    return replies, _kind(replies)


async def _ask_bot(app: web.Application, conversation_id: str, stored: Message) -> list[Reply]:
    answer = stored.body.get("answer")
    metadata = {"answer": answer} if answer else None
    return merged(await app[keys.BOT].ask(conversation_id, stored.body.get("text", ""), metadata))


def _with_notice(replies: list[Reply], incoming: Incoming) -> list[Reply]:
    if incoming.masked:
        replies[0]["privacy_notice"] = texts.PRIVACY_NOTICE
    return replies


def _kind(replies: list[Reply]) -> str:
    return str(next((reply["kind"] for reply in replies if "kind" in reply), ""))
