"""Hàng đợi: ai chờ người lâu nhất, họ hỏi việc gì, ai đang giữ cuộc nào."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiohttp import web

from bot.conversations.handoff_queue import Counts, Queued
from bot.conversations.presence import Glance
from bot.vietnamese import terms
from bot.web import keys
from bot.web.channels import QueueChannel
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.page import render
from bot.web.console.paging import page_of
from bot.web.console.session import signed_in
from bot.web.console.talk_view import waited
from bot.web.library import Edition
from bot.web.texts import TOPICS
from bot.web.turn_log import gazetteer
from bot.web.unanswered import Nearest

EACH_PAGE = 30


class Row(NamedTuple):
    """Một cuộc trong danh sách; `topic`, `place` trống khi không biết; `is_here`: người dân còn mở trang."""

    id: str
    waited: str
    asked: str
    topic: str
    place: str
    is_here: bool
    holder: str
    is_free: bool


async def show(request: web.Request) -> web.Response:
    """Trang hàng đợi; chỉ đọc những cuộc của trang này."""
    login = signed_in(request).login
    counts, waiting, mine, others, glances = await asyncio.to_thread(_read, request, login)
    page, last = page_of(request, counts.waiting, EACH_PAGE)
    rows = await asyncio.to_thread(_rows, request, (waiting, mine, others), glances)
    return await render(
        request,
        "handoff_queue.html",
        counts=counts,
        waiting=rows[0],
        mine=rows[1],
        others=rows[2],
        page=page,
        last=last,
    )


async def feed(request: web.Request) -> web.StreamResponse:
    """Báo mỗi khi hàng đợi đổi."""
    return await request.app[keys.FEEDS].serve(request, QueueChannel())


def _read(
    request: web.Request, login: str
) -> tuple[Counts, Sequence[Queued], Sequence[Queued], Sequence[Queued], dict[str, Glance]]:
    queue = request.app[keys.HANDOFF_QUEUE]
    counts = queue.counts(login)
    page, _last = page_of(request, counts.waiting, EACH_PAGE)
    waiting = queue.waiting((page - 1) * EACH_PAGE, EACH_PAGE)
    mine, others = queue.held_by(login), queue.held_by_others(login)
    ids = [queued.handoff.conversation_id for queued in (*waiting, *mine)]
    return counts, waiting, mine, others, request.app[keys.PRESENCE].glance(ids)


def _rows(request: web.Request, lists: Sequence[Sequence[Queued]], glances: Mapping[str, Glance]) -> list[list[Row]]:
    app = request.app
    about, now = About(app[keys.LIBRARY].in_use, app[keys.NEAREST]), app[keys.OPENING_HOURS].now()
    return [[_row(queued, glances, about, now) for queued in each] for each in lists]


def _row(queued: Queued, glances: Mapping[str, Glance], about: About, now: datetime.datetime) -> Row:
    handoff = queued.handoff
    glance = glances.get(handoff.conversation_id)
    return Row(
        handoff.conversation_id,
        waited(handoff.asked_at, now),
        about.asked(queued),
        about.topic(queued),
        about.place(queued),
        bool(glance and glance.citizen_here),
        handoff.holder_name or "",
        handoff.is_free(now),
    )


class About(NamedTuple):
    """Một cuộc trong hàng đợi nói về gì, theo bản kho đang dùng; kho còn đang nạp thì chỉ biết lời người dân."""

    edition: Edition | None
    nearest: Nearest

    def asked(self, queued: Queued) -> str:
        """Việc người dân hỏi; bấm chọn một câu thì tên câu ấy."""
        if not queued.pressed:
            return queued.said
        answer = self.edition.knowledge.answer(queued.pressed) if self.edition else None
        return texts.CHOSE.format(title=answer.title if answer else queued.pressed)

    def topic(self, queued: Queued) -> str:
        """Chủ đề của lời đáp, không có thì của câu gần nhất trong kho."""
        near = self.nearest.topic(self.edition, queued.said) if self.edition and not queued.topic else ""
        return TOPICS.get(queued.topic or near, "")

    def place(self, queued: Queued) -> str:
        """Nơi nêu trong câu."""
        places = self.edition.part(gazetteer).find(terms(queued.said)) if self.edition else ()
        return places[0].place.name if places else ""


DOORS = (
    Door("GET", "/ban/cho", show, "helper"),
    Door("GET", "/ban/cho/luong", feed, "helper"),
)
