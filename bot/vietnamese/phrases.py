"""Bảng cụm từ: cụm người ta viết → cụm phổ thông, thay trên các từ của một tin nhắn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.vietnamese.written import Word


class Phrases:
    """Một bảng cụm từ, so từng từ qua `key`; cụm dài được thay trước."""

    def __init__(self, table: Mapping[str, str], key: Callable[[str], str]) -> None:
        self._key = key
        self.table = {tuple(map(key, said.split())): tuple(meant.split()) for said, meant in table.items()}
        self._firsts = frozenset(said[0] for said in self.table)
        self._longest = max(map(len, self.table))

    def replace(self, words: Sequence[Word], touchable: Callable[[Word], bool]) -> list[Word]:
        """Thay mỗi cụm có trong bảng mà mọi từ đều `touchable`."""
        keys = [self._key(word.lower) for word in words]
        if self._firsts.isdisjoint(keys):
            return list(words)
        keys = [key if touchable(word) else "" for key, word in zip(keys, words, strict=True)]
        result: list[Word] = []
        place = 0
        while place < len(words):
            length = self._length(keys, place) if keys[place] in self._firsts else 0
            said = words[place : place + (length or 1)]
            result += self._replaced(said, self.table[tuple(keys[place : place + length])]) if length else said
            place += len(said)
        return result

    def _length(self, keys: Sequence[str], place: int) -> int:
        """Cụm dài nhất trong bảng bắt đầu ở `place` dài mấy từ; 0 là không có."""
        lengths = range(min(self._longest, len(keys) - place), 0, -1)
        return next((length for length in lengths if tuple(keys[place : place + length]) in self.table), 0)

    def _replaced(self, said: Sequence[Word], meant: Sequence[str]) -> list[Word]:
        """Từ thứ n thay từ thứ n, phần dôi ra thuộc về từ cuối; ít từ hơn thì cả cụm gộp lại. Từ không đổi thì giữ."""
        if len(meant) < len(said):
            whole = said[0]._replace(text=said[0].lower, end=max(word.end for word in said), fixed=False)
            return whole.replaced(*meant)
        last = len(said) - 1
        pairs = [*zip(said[:last], ((each,) for each in meant), strict=False), (said[last], tuple(meant[last:]))]
        return [
            new for word, texts in pairs for new in ([word] if texts == (self._key(word.lower),) else _put(word, texts))
        ]


def _put(word: Word, texts: Sequence[str]) -> list[Word]:
    plain = word._replace(text=word.lower, fixed=False) if word.fixed else word
    return plain.replaced(*texts)
