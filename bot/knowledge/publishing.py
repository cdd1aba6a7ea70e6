"""Đưa bản nháp thành câu đang dùng, gỡ một câu, lùi một câu về nội dung liền trước.

Mỗi việc một giao dịch: nguồn mới, câu trả lời, bước của bản nháp, dòng sổ cùng có hay cùng không. Kiểm nội dung thì làm
trước, ngoài khoá ghi; vào khoá mà kho đã đổi từ lúc kiểm thì kiểm lại.

RollBackError
├── NothingBeforeError    câu chưa từng có nội dung nào khác
├── StaleAnswerError      câu đã đổi từ lúc người làm xem nó
└── StillNeededError      bỏ câu này thì nơi khác hỏng
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.audit import Deed
from bot.knowledge.draft import (
    Draft,
    DraftChangedError,
    Fault,
    FaultyDraftError,
    SamePersonError,
    StaleDraftError,
    UnknownDraftError,
    WrongStateError,
    read_row,
    table,
)
from bot.knowledge.draft_check import check, check_removal, without
from bot.knowledge.draft_replays import table as replays
from bot.knowledge.history import UnknownRecordError, Version, versions
from bot.knowledge.model import Answer, Knowledge, Source
from bot.knowledge.record import decode_trusted, encode
from bot.knowledge.revision import Revision, revising
from bot.knowledge.store import load


class Seen(NamedTuple):
    """Điều người duyệt đã thấy: `digest` của bản nháp và của câu đang dùng (None: chưa có câu nào)."""

    draft: str
    current: str | None


class RollBackError(RuntimeError):
    """Không lùi được câu `answer_id`; chữ của lỗi nói bước tiếp theo."""

    def __init__(self, answer_id: str, message: str) -> None:
        super().__init__(message)
        self.answer_id = answer_id


class NothingBeforeError(RollBackError):
    """Không có nội dung nào trước nội dung đang dùng."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, "Câu này chưa từng có nội dung nào khác. Muốn bỏ nó, anh/chị dùng nút Xin gỡ.")


class StaleAnswerError(RollBackError):
    """Câu đã đổi từ lúc người làm xem nó; mang `version` đang dùng."""

    def __init__(self, answer_id: str, version: int) -> None:
        super().__init__(answer_id, "Câu này vừa đổi. Anh/chị xem lại lịch sử rồi quyết.")
        self.version = version


class StillNeededError(RollBackError):
    """Lùi là bỏ hẳn câu này, mà nơi khác còn cần nó; mang `faults`."""

    def __init__(self, answer_id: str, faults: Sequence[Fault]) -> None:
        super().__init__(answer_id, "Chưa bỏ được câu này: " + "; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class _MovedError(Exception):
    """Kho đổi giữa lúc kiểm và lúc ghi: kiểm lại."""


def publish(
    engine: Engine,
    draft_id: int,
    reviewer: str,
    now: datetime.datetime,
    abbreviations: Mapping[str, str],
    seen: Seen | None = None,
) -> int:
    """Xuất bản bản nháp đang chờ duyệt; trả số bản kho mà từ đó nó được dùng. Hỏng ở đâu thì như chưa làm gì.

    `seen` None: chỉ khi câu đang dùng vẫn như lúc bắt đầu viết nháp.

    Raises:
        UnknownDraftError, WrongStateError, SamePersonError: bản nháp không ở bước ấy, hay người này không được duyệt.
        FaultyDraftError: nội dung sai, hay câu xin gỡ còn được nơi khác cần.
        DraftChangedError, StaleDraftError: bản nháp, hay câu đang dùng, không còn như người duyệt đã thấy.
    """
    while True:
        knowledge = load(engine)
        with engine.connect() as connection:
            draft = _reviewable(connection, draft_id, reviewer)
        faults = (
            check_removal(draft.answer_id, knowledge, abbreviations)
            if draft.deed == "remove"
            else check(draft.body, knowledge, abbreviations, new=draft.base_digest is None)
        )
        if faults:
            raise FaultyDraftError(draft_id, faults)
        try:
            with _revising(engine, knowledge, reviewer, now) as revision:
                _win(revision, draft, seen)
                _put_to_use(revision, draft, knowledge)
                return revision.version
        except _MovedError:
            continue


def roll_back(engine: Engine, answer_id: str, by: str, now: datetime.datetime, version: int | None = None) -> int:
    """Đưa một câu về nội dung liền trước; trả số bản kho. Câu mới viết ở bàn làm việc thì bị bỏ, câu bị gỡ thì trở lại.

    `version`: bản mà người làm đang xem, để bấm hai lần không lùi hai bước. Việc gấp: không cần người thứ hai.

    Raises:
        UnknownRecordError: chưa từng có câu này.
        NothingBeforeError, StaleAnswerError, StillNeededError: không lùi được.
    """
    while True:
        knowledge = load(engine)
        past = answer_versions(engine, answer_id)
        current = past[-1]
        if version is not None and version != current.version:
            raise StaleAnswerError(answer_id, current.version)
        try:
            with _revising(engine, knowledge, by, now) as revision:
                row = revision.current("answers", answer_id)
                if len(past) < 2 and row and row.file_digest:
                    raise NothingBeforeError(answer_id)
                before = past[-2].body if len(past) > 1 else None
                if before is None:
                    _require_unneeded(answer_id, knowledge)
                    _take_back(revision, knowledge, answer_id)
                else:
                    _restore(revision, engine, knowledge, before)
                detail = {"from": current.version, "to": past[-2].version if len(past) > 1 else None}
                audit.record(revision.connection, Deed(by, "answer.rolled_back", answer_id, detail), now)
                return revision.version
        except _MovedError:
            continue


def answer_versions(engine: Engine, answer_id: str) -> list[Version]:
    """Mọi nội dung câu trả lời này từng có, cũ trước mới sau.

    Raises:
        UnknownRecordError: chưa từng có câu này.
    """
    found = [past for past in versions(engine, answer_id) if past.kind == "answers"]
    if not found:
        raise UnknownRecordError(answer_id)
    return found


@contextmanager
def _revising(engine: Engine, knowledge: Knowledge, by: str, now: datetime.datetime) -> Iterator[Revision]:
    """Như `revising`, khi kho vẫn đúng là `knowledge`.

    Raises:
        _MovedError: kho đã đổi.
    """
    with revising(engine, by=by, now=now) as revision:
        if revision.version != knowledge.version + 1:
            raise _MovedError
        yield revision


def _reviewable(connection: Connection, draft_id: int, reviewer: str) -> Draft:
    row = connection.execute(select(table).where(table.c.id == draft_id)).one_or_none()
    if row is None:
        raise UnknownDraftError(draft_id)
    draft = read_row(row._mapping)
    if draft.state != "review":
        raise WrongStateError(draft_id, draft.state)
    if reviewer in (draft.author, draft.edited_by):
        raise SamePersonError(draft_id, reviewer)
    return draft


def _win(revision: Revision, draft: Draft, seen: Seen | None) -> None:
    """Giành bản nháp, và chắc rằng mọi thứ vẫn như người duyệt đã thấy."""
    wanted = Seen(draft.digest, draft.base_digest) if seen is None else seen
    values = {
        "state": "published",
        "reviewer": revision.by,
        "changed_at": revision.now,
        "published_version": revision.version,
    }
    still = and_(table.c.id == draft.id, table.c.state == "review", table.c.digest == wanted.draft)
    if revision.connection.execute(update(table).where(still).values(values)).rowcount == 0:
        raise DraftChangedError(draft.id)
    row = revision.current("answers", draft.answer_id)
    current = row.digest if row else None
    if current != wanted.current:
        raise StaleDraftError(draft.id, draft.base_digest, current)


def _put_to_use(revision: Revision, draft: Draft, knowledge: Knowledge) -> None:
    if draft.deed == "remove":
        _take_back(revision, knowledge, draft.answer_id)
    else:
        for source in draft.body["sources"]:
            if source["id"] not in knowledge.sources:
                revision.write("sources", encode(decode_trusted(Source, source)))
        revision.write("answers", _canonical(draft.body["answer"]))
    replayed = _replayed(revision.connection, draft)
    revision.connection.execute(delete(replays).where(replays.c.draft_id == draft.id))
    deed = "answer.removed" if draft.deed == "remove" else "answer.published"
    detail = {"draft": draft.id, "author": draft.author, "version": revision.version, "replayed": replayed}
    audit.record(revision.connection, Deed(revision.by, deed, draft.answer_id, detail), revision.now)


def _replayed(connection: Connection, draft: Draft) -> bool:
    done = and_(replays.c.draft_id == draft.id, replays.c.state == "done", replays.c.digest == draft.digest)
    return connection.execute(select(replays.c.draft_id).where(done)).first() is not None


def _take_back(revision: Revision, knowledge: Knowledge, answer_id: str) -> None:
    """Gỡ câu, và gỡ nó khỏi “câu liên quan” của những câu khác: lời đáp của chúng không đổi."""
    for key, answer in without(knowledge, answer_id).answers.items():
        if answer != knowledge.answers[key]:
            revision.write("answers", encode(answer))
    revision.take_away("answers", answer_id)


def _require_unneeded(answer_id: str, knowledge: Knowledge) -> None:
    if faults := check_removal(answer_id, knowledge, {}):
        raise StillNeededError(answer_id, faults)


def _restore(revision: Revision, engine: Engine, knowledge: Knowledge, body: dict[str, Any]) -> None:
    """Viết lại nội dung cũ; nguồn của nó đã bị bỏ thì cũng trở lại, câu liên quan đã bị gỡ thì thôi."""
    for source in body.get("sources", ()):
        if source not in knowledge.sources:
            kept = [past.body for past in versions(engine, source) if past.kind == "sources" and past.body]
            revision.write("sources", kept[-1])
    related = [key for key in body.get("related", ()) if key in knowledge.answers]
    revision.write("answers", _canonical({**body, "related": related}))


def _canonical(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Dạng mà tệp cũng cho ra: cùng nội dung thì cùng `digest`."""
    return encode(decode_trusted(Answer, plain))
