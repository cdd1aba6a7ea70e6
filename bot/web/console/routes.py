"""Mục lục của bàn làm việc: mọi cửa, và ai được vào cửa nào."""

from __future__ import annotations

from aiohttp import web

from bot.web.console import (
    answers,
    audit_pages,
    draft_pages,
    erasure_pages,
    field,
    guided,
    history_pages,
    home,
    import_pages,
    notice_pages,
    numbers_pages,
    opening_page,
    people,
    queue,
    review_pages,
    sample_pages,
    sheets,
    sign_in,
    talk_page,
    unanswered_deeds,
    unanswered_pages,
    visits,
)
from bot.web.console.door import Door, guarded

DOORS: tuple[Door, ...] = (
    *home.DOORS,
    *sign_in.DOORS,
    *field.DOORS,
    *guided.DOORS,
    *sheets.DOORS,
    *visits.DOORS,
    *notice_pages.DOORS,
    *numbers_pages.DOORS,
    *sample_pages.DOORS,
    *people.DOORS,
    *audit_pages.DOORS,
    *erasure_pages.DOORS,
    *queue.DOORS,
    *talk_page.DOORS,
    *opening_page.DOORS,
    *unanswered_pages.DOORS,
    *unanswered_deeds.DOORS,
    *answers.DOORS,
    *history_pages.DOORS,
    *draft_pages.DOORS,
    *review_pages.DOORS,
    *import_pages.DOORS,
)


def routes() -> list[web.AbstractRouteDef]:
    """Mọi cửa, mỗi cửa một người gác."""
    return [guarded(door) for door in DOORS]
