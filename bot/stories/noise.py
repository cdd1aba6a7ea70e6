"""Chữ gõ xấu do máy bịa từ câu viết đúng: Telex, VNI, không dấu, gõ sai, viết dính, viết tắt, tiếng vùng miền…

Mỗi kiểu là một hàm của chữ và của nguồn ngẫu nhiên được đưa vào: cùng hai thứ ấy thì luôn ra cùng một câu.
"""

from __future__ import annotations

import functools
import random
import re
import string
import unicodedata
from collections.abc import Callable, Mapping

from bot.vietnamese import expand, fold
from bot.vietnamese.expand import shorthand
from bot.vietnamese.regional import by_region, regional

Noise = Callable[[str, random.Random], str]

_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_PUNCTUATION = re.compile(r"(?<!\d)[^\w\s]+|[^\w\s]+(?!\d)")
"""Dấu câu, trừ dấu nằm giữa hai chữ số (9.433, 01/07)."""
_LETTERS = "abcdeghiklmnopqrstuvxy"
_TYPO_SHARE, _GLUE_SHARE, _CONFUSED_SHARE = 0.25, 0.3, 1 / 3
_CONFUSED = {"l": "n", "n": "l", "tr": "ch", "ch": "tr", "s": "x", "x": "s"}
_ONSET = re.compile(r"\b(?:tr|ch|[lnsx])(?=[^\W\d_bcdđfghjklmnpqrstvwxz])")
"""Âm đầu đứng ngay trước nguyên âm: chữ tắt (nfc, sms) không ai nói lẫn."""
_FALLING_RISING, _RISING = "\u0303", "\u0309"
"""Dấu ngã, dấu hỏi."""

_STROKE = "\u0335"
"""Gạch ngang của đ, viết rời như các dấu khác."""
_TONES = frozenset("\u0301\u0300\u0309\u0303\u0323")
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"} | {
    "\u0302": "",
    "\u0306": "w",
    "\u031b": "w",
    _STROKE: "",
}
"""Dấu → phím; phím trống: gõ đôi chữ cái mang dấu."""
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"} | {
    "\u0302": "6",
    "\u031b": "7",
    "\u0306": "8",
    _STROKE: "9",
}


def as_written(text: str, _: random.Random) -> str:
    """Đúng như nó được viết."""
    return text


def telex(text: str, _: random.Random) -> str:
    """Bộ gõ tắt mà vẫn gõ Telex: “tiếng” thành “tieengs”; phím thanh ở cuối từ."""
    return _typed(text, _TELEX)


def vni(text: str, _: random.Random) -> str:
    """Bộ gõ tắt mà vẫn gõ VNI: “tiếng” thành “tie6ng1”."""
    return _typed(text, _VNI)


def _typed(text: str, keys: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: _keyed(match.group(), keys), unicodedata.normalize("NFC", text))


def _keyed(word: str, keys: Mapping[str, str]) -> str:
    typed, tone = "", ""
    stroked = word.replace("đ", f"d{_STROKE}").replace("Đ", f"D{_STROKE}")
    for mark in unicodedata.normalize("NFD", stroked):
        if mark in _TONES:
            tone = keys[mark]
        elif mark in keys:
            typed += keys[mark] or typed[-1:]
        else:
            typed += mark
    return typed + tone


def no_accents(text: str, _: random.Random) -> str:
    """Gõ không dấu, hoa thường giữ nguyên."""
    bare = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")


def capitals(text: str, _: random.Random) -> str:
    """Quên tắt Caps Lock."""
    return text.upper()


def decomposed(text: str, _: random.Random) -> str:
    """Dấu rời: bàn phím máy Apple, chữ chép từ PDF."""
    return unicodedata.normalize("NFD", text)


def no_punctuation(text: str, _: random.Random) -> str:
    """Không dấu câu."""
    return " ".join(_PUNCTUATION.sub(" ", text).split())


def typo(text: str, rng: random.Random) -> str:
    """Cả câu sai một chữ cái: mất, lặp, đổi chỗ, hay thành chữ khác; dấu giữ nguyên."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = rng.choice(words)
    n = rng.randrange(word.start(), word.end() - 1)
    here, after = text[n], text[n + 1]
    wrong = rng.choice(("", here * 2, after + here, rng.choice(_LETTERS)))
    return text[:n] + wrong + text[n + (2 if wrong == after + here else 1) :]


def typos(text: str, rng: random.Random) -> str:
    """Một phần tư số từ (dài từ ba chữ) gõ sai một chữ, không dấu."""
    words = fold(text).split(" ")
    return " ".join(_mistyped(word, rng) if rng.random() < _TYPO_SHARE else word for word in words)


def _mistyped(word: str, rng: random.Random) -> str:
    if len(word) < 3 or not word.isalpha():
        return word
    place = rng.randrange(len(word) - 1)
    head, tail, letter = word[:place], word[place + 1 :], rng.choice(string.ascii_lowercase)
    return rng.choice(
        [head + tail, head + tail[0] + word[place] + tail[1:], head + letter + tail, word[: place + 1] + letter + tail]
    )


def glued(text: str, rng: random.Random) -> str:
    """Không dấu, ba phần mười số dấu cách bị bỏ."""
    return "".join("" if letter == " " and rng.random() < _GLUE_SHARE else letter for letter in fold(text))


def teen(text: str, rng: random.Random) -> str:
    """Mọi cụm có trong bảng viết tắt của bot đều bị viết tắt, mỗi chỗ một cách mà bot biết mở ra đúng chữ ấy."""
    short = _short_forms()
    return _full_forms().sub(lambda match: rng.choice(short[match.group().lower()]), text)


@functools.cache
def _short_forms() -> dict[str, list[str]]:
    """Chữ đầy đủ → các chữ tắt mà bot biết mở ra đúng chữ ấy."""
    found: dict[str, list[str]] = {}
    for short, full in shorthand().items():
        if expand(short) == full:
            found.setdefault(full, []).append(short)
    return found


@functools.cache
def _full_forms() -> re.Pattern[str]:
    longest_first = sorted(_short_forms(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def local(text: str, _: random.Random) -> str:
    """Mọi cụm có tiếng địa phương trong regional.yml nói tiếng địa phương."""
    return _said(text, {" ".join(common): " ".join(said) for said, common in regional().items()})


def nghe(text: str, _: random.Random) -> str:
    """Người Thanh, Nghệ, Tĩnh: tiếng của vùng, và hỏi, ngã viết như nhau."""
    return _same_tones(_said(text, _of_region("nghe")))


def south(text: str, _: random.Random) -> str:
    """Người miền Nam: tiếng của vùng, và hỏi, ngã viết như nhau."""
    return _same_tones(_said(text, _of_region("south")))


def north(text: str, rng: random.Random) -> str:
    """Người miền Bắc viết lẫn l với n, tr với ch, s với x ở một phần ba số từ có các âm ấy."""
    return _ONSET.sub(lambda onset: _CONFUSED[onset[0]] if rng.random() < _CONFUSED_SHARE else onset[0], text)


def _of_region(region: str) -> dict[str, str]:
    return {common: said for said, common in by_region()[region].items()}


def _said(text: str, table: Mapping[str, str]) -> str:
    text = f" {text} "
    for common in sorted(table, key=len, reverse=True):
        text = text.replace(f" {common} ", f" {table[common]} ")
    return text.strip()


def _same_tones(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(_FALLING_RISING, _RISING))


NOISES: dict[str, Noise] = {
    "đúng": as_written,
    "Telex": telex,
    "VNI": vni,
    "không dấu": no_accents,
    "gõ sai": typos,
    "viết dính": glued,
    "viết tắt": teen,
    "tiếng địa phương": local,
}
"""Các kiểu chữ của bảng `make text-report`."""
