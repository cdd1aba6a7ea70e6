"""Chữ gõ xấu do máy bịa từ câu viết đúng: Telex, VNI, không dấu, gõ sai, viết dính, viết tắt, tiếng vùng miền."""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Callable

from bot.vietnamese import fold
from bot.vietnamese.expand import shorthand
from bot.vietnamese.regional import regional

Noise = Callable[[str, random.Random], str]

_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j", "\u031b": "w", "\u0306": "w"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5", "\u0302": "6"} | {
    "\u031b": "7",
    "\u0306": "8",
}
_TYPO_SHARE, _GLUE_SHARE = 0.25, 0.3


def telex(text: str, _: random.Random) -> str:
    """Mọi từ gõ Telex, phím thanh ở cuối từ."""
    return _each(text, lambda word: _keyed(word, _TELEX, "dd"))


def vni(text: str, _: random.Random) -> str:
    """Mọi từ gõ VNI, phím thanh ở cuối từ."""
    return _each(text, lambda word: _keyed(word, _VNI, "d9"))


def _keyed(word: str, keys: dict[str, str], crossed: str) -> str:
    body, tone = "", ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", crossed).replace("Đ", crossed.capitalize())):
        if letter == "\u0302" and letter not in keys:
            body += body[-1].lower()
        elif letter in keys and letter in "\u0302\u0306\u031b":
            body += keys[letter]
        elif letter in keys:
            tone = keys[letter]
        else:
            body += letter
    end = len(body.rstrip(string.punctuation))
    return body[:end] + tone + body[end:]


def bare(text: str, _: random.Random) -> str:
    """Không dấu."""
    return fold(text)


def typos(text: str, rng: random.Random) -> str:
    """Một phần tư số từ (dài từ ba chữ) gõ sai một chữ, không dấu."""
    return _each(fold(text), lambda word: _mistyped(word, rng) if rng.random() < _TYPO_SHARE else word)


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


def teen(text: str, _: random.Random) -> str:
    """Mọi cụm có chữ tắt trong shorthand.yml viết tắt, bằng chữ tắt ghi đầu tiên."""
    return _reworded(text, {full: short for short, full in reversed(shorthand().items())})


def local(text: str, _: random.Random) -> str:
    """Mọi cụm có tiếng địa phương trong regional.yml nói tiếng địa phương."""
    return _reworded(text, {" ".join(common): " ".join(said) for said, common in regional().items()})


def _reworded(text: str, table: dict[str, str]) -> str:
    text = f" {text} "
    for full in sorted(table, key=len, reverse=True):
        text = text.replace(f" {full} ", f" {table[full]} ")
    return text.strip()


def _each(text: str, change: Callable[[str], str]) -> str:
    return " ".join(change(word) for word in text.split(" "))


NOISES: dict[str, Noise] = {
    "đúng": lambda text, _: text,
    "Telex": telex,
    "VNI": vni,
    "không dấu": bare,
    "gõ sai": typos,
    "viết dính": glued,
    "viết tắt": teen,
    "tiếng địa phương": local,
}
