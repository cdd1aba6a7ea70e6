"""Chữ cách một chữ khác một lần gõ sai: tra theo các chữ còn lại khi bỏ đi một chữ cái (cách của SymSpell)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Near:
    """Các từ cho sẵn cách một chữ nhiều nhất một lần bỏ, thêm, thay hay đổi chỗ hai chữ cái liền nhau."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for shorter in _shortened(word):
                self._shortened[shorter].append(word)

    def to(self, written: str) -> set[str]:
        """Các từ gần `written`, kể cả chính nó."""
        shorter = _shortened(written)
        found = {word for word in (written, *shorter) if word in self._words}
        found.update(self._shortened.get(written, ()))
        for rest in shorter:
            found.update(word for word in self._shortened.get(rest, ()) if _same_length_edit(word, written))
        return found


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _same_length_edit(one: str, other: str) -> bool:
    """Khác nhiều nhất một chữ cái, hoặc hai chữ cái liền nhau đổi chỗ."""
    places = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(places) <= 1:
        return True
    first, last = places[0], places[-1]
    return len(places) == 2 and last == first + 1 and (one[first], one[last]) == (other[last], other[first])
