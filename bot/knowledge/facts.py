"""Tra sự việc (không phải con số) theo đề tài, nơi và lúc: một văn bản, một ứng dụng, một mô hình, những khó khăn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

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
        self._subjects = list(knowledge.subjects)
        names = [(noun.name, *noun.names) for noun in knowledge.subjects.values()]
        self._own = sorted(knowledge.facts.values(), key=lambda fact: self._subjects.index(fact.subject))
        self._with_own = [n for n, key in enumerate(self._subjects) if key in self._facts]
        self._name_starts = _starts([len(group) for group in names])
        self._own_starts = _starts([len(self._facts[self._subjects[n]]) for n in self._with_own])
        self._at: dict[str, NDArray[np.bool_]] = {}
        phrases = [name for group in names for name in group]
        self._named = len(phrases)
        phrases += [words for fact in self._own for words in (fact.label, fact.text)]
        split = [terms(phrase) for phrase in phrases]
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
        if not self._subjects:
            return None
        scores, here = self._index.scores(content), self._own_here(places)
        own = np.where(here, scores[self._named :].reshape(-1, 2).max(axis=1), 0.0)
        of_name = np.maximum.reduceat(scores[: self._named], self._name_starts)
        of_fact, placed = np.zeros(len(of_name)), np.zeros(len(of_name), dtype=bool)
        of_fact[self._with_own] = np.maximum.reduceat(own, self._own_starts)
        placed[self._with_own] = bool(places) & np.logical_or.reduceat(here, self._own_starts)
        match = np.maximum(of_name, of_fact) * np.where(placed, self.PLACED, 1.0)
        best = int(match.argmax())
        only = self._nearest(best, own) if of_fact[best] > of_name[best] + self.OWN_WORDS else None
        return _Candidate(self._subjects[best], float(match[best]), bool(placed[best]), only)

    def _own_here(self, places: Sequence[str]) -> NDArray[np.bool_]:
        """Sự việc nào ở nơi được hỏi (`_here`), theo thứ tự của `_own`; mỗi nơi chỉ dò một lần."""
        if not places:
            return np.ones(len(self._own), dtype=bool)
        for place in places:
            if place not in self._at:
                self._at[place] = np.array([place in self._around[fact.place] for fact in self._own], dtype=bool)
        return cast(NDArray[np.bool_], np.logical_or.reduce([self._at[place] for place in places]))

    def _nearest(self, subject: int, own: NDArray[np.float64]) -> NamedFact:
        """Sự việc giống câu hỏi nhất của một đề tài."""
        start = int(self._own_starts[self._with_own.index(subject)])
        end = start + len(self._facts[self._subjects[subject]])
        return self._own[start + int(own[start:end].argmax())]

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


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Chỗ bắt đầu của từng nhóm trong một dãy nhóm nối nhau."""
    return np.cumsum([0, *lengths[:-1]], dtype=np.int64)[: len(lengths)]


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
