"""Thêm cách hỏi cho một việc ngoài phạm vi đang có, từ bàn làm việc: bot nhận ra và từ chối đúng việc ấy ngay."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.audit import Deed
from bot.knowledge.checks import check_change
from bot.knowledge.homes import home_of
from bot.knowledge.model import Knowledge, Outside
from bot.knowledge.reader import Located, Reading
from bot.knowledge.record import encode
from bot.knowledge.revision import revising
from bot.knowledge.store import load
from bot.vietnamese import terms


class UnknownMatterError(LookupError):
    """Không có việc ngoài phạm vi mang mã này."""

    def __init__(self, matter_id: str) -> None:
        super().__init__(f"không có việc ngoài phạm vi {matter_id}")
        self.matter_id = matter_id


class AsksRefusedError(ValueError):
    """Cách hỏi thêm vào làm kho sai (như trùng cách hỏi của một câu trả lời); mang `reasons`."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


def add_asks(
    engine: Engine,
    matter_id: str,
    asks: Sequence[str],
    who: str,
    now: datetime.datetime,
    also: Callable[[Connection], None],
) -> int:
    """Thêm những cách hỏi mà việc `matter_id` chưa có; trả số cách hỏi đã thêm.

    `also` làm việc của người gọi trong cùng giao dịch, kể cả khi không có gì để thêm.

    Raises:
        UnknownMatterError: không có việc ngoài phạm vi này.
        AsksRefusedError: thêm vào thì kho sai; chưa đổi gì.
    """
    while True:
        knowledge = load(engine)
        matter = knowledge.outside.get(matter_id)
        if matter is None:
            raise UnknownMatterError(matter_id)
        new = _new(matter, asks)
        wider = replace(matter, asks=(*matter.asks, *new))
        _require_sound(knowledge, wider)
        with revising(engine, by=who, now=now) as revision:
            if revision.version != knowledge.version + 1:
                continue  # kho đổi từ lúc kiểm: kiểm lại
            if new:
                revision.write("outside", encode(wider))
                audit.record(revision.connection, Deed(who, "outside.widened", matter_id, {"asks": len(new)}), now)
            also(revision.connection)
            return len(new)


def _new(matter: Outside, asks: Sequence[str]) -> list[str]:
    known = {tuple(terms(line)) for line in (matter.name, *matter.asks)}
    found: dict[tuple[str, ...], str] = {}
    for ask in asks:
        found.setdefault(tuple(terms(ask)), ask)
    return [ask for heard, ask in found.items() if heard and heard not in known]


def _require_sound(knowledge: Knowledge, matter: Outside) -> None:
    after = replace(knowledge, outside={**knowledge.outside, matter.id: matter})
    changed = Reading(records=[Located(matter, home_of("outside", matter), 1, {})])
    if problems := check_change(changed, knowledge, after):
        raise AsksRefusedError([problem.message for problem in problems])
