"""Đọc một tin nhắn như người Việt đọc: giải phím, mở chữ tắt, tách chữ dính, sửa lỗi gõ, thêm dấu, tiếng địa phương."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from bot.vietnamese.accents import AccentRestorer
from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.expand import shorthand
from bot.vietnamese.glued import Splitter
from bot.vietnamese.keys import decode_telex, decode_vni
from bot.vietnamese.normalise import normalise
from bot.vietnamese.regional import standardise
from bot.vietnamese.syllable import is_syllable
from bot.vietnamese.typos import Corrector
from bot.vietnamese.vocabulary import Vocabulary
from bot.vietnamese.written import Word, render, split

SPELLING = ("telex", "vni", "shorthand", "glued")
GUESSING = ("typos", "accents", "regional")
"""Các bước đoán: chỉ trên câu tiếng Việt."""
STEPS = SPELLING + GUESSING
"""Các bước, theo thứ tự làm."""

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
            "telex": lambda words: decode_telex(words, vocabulary),
            "vni": lambda words: decode_vni(words, vocabulary),
            "shorthand": _expanded,
            "glued": Splitter(vocabulary, bare).split,
            "typos": Corrector(vocabulary, bare).correct,
            "accents": AccentRestorer(vocabulary, Bigrams(vocabulary.written, vocabulary.pairs)).restore,
            "regional": standardise,
        }
        self._spelling = [(name, work[name]) for name in SPELLING if name in steps]
        self._guessing = [(name, work[name]) for name in GUESSING if name in steps]
        self._foreign = vocabulary.foreign

    def read(self, text: str) -> Read:
        """Đọc `text`; không bao giờ lỗi, không làm mất con số nào."""
        clean = normalise(text)
        if len(clean) > LONGEST:
            return Read(text, clean, ())
        words = split(clean)
        place = _Places(text, clean)
        changes: list[Change] = []
        for _ in range(ROUNDS):
            better, found = self._round(words)
            changes += [Change(name, *place.original(*span), *texts) for name, span, texts in found]
            if not found:
                break
            words = better
        return Read(text, render(clean, words), tuple(changes))

    def _round(self, words: Sequence[Word]) -> tuple[list[Word], list[_Difference]]:
        """Mỗi bước một lần; trả các từ mới và mọi chỗ đổi."""
        found: list[_Difference] = []
        for steps in (self._spelling, self._guessing):
            if steps is self._guessing and not self._is_vietnamese(words):
                break
            for name, step in steps:
                better = step(words)
                found += _differences(name, words, better)
                words = better
        return list(words), found

    def _is_vietnamese(self, words: Sequence[Word]) -> bool:
        spoken = [word.lower for word in words if not word.fixed and word.lower not in self._foreign]
        return sum(not word.isascii() or is_syllable(word) for word in spoken) >= VIETNAMESE * len(spoken)


def _expanded(words: Sequence[Word]) -> list[Word]:
    """Như `expand`, trên từ."""
    result: list[Word] = []
    for word in words:
        full = None if word.address else shorthand().get(word.lower)
        result += word._replace(text=word.lower).replaced(*full.split()) if full else [word]
    return result


_Difference = tuple[str, tuple[int, int], tuple[str, str]]
"""Tên bước, đoạn, chữ trước và chữ sau."""


def _differences(step: str, before: Sequence[Word], after: Sequence[Word]) -> list[_Difference]:
    if before == after:
        return []
    old, new = _by_span(before), _by_span(after)
    return [(step, span, (old[span], text)) for span, text in new.items() if text != old[span]]


def _by_span(words: Sequence[Word]) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = {}
    for word in words:
        span = (word.start, word.end)
        texts[span] = f"{texts[span]} {word.text}" if span in texts else word.text
    return texts


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
