"""Chữ gõ Telex hay VNI mà bộ gõ không bật: "muoons" → "muốn", "muo61n" → "muốn"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.vietnamese.expand import shorthand
from bot.vietnamese.syllable import TONES, is_syllable, with_tone
from bot.vietnamese.vocabulary import Vocabulary
from bot.vietnamese.written import Word

SHARE = 0.2
"""Cả câu là Telex hay VNI khi ít nhất chừng này phần từ của nó gõ bằng phím ấy."""
KEYS = 2
"""… và có ít nhất chừng này phím dấu: một từ lẻ như "bus", "tang1" chưa nói lên gì."""

LONGEST = 14
"""Âm tiết dài nhất bảy chữ, mỗi chữ nhiều nhất một phím."""

_TELEX = re.compile(r"[a-zđăâêôơư]*[a-z][a-zđăâêôơư]*")
_VNI = re.compile(r"[a-zđ]+\d[a-z\d]*")
_VNI_TONES = dict(zip("12345", TONES.values(), strict=True))
_VNI_SHAPES = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}
_VOWELS = "aăâeêioôơuưy"


class Typed(NamedTuple):
    """Âm tiết giải ra từ các phím, số phím dấu; `sure`: phím không thể là con số đứng sau một từ."""

    text: str
    keys: int
    sure: bool


@functools.lru_cache(maxsize=65_536)
def telex(word: str) -> Typed | None:
    """Giải các phím Telex của `word` (viết thường); None: không thành một âm tiết."""
    if not _TELEX.fullmatch(word):
        return None
    typed = _Keystrokes()
    for key in word:
        done = (
            (key in TONES and typed.tone_with(TONES[key]))
            or (key in "aeo" and typed.shape({key: {"a": "â", "e": "ê", "o": "ô"}[key]}))
            or (key == "d" and typed.cross())
            or (key == "w" and typed.horn())
        )
        if not done:
            typed.letters += key
    return typed.syllable()


@functools.lru_cache(maxsize=65_536)
def vni(word: str) -> Typed | None:
    """Giải các phím VNI của `word` (viết thường); None: không thành một âm tiết."""
    if not _VNI.fullmatch(word):
        return None
    typed = _Keystrokes()
    for place, key in enumerate(word):
        if not key.isdecimal():
            typed.letters += key
            continue
        done = (
            (key in _VNI_TONES and typed.tone_with(_VNI_TONES[key]))
            or (key == "9" and typed.cross())
            or (key == "7" and typed.horn_of("uo"))
            or (key in _VNI_SHAPES and typed.shape(_VNI_SHAPES[key]))
        )
        if not done:
            return None
        typed.sure |= key in "6789" or word[place + 1 : place + 2].isalpha()
    return typed.syllable()


class _Keystrokes:
    """Âm tiết đang gõ dở."""

    def __init__(self) -> None:
        self.letters, self.tone, self.keys, self.sure = "", "", 0, False

    def tone_with(self, tone: str) -> bool:
        """Nhận một phím thanh, nếu đã có nguyên âm và chưa có thanh."""
        if self.tone or not any(letter in _VOWELS for letter in self.letters):
            return False
        self.tone = tone
        self.keys += 1
        return True

    def shape(self, changes: dict[str, str]) -> bool:
        """Đổi nguyên âm cuối cùng đổi được."""
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place] in changes:
                return self._put(place, changes[self.letters[place]])
        return False

    def cross(self) -> bool:
        """Chữ d đầu thành đ."""
        return self.letters[:1] == "d" and self._put(0, "đ")

    def horn(self) -> bool:
        """Phím w: móc cho u, o; trăng cho a; một mình sau phụ âm là ư."""
        if self.horn_of("uo"):
            return True
        if not any(letter in _VOWELS for letter in self.letters):
            self.letters += "ư"
            self.keys += 1
            return True
        return self.shape({"a": "ă"})

    def horn_of(self, bare: str) -> bool:
        """Móc: uo thành ươ, ua thành ưa, nếu không thì u hay o cuối cùng; u của qu và o của oa thì không."""
        start = 2 if self.letters.startswith("qu") else 0
        for pair, horned in (("uo", "ươ"), ("ưo", "ươ"), ("uơ", "ươ")):
            place = self.letters.find(pair, start)
            if place >= 0:
                self.letters = self.letters[:place] + horned + self.letters[place + 2 :]
                self.keys += 1
                return True
        for place in range(len(self.letters) - 1, start - 1, -1):
            if self.letters[place] in bare and self.letters[place : place + 2] != "oa":
                return self._put(place, "ư" if self.letters[place] == "u" else "ơ")
        return False

    def syllable(self) -> Typed | None:
        """Kết quả, nếu có phím dấu nào và thành một âm tiết (hay một chữ tắt có đ: "ddc")."""
        text = with_tone(self.letters, self.tone)
        return Typed(text, self.keys, self.sure) if self.keys and (is_syllable(text) or text in shorthand()) else None

    def _put(self, place: int, letter: str) -> bool:
        self.letters = self.letters[:place] + letter + self.letters[place + 1 :]
        self.keys += 1
        return True


def decode_telex(words: Sequence[Word], vocabulary: Vocabulary) -> list[Word]:
    """Giải Telex, chỉ khi cả câu có vẻ gõ Telex; từ đã là âm tiết, từ quen của kho, mã và địa chỉ còn nguyên."""
    return _decode(words, vocabulary, telex, must_be_sure=False)


def decode_vni(words: Sequence[Word], vocabulary: Vocabulary) -> list[Word]:
    """Giải VNI, chỉ khi cả câu có vẻ gõ VNI; con số đứng riêng không bao giờ là phím."""
    return _decode(words, vocabulary, vni, must_be_sure=True)


def _decode(
    words: Sequence[Word], vocabulary: Vocabulary, decode: Callable[[str], Typed | None], must_be_sure: bool
) -> list[Word]:
    typed = [_typed(word, vocabulary, decode) for word in words]
    known = {each for each in typed if each and (vocabulary.knows(each.text) or each.text in shorthand())}
    keys = sum(each.keys for each in typed if each in known)
    enough = keys >= KEYS and sum(each in known for each in typed) >= SHARE * sum(not word.fixed for word in words)
    if not enough or (must_be_sure and not any(each.sure for each in known)):
        return list(words)
    result: list[Word] = []
    for word, each in zip(words, typed, strict=True):
        result += word.replaced(each.text) if each and (each in known or each.keys >= KEYS) else [word]
    return result


def _typed(word: Word, vocabulary: Vocabulary, decode: Callable[[str], Typed | None]) -> Typed | None:
    if word.fixed or len(word.lower) > LONGEST or vocabulary.settled(word.lower):
        return None
    return decode(word.lower)
