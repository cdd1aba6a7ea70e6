"""Bản nháp câu trả lời: viết, gửi duyệt, trả lại, xuất bản, bỏ. Người duyệt luôn khác người viết.

Ai làm gì cũng ghi vào sổ (`bot.audit`), trong cùng giao dịch. Hai người cùng sửa thì người lưu sau được báo.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot import audit
from bot.audit import Deed as AuditDeed
from bot.knowledge.draft import (
    WORKING,
    Deed,
    Draft,
    DraftChangedError,
    DraftError,
    Fault,
    FaultyDraftError,
    SamePersonError,
    State,
    UnknownAnswerError,
    UnknownDraftError,
    WrongStateError,
    id_for,
    read_row,
    table,
)
from bot.knowledge.draft_check import check, check_removal
from bot.knowledge.draft_replays import table as replays
from bot.knowledge.model import Knowledge
from bot.knowledge.publishing import Seen, publish
from bot.knowledge.record import encode
from bot.knowledge.revision import as_text, digest_of
from bot.knowledge.store import load

Clock = Callable[[], datetime.datetime]
NO_ABBREVIATIONS: Mapping[str, str] = MappingProxyType({})


class Drafts:
    """Các bản nháp trong cơ sở dữ liệu. `abbreviations`: bảng chữ tắt mà `make check` dùng."""

    def __init__(self, engine: Engine, clock: Clock, abbreviations: Mapping[str, str] = NO_ABBREVIATIONS) -> None:
        self._engine, self._clock, self._abbreviations = engine, clock, abbreviations

    def start(
        self,
        answer_id: str | None,
        author: str,
        body: Mapping[str, Any] | None = None,
        cluster_id: int | None = None,
        *,
        deed: Deed = "write",
    ) -> int:
        """Mở một bản nháp; trả số của nó.

        `answer_id`: sửa câu đang có (hay xin gỡ nó, khi `deed` là "remove"); None: câu mới. `body`: nội dung viết sẵn
        ({"answer", "sources"}); không có thì chép câu đang dùng. `cluster_id`: cụm câu hỏi mà nó trả lời.

        Raises:
            UnknownAnswerError: không có câu `answer_id`.
        """
        current = load(self._engine).answer(answer_id) if answer_id else None
        if answer_id and current is None:
            raise UnknownAnswerError(answer_id)
        base = as_text(encode(current)) if current else None
        given = _tidy(body or {"answer": encode(current) if current else {}, "sources": []})
        _name(given, current.id if current else None)
        now = self._clock()
        row = {
            **_content(given),
            "answer_id": str(given["answer"].get("id", "")),
            "deed": deed,
            "state": "draft",
            "base_digest": digest_of(base) if base else None,
            "author": author,
            "edited_by": author,
            "cluster_id": cluster_id,
            "created_at": now,
            "changed_at": now,
        }
        with self._engine.begin() as connection:
            number = int(connection.execute(table.insert().values(row)).inserted_primary_key[0])
            self._record(connection, author, "draft.started", number, {"answer": row["answer_id"], "deed": deed})
        return number

    def save(self, draft_id: int, author: str, body: Mapping[str, Any], seen: str | None = None) -> Draft:
        """Lưu nội dung mới; đang chờ duyệt thì phải gửi duyệt lại. `seen`: `digest` của bản mà người viết đã sửa.

        Raises:
            UnknownDraftError, WrongStateError, DraftChangedError: không lưu được; nội dung cũ còn nguyên.
        """
        given = _tidy(body)
        old = self.get(draft_id)
        _name(given, old.answer_id if old.base_digest else None)
        changes = {**_content(given), "answer_id": str(given["answer"].get("id", "")), "edited_by": author}
        return self._move(draft_id, WORKING, "draft", author, "draft.saved", changes, seen, only="write")

    def submit(self, draft_id: int, author: str) -> Draft:
        """Gửi duyệt.

        Raises:
            FaultyDraftError: còn chỗ phải sửa.
            UnknownDraftError, WrongStateError, DraftChangedError: không gửi được.
        """
        draft = self.get(draft_id)
        if draft.state not in ("draft", "returned"):
            raise WrongStateError(draft_id, draft.state)
        if faults := self.faults(draft, load(self._engine)):
            raise FaultyDraftError(draft_id, faults)
        changes = {"remark": None, "reviewer": None}
        return self._move(draft_id, ("draft", "returned"), "review", author, "draft.submitted", changes, draft.digest)

    def send_back(self, draft_id: int, reviewer: str, remark: str) -> Draft:
        """Trả lại cho người viết kèm lời.

        Raises:
            UnknownDraftError, WrongStateError, SamePersonError: không trả lại được.
        """
        self._require_other_person(self.get(draft_id), reviewer)
        changes = {"remark": remark, "reviewer": reviewer}
        return self._move(draft_id, ("review",), "returned", reviewer, "draft.returned", changes)

    def drop(self, draft_id: int, by: str) -> Draft:
        """Bỏ bản nháp; câu đang dùng không đổi.

        Raises:
            UnknownDraftError, WrongStateError: không bỏ được.
        """
        return self._move(draft_id, WORKING, "dropped", by, "draft.dropped", {})

    def publish(self, draft_id: int, reviewer: str, seen: Seen | None = None) -> int:
        """Xuất bản (hay gỡ câu, nếu bản nháp xin gỡ); trả số bản kho. Xem `publishing.publish`."""
        return publish(self._engine, draft_id, reviewer, self._clock(), self._abbreviations, seen)

    def get(self, draft_id: int) -> Draft:
        """Một bản nháp.

        Raises:
            UnknownDraftError: không có.
        """
        with self._engine.connect() as connection:
            return _get(connection, draft_id)

    def listed(self, states: Sequence[State] = WORKING, answer_id: str | None = None, most: int = 200) -> list[Draft]:
        """Các bản nháp ở những bước ấy (hay riêng của một câu), đổi gần đây trước."""
        query = select(table).where(table.c.state.in_(states)).order_by(table.c.changed_at.desc()).limit(most)
        if answer_id is not None:
            query = query.where(table.c.answer_id == answer_id)
        with self._engine.connect() as connection:
            return [read_row(row._mapping) for row in connection.execute(query)]

    def faults(self, draft: Draft, knowledge: Knowledge) -> list[Fault]:
        """Mọi chỗ còn sai của bản nháp, trên kho `knowledge`."""
        if draft.deed == "remove":
            return check_removal(draft.answer_id, knowledge, self._abbreviations)
        return check(draft.body, knowledge, self._abbreviations, new=draft.base_digest is None)

    def check(self, body: Mapping[str, Any], knowledge: Knowledge, *, new: bool = False) -> list[Fault]:
        """Như `faults`, cho nội dung chưa lưu."""
        given = _tidy(body)
        _name(given, None)
        return check(given, knowledge, self._abbreviations, new=new)

    def _require_other_person(self, draft: Draft, reviewer: str) -> None:
        if reviewer in (draft.author, draft.edited_by):
            raise SamePersonError(draft.id, reviewer)

    def _move(
        self,
        draft_id: int,
        states: Sequence[State],
        to: State,
        who: str,
        deed: str,
        changes: Mapping[str, Any],
        seen: str | None = None,
        only: Deed | None = None,
    ) -> Draft:
        """Đổi bước trong một câu UPDATE có điều kiện: hai người cùng làm thì một người được."""
        allowed: list[ColumnElement] = [table.c.id == draft_id, table.c.state.in_(states)]
        allowed += [table.c.digest == seen] if seen is not None else []
        allowed += [table.c.deed == only] if only is not None else []
        values = {**changes, "state": to, "changed_at": self._clock()}
        with self._engine.begin() as connection:
            if connection.execute(update(table).where(and_(*allowed)).values(values)).rowcount == 0:
                raise _why_not(_get(connection, draft_id), states, seen)
            draft = _get(connection, draft_id)
            if to == "dropped":
                connection.execute(delete(replays).where(replays.c.draft_id == draft_id))
            self._record(connection, who, deed, draft_id, {"answer": draft.answer_id})
            return draft

    def _record(self, connection: Connection, who: str, deed: str, draft_id: int, detail: Mapping[str, Any]) -> None:
        audit.record(connection, AuditDeed(who, deed, str(draft_id), detail), self._clock())


def _why_not(draft: Draft, states: Sequence[State], seen: str | None) -> DraftError:
    if draft.state in states and seen is not None and seen != draft.digest:
        return DraftChangedError(draft.id)
    return WrongStateError(draft.id, draft.state)


def _get(connection: Connection, draft_id: int) -> Draft:
    row = connection.execute(select(table).where(table.c.id == draft_id)).one_or_none()
    if row is None:
        raise UnknownDraftError(draft_id)
    return read_row(row._mapping)


def _tidy(body: Mapping[str, Any]) -> dict[str, Any]:
    """Nội dung bỏ ô trống, nên cùng nội dung thì cùng `digest`."""
    return {
        "answer": _without_blanks(body["answer"]),
        "sources": [_without_blanks(source) for source in body.get("sources", ())],
    }


def _name(body: dict[str, Any], fixed: str | None) -> None:
    """Câu đang có giữ id của nó; câu mới chưa có id thì đặt theo câu hỏi."""
    answer = body["answer"]
    if fixed or (not answer.get("id") and answer.get("title")):
        answer["id"] = fixed or id_for(answer["title"])


def _without_blanks(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value not in (None, "", [], ())}


def _content(body: Mapping[str, Any]) -> dict[str, str]:
    text = as_text(body)
    return {"body": text, "digest": digest_of(text)}
