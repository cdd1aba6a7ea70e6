"""Âm tiết tiếng Việt: chữ nào có thể là một âm tiết, dấu thanh đặt vào đâu."""

from __future__ import annotations

import functools
import re
import unicodedata

from bot.vietnamese.fold import fold

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
"""Năm dấu thanh (dấu rời Unicode) theo phím Telex: sắc, huyền, hỏi, ngã, nặng."""

_ONSETS = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(" ")
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong  op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uynh uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych ynh yt
""".split()
_ONLY_AFTER_QU = {"ych", "ynh", "yt"}
_ALONE = {"yêm", "yên", "yêng", "yêt", "yêu"}
"""Vần viết chữ y chỉ khi không có phụ âm đầu, hoặc sau qu."""
_STOPPED = re.compile(r"(?:p|t|c|ch)$")
_NUCLEUS = re.compile("(?:^gi(?=[aăâeêoôơuư])|^qu)?[^aăâeêioôơuưy]*([aăâeêioôơuưy]+)")
_MARKS = frozenset(TONES.values())


def _fits(onset: str, rhyme: str) -> bool:
    first = rhyme[0]
    if onset == "qu":
        return first not in "uưo" and rhyme not in {"ia", "iu"} and not (first == "i" and len(rhyme) > 3)
    if rhyme in _ONLY_AFTER_QU or (onset and rhyme in _ALONE):
        return False
    if onset in {"k", "gh", "ngh"}:
        return first in ("eêi" if onset != "k" else "eêiy")
    if onset in {"c", "g", "ng"}:
        return first not in ("eêy" if onset == "g" else "eêiy") and not (
            onset == "c" and rhyme[:2] in {"oa", "oe", "uy"}
        )
    return not (onset == "gi" and first in "iy")


_LETTERS = frozenset(onset + rhyme for onset in _ONSETS for rhyme in _RHYMES if _fits(onset, rhyme))
_BARE = frozenset(map(fold, _LETTERS))


bare = functools.lru_cache(maxsize=65_536)(fold)
"""`fold` có nhớ, cho một từ: vốn từ của người ta nhỏ."""


@functools.lru_cache(maxsize=65_536)
def split_tone(word: str) -> tuple[str, str]:
    """Tách `word` (viết thường, NFC) thành chữ không dấu thanh và dấu thanh ("" là thanh ngang)."""
    if word.isascii():
        return word, ""
    tone, letters = "", []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _MARKS and not tone:
            tone = letter
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)), tone


@functools.lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Nói `word` (viết thường, NFC) có thể là một âm tiết, đủ dấu ("muốn") hay không dấu nào ("muon")."""
    if word.isascii():
        return word in _BARE
    letters, tone = split_tone(word)
    return letters in _LETTERS and not (tone in (TONES["f"], TONES["r"], TONES["x"]) and _STOPPED.search(letters))


def with_tone(letters: str, tone: str) -> str:
    """Đặt dấu thanh `tone` (một giá trị của TONES, hoặc "") vào `letters`, kiểu cũ: hòa, thủy, quý."""
    nucleus = _NUCLEUS.match(letters)
    if not tone or not nucleus:
        return letters
    start, end = nucleus.span(1)
    marked = [n for n in range(start, end) if letters[n] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif end - start == 1 or (end - start == 2 and end == len(letters)):
        place = start
    else:
        place = start + 1
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
