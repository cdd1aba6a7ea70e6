"""Viết bản nháp câu trả lời: mở, sửa, kiểm ngay khi gõ, chọn nguồn, gửi duyệt, bỏ. Mỗi nút lưu trước rồi mới làm."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast, get_args
from urllib.parse import urlencode

from aiohttp import web

from bot.knowledge.checks import check_change
from bot.knowledge.draft import Deed, Draft, DraftChangedError, Fault, FaultyDraftError
from bot.knowledge.draft_check import applied
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.model import Knowledge, Source
from bot.knowledge.reader import Reading
from bot.privacy import mask
from bot.vietnamese import fold, normalise
from bot.web import keys
from bot.web.answer_view import view
from bot.web.console import texts
from bot.web.console.answer_fields import FIELDS, OPTIONS, SOURCE_FIELDS, blank, read_answer, written
from bot.web.console.door import Door
from bot.web.console.draft_errors import told
from bot.web.console.form import Form, read_form
from bot.web.console.names import names
from bot.web.console.page import done, render
from bot.web.console.session import signed_in
from bot.web.errors import NotReady
from bot.web.library import Edition, Library, answer_index

DRAFTS = "/ban/nhap"
ONE = DRAFTS + r"/{n:\d+}"
_LONGEST_NUMBER = 9
"""Số dài hơn thì cột số của PostgreSQL không chứa được, nên không bản nháp nào mang nó."""
MOST_FOUND = 8
LONGEST_QUERY = 200
_STEPS = ("luu", "kiem", "tim", "gui")


async def start(request: web.Request) -> web.Response:
    """Mở một bản nháp: sửa câu đang có, xin gỡ nó, hay viết câu mới."""
    form = await read_form(request)
    answer_id = form.text("cau", most=120, required=False) or None
    deed = cast(Deed, form.choice("viec", get_args(Deed)))
    body = None if answer_id else blank(request.app[keys.LIBRARY].today())
    with told():
        number = await asyncio.to_thread(
            drafts(request).start, answer_id, signed_in(request).login, body, None, deed=deed
        )
    return await done(request, f"{DRAFTS}/{number}" + ("/duyet" if deed == "remove" else ""))


async def show(request: web.Request) -> web.Response:
    """Biểu mẫu của một bản nháp, cùng mọi chỗ còn phải sửa."""
    draft = await find(request)
    if draft.deed == "remove" or not draft.working:
        raise web.HTTPSeeOther(f"{DRAFTS}/{draft.id}/duyet")
    return await _form_page(request, draft, draft.body)


async def save(request: web.Request) -> web.Response:
    """Lưu; rồi, tuỳ nút đã bấm, ở lại, tìm nguồn và câu liên quan, hay gửi duyệt và xin hỏi lại."""
    draft, form = await find(request), await read_form(request)
    step, login = form.choice("viec", _STEPS), signed_in(request).login
    edition = await request.app[keys.LIBRARY].edition()
    body = _body(form, draft, edition.knowledge)
    with told():
        try:
            saved = await asyncio.to_thread(drafts(request).save, draft.id, login, body, form.raw("seen") or None)
        except DraftChangedError as error:
            return await _form_page(request, draft, body, status=409, refusal=str(error))
    if step == "gui":
        with told():
            try:
                await asyncio.to_thread(_submit, drafts(request), request.app[keys.REPLAYS], saved, login)
            except FaultyDraftError:
                return await _form_page(request, saved, saved.body, status=422, refusal=texts.DRAFT_HAS_FAULTS)
        await done(request, f"{DRAFTS}/{draft.id}/duyet", texts.DRAFT_SUBMITTED)
    looking = {name: form.text(name, most=LONGEST_QUERY, required=False) for name in ("nguon", "cau")}
    query = f"?{urlencode(looking)}#tim" if step == "tim" and any(looking.values()) else ""
    return await done(request, f"{DRAFTS}/{draft.id}{query}", "" if step == "tim" else texts.DRAFT_SAVED)


async def check(request: web.Request) -> web.Response:
    """Mọi chỗ còn phải sửa của chữ đang gõ, chưa lưu: cho mã của trang."""
    draft, form = await find(request), await read_form(request)
    edition = await request.app[keys.LIBRARY].edition()
    body = _body(form, draft, edition.knowledge)
    faults = await asyncio.to_thread(drafts(request).check, body, edition.knowledge, new=draft.base_digest is None)
    return web.json_response({"faults": [{"field": _box(fault), "message": wording(fault)} for fault in faults]})


async def preview(request: web.Request) -> web.Response:
    """Bản nháp đúng như người dân sẽ thấy hôm nay."""
    draft = await find(request)
    library = request.app[keys.LIBRARY]
    after = applied(draft.deed, draft.body, (await library.edition()).knowledge)
    answer = after.answers.get(draft.answer_id) if after else None
    shown = view(answer, after, library.today()) if answer and after else None
    return await render(request, "draft_preview.html", draft=draft, shown=shown)


async def drop(request: web.Request) -> web.Response:
    """Bỏ bản nháp."""
    with told():
        await asyncio.to_thread(drafts(request).drop, (await find(request)).id, signed_in(request).login)
    return await done(request, "/ban/cau", texts.DRAFT_DROPPED)


async def find(request: web.Request) -> Draft:
    """Bản nháp mà địa chỉ gọi tên.

    Raises:
        NotFound: không có.
    """
    number = request.match_info["n"]
    with told():
        return await asyncio.to_thread(drafts(request).get, int(number) if len(number) <= _LONGEST_NUMBER else 0)


def drafts(request: web.Request) -> Drafts:
    """Kho bản nháp."""
    return request.app[keys.DRAFTS]


async def warm_checks(library: Library) -> None:
    """Tách sẵn mọi cách hỏi của kho, để lần kiểm đầu tiên của người viết không phải đợi."""
    with suppress(NotReady):
        knowledge = (await library.edition()).knowledge
        await asyncio.to_thread(check_change, Reading(), knowledge, knowledge)


def _body(form: Form, draft: Draft, knowledge: Knowledge) -> dict[str, Any]:
    known = knowledge.answers.get(draft.answer_id)
    return read_answer(form, draft.body, known, new=draft.base_digest is None)


def _submit(store: Drafts, replays: Replays, draft: Draft, login: str) -> None:
    replays.ask(store.submit(draft.id, login), login)


async def _form_page(
    request: web.Request, draft: Draft, body: Any, *, status: int = 200, refusal: str = ""
) -> web.Response:
    edition = await request.app[keys.LIBRARY].edition()
    knowledge = edition.knowledge
    new = draft.base_digest is None
    faults = await asyncio.to_thread(drafts(request).check, body, knowledge, new=new)
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        wrong.setdefault(_box(fault), []).append(wording(fault))
    looking = {name: normalise(request.query.get(name, ""))[:LONGEST_QUERY].strip() for name in ("nguon", "cau")}
    others = await asyncio.to_thread(drafts(request).listed, answer_id=draft.answer_id) if draft.answer_id else []
    return await render(
        request,
        "draft_form.html",
        status=status,
        refusal=refusal,
        draft=draft,
        names=await names(request),
        new=new,
        fields=FIELDS,
        source_fields=SOURCE_FIELDS,
        options=OPTIONS,
        written=written(body),
        new_sources=[*body["sources"], {}],
        picks={
            "sources": _source_picks(body, knowledge, looking["nguon"]),
            "related": _answer_picks(body, edition, looking["cau"], draft.answer_id),
        },
        looking=looking,
        wrong=wrong,
        others=[other for other in others if other.id != draft.id],
    )


def wording(fault: Fault) -> str:
    """Lời của luật viết cho người sửa tệp; ô trống thì nói theo biểu mẫu."""
    return texts.FIELD_EMPTY if fault.message.startswith("thiếu trường") else fault.message


def _box(fault: Fault) -> str:
    """Tên ô của biểu mẫu mà chỗ sai thuộc về."""
    if fault.field.startswith("sources."):
        _, place, name = fault.field.split(".", 2)
        return f"source-{place}-{name or 'title'}"
    return fault.field


Pick = tuple[str, str, bool]
"""Một ô đánh dấu: giá trị, chữ, đã đánh dấu."""


def _source_picks(body: Any, knowledge: Knowledge, words: str) -> list[Pick]:
    own = {source.get("id") for source in body["sources"]}
    chosen = [key for key in body["answer"].get("sources", ()) if key not in own]
    found = [source.id for source in _found_sources(knowledge, words) if source.id not in chosen]
    return [(key, _cited(key, knowledge), key in chosen) for key in (*chosen, *found)]


def _found_sources(knowledge: Knowledge, words: str) -> Sequence[Source]:
    """Những nguồn có đủ các chữ ấy, mới đăng trước."""
    wanted = fold(words).split()
    if not wanted:
        return ()
    matching = [
        source
        for source in knowledge.sources.values()
        if all(word in fold(f"{source.title} {source.publisher} {source.id} {source.url}") for word in wanted)
    ]
    return sorted(matching, key=lambda source: source.published.text if source.published else "", reverse=True)[
        :MOST_FOUND
    ]


def _cited(key: str, knowledge: Knowledge) -> str:
    source = knowledge.sources.get(key)
    if source is None:
        return key
    return ", ".join(
        filter(None, (source.title, source.publisher, source.published.text if source.published else None))
    )


def _answer_picks(body: Any, edition: Edition, words: str, own: str) -> list[Pick]:
    answers = edition.knowledge.answers
    chosen = list(body["answer"].get("related", ()))
    hits = edition.part(answer_index).search(mask(words).text, 2 * MOST_FOUND) if words else []
    found = [hit.id for hit in hits if hit.id in answers and hit.id not in (own, *chosen)][:MOST_FOUND]
    return [(key, answers[key].title if key in answers else key, key in chosen) for key in (*chosen, *found)]


DOORS = (
    Door("POST", DRAFTS, start, "editor"),
    Door("GET", ONE, show, "editor"),
    Door("POST", ONE, save, "editor"),
    Door("POST", ONE + "/kiem", check, "editor"),
    Door("GET", ONE + "/xem", preview, "editor"),
    Door("POST", ONE + "/bo", drop, "editor"),
)
