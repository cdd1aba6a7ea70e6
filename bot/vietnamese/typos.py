"""Sửa một lỗi gõ trong một từ: "cuocs" hay "cuoxc" → "cuoc", khi chỉ có một cách sửa hợp lẽ."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.keys import telex
from bot.vietnamese.near import Near
from bot.vietnamese.syllable import bare
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
MARKED = math.log(50)
"""Một từ đã có dấu mà bỏ dấu đi là một âm tiết của kho ("đuợc") thì thường chỉ sai dấu."""
_VOWEL = re.compile("[aeiouy]")
"""Chữ không có nguyên âm là chữ viết tắt (cty, thpt), không phải chữ gõ sai."""


class Corrector:
    """Sửa lỗi gõ theo vốn từ của kho."""

    def __init__(self, vocabulary: Vocabulary, bigrams: Bigrams) -> None:
        self._vocabulary, self._bigrams = vocabulary, bigrams
        self._near = Near(bare for bare, count in vocabulary.bare.items() if count >= SEEN and bare != BREAK)

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
        if self._vocabulary.settled(lower) or not _VOWEL.search(bare(lower)):
            return None
        scores = {
            near: self._bigrams.log(previous, near) + self._bigrams.log(near, following)
            for near in self._near.to(bare(lower))
        }
        if not lower.isascii() and bare(lower) in scores:
            scores[bare(lower)] += MARKED
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
