"""Duyệt bản nháp: khác câu đang dùng ở đâu, còn chỗ sai nào, hỏi lại thì lời đáp nào đổi; rồi xuất bản hay trả lại."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NamedTuple

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.export import exchanges_of
from bot.conversations.log import ConversationNotFound
from bot.knowledge.draft import Draft, Fault
from bot.knowledge.draft_replays import Replay
from bot.knowledge.drafts import Drafts
from bot.knowledge.history import versions
from bot.knowledge.model import Knowledge
from bot.knowledge.publishing import Seen
from bot.knowledge.revision import as_text, digest_of, stored
from bot.web import keys
from bot.web.answer_view import citation
from bot.web.console import texts
from bot.web.console.answer_fields import LABELS
from bot.web.console.differences import differences
from bot.web.console.door import Door
from bot.web.console.draft_errors import told
from bot.web.console.draft_pages import DRAFTS, ONE, drafts, find, wording
from bot.web.console.form import FormError, read_form
from bot.web.console.names import names
from bot.web.console.page import done, render
from bot.web.console.session import signed_in

MOST_CHANGES = 100
MOST_REMARK = 500


async def show(request: web.Request) -> web.Response:
    """Trang duyệt."""
    return await _page(request, await find(request))


async def publish(request: web.Request) -> web.Response:
    """Xuất bản đúng điều đang hiện trên trang duyệt; chưa hỏi lại thì phải nói là mình biết."""
    draft, form = await find(request), await read_form(request)
    replay = await asyncio.to_thread(request.app[keys.REPLAYS].of, draft.id)
    if not (replay and replay.is_of(draft)) and not form.flag("biet"):
        return await _page(request, draft, status=422, wrong={"biet": texts.NOT_REPLAYED})
    current = form.raw("current") or None
    if current != draft.base_digest and not form.flag("da-xem"):
        return await _page(request, draft, status=422, wrong={"da-xem": texts.SEE_WHAT_CHANGED})
    with told():
        await asyncio.to_thread(
            drafts(request).publish, draft.id, signed_in(request).login, Seen(form.raw("seen"), current)
        )
    removed = draft.deed == "remove"
    if draft.cluster_id is not None and not removed:
        answered = request.app[keys.CLUSTERS].answered
        await asyncio.to_thread(answered, draft.cluster_id, signed_in(request).login, draft.answer_id)
    return await done(
        request,
        "/ban/cau" if removed else f"/ban/cau/{draft.answer_id}",
        texts.ANSWER_REMOVED if removed else texts.ANSWER_PUBLISHED,
    )


async def send_back(request: web.Request) -> web.Response:
    """Trả lại cho người viết, kèm lời."""
    draft = await find(request)
    try:
        remark = (await read_form(request)).said("loi", most=MOST_REMARK)
    except FormError as error:
        return await _page(request, draft, status=422, wrong={error.field: error.detail})
    with told():
        await asyncio.to_thread(drafts(request).send_back, draft.id, signed_in(request).login, remark)
    return await done(request, f"{DRAFTS}/{draft.id}/duyet", texts.DRAFT_RETURNED)


async def submit(request: web.Request) -> web.Response:
    """Gửi duyệt một bản nháp không có gì để sửa thêm: xin gỡ câu, hay bản vừa nhập."""
    draft, login = await find(request), signed_in(request).login
    with told():
        sent = await asyncio.to_thread(drafts(request).submit, draft.id, login)
        await asyncio.to_thread(request.app[keys.REPLAYS].ask, sent, login)
    return await done(request, f"{DRAFTS}/{draft.id}/duyet", texts.DRAFT_SUBMITTED)


async def replay(request: web.Request) -> web.Response:
    """Xin hỏi lại."""
    draft = await find(request)
    if draft.working:
        await asyncio.to_thread(request.app[keys.REPLAYS].ask, draft, signed_in(request).login)
    return await done(request, f"{DRAFTS}/{draft.id}/duyet", texts.REPLAY_ASKED)


class Changed(NamedTuple):
    """Một lời đáp đổi, để hiện: ai hỏi (câu chuyện hay cuộc thật), câu hỏi, trước, sau (trống: bot không đáp được)."""

    where: str
    said: str
    difference: str
    before: str
    after: str


async def _page(
    request: web.Request, draft: Draft, *, status: int = 200, wrong: dict[str, str] | None = None
) -> web.Response:
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    values = await asyncio.to_thread(_gather, request.app[keys.ENGINE], drafts(request), draft, knowledge)
    found = await asyncio.to_thread(request.app[keys.REPLAYS].of, draft.id)
    result = found.result if found and found.is_of(draft) else {}
    changes = await asyncio.to_thread(_changes, request.app[keys.ENGINE], result)
    login = signed_in(request).login
    return await render(
        request,
        "draft_review.html",
        status=status,
        wrong=wrong or {},
        draft=draft,
        names=await names(request),
        mine=login in (draft.author, draft.edited_by),
        replay_state=_replay_state(found, draft),
        progress=round(100 * found.result.get("progress", 0)) if found else 0,
        result=result,
        changes=changes,
        **values,
    )


def _gather(engine: Engine, store: Drafts, draft: Draft, knowledge: Knowledge) -> dict[str, Any]:
    """Câu đang dùng lúc này (đọc thẳng từ kho, vì xuất bản so với đúng nó), khác biệt, chỗ sai."""
    row = stored(engine, "answers", draft.answer_id)
    current, digest = (json.loads(row.body), row.digest) if row else (None, None)
    proposed = None if draft.deed == "remove" else draft.body["answer"]
    base = _content(engine, draft) if draft.working and digest != draft.base_digest else None
    return {
        "current": digest or "",
        "exists": current is not None,
        "changed_meanwhile": draft.working and digest != draft.base_digest,
        "meanwhile": differences(base, current) if base else [],
        "differences": differences(current, proposed) if draft.working else [],
        "new_sources": list(draft.body["sources"]),
        "cited": _cited(draft, knowledge),
        "faults": list(map(_named, store.faults(draft, knowledge))) if draft.working else [],
    }


def _named(fault: Fault) -> str:
    """Chỗ sai, kèm tên ô của nó."""
    label = LABELS.get(fault.field, "Nguồn mới" if fault.field.startswith("sources.") else "")
    return f"{label}: {wording(fault)}" if label else wording(fault)


def _content(engine: Engine, draft: Draft) -> dict[str, Any] | None:
    """Nội dung mà bản nháp đã bắt đầu từ đó."""
    past = versions(engine, draft.answer_id) if draft.base_digest else []
    return next((each.body for each in past if each.body and digest_of(as_text(each.body)) == draft.base_digest), None)


def _cited(draft: Draft, knowledge: Knowledge) -> list[str]:
    """Tên các nguồn đã có trong kho mà bản nháp dẫn."""
    known = [knowledge.sources.get(key) for key in draft.body["answer"].get("sources", ())]
    return [f"{cited.title}, {cited.publisher}" for cited in map(citation, filter(None, known))]


def _replay_state(found: Replay | None, draft: Draft) -> str:
    if found is None:
        return "none"
    return found.state if found.digest == draft.digest else "old"


def _changes(engine: Engine, result: Any) -> list[Changed]:
    """Các lời đáp đổi; của một cuộc mà người dân đã xoá thì thôi: lời của họ không còn để hiện."""
    shown: list[Changed] = []
    for change in result.get("changes", ())[:MOST_CHANGES]:
        where = change["where"]
        said = change["said"] or _said(engine, where)
        if said:
            place = texts.IN_STORY.format(**where) if "story" in where else texts.IN_TALK
            after = change["after"]["text"] if change["after"] else ""
            difference = texts.DIFFERENCES[change["difference"]]
            shown.append(Changed(place, said, difference, change["before"]["text"], after))
    return shown


def _said(engine: Engine, where: Any) -> str | None:
    try:
        exchange = exchanges_of(engine, where["conversation"])[where["turn"] - 1]
    except (ConversationNotFound, IndexError):
        return None
    return str(exchange.body.get("text") or texts.PRESSED.format(answer=exchange.body.get("answer", "")))


DOORS = (
    Door("GET", ONE + "/duyet", show, "editor"),
    Door("POST", ONE + "/gui", submit, "editor"),
    Door("POST", ONE + "/hoi-lai", replay, "editor"),
    Door("POST", ONE + "/tra-lai", send_back, "editor"),
    Door("POST", ONE + "/xuat-ban", publish, "editor"),
)
