"""Đưa điều bàn làm việc đã sửa về tệp: câu trả lời, nguồn mới, cách hỏi của việc ngoài phạm vi; câu bị gỡ thì xoá tệp.

Tệp được ghi trước, rồi kho mới ghi nhận là tệp đã theo kịp: đứt ở giữa thì chạy lại là xong.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Engine

from bot.knowledge import tables
from bot.knowledge.homes import home_of
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.reader import read
from bot.knowledge.record import decode_trusted, encode
from bot.knowledge.revision import Row, as_text, digest_of, revising
from bot.knowledge.store import load
from bot.knowledge.yaml_text import record_text, with_items

_LISTS = ("sources", "outside")
"""Loại mà mỗi tệp là một danh sách; câu trả lời thì mỗi câu một tệp. Bàn làm việc không sửa loại nào khác."""
KINDS = ("answers", *_LISTS)


@dataclass(frozen=True)
class Edits:
    """Điều bàn làm việc đã sửa mà tệp chưa có: theo loại, id → nội dung (None: đã gỡ)."""

    bodies: Mapping[str, Mapping[str, Mapping[str, Any] | None]]
    file_digests: Mapping[tuple[str, str], str | None]
    """Số của nội dung tệp ở lần đồng bộ gần nhất; None: chưa tệp nào có."""

    def __bool__(self) -> bool:
        return any(self.bodies.values())


@dataclass
class ExportReport:
    """Tệp đã ghi, tệp đã xoá, và những bản ghi mà tệp cũng đã đổi từ lần đồng bộ trước (không đụng tới)."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def edits(engine: Engine) -> Edits:
    """Mọi điều bàn làm việc đã sửa mà tệp chưa có."""
    bodies: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    digests: dict[tuple[str, str], str | None] = {}
    stored, gone = tables.records, tables.removed
    differs = or_(stored.c.file_digest.is_(None), stored.c.digest != stored.c.file_digest)
    with engine.connect() as connection:
        changed = select(stored.c.kind, stored.c.id, stored.c.body, stored.c.file_digest)
        for row in connection.execute(changed.where(stored.c.kind.in_(KINDS), differs).order_by(stored.c.id)):
            bodies[row.kind][row.id] = json.loads(row.body)
            digests[row.kind, row.id] = row.file_digest
        for row in connection.execute(select(gone).where(gone.c.kind.in_(KINDS)).order_by(gone.c.id)):
            bodies[row.kind][row.id] = None
            digests[row.kind, row.id] = row.file_digest
    return Edits(bodies, digests)


def export(engine: Engine, folder: Path, *, by: str, now: datetime.datetime, take_desk: bool = False) -> ExportReport:
    """Ghi mọi điều đã sửa vào thư mục kiến thức; nguồn không câu nào dùng nữa cũng bị xoá khỏi tệp.

    Bản ghi mà tệp cũng đã đổi từ lần đồng bộ trước thì báo trong `conflicts` và để nguyên tệp, trừ khi `take_desk`.
    """
    report, found = ExportReport(), edits(engine)
    files, used = read(folder).knowledge(), _used(load(engine))
    taken: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for kind, bodies in found.bodies.items():
        for record_id, body in bodies.items():
            if kind == "sources" and record_id not in used:
                continue  # nguồn của một câu đã lùi hay gỡ: viết ra thì `make check` báo không ai dùng
            if take_desk or not _conflicts(kind, record_id, body, found, files):
                taken[kind][record_id] = body
            else:
                report.conflicts.append(record_id)
    orphans = dict.fromkeys(sorted((_used(files) - used) & files.sources.keys()))
    _write_answers(folder, taken["answers"], files, report)
    _write_list(folder, "sources", {**taken["sources"], **orphans}, report)
    _write_list(folder, "outside", taken["outside"], report)
    _adopt(engine, taken, by=by, now=now)
    return report


def answer_file(body: Mapping[str, Any]) -> tuple[str, str]:
    """Tên tệp (tính từ thư mục kiến thức) và nội dung tệp của một câu trả lời."""
    return home_of("answers", decode_trusted(NOUNS["answers"], body)), record_text("answers", body)


def _conflicts(kind: str, record_id: str, body: Any, found: Edits, files: Knowledge) -> bool:
    record = getattr(files, kind).get(record_id)
    in_file = digest_of(as_text(encode(record))) if record else None
    ours = digest_of(as_text(body)) if body else None
    return in_file not in (found.file_digests[kind, record_id], ours)


def _used(knowledge: Knowledge) -> set[str]:
    """Id những nguồn có điều dùng tới."""
    figures = {figure.source for figure in knowledge.figures.values()}
    facts = {fact.source for fact in knowledge.facts.values()}
    return figures | facts | {source for answer in knowledge.answers.values() for source in answer.sources}


def _write_answers(folder: Path, bodies: Mapping[str, Any], files: Knowledge, report: ExportReport) -> None:
    for record_id, body in bodies.items():
        name, text = answer_file(body) if body else ("", "")
        before = files.answers.get(record_id)
        old = home_of("answers", before) if before else name
        if text:
            _write(folder / name, text)
            report.written.append(name)
        if old != name:
            (folder / old).unlink(missing_ok=True)
            report.removed.append(old)


def _write_list(folder: Path, kind: str, items: Mapping[str, Any], report: ExportReport) -> None:
    if not items:
        return
    path = folder / f"{kind}.yml"
    before = path.read_text(encoding="utf-8")
    after = with_items(before, kind, items)
    if after != before:
        _write(path, after)
        report.written.append(path.name)


def _write(path: Path, text: str) -> None:
    """Thay cả tệp một lượt: đứt giữa chừng thì tệp cũ còn nguyên."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.new")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _adopt(engine: Engine, taken: Mapping[str, Mapping[str, Any]], *, by: str, now: datetime.datetime) -> None:
    """Tệp đã theo kịp những nội dung vừa ghi; câu nào vừa đổi thêm thì vẫn là của bàn làm việc."""
    with revising(engine, by=by, now=now) as revision:
        for kind, bodies in taken.items():
            texts = {record_id: as_text(body) for record_id, body in bodies.items() if body}
            digests = {record_id: digest_of(text) for record_id, text in texts.items()}
            rows = [Row(record_id, texts[record_id], digest, digest) for record_id, digest in digests.items()]
            revision.adopt(kind, rows)
            revision.forget_removed(kind, [record_id for record_id, body in bodies.items() if body is None])
