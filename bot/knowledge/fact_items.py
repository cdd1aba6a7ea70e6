"""Từ những sự việc tìm được thành một mục cho người dân xem."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from bot.knowledge import texts
from bot.knowledge.facts import FactFinding
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge, NamedFact
from bot.knowledge.outcome import Item
from bot.knowledge.words import capitalise
from bot.vietnamese import fold

_YEAR = re.compile(r"\b20\d\d\b")
MANY = 6
"""Nhiều hơn chừng này sự việc thì chỉ liệt kê tên ngắn."""


class FactWriter:
    """Viết một mục cho một sự việc, hoặc một danh sách cho cả đề tài."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer, today: Callable[[], datetime.date]) -> None:
        self._knowledge, self._gazetteer, self._today = knowledge, gazetteer, today

    def item(self, finding: FactFinding) -> Item:
        """Mục của `finding`, có ít nhất một sự việc."""
        facts = finding.facts
        newest = max(facts, key=lambda fact: fact.as_of.end)
        sources = tuple(self._knowledge.sources[key] for key in dict.fromkeys(fact.source for fact in facts))
        single = len(facts) == 1
        return Item(
            id=newest.id if single else finding.id,
            title=capitalise(finding.subject.name),
            short=_told(newest) if single else self._summary(finding),
            sources=sources,
            as_of=newest.as_of.text,
            table=None if single else {"columns": [texts.FACTS_COLUMN], "rows": [[line] for line in _lines(facts)]},
            notes=self._notes(facts),
        )

    def missing(self, finding: FactFinding) -> str:
        """Lời nói thẳng rằng chưa có: ở nơi ấy, hoặc vào lúc ấy."""
        names = " và ".join(self._knowledge.places[place].name for place in finding.places)
        if finding.missed:
            return texts.FACT_MISSING_TIME.format(date=finding.missed.spoken(), subject=finding.subject.name)
        elsewhere = ", ".join(place.name for place in finding.elsewhere)
        return texts.FACT_MISSING_PLACE.format(subject=finding.subject.name, place=names, places=elsewhere)

    def _summary(self, finding: FactFinding) -> str:
        dates = {fact.as_of for fact in finding.facts}
        when = texts.FROM_ARTICLE.format(date=next(iter(dates)).spoken()) if len(dates) == 1 else texts.SEVERAL_DATES
        subject, places = finding.subject.name, {fact.place for fact in finding.facts}
        if len(places) == 1:
            place = self._knowledge.places[places.pop()].name
            subject += "" if fold(place) in fold(subject) else texts.OF_PLACE.format(place=place)
        return texts.FACTS.format(count=len(finding.facts), subject=subject, when=when)

    def _notes(self, facts: tuple[NamedFact, ...]) -> tuple[str, ...]:
        today = self._today()
        places = [self._knowledge.places[key] for key in dict.fromkeys(fact.place for fact in facts)]
        mergers = (self._gazetteer.merger_sentence(place, today, texts.THIS_FACT) for place in places)
        notes = [fact.note for fact in facts if fact.note] if len(facts) <= MANY else []
        return tuple(dict.fromkeys([*notes, *(merger for merger in mergers if merger)]))


def _told(fact: NamedFact) -> str:
    """Cả câu; lúc nói tới được kể kèm khi câu không tự nói năm nào."""
    if _YEAR.search(fact.text):
        return fact.text
    when = fact.as_of.spoken()
    if fact.as_of_basis in ("article", "unknown"):
        when = texts.FROM_ARTICLE.format(date=when)
    return f"{fact.text.rstrip('.')} ({when})."


def _lines(facts: tuple[NamedFact, ...]) -> tuple[str, ...]:
    if len(facts) > MANY:
        return tuple(dict.fromkeys(fact.label for fact in facts))
    if len({fact.as_of for fact in facts}) > 1:
        return tuple(dict.fromkeys(_told(fact) for fact in facts))
    return tuple(dict.fromkeys(fact.text for fact in facts))
