"""Mọi lời từ chối ra ngoài dưới một dạng: RFC 9457, với một câu tiếng Việt nói người dân làm gì tiếp."""

from __future__ import annotations

import json

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.conversations import AlreadyTaken, ConversationNotFound, NotTaken, PersonNotAsked, ReplyNotFound
from bot.web import texts
from bot.web.errors import NotFound, WebError

MAX_TEXT = 2000

_log = structlog.get_logger(__name__)
_DETAILS = {
    404: texts.PAGE_NOT_FOUND,
    405: texts.METHOD_NOT_ALLOWED,
    413: texts.BODY_TOO_LARGE.format(most=MAX_TEXT),
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> web.Response:
    """Một phản hồi problem+json."""
    body = {"type": "about:blank", "title": texts.PROBLEM_TITLES.get(status, ""), "status": status, "detail": detail}
    return web.Response(
        status=status,
        text=json.dumps(body, ensure_ascii=False),
        content_type="application/problem+json",
        headers=headers,
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Bắt mọi lỗi của các lớp trong: lỗi có tên, lỗi của aiohttp (404, 405, 413…) và lỗi không lường trước."""
    try:
        return await handler(request)
    except WebError as error:
        return problem(error.status, error.detail, error.headers)
    except ConversationNotFound:
        return problem(NotFound.status, texts.CONVERSATION_NOT_FOUND)
    except ReplyNotFound:
        return problem(NotFound.status, texts.REPLY_NOT_FOUND)
    except PersonNotAsked:
        return problem(409, texts.PERSON_NOT_ASKED)
    except AlreadyTaken as error:
        return problem(409, texts.ALREADY_TAKEN.format(name=error.name))
    except NotTaken:
        return problem(409, texts.NOT_TAKEN)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        kept = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
        return problem(error.status, _DETAILS.get(error.status, texts.BAD_REQUEST), kept)
    except Exception:
        _log.exception("gateway.failed", method=request.method, route=_route(request))
        return problem(500, texts.INTERNAL)


def _route(request: web.Request) -> str:
    # Chỉ ghi khuôn địa chỉ, không ghi mã cuộc trò chuyện.
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"
