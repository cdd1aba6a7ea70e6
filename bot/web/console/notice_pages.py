"""Trang /ban/thong-bao: đăng dải báo, tắt một chủ đề, tắt cả bot; bước xác nhận nói rõ điều sắp xảy ra."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.accounts import allows
from bot.conversations.notices import AlreadyOn, Kind, Notice, NoticeOver
from bot.local_time import VIETNAM
from bot.web import keys
from bot.web import texts as gateway_texts
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.names import names
from bot.web.console.page import done, render
from bot.web.console.paging import page_of
from bot.web.console.session import signed_in
from bot.web.notice_board import spoken, told

NOTICES = "/ban/thong-bao"
ONE = NOTICES + r"/{id:\d{1,9}}"
EDITORS: dict[str, Kind] = {"dai-bao": "banner", "chu-de": "topic"}
"""Phần cuối địa chỉ và loại thông báo người biên tập đăng, kết thúc được; tắt cả bot thì chỉ quản trị viên."""
ADMINISTRATORS: dict[str, Kind] = {"tat-bot": "stop"}
EACH_PAGE = 20
MOST_TEXT, MOST_REASON = 300, 500


@dataclass(frozen=True)
class Draft:
    """Thông báo sắp đăng, đã đọc từ biểu mẫu."""

    kind: Kind
    topic: str | None
    text: str
    reason: str
    until: datetime.datetime | None

    def told_at(self, now: datetime.datetime) -> str:
        """Lời người dân sẽ đọc, nếu bắt đầu từ lúc này."""
        return told(Notice(0, self.kind, self.topic, self.text, self.reason, "", now, self.until))


async def show(request: web.Request) -> web.Response:
    """Thông báo đang có hiệu lực, và những cái đã hết."""
    log = request.app[keys.NOTICE_LOG]
    current = await asyncio.to_thread(log.current)
    total = await asyncio.to_thread(log.count_past)
    page, last = page_of(request, total, EACH_PAGE)
    past = await asyncio.to_thread(log.past, EACH_PAGE, (page - 1) * EACH_PAGE)
    return await render(
        request,
        "notices.html",
        current=current,
        past=past,
        page=page,
        last=last,
        spoken=spoken,
        told=told,
        kinds=texts.NOTICE_KINDS,
        may_stop=allows(signed_in(request).role, "administrator"),
        topic_names=gateway_texts.TOPICS,
        names=await names(request),
    )


async def write(request: web.Request) -> web.Response:
    """Ô viết một thông báo."""
    return await _form_page(request)


async def review(request: web.Request) -> web.Response:
    """Bước xác nhận: lời người dân sẽ đọc, và điều sắp xảy ra."""
    form = await read_form(request)
    try:
        draft = _draft(request, form)
    except FormError as error:
        return await _form_page(request, form, error)
    if form.flag("back"):
        return await _form_page(request, form)
    return await _review_page(request, draft)


async def start(request: web.Request) -> web.Response:
    """Đăng, có hiệu lực ngay."""
    draft = _draft(request, await read_form(request))
    log, login = request.app[keys.NOTICE_LOG], signed_in(request).login
    starting = partial(log.start, topic=draft.topic, until=draft.until)
    try:
        await asyncio.to_thread(starting, draft.kind, draft.text, draft.reason, login)
    except AlreadyOn:
        await done(request, NOTICES, texts.NOTICE_ALREADY_ON)
    await request.app[keys.NOTICES].refresh()
    return await done(request, NOTICES, texts.NOTICE_STARTED[draft.kind])


async def end(request: web.Request) -> web.Response:
    """Kết thúc dải báo, hay mở lại một chủ đề."""
    return await _end(request, EDITORS.values())


async def resume(request: web.Request) -> web.Response:
    """Cho bot trả lời lại."""
    return await _end(request, ADMINISTRATORS.values())


async def _end(request: web.Request, kinds: Collection[Kind]) -> web.Response:
    number, login = int(request.match_info["id"]), signed_in(request).login
    try:
        await asyncio.to_thread(request.app[keys.NOTICE_LOG].end, number, login, kinds)
    except NoticeOver:
        await done(request, NOTICES, texts.NOTICE_OVER)
    await request.app[keys.NOTICES].refresh()
    return await done(request, NOTICES, texts.NOTICE_ENDED)


def _kind(request: web.Request) -> Kind:
    return {**EDITORS, **ADMINISTRATORS}[request.path.removeprefix(NOTICES).split("/")[1]]


def _draft(request: web.Request, form: Form) -> Draft:
    """Thông báo trong biểu mẫu; số cá nhân trong lời bị che.

    Raises:
        FormError: một ô chưa dùng được.
    """
    kind = _kind(request)
    topic = form.choice("topic", tuple(gateway_texts.TOPICS)) if kind == "topic" else None
    text, reason = form.said("text", most=MOST_TEXT), form.said("reason", most=MOST_REASON)
    return Draft(kind, topic, text, reason, _until(form, request.app[keys.CLOCK]()))


def _until(form: Form, now: datetime.datetime) -> datetime.datetime | None:
    written = form.text("until", most=20, required=False)
    if not written:
        return None
    try:
        local = datetime.datetime.fromisoformat(written)
    except ValueError:
        raise FormError("until", texts.UNTIL_SHAPE) from None
    until = local.replace(tzinfo=VIETNAM)
    if until <= now:
        raise FormError("until", texts.UNTIL_PAST)
    return until.astimezone(datetime.timezone.utc)


async def _review_page(request: web.Request, draft: Draft) -> web.Response:
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    local = draft.until.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M") if draft.until else ""
    return await render(
        request,
        "notice_review.html",
        draft=draft,
        told=draft.told_at(request.app[keys.CLOCK]()),
        action=request.path.removesuffix("/xem-lai"),
        count=sum(answer.topic == draft.topic for answer in knowledge.answers.values()),
        topic_name=gateway_texts.TOPICS.get(draft.topic or "", ""),
        local_until=local,
        until=spoken(draft.until) if draft.until else "",
    )


async def _form_page(request: web.Request, form: Form | None = None, error: FormError | None = None) -> web.Response:
    return await render(
        request,
        "notice_form.html",
        status=422 if error else 200,
        kind=_kind(request),
        action=request.path.removesuffix("/xem-lai") + "/xem-lai",
        topics=list(gateway_texts.TOPICS.items()),
        written={name: form.raw(name) if form else "" for name in ("topic", "text", "reason", "until")},
        wrong={error.field: error.detail} if error else {},
        most_text=MOST_TEXT,
    )


_BY_EDITORS, _BY_ADMINISTRATORS = NOTICES + "/{kind:dai-bao|chu-de}", NOTICES + "/tat-bot"
DOORS = (
    Door("GET", NOTICES, show, "editor"),
    Door("GET", _BY_EDITORS, write, "editor"),
    Door("POST", _BY_EDITORS + "/xem-lai", review, "editor"),
    Door("POST", _BY_EDITORS, start, "editor"),
    Door("POST", ONE + "/ket-thuc", end, "editor"),
    Door("GET", _BY_ADMINISTRATORS, write, "administrator"),
    Door("POST", _BY_ADMINISTRATORS + "/xem-lai", review, "administrator"),
    Door("POST", _BY_ADMINISTRATORS, start, "administrator"),
    Door("POST", ONE + "/mo-bot", resume, "administrator"),
)
