"""Địa chỉ cho tiện ích lấy thông báo đang có hiệu lực."""

from __future__ import annotations

import hashlib
import json

from aiohttp import web

from bot.conversations.notices import Notice
from bot.web import keys
from bot.web.notice_board import told
from bot.web.prepared import Prepared, prepare, respond


async def get_notices(request: web.Request) -> web.Response:
    """Thông báo cho tiện ích; trình duyệt đã có đúng bản ấy thì 304."""
    board = request.app[keys.NOTICES]
    return respond(request, _prepared(board.current), "no-cache")


def _prepared(notices: tuple[Notice, ...]) -> Prepared:
    rows = [
        {
            "id": notice.id,
            "kind": notice.kind,
            "topic": notice.topic,
            "text": told(notice),
            "since": notice.started_at.isoformat(),
            "until": notice.until.isoformat() if notice.until else None,
        }
        for notice in notices
    ]
    plain = json.dumps({"notices": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    return prepare(hashlib.sha256(plain).hexdigest()[:16], plain, "application/json")
