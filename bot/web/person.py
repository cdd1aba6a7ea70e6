"""Gặp người hỗ trợ: người dân đồng ý hay thôi; người hỗ trợ đọc và viết vào cuộc đang đồng ý."""

from __future__ import annotations

import asyncio
import datetime
import hmac

import structlog
from aiohttp import web

from bot.privacy import Masked
from bot.web import keys, message, texts
from bot.web.conversations import authorised, bearer
from bot.web.errors import NotFound, Unauthorised, bad_field
from bot.web.limits import WIDE

MAX_TEXT, MAX_NAME = 2000, 80

_log = structlog.get_logger(__name__)


async def ask(request: web.Request) -> web.Response:
    """Người dân đồng ý cho người hỗ trợ đọc cuộc trò chuyện này và viết vào đó; ngoài giờ trực thì nói bao giờ mở."""
    conversation_id = authorised(request)
    request.app[keys.LIMIT].spend_in(request, conversation_id, "handoff")
    if not await _has_helpers(request):  # không ai đọc được thì đừng để người dân chờ
        raise NotFound(texts.NO_HELPERS)
    if message.json_object(await request.read()).get("consent") is not True:
        raise bad_field("consent", texts.CONSENT_NEEDED)
    asked = await asyncio.to_thread(request.app[keys.HANDOFFS].ask, conversation_id)
    hours = request.app[keys.OPENING_HOURS]
    table, now = await asyncio.to_thread(hours.timetable), hours.now()
    is_open, opens = table.is_open(now), table.next_opening(now)
    _log.info("handoff.asked", open=is_open)
    body = {
        "state": asked.state,
        "number": asked.number,
        "open": is_open,
        "opens": None if is_open or opens is None else opens.isoformat(),
        "detail": texts.NOW_OPEN if is_open else _closed(opens),
    }
    return web.json_response(body, status=202)


async def cancel(request: web.Request) -> web.Response:
    """Người dân thôi gặp người hỗ trợ; từ đó người hỗ trợ không đọc được nữa."""
    conversation_id = authorised(request)
    await asyncio.to_thread(request.app[keys.HANDOFFS].cancel, conversation_id)
    _log.info("handoff.cancelled")
    return web.Response(status=204)


async def typing(request: web.Request) -> web.Response:
    """Người dân đang gõ; không ghi vào nhật ký, chỉ người hỗ trợ đang giữ cuộc này thấy, trong vài giây."""
    conversation_id = authorised(request)
    request.app[keys.LIMIT].spend_in(request, conversation_id, "typing", WIDE)
    await asyncio.to_thread(request.app[keys.PRESENCE].citizen_types, conversation_id)
    return web.Response(status=204)


async def say(request: web.Request) -> web.Response:
    """Ghi một lời của người hỗ trợ; số cá nhân trong lời ấy cũng bị che."""
    conversation_id = _for_helper(request)
    body = message.json_object(await request.read())
    text, name = (
        _filled(message.cleaned(body.get(field), field, most), field)
        for field, most in (("text", MAX_TEXT), ("name", MAX_NAME))
    )
    number = await asyncio.to_thread(request.app[keys.HANDOFFS].say_as, conversation_id, name.text, text.text)
    masked = bool(text.kinds or name.kinds)
    _log.info("person.said", masked=masked)
    return web.json_response({"number": number, "masked": masked}, status=201)


async def read(request: web.Request) -> web.Response:
    """Các dòng của cuộc trò chuyện sau dòng `since`, nhiều nhất 200 dòng một lượt."""
    conversation_id = _for_helper(request)
    since = request.query.get("since", "0")
    if not (since.isascii() and since.isdigit() and len(since) <= 15):
        raise bad_field("since", texts.SINCE_SHAPE)
    events = await asyncio.to_thread(request.app[keys.HANDOFFS].read, conversation_id, int(since))
    lines = [
        {"number": event.number, "kind": event.kind, "at": event.at.isoformat(), "body": event.body} for event in events
    ]
    return web.json_response({"events": lines})


async def _has_helpers(request: web.Request) -> bool:
    """Có ai vào được bàn làm việc, hay có chương trình mang thẻ người hỗ trợ."""
    if request.app[keys.SETTINGS].helper_token is not None:
        return True
    return await asyncio.to_thread(request.app[keys.ACCOUNTS].any)


def _closed(opens: datetime.datetime | None) -> str:
    if opens is None:
        return texts.CLOSED_LONG
    time = f"{opens.hour} giờ" + (f" {opens.minute}" if opens.minute else "")
    return texts.NOW_CLOSED.format(when=f"{time} {texts.WEEKDAYS[opens.weekday()]} {opens.day}/{opens.month}")


def _for_helper(request: web.Request) -> str:
    """Mã cuộc trò chuyện, khi người gọi mang đúng thẻ người hỗ trợ; chưa đặt thẻ thì như không có trang này."""
    expected = request.app[keys.SETTINGS].helper_token
    if expected is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    request.app[keys.LIMIT].spend(request, "person", WIDE)
    given = bearer(request).encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, expected.encode("utf-8", "surrogateescape")):
        raise Unauthorised(texts.HELPER_UNAUTHORISED)
    return request.match_info["id"]


def _filled(words: Masked, field: str) -> Masked:
    if not words.text:
        raise bad_field(field, texts.EMPTY_FIELD)
    return words
