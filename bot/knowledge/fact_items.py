"""Từ những sự việc tìm được thành một mục cho người dân xem."""

from __future__ import annotations

from bot.knowledge import texts
from bot.knowledge.facts import FactFinding
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge, NamedFact
from bot.knowledge.outcome import Item
from bot.knowledge.words import capitalise

MANY = 6
"""Nhiều hơn chừng này sự việc thì chỉ liệt kê tên ngắn."""


class FactWriter:
    """Viết một mục cho một sự việc, hoặc một danh sách cho cả đề tài."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._knowledge, self._gazetteer = knowledge, gazetteer

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
            details=() if single else _lines(facts),
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
        return texts.FACTS.format(count=len(finding.facts), subject=finding.subject.name, when=when)

    def _notes(self, facts: tuple[NamedFact, ...]) -> tuple[str, ...]:
        places = dict.fromkeys(fact.place for fact in facts)
        mergers = (self._gazetteer.merger_sentence(self._knowledge.places[place]) for place in places)
        notes = [fact.note for fact in facts if fact.note] if len(facts) <= MANY else []
        return tuple(dict.fromkeys([*notes, *(merger for merger in mergers if merger)]))


def _told(fact: NamedFact) -> str:
    """Cả câu; lúc của bài viết được nói kèm khi câu không tự nói lúc nào."""
    if fact.as_of_basis in ("article", "unknown"):
        return f"{fact.text.rstrip('.')} ({texts.FROM_ARTICLE.format(date=fact.as_of.spoken())})."
    return fact.text


def _lines(facts: tuple[NamedFact, ...]) -> tuple[str, ...]:
    if len(facts) > MANY:
        return tuple(dict.fromkeys(fact.label for fact in facts))
    return tuple(dict.fromkeys(fact.text for fact in facts))
