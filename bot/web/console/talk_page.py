"""Một cuộc đang xin người: đọc, nhận, trả lời, chèn câu trả lời của kho, trả lại, đóng."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import structlog
from aiohttp import web

from bot.conversations import AlreadyTaken, ConversationNotFound, Event, Handoff, Handoffs, NotTaken, PersonNotAsked
from bot.conversations.presence import Glance
from bot.knowledge.answer_items import answer_item
from bot.knowledge.model import Answer
from bot.knowledge.rendering import render_item
from bot.privacy import mask
from bot.vietnamese import normalise
from bot.web import keys
from bot.web.answer_view import view
from bot.web.channels import HelperChannel
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.page import done, render, wants_json
from bot.web.console.session import signed_in
from bot.web.console.talk_view import lines, waited
from bot.web.errors import NotFound, WebError
from bot.web.library import Edition, answer_index
from bot.web.texts import ALREADY_TAKEN, NOT_TAKEN

QUEUE = "/ban/cho"
ONE = QUEUE + "/{id}"
EACH_PAGE = 60
MOST_TEXT, MOST_QUERY, MOST_ID = 2000, 200, 40
FOUND = 5

_log = structlog.get_logger(__name__)


class Refused(WebError):
    """Việc này không làm được lúc này: người khác đang giữ, chưa nhận, hay đã xong."""

    status = 409


class Seen(NamedTuple):
    """Những gì kho biết về một cuộc, đọc một lần cho một trang; `glance` None khi cuộc vừa bị xoá."""

    handoff: Handoff
    events: list[Event]
    glance: Glance | None


async def show(request: web.Request) -> web.Response:
    """Trang của một cuộc."""
    return await _page(request)


async def take(request: web.Request) -> web.Response:
    """Nhận cuộc này; người khác vừa nhận trước thì nói ai."""
    account = signed_in(request)
    try:
        with _plainly():
            await asyncio.to_thread(_handoffs(request).take, _id(request), account.login, account.name)
    except AlreadyTaken as error:
        return await done(request, _address(request), texts.TAKEN_BY_OTHER.format(name=error.name))
    _log.info("handoff.taken", account=account.id)
    return await done(request, _address(request), texts.TAKEN_BY_YOU)


async def say(request: web.Request) -> web.Response:
    """Gửi một lời, có thể kèm một câu trả lời của kho; gửi lại cùng biểu mẫu thì không gửi hai lần."""
    form = await read_form(request)
    try:
        answer = await _chosen(request, form.raw("item"))
        text = form.said("text", most=MOST_TEXT, required=answer is None) or texts.SEE_ANSWER
        client_id = form.text("client_id", most=MOST_ID)
    except FormError as error:
        if wants_json(request):
            raise
        return await _page(request, form, error)
    item = await _item(request, answer) if answer else None
    await _do(request, lambda handoffs, talk, login: handoffs.say(talk, login, text, client_id, item))
    if wants_json(request):
        return web.json_response({"said": True}, status=201)
    return await done(request, f"{_address(request)}#tra-loi", texts.SAID)


async def put_back(request: web.Request) -> web.Response:
    """Đưa lại hàng đợi."""
    await _do(request, lambda handoffs, talk, login: handoffs.put_back(talk, login))
    return await done(request, QUEUE, texts.PUT_BACK)


async def hand_back(request: web.Request) -> web.Response:
    """Trả cho bot trả lời tiếp."""
    await _do(request, lambda handoffs, talk, login: handoffs.hand_back(talk, login))
    return await done(request, QUEUE, texts.HANDED_BACK)


async def close(request: web.Request) -> web.Response:
    """Đóng: việc đã xong."""
    await _do(request, lambda handoffs, talk, login: handoffs.close(talk, login))
    return await done(request, QUEUE, texts.TALK_CLOSED)


async def typing(request: web.Request) -> web.Response:
    """Người hỗ trợ đang gõ; chỉ của người đang giữ thì người dân mới thấy."""
    await asyncio.to_thread(request.app[keys.PRESENCE].helper_types, _id(request), signed_in(request).login)
    return web.Response(status=204)


async def feed(request: web.Request) -> web.StreamResponse:
    """Luồng của cuộc này, tiếp từ Last-Event-ID hay `?sau=`."""
    last = request.headers.get("Last-Event-ID") or request.query.get("sau", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) <= 15 else 0
    channel = HelperChannel(_handoffs(request), _id(request), since, signed_in(request).login)
    with _plainly():
        return await request.app[keys.FEEDS].serve(request, channel)


async def _page(request: web.Request, form: Form | None = None, wrong: FormError | None = None) -> web.Response:
    account = signed_in(request)
    with _plainly():
        seen = await asyncio.to_thread(_read, request, account.login)
    edition = request.app[keys.LIBRARY].in_use
    now = request.app[keys.OPENING_HOURS].now()
    is_mine = seen.handoff.is_held_by(account.login)
    query = mask(normalise(request.query.get("tim", ""))[:MOST_QUERY].strip())
    found = await _search(edition, query.text) if is_mine and edition and query.text else None
    return await render(
        request,
        "handoff_talk.html",
        status=wrong.status if wrong else 200,
        handoff=seen.handoff,
        address=_address(request),
        is_mine=is_mine,
        is_free=seen.handoff.is_free(now),
        waited=waited(seen.handoff.asked_at, now),
        lines=lines(seen.events, edition.knowledge if edition else None),
        first=seen.events[0].number if len(seen.events) == EACH_PAGE else None,
        last=seen.events[-1].number if seen.events else 0,
        glance=seen.glance,
        query=query.text,
        found=found,
        chosen=await _preview(request, form.raw("item") if form else request.query.get("chen", "")),
        text=form.raw("text") if form else "",
        client_id=form.raw("client_id") if form else secrets.token_urlsafe(12),
        wrong=wrong,
    )


def _read(request: web.Request, login: str) -> Seen:
    handoffs, presence, conversation_id = _handoffs(request), request.app[keys.PRESENCE], _id(request)
    before = request.query.get("truoc", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= 15 else None
    events = handoffs.read_back(conversation_id, number, EACH_PAGE)
    handoff = handoffs.find(conversation_id)
    if handoff.is_held_by(login):  # không có JavaScript thì mỗi lần mở trang là một lần có mặt
        presence.is_here([], [(conversation_id, login)])
    return Seen(handoff, events, presence.glance([conversation_id]).get(conversation_id))


async def _search(edition: Edition, query: str) -> list[Answer]:
    hits = await asyncio.to_thread(edition.part(answer_index).search, query, 3 * FOUND)
    return [edition.knowledge.answers[hit.id] for hit in hits if hit.id in edition.knowledge.answers][:FOUND]


async def _chosen(request: web.Request, answer_id: str) -> Answer | None:
    if not answer_id:
        return None
    answer = (await request.app[keys.LIBRARY].edition()).knowledge.answer(answer_id)
    if answer is None:
        raise FormError("item", texts.NO_SUCH_ANSWER)
    return answer


async def _preview(request: web.Request, answer_id: str) -> object:
    """Câu trả lời sắp chèn, như người dân sẽ thấy; None khi không chèn câu nào."""
    library = request.app[keys.LIBRARY]
    try:
        answer = await _chosen(request, answer_id)
    except FormError:
        return None
    return view(answer, (await library.edition()).knowledge, library.today()) if answer else None


async def _item(request: web.Request, answer: Answer) -> dict[str, Any]:
    library = request.app[keys.LIBRARY]
    return render_item(answer_item(answer, (await library.edition()).knowledge, library.today()))


async def _do(request: web.Request, act: Callable[[Handoffs, str, str], object]) -> None:
    """Một việc của người đang giữ; không phải lượt của người này thì nói vì sao."""
    try:
        with _plainly():
            await asyncio.to_thread(act, _handoffs(request), _id(request), signed_in(request).login)
    except AlreadyTaken as error:
        raise Refused(ALREADY_TAKEN.format(name=error.name)) from error


@contextmanager
def _plainly() -> Iterator[None]:
    """Lỗi của kho thành lời nói được với người hỗ trợ, trừ `AlreadyTaken`: mỗi việc nói một cách."""
    try:
        yield
    except ConversationNotFound:
        raise NotFound(texts.TALK_GONE) from None
    except PersonNotAsked:
        raise Refused(texts.TALK_OVER) from None
    except NotTaken:
        raise Refused(NOT_TAKEN) from None


def _handoffs(request: web.Request) -> Handoffs:
    return request.app[keys.HANDOFFS]


def _id(request: web.Request) -> str:
    return request.match_info["id"]


def _address(request: web.Request) -> str:
    return f"{QUEUE}/{_id(request)}"


DOORS = (
    Door("GET", ONE, show, "helper"),
    Door("GET", ONE + "/luong", feed, "helper"),
    Door("POST", ONE + "/nhan", take, "helper"),
    Door("POST", ONE + "/noi", say, "helper"),
    Door("POST", ONE + "/go", typing, "helper"),
    Door("POST", ONE + "/tra-hang", put_back, "helper"),
    Door("POST", ONE + "/tra-bot", hand_back, "helper"),
    Door("POST", ONE + "/dong", close, "helper"),
)
