"""Trang /viec: việc có hướng dẫn theo trường hợp, hỏi từng điều bằng biểu mẫu GET; không trang nào cần JavaScript."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from aiohttp import web

from bot.knowledge.model import Task
from bot.knowledge.topics import item_topics
from bot.web import keys, texts
from bot.web.answer_pages import missing
from bot.web.clients import origin
from bot.web.kept import kept, kept_pdf, render
from bot.web.library import Edition
from bot.web.sheet import Sheet, qr_code
from bot.web.sheet_pdf import sheets_pdf
from bot.web.task_view import TaskView, guide_data, task_citations, task_guide, task_path, task_sheet, task_view

ZALO = "https://button-share.zalo.me/share_external?d="
"""Nơi chọn người nhận mà nút chia sẻ của Zalo (sp.zalo.me/plugins/sdk.js) mở; ta không nhúng kịch bản ấy."""


async def show_all(request: web.Request) -> web.Response:
    """Mọi việc dẫn được."""
    edition = await request.app[keys.LIBRARY].edition()
    return kept(request, edition, _all)


async def show(request: web.Request) -> web.Response:
    """Một việc: câu phải hỏi tiếp, hay danh sách việc."""
    return await _about_one(request, lambda edition, shown: kept(request, edition, partial(_page, shown=shown)))


async def to_print(request: web.Request) -> web.Response:
    """Tờ A5 của danh sách việc; chưa đủ điều cần biết thì về trang hỏi."""
    return await _about_one(
        request, lambda edition, shown: kept(request, edition, partial(_sheet, shown=_ready(shown)))
    )


async def to_pdf(request: web.Request) -> web.Response:
    """Tờ A5 của danh sách việc, dạng PDF."""
    edition = await request.app[keys.LIBRARY].edition()
    task = edition.knowledge.tasks.get(request.match_info["id"])
    if task is None:
        return await missing(request, edition, request.match_info["id"])
    request.app[keys.LIMIT].spend(request, "pdf")
    today = request.app[keys.LIBRARY].today()
    shown = _ready(task_view(task, request.query, edition.knowledge, today))
    sheet = _warned(request, edition, shown, task_sheet(shown, origin(request) + shown.path, today))
    return await kept_pdf(request, edition, task.id, lambda: sheets_pdf([sheet]))


async def _about_one(request: web.Request, answer: Callable[[Edition, TaskView], web.Response]) -> web.Response:
    edition = await request.app[keys.LIBRARY].edition()
    task = edition.knowledge.tasks.get(request.match_info["id"])
    if task is None:
        return await missing(request, edition, request.match_info["id"])
    today = request.app[keys.LIBRARY].today()
    return answer(edition, task_view(task, request.query, edition.knowledge, today))


def _ready(shown: TaskView) -> TaskView:
    """Việc đã đủ điều cần biết.

    Raises:
        HTTPSeeOther: còn phải hỏi; về trang hỏi.
    """
    if shown.asking:
        raise web.HTTPSeeOther(shown.path)
    return shown


def _all(request: web.Request, edition: Edition, _today: datetime.date) -> str:
    return render(request, "tasks.html", tasks=by_need(edition.knowledge.tasks), address=f"{origin(request)}/viec")


def by_need(tasks: dict[str, Task]) -> list[Task]:
    """Việc gấp đứng trước."""
    return sorted(tasks.values(), key=lambda task: task.topic != "an-toan")


def _page(request: web.Request, edition: Edition, today: datetime.date, shown: TaskView) -> str:
    guide = task_guide(shown.task, edition.part(guide_data))
    address = origin(request) + shown.path
    return render(
        request,
        "task.html",
        shown=shown,
        paused=_paused(request, edition, shown),
        place=f"/viec/{shown.task.id}",
        words=texts.TASK_WORDS,
        links=sharing(shown, address),
        canonical=f"{origin(request)}/viec/{shown.task.id}",
        embedded={
            "guide": guide,
            "citations": task_citations(shown.task, edition.knowledge),
            "words": texts.TASK_WORDS,
            "today": today.isoformat(),
            "zalo": ZALO,
        },
    )


def sharing(shown: TaskView, address: str) -> dict[str, str]:
    """Địa chỉ của tờ A5, tệp PDF, và nơi gửi liên kết qua Zalo."""
    payload = base64.b64encode(json.dumps({"url": address}, separators=(",", ":")).encode()).decode()
    return {
        "sheet": task_path(shown.task.id, shown.query, "/in"),
        "pdf": task_path(shown.task.id, shown.query, "/in.pdf"),
        "zalo": ZALO + quote(payload, safe=""),
    }


def _paused(request: web.Request, edition: Edition, shown: TaskView) -> str:
    """Lời cảnh báo khi chủ đề của việc này, hay của một câu làm chứng cho nó, đang bị tắt."""
    return request.app[keys.NOTICES].warning(*item_topics(shown.task.id, edition.knowledge))


def _warned(request: web.Request, edition: Edition, shown: TaskView, sheet: Sheet) -> Sheet:
    paused = _paused(request, edition, shown)
    return replace(sheet, warnings=(paused, *sheet.warnings)) if paused else sheet


def _sheet(request: web.Request, edition: Edition, today: datetime.date, shown: TaskView) -> str:
    address = origin(request) + shown.path
    return render(
        request,
        "sheet.html",
        sheet=_warned(request, edition, shown, task_sheet(shown, address, today)),
        qr_code=qr_code(address),
        canonical=f"{origin(request)}/viec/{shown.task.id}",
        pdf=sharing(shown, address)["pdf"],
        back=shown.path,
        back_says="Quay lại danh sách việc",
    )
