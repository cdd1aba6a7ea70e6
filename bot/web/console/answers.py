"""Câu trả lời ở bàn làm việc: tìm, lọc theo chủ đề và theo việc phải làm; xem một câu cùng bằng chứng và bản nháp."""

from __future__ import annotations

import asyncio
import datetime
import io
import zipfile
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from aiohttp import hdrs, web

from bot.knowledge.draft import STATES, Draft
from bot.knowledge.export import Edits, answer_file, edits
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.record import encode
from bot.knowledge.upkeep import upkeep
from bot.knowledge.yaml_text import item_text
from bot.privacy import mask
from bot.vietnamese import fold, normalise
from bot.web import keys
from bot.web import texts as public
from bot.web.answer_view import view
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.draft_pages import drafts
from bot.web.console.names import names
from bot.web.console.page import render
from bot.web.console.paging import page_of
from bot.web.errors import NotFound
from bot.web.library import Edition, answer_index

ANSWERS = "/ban/cau"
EACH_PAGE = 50
MOST_HITS = 100
LONGEST = 200
FILTERS = {
    "": "Tất cả",
    "nhap": "Đang có bản nháp",
    "duyet": "Chờ duyệt",
    "den-han": "Sắp đến hạn xem lại",
    "qua-han": "Quá hạn xem lại",
    "het-hieu-luc": "Sắp hết hiệu lực",
    "chua-xem": "Chưa ai xem lại",
    "da-sua": "Đã sửa ở đây, tệp chưa có",
}


def by_title(knowledge: Knowledge) -> list[Answer]:
    """Mọi câu theo chữ cái bỏ dấu; một phần của bản kho, vì xếp lâu hơn dựng trang."""
    return sorted(knowledge.answers.values(), key=lambda answer: fold(answer.title))


async def browse(request: web.Request) -> web.Response:
    """Danh sách câu trả lời và bản nháp đang làm."""
    edition = await request.app[keys.LIBRARY].newest()
    words = normalise(request.query.get("tim", ""))[:LONGEST].strip()
    topic, which = request.query.get("chu-de", ""), request.query.get("loc", "")
    topic, which = topic if topic in public.TOPICS else "", which if which in FILTERS else ""
    working = await asyncio.to_thread(drafts(request).listed)
    found = await asyncio.to_thread(_found, request, edition, words, topic, which, working)
    page, last = page_of(request, len(found), EACH_PAGE)
    markers: dict[str, list[str]] = {}
    for draft in working:
        markers.setdefault(draft.answer_id, []).append(STATES[draft.state])
    return await render(
        request,
        "answers.html",
        answers=found[(page - 1) * EACH_PAGE : page * EACH_PAGE],
        count=len(found),
        markers=markers,
        drafts=[draft for draft in working if which != "duyet" or draft.state == "review"],
        names=await names(request),
        topics=[("", "Mọi chủ đề"), *public.TOPICS.items()],
        topic_names=public.TOPICS,
        filters=list(FILTERS.items()),
        words=words,
        topic=topic,
        which=which,
        page=page,
        last=last,
        address=f"{ANSWERS}?{urlencode({'tim': words, 'chu-de': topic, 'loc': which})}&",
    )


async def show(request: web.Request) -> web.Response:
    """Một câu như người dân thấy, bằng chứng của nó, các cách hỏi, và việc làm được với nó."""
    library = request.app[keys.LIBRARY]
    edition = await library.newest()
    answer = edition.knowledge.answer(request.match_info["id"])
    if answer is None:
        raise NotFound(texts.NO_SUCH_CONTENT)
    working = await asyncio.to_thread(drafts(request).listed, answer_id=answer.id)
    paused = request.app[keys.NOTICES].warning(answer.topic)
    return await render(
        request,
        "answer_one.html",
        answer=answer,
        shown=view(answer, edition.knowledge, library.today(), paused),
        drafts=working,
        names=await names(request),
    )


async def as_yaml(request: web.Request) -> web.Response:
    """Một câu thành tệp YAML đúng lối của kho."""
    edition = await request.app[keys.LIBRARY].newest()
    answer = edition.knowledge.answers.get(request.match_info["id"])
    if answer is None:
        raise NotFound(texts.NO_SUCH_CONTENT)
    _, text = answer_file(encode(answer))
    return _download(text.encode(), f"{answer.id}.yml", "application/yaml")


async def all_edited(request: web.Request) -> web.Response:
    """Mọi điều đã sửa ở bàn làm việc mà tệp chưa có, trong một tệp nén."""
    changed = await asyncio.to_thread(edits, request.app[keys.ENGINE])
    return _download(await asyncio.to_thread(_zipped, changed), "da-sua.zip", "application/zip")


def _found(
    request: web.Request, edition: Edition, words: str, topic: str, which: str, working: list[Draft]
) -> list[Answer]:
    knowledge = edition.knowledge
    today = request.app[keys.LIBRARY].today()
    chosen: Iterable[Answer]
    if words:
        hits = edition.part(answer_index).search(mask(words).text, MOST_HITS)
        chosen = [knowledge.answers[hit.id] for hit in hits if hit.id in knowledge.answers]
        exact = knowledge.answer(words)
        chosen = [exact, *(each for each in chosen if each is not exact)] if exact else chosen
    else:
        chosen = edition.part(by_title)
    wanted = _filter(request, knowledge, today, which, working)
    if wanted is not None and not words:  # việc theo hạn thì xếp theo ngày đến hạn
        chosen = [knowledge.answers[key] for key in wanted if key in knowledge.answers]
    kept = set(wanted) if wanted is not None else None
    return [answer for answer in chosen if (not topic or answer.topic == topic) and (kept is None or answer.id in kept)]


def _filter(
    request: web.Request, knowledge: Knowledge, today: datetime.date, which: str, working: list[Draft]
) -> list[str] | None:
    """Id những câu thuộc việc ấy, theo thứ tự phải làm; None là mọi câu."""
    if not which:
        return None
    work = upkeep(knowledge, today)
    groups: dict[str, Callable[[], Iterable[str]]] = {
        "nhap": lambda: [draft.answer_id for draft in working],
        "duyet": lambda: [draft.answer_id for draft in working if draft.state == "review"],
        "den-han": lambda: [answer.id for answer in work.due],
        "qua-han": lambda: [answer.id for answer in work.overdue],
        "het-hieu-luc": lambda: [answer.id for answer in work.ending],
        "chua-xem": lambda: [answer.id for answer in work.never_reviewed],
        "da-sua": lambda: edits(request.app[keys.ENGINE]).bodies["answers"],
    }
    return list(dict.fromkeys(groups[which]()))


def _zipped(changed: Edits) -> bytes:
    files = dict(answer_file(body) for body in changed.bodies["answers"].values() if body)
    for kind in ("sources", "outside"):
        text = "".join(item_text(kind, body) for body in changed.bodies[kind].values() if body)
        files |= {f"{texts.ADD_TO}{kind}.yml": text} if text else {}
    removed = [key for key, body in changed.bodies["answers"].items() if body is None]
    files |= {texts.REMOVED_FILE: "".join(f"{key}\n" for key in removed)} if removed else {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _download(body: bytes, name: str, kind: str) -> web.Response:
    headers = {
        hdrs.CONTENT_TYPE: kind,
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.Response(body=body, headers=headers)


ONE = ANSWERS + "/{id:[a-z0-9-]+}"
DOORS = (
    Door("GET", ANSWERS, browse, "helper"),
    Door("GET", ONE, show, "helper"),
    Door("GET", "/ban/xuat/{id:[a-z0-9-]+}.yml", as_yaml, "editor"),
    Door("GET", "/ban/xuat-da-sua.zip", all_edited, "editor"),
)
