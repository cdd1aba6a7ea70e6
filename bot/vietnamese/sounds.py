"""Sửa chữ viết lẫn âm hay máy nghe lầm (l/n, ch/tr, s/x, d/gi/r, n/ng, hỏi/ngã): "thường chú" → "thường trú".

Chữ viết lẫn vẫn là một âm tiết có thật, nên chỉ sửa khi kho chưa từng viết nó cạnh từ bên, mà hay viết chữ đồng âm.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from bot.vietnamese.syllable import TONES, bare, is_syllable, split_tone
from bot.vietnamese.vocabulary import BREAK, Vocabulary, canonical
from bot.vietnamese.written import Word

SEEN = 5
"""Cặp âm tiết thay vào phải là cặp kho đã viết ít nhất chừng này lần …"""
CLEARLY = 5
"""… nhiều hơn cặp thứ nhì chừng này lần …"""
OF_WORD = 0.2
"""… ít nhất chừng này lần số lần kho viết chữ bị thay: chữ quen đứng cạnh một từ mới là chuyện thường …"""
BOUND = 0.1
"""… và, trên chữ không dấu, ít nhất chừng này lần chữ hiếm hơn trong cặp: "thuong tru" gắn chặt, "mat di" thì không."""

_ONSET = re.compile(r"tr|ch|gi(?=[aăâeêoôơuư])|n(?![gh])|[lsxdr]")
_SAME_ONSET = {"l": "n", "tr": "ch", "s": "x", "gi": "d", "r": "d"}
_CODA = re.compile(r"(?<=[aăâeêioôơuưy])(?:ng|c)$")
_SAME_CODA = {"ng": "n", "c": "t"}
_SAME_TONE = {TONES["x"]: TONES["r"]}


@functools.lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Khoá chung của những chữ hay viết lẫn nhau với `word` (viết thường)."""
    letters, tone = split_tone(word)
    onset = _ONSET.match(letters)
    if onset:
        letters = _SAME_ONSET.get(onset[0], onset[0]) + letters[onset.end() :]
    return _CODA.sub(lambda coda: _SAME_CODA[coda[0]], letters) + _SAME_TONE.get(tone, tone)


class SoundAlike:
    """Sửa chữ lẫn âm theo vốn từ của kho; câu thiếu dấu thì so trên chữ không dấu."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._written = _Pairs(vocabulary.written, vocabulary.pairs)
        self._bare = _Pairs(vocabulary.bare, vocabulary.bare_pairs, BOUND)

    def correct(self, words: Sequence[Word]) -> list[Word]:
        """Các từ, chữ lẫn âm đã sửa; mã, địa chỉ và chữ hợp với một từ bên cạnh còn nguyên."""
        lacking = self._vocabulary.lacks_accents([word.lower for word in words if not word.fixed], len(words))
        pairs, key = (self._bare, bare) if lacking else (self._written, canonical)
        texts = [key(word.lower) for word in words]
        doubtful = [
            strange and not word.fixed and is_syllable(word.lower)
            for strange, word in zip(pairs.strangers(texts), words, strict=True)
        ]
        if not any(doubtful):
            return list(words)
        better = list(texts)
        for place in range(len(words) - 1):
            if (doubtful[place] or doubtful[place + 1]) and _belong(words[place], words[place + 1]):
                better[place : place + 2] = pairs.best(better[place : place + 2], doubtful[place : place + 2])
        return [
            word.replaced(new)[0] if new != old else word for word, old, new in zip(words, texts, better, strict=True)
        ]


def _belong(one: Word, other: Word) -> bool:
    """Hai từ liền nhau, không có dấu câu ở giữa; một từ là tên (người Lào) thì từ kia cũng viết hoa (Hải Dương)."""
    names = (one.name or other.name) and not (one.text[:1].isupper() and other.text[:1].isupper())
    return other.start - one.end <= 1 and not names


class _Pairs:
    """Số lần của các cặp, và các chữ đồng âm."""

    def __init__(self, counts: Mapping[str, int], pairs: Mapping[tuple[str, str], int], bound: float = 0.0) -> None:
        self._counts, self._pairs, self._bound = counts, pairs, bound
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for word, count in counts.items():
            if word != BREAK and count >= SEEN:
                self._alike[sound(word)].append(word)

    def strangers(self, texts: Sequence[str]) -> list[bool]:
        """Mỗi từ: nói kho chưa từng viết nó cạnh từ nào bên nó, mà có chữ đồng âm với nó."""
        met = [False, *(pair in self._pairs for pair in pairwise(texts)), False]
        return [
            not (left or right) and bool(self._others(text))
            for text, left, right in zip(texts, met[:-1], met[1:], strict=True)
        ]

    def best(self, pair: Sequence[str], doubtful: Sequence[bool]) -> Sequence[str]:
        """Cặp đồng âm kho hay viết thay cho `pair` chưa viết bao giờ; không chắc thì chính nó."""
        if tuple(pair) in self._pairs:
            return pair
        choices = [[text, *self._others(text)] if doubt else [text] for text, doubt in zip(pair, doubtful, strict=True)]
        ranked = sorted(
            ((self._pairs.get((one, other), 0), one, other) for one, other in product(*choices)), reverse=True
        )
        (count, *best), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0
        usual = max((self._counts.get(old, 0) for old, new in zip(pair, best, strict=True) if old != new), default=0)
        rarer = min(self._counts.get(word, 0) for word in best)
        return best if count >= max(SEEN, CLEARLY * second, OF_WORD * usual, self._bound * rarer) else pair

    def _others(self, text: str) -> list[str]:
        return [other for other in self._alike.get(sound(text), ()) if other != text]
