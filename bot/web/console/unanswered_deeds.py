"""Việc làm được với một cụm câu chưa trả lời được: thêm cách hỏi, viết câu mới, ngoài phạm vi, gửi người biên tập."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.conversations.clusters import ClusterChanged, ClusterNotFound, Clusters
from bot.knowledge.model import Answer
from bot.knowledge.outside_asks import AsksRefusedError, UnknownMatterError, add_asks
from bot.knowledge.record import encode
from bot.vietnamese import terms
from bot.web import keys
from bot.web.console import texts
from bot.web.console.answer_fields import blank
from bot.web.console.door import Door
from bot.web.console.draft_errors import Refused, told
from bot.web.console.draft_pages import DRAFTS
from bot.web.console.form import Form, FormError, read_form
from bot.web.console.page import done
from bot.web.console.session import signed_in
from bot.web.console.unanswered_pages import EACH_QUESTIONS, LIST, ONE, Choices, cluster_id, cluster_page
from bot.web.errors import NotFound

LONGEST_REMARK, LONGEST_SEARCH = 500, 200


async def search(request: web.Request) -> web.Response:
    """Tìm câu trả lời cho cụm này; những câu đang chọn còn nguyên. Không đổi gì."""
    return await cluster_page(request, _choices(await read_form(request)))


async def add(request: web.Request) -> web.Response:
    """Mở bản nháp sửa một câu trả lời, thêm những câu được chọn làm cách hỏi."""
    form = await read_form(request)
    choices = _choices(form)
    try:
        asks = await _chosen(request, choices)
        answer = await _answer(request, choices.answer)
    except FormError as error:
        return await cluster_page(request, choices, error)
    new = [ask for ask in asks if tuple(terms(ask)) not in {tuple(terms(known)) for known in answer.asks}]
    plain = encode(answer)
    body = {"answer": {**plain, "asks": [*answer.asks, *new]}, "sources": []}
    return await _start_draft(request, answer.id, body, texts.ASKS_DRAFTED.format(count=len(new)))


async def write(request: web.Request) -> web.Response:
    """Mở bản nháp một câu mới, mang sẵn những câu được chọn làm cách hỏi."""
    choices = _choices(await read_form(request))
    try:
        asks = await _chosen(request, choices)
        cluster = await asyncio.to_thread(_clusters(request).get, cluster_id(request))
    except FormError as error:
        return await cluster_page(request, choices, error)
    except ClusterNotFound:
        raise NotFound(texts.CLUSTER_GONE) from None
    body = blank(request.app[keys.LIBRARY].today())
    body["answer"].update(topic=cluster.topic, asks=asks)
    return await _start_draft(request, None, body, texts.NEW_DRAFTED)


async def mark_outside(request: web.Request) -> web.Response:
    """Đánh dấu là việc ngoài phạm vi; gắn với một việc đang có thì những câu được chọn thành cách hỏi của nó."""
    choices = _choices(await read_form(request))
    who, clusters, cluster = signed_in(request).login, _clusters(request), cluster_id(request)
    if not choices.matter:
        await _change(lambda: clusters.finish(cluster, who, "outside", None))
        return await done(request, LIST, texts.MARKED_OUTSIDE)
    try:
        asks = await _chosen(request, choices)
        count = await asyncio.to_thread(
            add_asks,
            request.app[keys.ENGINE],
            choices.matter,
            asks,
            who,
            request.app[keys.CLOCK](),
            lambda connection: clusters.finish_in(connection, cluster, who, "outside", choices.matter),
        )
    except FormError as error:
        return await cluster_page(request, choices, error)
    except ClusterNotFound:
        raise NotFound(texts.CLUSTER_GONE) from None
    except UnknownMatterError:
        return await cluster_page(request, choices, FormError("matter", texts.FIELD_CHOICE))
    except AsksRefusedError as error:
        return await cluster_page(request, choices, FormError("matter", str(error)))
    return await done(request, LIST, texts.OUTSIDE_WIDENED.format(count=count))


async def send(request: web.Request) -> web.Response:
    """Gửi người biên tập kèm lời nhắn."""
    form = await read_form(request)
    try:
        remark = form.said("remark", most=LONGEST_REMARK)
    except FormError as error:
        return await cluster_page(request, Choices(remark=form.raw("remark")), error)
    who = signed_in(request).login
    await _change(lambda: _clusters(request).send(cluster_id(request), who, remark))
    return await done(request, LIST, texts.CLUSTER_SENT)


async def reopen(request: web.Request) -> web.Response:
    """Mở lại cụm đang làm hay đã xong."""
    who, cluster = signed_in(request).login, cluster_id(request)
    await _change(lambda: _clusters(request).reopen(cluster, who))
    return await done(request, f"{LIST}/{cluster}", texts.CLUSTER_REOPENED)


async def _start_draft(request: web.Request, answer_id: str | None, body: dict[str, Any], said: str) -> web.Response:
    cluster, who = cluster_id(request), signed_in(request).login
    with told():
        number = await asyncio.to_thread(request.app[keys.DRAFTS].start, answer_id, who, body, cluster)
    await _change(lambda: _clusters(request).write(cluster, who, number))
    return await done(request, f"{DRAFTS}/{number}", said)


async def _chosen(request: web.Request, choices: Choices) -> list[str]:
    """Chữ của những câu được chọn.

    Raises:
        FormError: chưa chọn câu nào của cụm này.
    """
    numbers = sorted(choices.numbers or ())
    asks = await asyncio.to_thread(_clusters(request).texts, cluster_id(request), numbers)
    if not asks:
        raise FormError("numbers", texts.CHOOSE_QUESTIONS)
    return asks


async def _answer(request: web.Request, answer_id: str) -> Answer:
    """Câu trả lời được chọn.

    Raises:
        FormError: chưa chọn, hay kho không còn câu ấy.
    """
    edition = await request.app[keys.LIBRARY].edition()
    answer = edition.knowledge.answers.get(answer_id)
    if answer is None:
        raise FormError("answer", texts.CHOOSE_ANSWER)
    return answer


async def _change(change: Callable[[], None]) -> None:
    """Đổi cụm ở luồng khác.

    Raises:
        NotFound: cụm không còn.
        Refused: người khác vừa làm.
    """
    try:
        await asyncio.to_thread(change)
    except ClusterNotFound:
        raise NotFound(texts.CLUSTER_GONE) from None
    except ClusterChanged as error:
        raise Refused(texts.CLUSTER_CHANGED.format(state=texts.CLUSTER_STATES.get(error.state, error.state))) from None


def _choices(form: Form) -> Choices:
    chosen = (value for value in form.all("numbers", most=EACH_QUESTIONS) if value.isascii() and value.isdigit())
    return Choices(
        frozenset(int(value[:15]) for value in chosen),
        form.raw("answer"),
        form.raw("matter"),
        form.raw("search").strip()[:LONGEST_SEARCH],
    )


def _clusters(request: web.Request) -> Clusters:
    return request.app[keys.CLUSTERS]


DOORS = (
    Door("POST", ONE + "/tim", search, "editor"),
    Door("POST", ONE + "/them-cach-hoi", add, "editor"),
    Door("POST", ONE + "/viet", write, "editor"),
    Door("POST", ONE + "/ngoai-pham-vi", mark_outside, "editor"),
    Door("POST", ONE + "/gui", send, "helper"),
    Door("POST", ONE + "/mo-lai", reopen, "editor"),
)
