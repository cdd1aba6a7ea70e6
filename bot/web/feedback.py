"""Góp ý cho một câu trả lời: đúng hay chưa, vì sao."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any, get_args

import structlog
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations import Feedback
from bot.conversations.feedback import Reason
from bot.knowledge.history import UnknownRecordError, versions
from bot.web import keys, message, texts
from bot.web.conversations import authorised
from bot.web.errors import bad_field

MAX_NOTE = 500
_REASONS: tuple[Reason, ...] = get_args(Reason)
_MOST_ID = {"reply_id": 64, "answer_id": 255}

_log = structlog.get_logger(__name__)


async def post_feedback(request: web.Request) -> web.Response:
    """Ghi góp ý; gửi lại cho cùng mục của cùng câu trả lời thì thay góp ý trước."""
    conversation_id = authorised(request)
    request.app[keys.LIMIT].spend_in(request, conversation_id, "feedback")
    feedback = read(await request.read())
    await asyncio.to_thread(request.app[keys.FEEDBACK].save, conversation_id, feedback)
    _log.info("feedback.saved", right=feedback.right, reason=feedback.reason)
    return web.Response(status=204)


def read(raw: bytes) -> Feedback:
    """Đọc thân tin góp ý; lời góp ý được chuẩn hoá và che số cá nhân.

    Raises:
        BadJson: không phải một đối tượng JSON.
        BadMessage: một trường dùng không được.
    """
    body = message.json_object(raw)
    right, reason = body.get("right"), body.get("reason")
    if not isinstance(right, bool):
        raise bad_field("right", texts.NOT_BOOLEAN)
    if reason is not None and (right or reason not in _REASONS):
        raise bad_field("reason", texts.REASON_SHAPE.format(reasons=", ".join(_REASONS)))
    return Feedback(_id(body, "reply_id"), _id(body, "answer_id"), right, reason, _note(body.get("note")))


def answer_version(engine: Engine, answer_id: str, at: datetime.datetime) -> int | None:
    """Bản kho mà từ đó câu trả lời có nội dung của lúc `at`; None khi lịch sử của kho không biết câu ấy."""
    try:
        past = versions(engine, answer_id)
    except UnknownRecordError:
        return None
    held = [each for each in past if each.kind == "answers" and (each.at is None or each.at <= at)]
    return held[-1].version if held else None


def _id(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_ID[field] or not value.isprintable():
        raise bad_field(field, texts.ID_SHAPE.format(most=_MOST_ID[field]))
    return value


def _note(note: Any) -> str | None:
    return None if note is None else message.cleaned(note, "note", MAX_NOTE).text or None
