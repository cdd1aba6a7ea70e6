"""Thêm dấu cho chữ gõ không dấu: đường đi tốt nhất (Viterbi) qua các chữ có dấu mà kho đã viết."""

from __future__ import annotations

from collections.abc import Sequence

from bot.vietnamese.bigrams import Bigrams
from bot.vietnamese.vocabulary import BREAK, Vocabulary, canonical
from bot.vietnamese.written import Word


class AccentRestorer:
    """Thêm dấu theo vốn từ của kho."""

    def __init__(self, vocabulary: Vocabulary, bigrams: Bigrams) -> None:
        self._vocabulary, self._forms, self._bigrams = vocabulary, vocabulary.forms, bigrams

    def restore(self, words: Sequence[Word]) -> list[Word]:
        """Các từ; từ không dấu được thêm dấu nếu câu thiếu dấu, hoặc nếu một bước trước vừa sửa nó."""
        whole = self._vocabulary.lacks_accents([word.lower for word in words if not word.fixed], len(words))
        choices = [self._choices(word, whole) for word in words]
        if all(word.lower in forms and len(forms) == 1 for word, forms in zip(words, choices, strict=True)):
            return list(words)
        return [self._chosen(word, form) for word, form in zip(words, self._best(choices), strict=True)]

    def _chosen(self, word: Word, form: str) -> Word:
        return word if form == word.lower or form == canonical(word.lower) else word.replaced(form)[0]

    def _choices(self, word: Word, whole: bool) -> list[str]:
        lower = word.lower
        if word.fixed or not lower.isascii() or not (whole or word.changed):
            return [canonical(lower)]
        return self._forms.get(lower, [lower])

    def _best(self, choices: Sequence[Sequence[str]]) -> list[str]:
        scores = {BREAK: 0.0}
        came_from: list[dict[str, str]] = []
        for forms in (*choices, [BREAK]):
            scores, back = self._bigrams.step(scores, forms)
            came_from.append(back)
        path = [BREAK]
        for back in reversed(came_from):
            path.append(back[path[-1]])
        return path[-2:0:-1]
