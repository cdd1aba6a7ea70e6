"""Trang của từng câu trả lời, trang duyệt và tìm, tờ A5, sitemap.xml, robots.txt; không trang nào cần JavaScript."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, get_args

from aiohttp import hdrs, web

from bot.knowledge import model
from bot.knowledge import texts as said
from bot.knowledge.answer_index import Hit
from bot.knowledge.guide import TaskFinder
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.thresholds import Thresholds
from bot.privacy import mask
from bot.vietnamese import fold, normalise
from bot.web import keys, texts
from bot.web.answer_view import AnswerView, faq, view
from bot.web.clients import origin
from bot.web.kept import html_page, kept, kept_pdf, render
from bot.web.library import Edition, answer_index
from bot.web.limits import WIDE
from bot.web.sheet import qr_code, sheet
from bot.web.sheet_pdf import sheets_pdf

LONGEST_QUERY = 200
FOUND, CLOSE = 12, 5
"""Cho xem tối đa chừng này câu tìm được; chừng này câu gợi ý khi địa chỉ không có trang."""
LISTED = 300
"""Mỗi chủ đề liệt kê tối đa chừng này câu; những câu còn lại thì tìm."""
IN_SITEMAP = 50_000
"""Giới hạn của giao thức sitemap cho một tệp."""


class Topic(NamedTuple):
    """Một chủ đề của trang duyệt; `unlisted` câu của nó không nằm trong `answers`."""

    id: str
    name: str
    answers: list[Answer]
    unlisted: int


class Found(NamedTuple):
    """Kết quả tìm: `note` nói thật khi không có câu nào, hay khi việc được hỏi nằm ngoài kho."""

    answers: list[Answer]
    note: str


def by_topic(knowledge: Knowledge) -> list[Topic]:
    """Các chủ đề, mỗi chủ đề xếp theo chữ cái bỏ dấu; một phần của bản kho, vì xếp mấy nghìn câu lâu hơn dựng trang."""
    shelves: dict[str, list[Answer]] = {topic: [] for topic in get_args(model.Topic)}
    for found in sorted(knowledge.answers.values(), key=lambda found: fold(found.title)):
        shelves[found.topic].append(found)
    return [
        Topic(topic, texts.TOPICS[topic], answers[:LISTED], max(0, len(answers) - LISTED))
        for topic, answers in shelves.items()
    ]


async def browse(request: web.Request) -> web.Response:
    """Mọi câu theo chủ đề; có `?q=` thì là kết quả tìm."""
    edition = await request.app[keys.LIBRARY].edition()
    asked = normalise(request.query.get("q", ""))[:LONGEST_QUERY].strip()
    if asked:
        return await _search(request, edition, asked)
    return kept(request, edition, _browse)


async def answer(request: web.Request) -> web.Response:
    """Trang của một câu trả lời."""
    return await _about_one(request, _answer)


async def to_print(request: web.Request) -> web.Response:
    """Tờ A5 của một câu trả lời."""
    return await _about_one(request, _sheet, "/in")


async def to_pdf(request: web.Request) -> web.StreamResponse:
    """Tờ A5 của một câu trả lời, dạng PDF."""
    edition = await request.app[keys.LIBRARY].edition()
    found = edition.knowledge.answer(request.match_info["id"])
    if found is None:
        return await missing(request, edition, request.match_info["id"])
    request.app[keys.LIMIT].spend(request, "pdf")
    today, address = request.app[keys.LIBRARY].today(), f"{origin(request)}/hoi/{found.id}"
    one = sheet(_view(request, edition, today, found), address, today)
    return await kept_pdf(request, edition, found.id, lambda: sheets_pdf([one]))


async def sitemap(request: web.Request) -> web.Response:
    """Địa chỉ của mọi câu còn hiệu lực, cho máy tìm kiếm."""
    edition = await request.app[keys.LIBRARY].edition()
    response = kept(request, edition, _sitemap)
    response.content_type = "application/xml"
    return response


async def robots(request: web.Request) -> web.Response:
    """Máy tìm kiếm được đọc mọi trang, trừ API, kết quả tìm và tờ để in."""
    rules = ("User-agent: *", "Disallow: /api/", "Disallow: /hoi?", "Disallow: /hoi/*/in", "Disallow: /viec/*/in")
    text = "\n".join((*rules, f"Sitemap: {origin(request)}/sitemap.xml", ""))
    return web.Response(text=text, headers={hdrs.CACHE_CONTROL: "no-cache"})


async def _about_one(request: web.Request, build: Callable[..., str], suffix: str = "") -> web.Response:
    edition = await request.app[keys.LIBRARY].edition()
    asked = request.match_info["id"]
    found = edition.knowledge.answer(asked)
    if found is None and asked in edition.knowledge.tasks:  # tiện ích nối tới mục nào cũng ở /hoi
        raise web.HTTPFound(f"/viec/{asked}")
    if found is None:
        return await missing(request, edition, asked)
    if found.id != asked:  # tên cũ của câu ấy
        raise web.HTTPMovedPermanently(f"/hoi/{found.id}{suffix}")
    return kept(request, edition, partial(build, found=found))


def _view(request: web.Request, edition: Edition, today: datetime.date, found: Answer) -> AnswerView:
    """Câu trả lời như cho xem hôm nay; chủ đề đang bị tắt thì có cảnh báo chứ không giấu."""
    return view(found, edition.knowledge, today, request.app[keys.NOTICES].warning(found.topic))


def _answer(request: web.Request, edition: Edition, today: datetime.date, found: Answer) -> str:
    shown, address = _view(request, edition, today, found), f"{origin(request)}/hoi/{found.id}"
    task = edition.part(TaskFinder).citing([found.id])
    return render(request, "answer.html", shown=shown, address=address, faq=faq(shown, address), task=task)


def _sheet(request: web.Request, edition: Edition, today: datetime.date, found: Answer) -> str:
    address = f"{origin(request)}/hoi/{found.id}"
    return render(
        request,
        "sheet.html",
        sheet=sheet(_view(request, edition, today, found), address, today),
        qr_code=qr_code(address),
        canonical=address,
        pdf=f"/hoi/{found.id}/in.pdf",
        back=f"/hoi/{found.id}",
        back_says="Quay lại câu trả lời",
    )


def _browse(request: web.Request, edition: Edition, today: datetime.date) -> str:
    topics = edition.part(by_topic)
    over = {found.id for topic in topics for found in topic.answers if found.is_over(today)}
    return render(
        request,
        "browse.html",
        topics=topics,
        over=over,
        count=len(edition.knowledge.answers),
        address=f"{origin(request)}/hoi",
    )


async def _search(request: web.Request, edition: Edition, asked: str) -> web.Response:
    """Kết quả tìm. Số cá nhân được che trước khi tìm và trước khi hiện lại; trang này không máy nào được giữ."""
    request.app[keys.LIMIT].spend(request, "search", WIDE)
    masked = mask(asked)
    hits = await asyncio.to_thread(edition.part(answer_index).search, masked.text, 3 * FOUND)
    found = _found(hits, edition.knowledge)
    text = render(
        request,
        "search.html",
        query=masked.text,
        found=found,
        notice=texts.PRIVACY_NOTICE if masked.kinds else "",
        topics=texts.TOPICS,
    )
    return html_page(text, {hdrs.CACHE_CONTROL: "no-store"})


def _found(hits: list[Hit], knowledge: Knowledge) -> Found:
    near = Thresholds().near
    best = [hit for hit in hits if hit.score >= near]
    answers = [knowledge.answers[hit.id] for hit in best if hit.id in knowledge.answers][:FOUND]
    matter = knowledge.outside.get(best[0].id) if best else None
    if matter is None:
        return Found(answers, "" if answers else said.NO_ANSWER)
    door = knowledge.answer(matter.door) if matter.door else None
    others = [found for found in answers if found is not door]
    note = (said.NOT_KNOWN if matter.topic else said.OUTSIDE).format(name=matter.name)
    return Found(([door] if door else []) + others, note)


async def missing(request: web.Request, edition: Edition, asked: str) -> web.Response:
    """Trang 404; địa chỉ gần đúng (gõ thiếu, chép thiếu) thì gợi ý câu gần nhất."""
    words = normalise(asked).replace("-", " ")[:LONGEST_QUERY]
    hits = await asyncio.to_thread(edition.part(answer_index).search, mask(words).text, 3 * CLOSE)
    close = _found(hits, edition.knowledge).answers[:CLOSE]
    text = render(request, "missing.html", close=close)
    return html_page(text, {hdrs.CACHE_CONTROL: "no-store"}, status=404)


def _sitemap(request: web.Request, edition: Edition, today: datetime.date) -> str:
    current = [found for found in edition.knowledge.answers.values() if not found.is_over(today)]
    tasks = list(edition.knowledge.tasks)
    return render(request, "sitemap.xml", answers=current[: IN_SITEMAP - 1 - len(tasks)], tasks=tasks)
