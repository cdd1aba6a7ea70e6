"""Điều bot chưa trả lời được: danh sách cụm, và từng cụm với những câu đã hỏi."""

from __future__ import annotations

import asyncio
import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, cast
from urllib.parse import urlencode

from aiohttp import web

from bot.conversations.clusters import STATES, WAITING, Asked, Cluster, ClusterNotFound, State, Wanted
from bot.conversations.unanswered import REASONS, Reason
from bot.local_time import VIETNAM
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.form import FormError
from bot.web.console.names import names
from bot.web.console.page import render
from bot.web.console.paging import page_of
from bot.web.errors import NotFound
from bot.web.library import Edition
from bot.web.texts import TOPICS
from bot.web.unanswered import Near, Nearest

LIST = "/ban/chua-biet"
ONE = LIST + "/{id:[0-9]{1,9}}"
EACH_PAGE, EACH_QUESTIONS = 20, 25
UNSURE_TOPIC = "chua-ro"
"""Chủ đề "chưa rõ" trong địa chỉ: cụm không gần câu trả lời nào."""


class Row(NamedTuple):
    """Một cụm trong danh sách: câu gần nhất trong kho, và luật đã chặn nhiều lần nhất."""

    cluster: Cluster
    near: Near | None
    blocked_by: str


class Choices(NamedTuple):
    """Điều người biên tập đang chọn dở, để trang hiện lại y như thế."""

    numbers: frozenset[int] | None = None
    """None: mới mở trang, mọi câu của trang được chọn sẵn."""
    answer: str = ""
    matter: str = ""
    search: str = ""
    remark: str = ""


async def show_all(request: web.Request) -> web.Response:
    """Danh sách cụm, nhiều lượt trước."""
    wanted, chosen = _wanted(request)
    edition = await request.app[keys.LIBRARY].edition()
    rows, page, last, count, ungathered = await asyncio.to_thread(_listed, request, wanted, edition)
    return await render(
        request,
        "unanswered.html",
        rows=rows,
        page=page,
        last=last,
        count=count,
        ungathered=ungathered,
        first=(page - 1) * EACH_PAGE + 1,
        day=_day,
        chosen=chosen,
        address=f"{LIST}?{urlencode(chosen)}&",
        states=[("", "Còn việc"), *((state, texts.CLUSTER_STATES[state]) for state in STATES), ("tat-ca", "Tất cả")],
        topics=[("", "Mọi chủ đề"), *TOPICS.items(), (UNSURE_TOPIC, "Chưa rõ chủ đề")],
        reasons=[("", "Mọi lý do"), *((reason, texts.UNANSWERED_REASONS[reason]) for reason in REASONS)],
        words=texts,
        topic_names=TOPICS,
    )


async def show(request: web.Request) -> web.Response:
    """Một cụm."""
    return await cluster_page(request)


async def cluster_page(
    request: web.Request, choices: Choices | None = None, wrong: FormError | None = None
) -> web.Response:
    """Trang của cụm trong địa chỉ; `wrong`: lỗi cạnh ô của nó.

    Raises:
        NotFound: không có cụm này, hay các câu của nó đã bị xoá.
    """
    choices = choices or Choices()
    edition = await request.app[keys.LIBRARY].edition()
    cluster, asked, page, last = await asyncio.to_thread(_read, request)
    text = choices.search or cluster.label
    near = await asyncio.to_thread(request.app[keys.NEAREST].find, edition, text)
    matters = sorted(edition.knowledge.outside.values(), key=lambda matter: matter.name)
    return await render(
        request,
        "cluster.html",
        status=wrong.status if wrong else 200,
        cluster=cluster,
        asked=[(each, blocked_by(each.rule, each.kind, edition)) for each in asked],
        page=page,
        last=last,
        near=near,
        matters=[("", "Chỉ đánh dấu, không gắn với việc nào"), *((one.id, one.name) for one in matters)],
        target=_target(cluster, edition),
        choices=choices,
        chosen=choices.numbers if choices.numbers is not None else {each.number for each in asked},
        names=await names(request),
        wrong=defaultdict(str, {wrong.field: wrong.detail} if wrong else {}),
        self_address=f"{LIST}/{cluster.id}",
        day=_day,
        words=texts,
        topic_names=TOPICS,
    )


def cluster_id(request: web.Request) -> int:
    """Số của cụm trong địa chỉ."""
    return int(request.match_info["id"])


def blocked_by(rule: str, kind: str, edition: Edition) -> str:
    """Luật đã quyết lời đáp, bằng lời; việc ngoài phạm vi thì nói tên việc."""
    head, _, code = rule.partition(":")
    matter = edition.knowledge.outside.get(code)
    if head == "outside" and matter:
        return texts.BLOCKED_BY_MATTER.format(name=matter.name)
    known = texts.BLOCKED_BY.get((head, kind)) or texts.RULES.get(head)
    return known or rule or texts.NO_RULE


def _wanted(request: web.Request) -> tuple[Wanted, dict[str, str]]:
    """Bộ lọc trong địa chỉ, và chính nó để dựng lại địa chỉ; giá trị lạ thì như không lọc."""
    asked = {name: request.query.get(name, "") for name in ("trang-thai", "chu-de", "ly-do")}
    state, topic, reason = asked.values()
    states: tuple[State, ...] = WAITING
    if state in STATES:
        states = (state,)
    elif state == "tat-ca":
        states = STATES
    else:
        asked["trang-thai"] = ""
    if topic not in (*TOPICS, UNSURE_TOPIC):
        asked["chu-de"] = ""
    if reason not in REASONS:
        asked["ly-do"] = ""
    about = {"": None, UNSURE_TOPIC: ""}.get(asked["chu-de"], asked["chu-de"])
    return Wanted(states, about, cast("Reason | None", asked["ly-do"] or None)), asked


def _listed(request: web.Request, wanted: Wanted, edition: Edition) -> tuple[list[Row], int, int, int, int]:
    clusters = request.app[keys.CLUSTERS]
    count = clusters.count(wanted)
    page, last = page_of(request, count, EACH_PAGE)
    found = clusters.listed(wanted, (page - 1) * EACH_PAGE, EACH_PAGE)
    rules = clusters.rules([cluster.id for cluster in found])
    near = request.app[keys.NEAREST]
    rows = [_row(cluster, rules.get(cluster.id, []), edition, near) for cluster in found]
    return rows, page, last, count, clusters.ungathered()


def _row(cluster: Cluster, rules: Sequence[tuple[str, str, int]], edition: Edition, near: Nearest) -> Row:
    kind, rule, _count = rules[0] if rules else ("", "", 0)
    return Row(cluster, next(iter(near.find(edition, cluster.label)), None), blocked_by(rule, kind, edition))


def _read(request: web.Request) -> tuple[Cluster, list[Asked], int, int]:
    clusters = request.app[keys.CLUSTERS]
    try:
        cluster = clusters.get(cluster_id(request))
    except ClusterNotFound:
        raise NotFound(texts.CLUSTER_GONE) from None
    page, last = page_of(request, clusters.count_asked(cluster.id), EACH_QUESTIONS)
    return cluster, clusters.asked(cluster.id, (page - 1) * EACH_QUESTIONS, EACH_QUESTIONS), page, last


def _day(at: datetime.datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"


def _target(cluster: Cluster, edition: Edition) -> tuple[str, str] | None:
    """Địa chỉ và tên của điều mà việc đã làm dẫn tới."""
    if not cluster.target:
        return None
    if cluster.state == "writing":
        return f"/ban/nhap/{cluster.target}", texts.OPEN_DRAFT
    if cluster.outcome == "answer":
        answer = edition.knowledge.answer(cluster.target)
        return (f"/ban/cau/{answer.id}", answer.title) if answer else None
    matter = edition.knowledge.outside.get(cluster.target)
    return ("", matter.name) if matter else None


DOORS = (
    Door("GET", LIST, show_all, "helper"),
    Door("GET", ONE, show, "helper"),
)
