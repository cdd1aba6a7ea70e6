"""Tra sự việc (không phải con số) theo đề tài, nơi và lúc: một văn bản, một ứng dụng, một mô hình, những khó khăn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.gazetteer import Gazetteer, PlaceMention
from bot.knowledge.model import Knowledge, NamedFact, Place, Subject
from bot.knowledge.period import Period
from bot.knowledge.text_index import TextIndex
from bot.knowledge.time_words import read_periods
from bot.vietnamese import terms

EVERYWHERE = "moi-noi"


@dataclass(frozen=True)
class FactFinding:
    """Những sự việc tìm được của một đề tài.

    `facts`: mới nhất trước; trống là chưa có ở `places`, khi đó `elsewhere` là những nơi có. `missed`: lúc được hỏi mà
    không có sự việc nào. `match` trong [0, 1]: câu hỏi khớp đến đâu; `placed`: câu hỏi nói đúng nơi có sự việc.
    """

    subject: Subject
    places: tuple[str, ...] = ()
    facts: tuple[NamedFact, ...] = ()
    elsewhere: tuple[Place, ...] = ()
    missed: Period | None = None
    match: float = 0.0
    placed: bool = False

    @property
    def id(self) -> str:
        """Id của cả danh sách: đề tài và nơi."""
        return f"{self.subject.id}@{'+'.join(self.places) or EVERYWHERE}"


class _Candidate(NamedTuple):
    subject: str
    match: float
    placed: bool
    only: NamedFact | None
    """Sự việc giống câu hỏi hơn hẳn tên đề tài."""


class FactBook:
    """Sổ sự việc. Đề tài được nhận ra theo tên nó, hoặc theo tên và lời của chính sự việc."""

    PLACED = 1.12
    """Nơi được hỏi có sự việc của đề tài thì đáng tin hơn (như số liệu, `figure_query.py`)."""
    OWN_WORDS = 0.08
    """Câu hỏi giống chính một sự việc hơn giống tên đề tài chừng này thì chỉ đáp sự việc ấy."""
    RECOGNISED = 0.48
    """Dưới mức này coi như câu hỏi không nói tới đề tài nào; câu nối tiếp mượn đề tài của lượt trước."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._knowledge, self._gazetteer = knowledge, gazetteer
        self._facts: dict[str, list[NamedFact]] = {}
        for fact in sorted(knowledge.facts.values(), key=lambda fact: fact.id):
            self._facts.setdefault(fact.subject, []).append(fact)
        self._around = {fact.place: _around(fact.place, knowledge.places) for fact in knowledge.facts.values()}
        names = [(key, None, name) for key, noun in knowledge.subjects.items() for name in (noun.name, *noun.names)]
        own = [(fact.subject, fact, words) for fact in knowledge.facts.values() for words in (fact.label, fact.text)]
        phrases: list[tuple[str, NamedFact | None, str]] = [*names, *own]
        self._owners = [(subject, fact) for subject, fact, _ in phrases]
        split = [terms(phrase) for _, _, phrase in phrases]
        self._index = TextIndex([_content(words, gazetteer.find(words)) for words in split])

    def find(self, text: str, today: datetime.date, earlier: FactFinding | None = None) -> FactFinding | None:
        """Đề tài hợp nhất với câu hỏi; None khi kho không có sự việc nào.

        `earlier`: điều lượt trước đã hỏi; câu chỉ đổi nơi hay lúc ("thế còn Sầm Sơn?") mượn đề tài của nó.
        """
        syllables = terms(text)
        mentions = self._gazetteer.find(syllables)
        places = tuple(dict.fromkeys(mention.place.id for mention in mentions))
        periods = read_periods(text, today)
        best = self._best(_content(syllables, mentions), places)
        if earlier and (places or periods) and (best is None or best.match < self.RECOGNISED):
            places = places or earlier.places
            same = self._best(_content(terms(earlier.subject.name), self._named_places(earlier)), places)
            subject = same.subject if same and same.match >= 1.0 else earlier.subject.id
            return self._finding(subject, places, periods, match=1.0, placed=True)
        return best and self._finding(best.subject, places, periods, min(best.match, 1.0), best.placed, best.only)

    def _named_places(self, earlier: FactFinding) -> list[PlaceMention]:
        """Tên nơi trong tên đề tài: bỏ đi thì "Nghị quyết 06 của Thanh Hoá" hỏi sang được Hải Dương."""
        return self._gazetteer.find(terms(earlier.subject.name))

    def _best(self, content: Sequence[str], places: Sequence[str]) -> _Candidate | None:
        """Đề tài khớp nhất, theo tên nó hay theo một sự việc của nó ở nơi được hỏi."""
        by_name: dict[str, float] = {}
        by_fact: dict[str, tuple[float, NamedFact]] = {}
        for (subject, fact), score in zip(self._owners, self._index.scores(content).tolist(), strict=True):
            if fact is None:
                by_name[subject] = max(by_name.get(subject, 0.0), score)
            elif score > by_fact.get(subject, (0.0, fact))[0] and self._here([fact], places):
                by_fact[subject] = (score, fact)
        candidates = []
        for subject, of_name in by_name.items():
            of_fact, fact = by_fact.get(subject, (0.0, None))
            placed = bool(places and self._here(self._facts[subject], places))
            match = max(of_name, of_fact) * (self.PLACED if placed else 1.0)
            candidates.append(_Candidate(subject, match, placed, fact if of_fact > of_name + self.OWN_WORDS else None))
        return max(candidates, key=lambda candidate: candidate.match, default=None)

    def listing(self, listing_id: str) -> FactFinding | None:
        """Danh sách mang id này (`FactFinding.id`), None khi kho không còn đề tài ấy."""
        subject, at, places = listing_id.partition("@")
        if not at or subject not in self._knowledge.subjects:
            return None
        named = () if places == EVERYWHERE else tuple(places.split("+"))
        found = self._finding(subject, named, ())
        return found if found.facts else None

    def of_fact(self, fact: NamedFact) -> FactFinding:
        """Một sự việc đứng riêng."""
        return FactFinding(self._knowledge.subjects[fact.subject], (fact.place,), (fact,))

    def _finding(
        self,
        subject: str,
        places: tuple[str, ...],
        periods: Sequence[Period],
        match: float = 0.0,
        placed: bool = False,
        only: NamedFact | None = None,
    ) -> FactFinding:
        noun, facts = self._knowledge.subjects[subject], self._facts[subject]
        here = [only] if only else self._here(facts, places)
        if not here:
            others = dict.fromkeys(fact.place for fact in facts)
            elsewhere = tuple(self._knowledge.places[place] for place in others)
            return FactFinding(noun, places, elsewhere=elsewhere, match=match)
        asked = [fact for fact in here if any(period.overlaps(fact.as_of) for period in periods)]
        missed = periods[0] if periods and not asked else None
        return FactFinding(noun, places, tuple(asked or here), missed=missed, match=match, placed=placed)

    def _here(self, facts: Sequence[NamedFact], places: Sequence[str]) -> list[NamedFact]:
        """Sự việc ở nơi được hỏi, ở nơi nằm trong đó, hay của cả nước; không hỏi nơi nào thì tất cả."""
        return [fact for fact in facts if not places or not self._around[fact.place].isdisjoint(places)]


def _around(place: str, places: Mapping[str, Place]) -> frozenset[str]:
    """Nơi này và mọi nơi chứa nó; việc của cả nước thì ở đâu cũng đúng."""
    if places[place].level == "nation":
        return frozenset(places)
    around: list[str] = []
    here: str | None = place
    while here and here not in around:
        around.append(here)
        here = places[here].within
    return frozenset(around)


def _content(syllables: Sequence[str], mentions: Sequence[PlaceMention]) -> list[str]:
    """Chữ gọi đề tài: bỏ tên nơi, trừ khi cả câu chỉ là tên nơi ("chợ Điện Biên")."""
    at_place = {n for mention in mentions for n in range(mention.start, mention.end)}
    return [syllable for n, syllable in enumerate(syllables) if n not in at_place] or list(syllables)
