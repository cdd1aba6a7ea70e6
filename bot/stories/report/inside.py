"""Điều thấy được bên trong bot ở một lượt, viết cho người đọc: hiểu ra gì, dựa vào bằng chứng nào, mất bao lâu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.stories.claims import CLAIMS, shown
from bot.stories.report.waiting import spoken
from bot.stories.results import Inside, TurnResult


class Fact(NamedTuple):
    """Một dòng: tên và điều thấy."""

    label: str
    value: str


class Near(NamedTuple):
    """Một câu trong kho gần với lời người dân: điểm, cách hỏi giống nhất, và giống tới đâu."""

    id: str
    score: str
    phrasing: str
    ask: str


def facts(turn: TurnResult) -> tuple[Fact, ...]:
    """Mọi điều biết được của một lượt, trừ các câu gần nhất (`nearest`)."""
    found = [Fact("Chờ bot", spoken(turn.seen.seconds))]
    if turn.seen.inside:
        found += _inside(turn.seen.inside)
        found += _evidence(turn.seen.inside.evidence)
    if turn.unseen:
        found.append(Fact("Không so ở lần này", ", ".join(CLAIMS[claim.kind].label for claim in turn.unseen)))
    return tuple(fact for fact in found if fact.value)


def nearest(turn: TurnResult) -> tuple[Near, ...]:
    """Các câu đứng đầu khi tìm trong kho; không tìm thì không có."""
    hits = turn.seen.inside.evidence.get("hits", ()) if turn.seen.inside else ()
    return tuple(Near(hit["id"], _number(hit["score"]), _number(hit["phrasing"]), hit["ask"]) for hit in hits)


def _inside(inside: Inside) -> list[Fact]:
    slots = {name: value for name, value in inside.slots.items() if value not in (None, [], "")}
    return [
        Fact("Intent", f"{inside.intent or '(không có)'}, {_percent(inside.confidence)}"),
        Fact("Thực thể", ", ".join(f"{name}: {value}" for name, value in inside.entities)),
        Fact("Hành động", ", ".join(inside.actions)),
        Fact("Điều đang nhớ (slot)", "; ".join(f"{name}: {shown(value)}" for name, value in slots.items())),
    ]


def _evidence(evidence: Mapping[str, Any]) -> list[Fact]:
    """Bằng chứng của `Outcome.trace`; điều chưa biết tên thì để nguyên tên, để báo cáo không giấu gì."""
    rest = {name: value for name, value in evidence.items() if name not in _TOLD and value}
    return [
        Fact("Đọc thành", str(evidence.get("read", ""))),
        Fact("Các intent gần nhất", ", ".join(f"{n} {_percent(p)}" for n, p in evidence.get("ranking", {}).items())),
        Fact("Luật đã dùng", str(evidence.get("rule", ""))),
        Fact("Chắc tới đâu", _sure(evidence.get("sure"))),
        Fact("Số liệu được hỏi", _query(evidence.get("query"))),
        *(Fact(_NAMED.get(name, name), _plain(value)) for name, value in rest.items()),
    ]


_TOLD = frozenset({"read", "ranking", "intents", "rule", "hits", "sure", "query"})
"""Đã kể riêng; `intents` là phần đầu của `ranking`."""
_NAMED = {"outside": "Việc ngoài phạm vi gần nhất", "subject": "Tên riêng gần nhất"}


def _sure(sure: Mapping[str, float] | None) -> str:
    if not sure:
        return ""
    return f"{_percent(sure['near'])} câu đầu là đúng, {_percent(sure['among'])} câu đúng nằm trong ba câu đầu"


def _query(query: Mapping[str, Any] | None) -> str:
    if not query or not query["indicators"]:
        return ""
    places = f" ở {shown(query['places'])}" if query["places"] else ""
    return f"{shown(query['indicators'])}{places}, giống {_percent(query['match'])}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    return _number(value) if isinstance(value, float) else shown(value)


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
