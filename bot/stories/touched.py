"""Câu chuyện nào chạm điều gì: câu trả lời, số liệu, nguồn, nơi, luật, kết cục…; `make mutants` chọn theo đây."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from bot.knowledge.facts import FactBook
from bot.knowledge.figure_items import LISTING, ROWS
from bot.knowledge.figures import FigureBook
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Figure, Knowledge, NamedFact
from bot.stories.results import Inside, StoryResult, TurnResult

_LOCAL = ("figure", "fact", "table")
"""Luật mà nơi được hỏi quyết định lời đáp."""


@dataclass(frozen=True)
class Touched:
    """Mỗi loại: id → tên các câu chuyện đã chạm. Chưa câu chuyện nào chạm thì không có id ấy.

    `answers`: mục được cho xem; `suggested`: chỉ là nút gợi ý hay cũng được gợi ý; `figures`: gồm cả số trong bảng và
    số dùng để suy ra; `offered`, `buttons`: chữ trên nút đã đưa ra, đã bấm. Luật `outside:<id>` gộp thành `outside`.
    """

    answers: Mapping[str, frozenset[str]]
    suggested: Mapping[str, frozenset[str]]
    figures: Mapping[str, frozenset[str]]
    derived: Mapping[str, frozenset[str]]
    facts: Mapping[str, frozenset[str]]
    indicators: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]
    sources: Mapping[str, frozenset[str]]
    intents: Mapping[str, frozenset[str]]
    rules: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    actions: Mapping[str, frozenset[str]]
    offered: Mapping[str, frozenset[str]]
    buttons: Mapping[str, frozenset[str]]


class Touch(NamedTuple):
    """Một điều bị chạm: `noun` là tên trường của `Touched`."""

    noun: str
    id: str


def touched(results: Iterable[StoryResult], knowledge: Knowledge) -> Touched:
    """Gom những điều các câu chuyện đã chạm.

    Câu chuyện có kho riêng không nói gì về kho thật: chỉ tính luật, kết cục, intent, hành động, nút của nó.
    """
    toucher = Toucher(knowledge)
    found: dict[str, dict[str, set[str]]] = {field.name: {} for field in fields(Touched)}
    for result in results:
        for turn in result.turns:
            for touch in toucher.by(turn, real=result.story.overlay is None):
                found[touch.noun].setdefault(touch.id, set()).add(result.story.name)
    return Touched(**{noun: {key: frozenset(names) for key, names in ids.items()} for noun, ids in found.items()})


class Toucher:
    """Đọc một lượt đã chạy ra những điều nó chạm, theo một bản kho."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._figures, self._facts = FigureBook(knowledge), FactBook(knowledge, Gazetteer(knowledge.places))

    def by(self, turn: TurnResult, *, real: bool = True) -> Iterator[Touch]:
        """Mọi điều một lượt chạm, có thể lặp; `real`: lượt ấy chạy trên kho thật."""
        custom, inside = turn.seen.custom, turn.seen.inside
        yield Touch("kinds", custom["kind"])
        yield from (Touch("offered", button["title"]) for button in custom["buttons"])
        if turn.turn.press:
            yield Touch("buttons", turn.turn.user)
        if inside:
            yield from _decided(inside)
        if real:
            yield from self._shown(custom)
        if real and inside:
            yield from _asked(inside)

    def _shown(self, custom: Mapping[str, Any]) -> Iterator[Touch]:
        for key in custom["answers"]:
            yield from self._item(key)
        yield from (Touch("suggested", key) for key in custom["suggestions"])
        yield from (Touch("sources", source["id"]) for source in custom["sources"])

    def _item(self, key: str) -> Iterator[Touch]:
        knowledge, derived, listing = self._knowledge, self._figures.derived(key), self._facts.listing(key)
        if key in knowledge.answers:
            yield Touch("answers", key)
        elif key in knowledge.figures:
            yield from _figure(knowledge.figures[key])
        elif key in knowledge.facts:
            yield from _fact(knowledge.facts[key])
        elif derived and derived.derived:
            yield Touch("derived", key)
            yield from (*_figure(derived.derived.later), *_figure(derived.derived.change))
        elif listing:
            for fact in listing.facts:
                yield from _fact(fact)
        else:
            for figure in self._table(key):
                yield from _figure(figure)

    def _table(self, key: str) -> list[Figure]:
        """Những hàng của bảng mang id này; không phải bảng thì không hàng nào."""
        head, _, rest = key.partition("@")
        if head != LISTING:
            return []
        places, _, about = rest.partition("@")
        return self._figures.all_of(_names(about, "-"), _names(places, "+"))[:ROWS]


def _names(joined: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, joined.split(separator)))


def _figure(figure: Figure) -> Iterator[Touch]:
    yield Touch("figures", figure.id)
    yield Touch("indicators", figure.indicator)
    yield Touch("places", figure.place)


def _fact(fact: NamedFact) -> Iterator[Touch]:
    yield Touch("facts", fact.id)
    yield Touch("places", fact.place)


def _decided(inside: Inside) -> Iterator[Touch]:
    yield Touch("intents", inside.intent)
    yield from (Touch("actions", action) for action in inside.actions)
    rule = _rule(inside)
    if rule:
        yield Touch("rules", rule)


def _asked(inside: Inside) -> Iterator[Touch]:
    """Nơi và chỉ tiêu được hỏi tới, cả khi kho chưa có số."""
    rule, query = _rule(inside), inside.evidence.get("query", {})
    if rule in _LOCAL:
        yield from (Touch("places", place) for place in query.get("places", ()))
    if rule == "figure":
        yield from (Touch("indicators", indicator) for indicator in query.get("indicators", ()))


def _rule(inside: Inside) -> str:
    return str(inside.evidence.get("rule", "")).partition(":")[0]
