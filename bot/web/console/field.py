"""Hỏi trợ lý kiểu chuyên gia: lời đáp đúng như người dân thấy, cùng luật đã quyết, bằng chứng, hiệu lực và mọi nguồn.

Chỉ câu người hỗ trợ báo là chưa đáp được mới vào nhật ký. Bot nhớ ngữ cảnh của riêng họ tới khi họ bắt đầu lại.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from bot.accounts import allows
from bot.conversations.reports import NotAQuestion, report
from bot.knowledge.model import Knowledge
from bot.knowledge.period import Period, PeriodError
from bot.privacy import mask
from bot.web import keys, texts
from bot.web.answer_view import Citation, citation
from bot.web.console import texts as said
from bot.web.console.door import Door
from bot.web.console.form import FormError, read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.errors import BotUnavailable
from bot.web.message import Incoming
from bot.web.paused import stopped, without_paused
from bot.web.problems import MAX_TEXT
from bot.web.replies import Reply, merged, unavailable
from bot.web.task_view import task_path

ASK = "/ban/hoi"
MOST_ID = 120
MOST_REPORT_ID = 40


class Hit(NamedTuple):
    """Một câu trong kho gần câu hỏi; `score`: điểm tìm kiếm, viết kiểu Việt."""

    id: str
    title: str
    score: str


class Intent(NamedTuple):
    """Một ý nhận ra trong câu: mã, tên, và phần trăm."""

    id: str
    name: str
    percent: int


@dataclass(frozen=True)
class Evidence:
    """Vì sao bot đáp như vậy. `likely`: xác suất câu đầu đúng ý, và câu đúng nằm trong ba câu đầu."""

    rule: str
    rule_name: str
    hits: tuple[Hit, ...] = ()
    outside: str = ""
    likely: Mapping[str, int] = field(default_factory=dict)
    intents: tuple[Intent, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class Exchange:
    """Một câu hỏi (đã che số) và lời đáp. Theo mã mục: `citations` là mọi nguồn của mục, `pages` là địa chỉ trang riêng
    của nó khi có; `editable`: những mục mà người đang hỏi sửa được; `report_id`: mã của lần báo, nếu họ báo."""

    asked: str
    masked: bool
    replies: tuple[Reply, ...]
    citations: Mapping[str, tuple[Citation, ...]]
    pages: Mapping[str, str]
    evidence: Evidence
    editable: frozenset[str]
    report_id: str


async def show(request: web.Request) -> web.Response:
    """Ô hỏi."""
    return await render(request, "field_ask.html", said_before=None, spoken=_spoken, wrong="", written="")


async def ask(request: web.Request) -> web.Response:
    """Hỏi bot một câu, hay mở đúng câu trả lời đã chọn."""
    form = await read_form(request)
    try:
        answer = form.text("answer", most=MOST_ID, required=False)
        words = mask(form.text("question", most=MAX_TEXT, required=not answer).lstrip("/ "))
    except FormError as error:
        written = form.raw("question")
        return await render(
            request, "field_ask.html", status=422, said_before=None, spoken=_spoken, wrong=error.detail, written=written
        )
    request.app[keys.LIMIT].spend_as(signed_in(request).id, "expert")
    incoming = Incoming("", words.text, None, bool(words.kinds))
    exchange = await _exchange(request, incoming, answer)
    return await render(request, "field_ask.html", said_before=exchange, spoken=_spoken, wrong="", written="")


async def tell_editors(request: web.Request) -> web.Response:
    """Báo người biên tập câu này chưa đáp được. Bot được hỏi lại riêng câu ấy: điều được ghi không lẫn ngữ cảnh nào,
    và không phải lời do trình duyệt gửi lên."""
    form = await read_form(request)
    words = mask(form.text("question", most=MAX_TEXT).lstrip("/ "))
    report_id = form.text("id", most=MOST_REPORT_ID)
    request.app[keys.LIMIT].spend_as(signed_in(request).id, "expert")
    bot, alone = request.app[keys.BOT], f"{_sender(request)}.bao"
    try:
        await bot.forget(alone)
        replies = merged(await bot.ask(alone, words.text))
    except BotUnavailable:
        return await done(request, ASK, texts.BOT_UNAVAILABLE)
    now = request.app[keys.CLOCK]()
    try:
        await asyncio.to_thread(report, request.app[keys.ENGINE], now, report_id, words.text, replies)
    except NotAQuestion:
        return await done(request, ASK, said.NOT_A_QUESTION)
    return await done(request, ASK, said.REPORTED)


async def forget(request: web.Request) -> web.Response:
    """Bắt đầu lại: bot quên ngữ cảnh của người này."""
    try:
        await request.app[keys.BOT].forget(_sender(request))
    except BotUnavailable:
        await done(request, ASK, texts.BOT_UNAVAILABLE)
    await done(request, ASK, said.FIELD_FORGOTTEN)


async def _exchange(request: web.Request, incoming: Incoming, answer: str) -> Exchange:
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    replies, trace = await _replies(request, incoming, answer, knowledge)
    chosen = knowledge.answer(answer)
    items = [item for reply in replies for item in reply.get("items") or ()]
    return Exchange(
        asked=incoming.text or (chosen.title if chosen else answer),
        masked=incoming.masked,
        replies=tuple(replies),
        citations={item["id"]: _citations(item, knowledge) for item in items},
        pages={item["id"]: page for item in items if (page := _page(item, knowledge))},
        evidence=_evidence(replies, trace, knowledge),
        editable=frozenset(knowledge.answers if allows(signed_in(request).role, "editor") else ()),
        report_id=secrets.token_urlsafe(12),
    )


async def _replies(
    request: web.Request, incoming: Incoming, answer: str, knowledge: Knowledge
) -> tuple[list[Reply], Mapping[str, Any]]:
    """Lời đáp như người dân thấy lúc này, kể cả khi có chủ đề đang tạm dừng, và bằng chứng của bot."""
    board = request.app[keys.NOTICES]
    body = {"text": incoming.text or ""} if not answer else {"answer": answer}
    if board.stop:
        return stopped(board.stop, body), {}
    metadata: dict[str, Any] = {"explain": True, **({"answer": answer} if answer else {})}
    try:
        replies = merged(await request.app[keys.BOT].ask(_sender(request), incoming.text or "", metadata))
    except BotUnavailable:
        return unavailable(body), {}
    trace: Mapping[str, Any] = next((reply["trace"] for reply in replies if reply.get("trace")), {})
    return (without_paused(replies, board.paused, knowledge) if board.paused else replies), trace


def _sender(request: web.Request) -> str:
    """Tên của cuộc này ở máy chủ bot; mã cuộc của người dân không bao giờ có dấu chấm."""
    return f"ban.{signed_in(request).id}"


def _citations(item: Mapping[str, Any], knowledge: Knowledge) -> tuple[Citation, ...]:
    return tuple(_cited(source, knowledge) for source in item.get("sources") or ())


def _page(item: Mapping[str, Any], knowledge: Knowledge) -> str:
    """Địa chỉ trang của một câu trả lời, hay của một danh sách việc cho đúng trường hợp; "" cho số liệu, sự việc."""
    if item.get("case") is not None:
        return task_path(item["id"], item["case"])
    return f"/hoi/{item['id']}" if knowledge.answer(item["id"]) else ""


def _cited(source: Mapping[str, Any], knowledge: Knowledge) -> Citation:
    """Cách nêu một nguồn của lời đáp; bản kho của cổng chưa có nguồn ấy thì theo lời của bot."""
    known = knowledge.sources.get(source.get("id", ""))
    if known:
        return citation(known)
    published = source.get("published")
    date = _spoken(published) if published else texts.UNDATED
    return Citation(source.get("title") or "", source.get("publisher") or "", date, None)


def _spoken(period: str) -> str:
    """Ngày tháng nói như người Việt; chữ lạ thì để nguyên."""
    try:
        return Period.parse(period).spoken()
    except PeriodError:
        return period


def _evidence(replies: list[Reply], trace: Mapping[str, Any], knowledge: Knowledge) -> Evidence:
    rule = str(trace.get("rule") or next((reply["rule"] for reply in replies if reply.get("rule")), ""))
    outside = trace.get("outside") or {}
    return Evidence(
        rule=rule,
        rule_name=said.RULES.get(rule.partition(":")[0], rule),
        hits=tuple(_hit(found, knowledge) for found in trace.get("hits") or ()),
        outside=_outside(str(outside.get("id", "")), knowledge),
        likely={name: _percent(value) for name, value in (trace.get("sure") or {}).items()},
        intents=tuple(
            Intent(name, said.INTENTS.get(name, name), _percent(value))
            for name, value in (trace.get("intents") or {}).items()
        ),
        version=knowledge.version,
    )


def _hit(found: Mapping[str, Any], knowledge: Knowledge) -> Hit:
    answer = knowledge.answer(found["id"])
    return Hit(found["id"], answer.title if answer else found["id"], f"{float(found['score']):.2f}".replace(".", ","))


def _outside(matter_id: str, knowledge: Knowledge) -> str:
    matter = knowledge.outside.get(matter_id)
    return matter.name if matter else matter_id


def _percent(value: Any) -> int:
    return round(100 * float(value))


DOORS = (
    Door("GET", ASK, show, "helper"),
    Door("POST", ASK, ask, "helper"),
    Door("POST", ASK + "/bao", tell_editors, "helper"),
    Door("POST", ASK + "/quen", forget, "helper"),
)
