"""Nơi của từng con số: nơi câu nhắc tới, nơi mở đầu đoạn, hoặc nơi của bài."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.knowledge.article.line import Line
from bot.knowledge.article.words import words
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Place, PlaceLevel
from bot.vietnamese import terms

_SEPARATORS = frozenset((",", ";", ":", ".", "(", ")"))
NATION = "toan-quoc"
_OPENING = 6
"""Nơi đứng trong mấy mảnh đầu đoạn thì là nơi của cả đoạn."""
_LONGEST_NAME = 4
_AT = frozenset(("tại", "ở"))
_LEVELS: dict[str, PlaceLevel] = {"thành": "city", "huyện": "district", "quận": "district", "phường": "ward"}
_WHOLE = frozenset(("toàn", "cả"))
_BEFORE_SUBJECT = frozenset(("bàn", "đó", "thì", "còn", "của", "trong", "riêng"))


class PlaceMention(NamedTuple):
    """Một chỗ nhắc nơi chốn: mảnh từ `first` đến hết `last`; `place` là id, hoặc tên khi kho chưa có nơi ấy."""

    first: int
    last: int
    place: str


class PlaceReader:
    """Tìm tên nơi trong đoạn và chọn nơi cho từng con số. `home` là id nơi của bài."""

    def __init__(self, places: Mapping[str, Place], home: str) -> None:
        self._places, self._gazetteer, self._home = places, Gazetteer(places), home

    def read(self, line: Line) -> list[PlaceMention]:
        """Những chỗ cho biết số liệu ở đâu; bỏ tên chợ, tên báo, tên văn bản, nơi đem ra so sánh."""
        known = [*self._named(line), *self._whole(line)]
        taken = {index for mention in known for index in range(mention.first, mention.last + 1)}
        mentions = sorted([*known, *(mention for mention in _unknown(line) if mention.last not in taken)])
        kept: list[PlaceMention] = []
        for mention in mentions:
            if kept and mention.first <= kept[-1].last:
                continue
            if (
                kept
                and _qualifies(line, kept[-1], mention)
                and self.level_of(mention.place) != self.level_of(kept[-1].place)
            ):
                kept[-1] = kept[-1]._replace(last=mention.last)  # "xã A, huyện B": nơi là xã A
            elif not _is_aside(line, mention.first) and not self._is_parent_in_passing(line, mention):
                kept.append(mention)
        return kept

    def place_of(self, line: Line, mentions: Sequence[PlaceMention], index: int) -> str:
        """Nơi của con số ở mảnh `index`."""
        sentence = line.sentence_of(index)
        here = [mention for mention in mentions if mention.first in sentence]
        for mention in here:
            if (
                mention.first > index
                and line.pieces[mention.first - 1].key in _AT
                and _same_clause(line, index, mention)
            ):
                return mention.place
        before = [mention for mention in here if mention.last < index]
        if before:
            return before[-1].place
        opening = [mention for mention in mentions if mention.first < _OPENING]
        return opening[0].place if opening else self._home

    def _named(self, line: Line) -> Iterator[PlaceMention]:
        syllables: list[str] = []
        owners: list[int] = []
        for index, piece in enumerate(line.pieces):
            parts = terms(piece.key) if piece.is_letters else ["|"]
            syllables += parts
            owners += [index] * len(parts)
        for mention in self._gazetteer.find(syllables):
            first, last = owners[mention.start], owners[mention.end - 1]
            nation = mention.place.id == NATION
            if (nation and _starts_clause(line, first)) or (not nation and _is_capital(line, last)):
                yield PlaceMention(first, last, mention.place.id)

    def _whole(self, line: Line) -> Iterator[PlaceMention]:
        """ "Toàn tỉnh", "tỉnh đã…": chính nơi của bài; trong bài về một thành phố thì "toàn tỉnh" là tỉnh chứa nó."""
        home = self._places[self._home]
        for index, piece in enumerate(line.pieces):
            before = line.pieces[index - 1].key if index else "."
            if piece.key != "tỉnh" or _is_capital(line, index + 1):
                continue
            if home.level == "province" and before in _WHOLE | _SEPARATORS | _BEFORE_SUBJECT:
                yield PlaceMention(index, index, home.id)
            elif home.within and before in _WHOLE:
                yield PlaceMention(index - 1, index, home.within)

    def level_of(self, place: str) -> PlaceLevel:
        """Cấp của một nơi; nơi kho chưa có thì theo chữ đầu của tên."""
        known = self._places.get(place)
        return known.level if known else _LEVELS.get(place.split()[0].lower(), "commune")

    def _is_parent_in_passing(self, line: Line, mention: PlaceMention) -> bool:
        """Tên tỉnh trong bài về một thành phố của tỉnh ấy: thường chỉ để nói thành phố nào."""
        if self._places[self._home].within != mention.place:
            return False
        return (
            line.pieces[max(0, mention.first - 1)].key not in _AT | _WHOLE
            and line.pieces[mention.first].key not in _WHOLE
        )


def _unknown(line: Line) -> Iterator[PlaceMention]:
    """Nơi kho chưa có: "xã", "phường", "huyện", "thành phố" rồi tới tên viết hoa."""
    for index, piece in enumerate(line.pieces):
        if piece.key not in ("xã", "phường", "huyện", "quận", "trấn", "phố"):
            continue
        if piece.key == "phố" and line.pieces[index - 1].key != "thành":
            continue
        last = index
        while last - index < _LONGEST_NAME and _is_capital(line, last + 1):
            last += 1
        if last > index:
            first = index - (piece.key in ("trấn", "phố") or line.pieces[max(0, index - 1)].key == "thị")
            yield PlaceMention(first, last, line.slice(first, last))


def _is_capital(line: Line, index: int) -> bool:
    return index < len(line.pieces) and line.pieces[index].is_letters and line.text[line.pieces[index].start].isupper()


def _starts_clause(line: Line, first: int) -> bool:
    return first == line.sentence_of(first).start or line.pieces[first - 1].key in _SEPARATORS


def _qualifies(line: Line, inner: PlaceMention, outer: PlaceMention) -> bool:
    """`outer` nói rõ thêm `inner`: "xã A, huyện B", "xã A (huyện B)", "xã A thuộc huyện B"."""
    between = [piece.key for piece in line.pieces[inner.last + 1 : outer.first]]
    return between in ([","], ["("], ["thuộc"], ["của"], ["-"], [])


def _is_aside(line: Line, first: int) -> bool:
    """Tên nơi nằm trong tên riêng khác, trong tên văn bản, hoặc là nơi đem ra so sánh."""
    start = first
    while start > line.sentence_of(first).start and line.pieces[start - 1].key not in _SEPARATORS:
        start -= 1
    keys = [piece.key for piece in line.pieces[start:first]]
    clause = f" {' '.join(keys)} "
    owner = {*keys[-1:], " ".join(keys[-2:])}
    inside_document = any(f" {word} " in clause for word in words("document"))
    return bool(owner & words("named_after_place")) or " so với " in clause or inside_document


def _same_clause(line: Line, index: int, mention: PlaceMention) -> bool:
    return not any(p.key in _SEPARATORS or p.is_count for p in line.pieces[index + 1 : mention.first])
