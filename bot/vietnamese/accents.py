"""Thêm dấu cho chữ gõ không dấu: đường đi tốt nhất (Viterbi) qua các chữ có dấu mà kho đã viết."""

from __future__ import annotations

from collections.abc import Sequence

from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.vocabulary import BREAK, Vocabulary, canonical
from bot.vietnamese.written import Word

LACKING = 0.15
"""Câu thiếu dấu khi ít nhất chừng này phần từ của nó là chữ kho hầu như luôn viết có dấu."""
_NEARLY_ALWAYS = 0.9


class AccentRestorer:
    """Thêm dấu theo vốn từ của kho."""

    def __init__(self, vocabulary: Vocabulary, bigrams: Bigrams) -> None:
        self._forms, self._bigrams = vocabulary.forms, bigrams
        self._bare_only_seldom = {
            bare
            for bare, count in vocabulary.bare.items()
            if vocabulary.written.get(bare, 0) <= (1 - _NEARLY_ALWAYS) * count
        }

    def restore(self, words: Sequence[Word]) -> list[Word]:
        """Các từ; từ không dấu được thêm dấu nếu câu thiếu dấu, hoặc nếu một bước trước vừa sửa nó."""
        lacking = sum(not word.fixed and word.lower in self._bare_only_seldom for word in words)
        whole = lacking > 0 and lacking >= LACKING * len(words)
        if not whole and not any(word.changed for word in words):
            return list(words)
        choices = [self._choices(word, whole) for word in words]
        return [
            word if chosen in {word.lower, canonical(word.lower)} else word.replaced(chosen)[0]
            for word, chosen in zip(words, self._best(choices), strict=True)
        ]

    def _choices(self, word: Word, whole: bool) -> list[str]:
        lower = word.lower
        if word.fixed or not lower.isascii() or not (whole or word.changed):
            return [canonical(lower)]
        return self._forms.get(lower, [lower])

    def _best(self, choices: Sequence[Sequence[str]]) -> list[str]:
        scores = {BREAK: 0.0}
        came_from: list[dict[str, str]] = []
        for forms in (*choices, [BREAK]):
            reached: dict[str, float] = {}
            back: dict[str, str] = {}
            for form in forms:
                back[form] = max(scores, key=lambda before: scores[before] + self._bigrams.log(before, form))
                reached[form] = scores[back[form]] + self._bigrams.log(back[form], form)
            scores = reached
            came_from.append(back)
        path = [BREAK]
        for back in reversed(came_from):
            path.append(back[path[-1]])
        return path[-2:0:-1]
