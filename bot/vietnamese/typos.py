"""Sửa một lỗi gõ trong một từ: "cuocs" hay "cuoxc" → "cuoc", khi chỉ có một cách sửa hợp lẽ."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.expand import shorthand
from bot.vietnamese.keys import telex
from bot.vietnamese.syllable import bare, is_syllable
from bot.vietnamese.vocabulary import BREAK, Vocabulary
from bot.vietnamese.written import Word

SHORTEST, LONGEST = 3, 9
"""Từ hai chữ cái có quá nhiều cách sửa; không âm tiết nào dài quá bảy chữ."""
SEEN = 5
"""Chỉ sửa thành âm tiết kho đã viết ít nhất chừng này lần."""
MARGIN = math.log(5)
"""Cách sửa tốt nhất phải hợp với hai từ bên cạnh hơn cách thứ nhì chừng này lần."""
KEYED = math.log(50)
"""Một từ gõ đúng phím Telex ("gif", "ddi") giữa câu có dấu hay không dấu thì gần như chắc là nó."""
_VOWEL = re.compile("[aeiouy]")
"""Chữ không có nguyên âm là chữ viết tắt (cty, thpt), không phải chữ gõ sai."""


class Corrector:
    """Sửa lỗi gõ theo vốn từ của kho."""

    def __init__(self, vocabulary: Vocabulary, bigrams: Bigrams) -> None:
        self._vocabulary, self._bigrams = vocabulary, bigrams

    def correct(self, words: Sequence[Word]) -> list[Word]:
        """Các từ, từ gõ sai đã sửa; tên, mã, số, âm tiết và từ quen của kho còn nguyên."""
        result: list[Word] = []
        for place, word in enumerate(words):
            previous = bare(result[-1].lower) if result else BREAK
            following = bare(words[place + 1].lower) if place + 1 < len(words) else BREAK
            better = self._better(word, previous, following)
            result += word.replaced(better) if better else [word]
        return result

    def _better(self, word: Word, previous: str, following: str) -> str | None:
        lower = word.lower
        if word.fixed or word.name or not lower.isalpha() or not SHORTEST <= len(lower) <= LONGEST:
            return None
        if (
            is_syllable(lower)
            or lower in self._vocabulary.foreign
            or lower in shorthand()
            or not _VOWEL.search(bare(lower))
        ):
            return None
        counts = self._vocabulary.bare
        scores = {
            near: self._bigrams.log(previous, near) + self._bigrams.log(near, following)
            for near in set(_one_edit(bare(lower)))
            if counts.get(near, 0) >= SEEN
        }
        typed = telex(lower)
        meant = bare(typed.text) if typed and self._vocabulary.knows(typed.text) else ""
        if meant:
            scores[meant] = KEYED + self._bigrams.log(previous, meant) + self._bigrams.log(meant, following)
        best = sorted(scores, key=lambda near: (-scores[near], near))[:2]
        if not best or (len(best) == 2 and scores[best[0]] - scores[best[1]] < MARGIN):
            return None
        if typed and best[0] == meant:
            return typed.text
        return best[0] if lower.isascii() else self._accented(best[0], lower)

    def _accented(self, folded: str, written: str) -> str:
        """Chữ có dấu của `folded` chung nhiều chữ cái nhất với chữ đã viết; ngang nhau thì chữ hay gặp hơn."""
        letters = Counter(written)
        forms = self._vocabulary.forms[folded]
        return max(forms, key=lambda form: ((letters & Counter(form)).total(), -forms.index(form)))


def _one_edit(word: str) -> Iterator[str]:
    """`word`, và mọi chữ cách nó một lần bỏ, đổi chỗ, thay hay thêm một chữ cái."""
    yield word
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in string.ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in string.ascii_lowercase)
