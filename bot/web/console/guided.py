"""Dẫn từng việc ở nhà người dân: cùng câu hỏi, cùng danh sách như trang /viec, thêm được vào tập tờ A5 để in."""

from __future__ import annotations

from aiohttp import web

from bot.knowledge.topics import item_topics
from bot.web import keys, texts
from bot.web.clients import origin
from bot.web.console.door import Door
from bot.web.console.page import render
from bot.web.errors import NotFound
from bot.web.task_pages import by_need, sharing
from bot.web.task_view import task_view

TASKS = "/ban/viec"


async def show_all(request: web.Request) -> web.Response:
    """Mọi việc dẫn được."""
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    return await render(request, "guided.html", tasks=by_need(knowledge.tasks))


async def show(request: web.Request) -> web.Response:
    """Một việc: câu phải hỏi tiếp, hay danh sách việc."""
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    task = knowledge.tasks.get(request.match_info["id"])
    if task is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    shown = task_view(task, request.query, knowledge, request.app[keys.LIBRARY].today())
    return await render(
        request,
        "guided_task.html",
        shown=shown,
        paused=request.app[keys.NOTICES].warning(*item_topics(task.id, knowledge)),
        place=f"{TASKS}/{task.id}",
        words=texts.TASK_WORDS,
        links=sharing(shown, origin(request) + shown.path),
    )


DOORS = (
    Door("GET", TASKS, show_all, "helper"),
    Door("GET", TASKS + "/{id:[a-z0-9-]+}", show, "helper"),
)
