"""Gợi ý câu hỏi khi người dân còn đang gõ: khớp từng chữ bỏ dấu, chữ cuối mới gõ dở nên chỉ cần khớp phần đầu."""

from __future__ import annotations

import functools
import itertools
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bot.knowledge.model import Answer
from bot.vietnamese import fold, normalise, terms

_WORD = re.compile(r"[^\W_]+")
_LAST = "\U0010ffff"
"""Đứng sau mọi chữ: cận trên của những từ có cùng phần đầu."""


class Suggestion(NamedTuple):
    """Một câu trả lời có thể là điều đang được gõ."""

    id: str
    title: str


class SuggestionIndex:
    """Mục lục từ của mọi tiêu đề và cách hỏi.

    Dòng xếp sẵn: tiêu đề trước cách hỏi, ngắn trước dài, nên số thứ tự của dòng cũng là hạng của nó. Mỗi từ giữ các
    dòng có nó; từ xếp theo chữ cái, nên các từ cùng phần đầu nằm liền nhau, và dòng của chúng liền nhau trong
    `_postings`.
    """

    POOL = 100
    """Với mỗi cách đọc, chừng này dòng hạng cao nhất được so kỹ."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._answers = tuple(answers)
        titles = sorted(((answer.title, n) for n, answer in enumerate(self._answers)), key=_length)
        asks = sorted(((ask, n) for n, answer in enumerate(self._answers) for ask in answer.asks), key=_length)
        self._texts = [text for text, _ in itertools.chain(titles, asks)]
        self._owners = [n for _, n in itertools.chain(titles, asks)]
        starts = sorted((_read(title), line) for line, (title, _) in enumerate(titles))
        self._starts = [start for start, _ in starts]
        self._start_lines = np.array([line for _, line in starts], dtype=np.int64)
        self._index()

    def suggest(self, typed: str, most: int = 5) -> list[Suggestion]:
        """Nhiều nhất `most` câu trả lời có mọi chữ của `typed` ở tiêu đề hay ở một cách hỏi.

        Xếp theo: các chữ đứng liền nhau như đã gõ, đúng dấu nếu người ta gõ dấu, tiêu đề trước cách hỏi, ngay đầu câu,
        ngắn hơn.
        """
        typed = normalise(typed).lower().strip()
        # Đọc hai cách: từng chữ như đã gõ ("bhy" gõ dở), và chữ tắt đã mở ("bhyt" tìm cả "bảo hiểm y tế").
        readings = [words for words in dict.fromkeys((_as_typed(typed), tuple(terms(typed)))) if words]
        pool = {line for words in readings for line in (*self._beginning(words), *self._containing(words))}
        best = sorted(pool, key=lambda line: self._rank(line, typed, readings))
        answers = dict.fromkeys(self._owners[line] for line in best)
        return [Suggestion(self._answers[n].id, self._answers[n].title) for n in itertools.islice(answers, most)]

    def _index(self) -> None:
        numbers: dict[str, int] = {}
        found, sizes = array("q"), array("q")
        for text in self._texts:
            words = _words(text)
            found.extend(numbers.setdefault(word, len(numbers)) for word in words)
            sizes.append(len(words))
        self._vocabulary = sorted(numbers)
        place = np.empty(len(numbers), dtype=np.int64)
        place[[numbers[word] for word in self._vocabulary]] = np.arange(len(numbers))
        count = max(1, len(sizes))
        pairs = place[np.array(found, dtype=np.int64)] * count
        pairs += np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64))
        pairs.sort()
        self._bounds = np.searchsorted(pairs, np.arange(len(numbers) + 1) * count)
        self._postings = (pairs % count).astype(np.int32)

    def _beginning(self, words: tuple[str, ...]) -> list[int]:
        """Những tiêu đề mở đầu bằng đúng các chữ này."""
        phrase = " ".join(words)
        start, stop = bisect_left(self._starts, phrase), bisect_left(self._starts, phrase + _LAST)
        lines = self._start_lines[start:stop]
        if len(lines) > self.POOL:
            lines = np.partition(lines, self.POOL)[: self.POOL]
        found: list[int] = lines.tolist()
        return found

    def _containing(self, words: tuple[str, ...]) -> list[int]:
        """Những dòng hạng cao nhất có mọi chữ này."""
        *whole, last = words
        spans = {(self._place(word), self._place(word + "\0")) for word in whole}
        spans.add((self._place(last), self._place(last + _LAST)))
        kept = np.ones(len(self._texts), dtype=np.bool_)
        for start, stop in spans:
            here = np.zeros(len(self._texts), dtype=np.bool_)
            here[self._postings[self._bounds[start] : self._bounds[stop]]] = True
            kept &= here
        found: list[int] = np.flatnonzero(kept)[: self.POOL].tolist()
        return found

    def _place(self, word: str) -> int:
        return bisect_left(self._vocabulary, word)

    def _rank(self, line: int, typed: str, readings: list[tuple[str, ...]]) -> tuple[bool, bool, bool, bool, int]:
        text = self._texts[line]
        read = f" {_read(text)}"
        phrases = [f" {' '.join(words)}" for words in readings]
        together = any(phrase in read for phrase in phrases)
        accented = typed == fold(typed) or typed in normalise(text).lower()
        first = any(read.startswith(phrase) for phrase in phrases)
        return not together, not accented, line >= len(self._answers), not first, line


def _length(line: tuple[str, int]) -> int:
    return len(line[0])


@functools.lru_cache(maxsize=65_536)
def _read(text: str) -> str:
    return " ".join(terms(text))


@functools.lru_cache(maxsize=65_536)
def _words(text: str) -> frozenset[str]:
    """Mọi chữ của một dòng; sửa một câu thì chỉ dòng mới phải tách lại."""
    return frozenset((*terms(text), *_as_typed(text)))


def _as_typed(text: str) -> tuple[str, ...]:
    return tuple(word for part in _WORD.findall(normalise(text)) for word in _folded(part))


@functools.lru_cache(maxsize=65_536)
def _folded(word: str) -> tuple[str, ...]:
    """Một chữ lạ (½, ﷺ) bỏ dấu xong có thể thành nhiều từ."""
    return tuple(_WORD.findall(fold(word)))
