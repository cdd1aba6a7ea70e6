"""Đọc một tin nhắn như người Việt đọc: giải phím, mở chữ tắt, tách chữ dính, sửa lỗi gõ, thêm dấu, tiếng địa phương."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.vietnamese.accents import AccentRestorer
from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.expand import shorthand
from bot.vietnamese.glued import Splitter
from bot.vietnamese.keys import decode_telex, decode_vni
from bot.vietnamese.normalise import normalise
from bot.vietnamese.regional import standardise
from bot.vietnamese.sounds import SoundAlike
from bot.vietnamese.spoken import understand_spoken
from bot.vietnamese.syllable import is_syllable
from bot.vietnamese.typos import Corrector
from bot.vietnamese.vocabulary import Vocabulary
from bot.vietnamese.written import Word, render, split

SPELLING = ("telex", "vni", "spoken", "shorthand", "glued")
GUESSING = ("typos", "sounds", "accents", "regional")
"""Các bước đoán: chỉ trên câu tiếng Việt."""
STEPS = SPELLING + GUESSING
"""Các bước, theo thứ tự làm."""

ODD = frozenset({"telex", "vni", "glued", "typos"})
"""Các bước chỉ đụng tới chữ gõ lạ (không phải âm tiết, từ nước ngoài quen, chữ tắt): câu không có thì khỏi chạy."""

ROUNDS = 6
"""Làm lại cho tới khi không bước nào đổi gì nữa: từ bên cạnh vừa sửa có thể làm rõ một từ còn ngờ. Thường hai lượt."""

VIETNAMESE = 0.5
"""Câu tiếng Việt: ít nhất chừng này phần từ là âm tiết, không kể mã, địa chỉ và từ nước ngoài quen."""

LONGEST = 2_000
"""Tin dài hơn thì không phải lời hỏi: chỉ chuẩn hoá."""


class Change(NamedTuple):
    """Bước `step` đổi `before` thành `after`; cả hai sinh ra từ `bản_gốc[start:end]`."""

    step: str
    start: int
    end: int
    before: str
    after: str


class Read(NamedTuple):
    """Tin nhắn đã đọc: `original` như người ta viết, `text` để tìm, `steps` nói đã đổi những gì."""

    original: str
    text: str
    steps: tuple[Change, ...]


class Understanding:
    """Cách đọc học từ chữ của kho; dựng lại khi kho đổi. Dựng xong thì chỉ đọc, dùng chung giữa các luồng được."""

    def __init__(self, lines: Iterable[str], steps: Collection[str] = STEPS) -> None:
        vocabulary = Vocabulary(lines)
        bare = Bigrams(vocabulary.bare, vocabulary.bare_pairs)
        work: dict[str, Callable[[Sequence[Word]], list[Word]]] = {
            "telex": functools.partial(decode_telex, vocabulary=vocabulary),
            "vni": functools.partial(decode_vni, vocabulary=vocabulary),
            "spoken": understand_spoken,
            "shorthand": _expanded,
            "glued": Splitter(vocabulary, bare).split,
            "typos": Corrector(vocabulary, bare).correct,
            "sounds": SoundAlike(vocabulary).correct,
            "accents": AccentRestorer(vocabulary, Bigrams(vocabulary.written, vocabulary.pairs)).restore,
            "regional": standardise,
        }
        self._spelling = [(name, work[name]) for name in SPELLING if name in steps]
        self._guessing = [(name, work[name]) for name in GUESSING if name in steps]
        self._vocabulary = vocabulary

    def read(self, text: str) -> Read:
        """Đọc `text`; không bao giờ lỗi, không làm mất con số nào."""
        clean = normalise(text)
        if len(clean) > LONGEST:
            return Read(text, clean, ())
        words = split(clean)
        if not words:
            return Read(text, clean, ())
        place = _Places(text, clean)
        changes: list[Change] = []
        for _ in range(ROUNDS):
            better, found = self._round(clean, words)
            changes += [Change(name, *place.original(*span), *texts) for name, span, texts in found]
            if not found:
                break
            words = better
        return Read(text, render(clean, words), tuple(changes))

    def _round(self, clean: str, words: Sequence[Word]) -> tuple[list[Word], list[_Difference]]:
        """Mỗi bước một lần; trả các từ mới và mọi chỗ đổi."""
        found: list[_Difference] = []
        odd = self._has_odd(words)
        for steps in (self._spelling, self._guessing):
            if steps is self._guessing and not self._is_vietnamese(words):
                break
            for name, step in steps:
                if name in ODD and not odd:
                    continue
                better = step(words)
                if better != words:
                    found += _differences(name, clean, words, better)
                    words = better
                    odd = self._has_odd(words)
        return list(words), found

    def _has_odd(self, words: Sequence[Word]) -> bool:
        return any(not word.fixed and not self._vocabulary.settled(word.lower) for word in words)

    def _is_vietnamese(self, words: Sequence[Word]) -> bool:
        spoken = [word.lower for word in words if not word.fixed and word.lower not in self._vocabulary.foreign]
        return sum(not word.isascii() or is_syllable(word) for word in spoken) >= VIETNAMESE * len(spoken)


def _expanded(words: Sequence[Word]) -> list[Word]:
    """Như `expand`, trên từ."""
    if shorthand().keys().isdisjoint(word.lower for word in words):
        return list(words)
    result: list[Word] = []
    for word in words:
        full = None if word.address else shorthand().get(word.lower)
        result += word._replace(text=word.lower).replaced(*full.split()) if full else [word]
    return result


_Difference = tuple[str, tuple[int, int], tuple[str, str]]
"""Tên bước, đoạn, chữ trước và chữ sau."""


def _differences(step: str, clean: str, before: Sequence[Word], after: Sequence[Word]) -> list[_Difference]:
    if _word_for_word(before, after):
        return [
            (step, (old.start, old.end), (old.text, new.text))
            for old, new in zip(before, after, strict=True)
            if old.text != new.text
        ]
    found: list[_Difference] = []
    for old, new in _same_places(before, after):
        start, end = old[0].start, max(word.end for word in (*old, *new))
        texts = render(clean, old, start, end), render(clean, new, start, end)
        if texts[0] != texts[1]:
            found.append((step, (start, end), texts))
    return found


def _word_for_word(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Từ thứ n thay từ thứ n, không từ nào chung đoạn với từ khác: phần lớn các lần đổi."""
    return (
        len(before) == len(after)
        and all(old.start == new.start and old.end == new.end for old, new in zip(before, after, strict=True))
        and all(one.end <= other.start for one, other in pairwise(before))
    )


def _same_places(before: Sequence[Word], after: Sequence[Word]) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Các đoạn có từ mới, nhỏ nhất mà không từ nào nằm vắt qua ranh giới; mỗi đoạn với các từ trước và sau."""
    i = j = 0
    while i < len(before):
        first, second, end = i, j, before[i].end
        while (reached := (_reach(before, i, end), _reach(after, j, end))) != (i, j):
            i, j = reached
            end = max(before[i - 1].end, after[j - 1].end, end)
        if before[first:i] != after[second:j]:
            yield before[first:i], after[second:j]


def _reach(words: Sequence[Word], place: int, end: int) -> int:
    """Từ đầu tiên, kể từ `place`, bắt đầu từ `end` trở đi."""
    while place < len(words) and words[place].start < end:
        place += 1
    return place


class _Places:
    """Chỗ trong bản gốc của một chỗ trong bản chuẩn hoá; cụm bị chuẩn hoá đổi thì tính trọn cụm."""

    def __init__(self, original: str, clean: str) -> None:
        self._same = original == clean
        self._chunks: list[tuple[int, int, int, int, bool]] = []
        if self._same:
            return
        reached = 0
        for chunk in re.finditer(r"[ \n\t]+|[^ \n\t]+", original):
            piece = normalise(chunk.group())
            end = reached + len(piece)
            self._chunks.append((reached, end, *chunk.span(), piece == chunk.group()))
            reached = end

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Đoạn của bản gốc sinh ra đoạn [start, end) của bản chuẩn hoá."""
        if self._same:
            return start, end
        first, last = self._holding(start), self._holding(end - 1)
        from_place = first[2] + start - first[0] if first[4] else first[2]
        return from_place, (last[2] + end - last[0] if last[4] else last[3])

    def _holding(self, place: int) -> tuple[int, int, int, int, bool]:
        return next(chunk for chunk in self._chunks if chunk[0] <= place < chunk[1])
