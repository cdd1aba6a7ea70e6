"""Một đoạn văn thành dãy mảnh để spaCy so: âm tiết viết thường, con số và thời điểm thay bằng tên loại của chúng."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.knowledge.article.numbers import Number, find_numbers
from bot.knowledge.article.time_points import TimePoint, find_points
from bot.knowledge.period import Period
from bot.vietnamese import segment

TIME = "LÚC"
_PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")
_END = re.compile(r"[.!?…]+[”\"’)]*(?=\s+[“\"(]?(\w))")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|P|Q|H|TX|TT|GS|PGS|TS|ThS|BS|KS|Th|Tp|[A-ZĐ]))$")
_MARKS = {"“": '"', "”": '"', "…": ".", "–": "-", "—": "-"}


@dataclass(frozen=True)
class Piece:
    """Một mảnh: `key` để so mẫu, đoạn `[start:end]` của đoạn văn; `word` là thứ tự của từ (bộ tách từ) chứa nó."""

    key: str
    start: int
    end: int
    word: int
    number: Number | None = None
    time: TimePoint | None = None

    @property
    def is_letters(self) -> bool:
        """Mảnh là chữ thường: không phải số, thời điểm hay dấu câu."""
        return self.key[0].isalpha() and not self.number and not self.time

    @property
    def is_count(self) -> bool:
        """Mảnh là một con số có giá trị, không phải số hiệu, điện thoại, giờ."""
        return self.number is not None and self.number.kind != "MÃ"


@dataclass(frozen=True)
class Line:
    """Một đoạn văn đã tách: chữ gốc, các mảnh, và bản spaCy có cùng số mảnh."""

    text: str
    pieces: tuple[Piece, ...]
    doc: Doc

    def slice(self, first: int, last: int) -> str:
        """Chữ gốc từ mảnh `first` đến hết mảnh `last`."""
        return self.text[self.pieces[first].start : self.pieces[last].end]

    @functools.cached_property
    def sentences(self) -> list[range]:
        """Các câu, mỗi câu là một dãy số thứ tự mảnh."""
        bounds = [0]
        for match in _END.finditer(self.text):
            if match[1].islower() or _ABBREVIATION.search(self.text[: match.start()]):
                continue
            bounds.append(bisect.bisect_left([piece.start for piece in self.pieces], match.end()))
        return [range(start, end) for start, end in itertools.pairwise([*bounds, len(self.pieces)]) if start < end]

    def sentence_of(self, index: int) -> range:
        """Câu chứa mảnh `index`."""
        return next(sentence for sentence in self.sentences if index in sentence)

    def is_word(self, index: int) -> bool:
        """Mảnh `index` đứng một mình thành từ: "hiện" trong "Hiện tỉnh có", không phải trong "thực hiện"."""
        around = [piece.word for piece in self.pieces[max(0, index - 1) : index + 2] if piece.is_letters]
        return around.count(self.pieces[index].word) == 1

    def part_of(self, index: int) -> range:
        """Phần câu chứa mảnh `index`, giữa hai dấu chấm phẩy."""
        sentence = self.sentence_of(index)
        start, end = index, index + 1
        while start > sentence.start and self.pieces[start - 1].key != ";":
            start -= 1
        while end < sentence.stop and self.pieces[end].key != ";":
            end += 1
        return range(start, end)

    @functools.cached_property
    def brackets(self) -> tuple[int, ...]:
        """Với mỗi mảnh: số thứ tự của mảnh mở ngoặc đang bao nó, -1 khi đứng ngoài mọi ngoặc."""
        found, opened = [], [-1]
        for index, piece in enumerate(self.pieces):
            if piece.key == "(":
                opened.append(index)
            found.append(opened[-1])
            if piece.key == ")" and len(opened) > 1:
                opened.pop()
        return tuple(found)


class LineReader:
    """Tách đoạn văn; mọi đoạn dùng chung một bộ từ của spaCy."""

    def __init__(self, now: Period) -> None:
        self.vocab = Vocab()
        self._now = now

    def read(self, text: str) -> Line:
        """Tách một đoạn văn (dạng NFC)."""
        pieces = tuple(self._pieces(text))
        return Line(text, pieces, Doc(self.vocab, words=[piece.key for piece in pieces]))

    def _pieces(self, text: str) -> Iterator[Piece]:
        points = find_points(text, self._now)
        rest = text
        for point in points:
            rest = rest[: point.start] + "\0" * (point.end - point.start) + rest[point.end :]
        numbers = list(find_numbers(rest))
        whole = [Piece(TIME, point.start, point.end, -1, time=point) for point in points]
        whole += [Piece(number.kind, number.start, number.end, -1, number=number) for number in numbers]
        taken = [False] * len(text)
        for piece in whole:
            taken[piece.start : piece.end] = [True] * (piece.end - piece.start)
        words = [
            Piece(_key(match.group()), token.start + match.start(), token.start + match.end(), order)
            for order, token in enumerate(segment(text))
            for match in _PIECE.finditer(token.text)
            if not taken[token.start + match.start()]
        ]
        yield from sorted([*whole, *words], key=lambda piece: piece.start)


def _key(text: str) -> str:
    return _MARKS.get(text) or unicodedata.normalize("NFC", text.lower())
