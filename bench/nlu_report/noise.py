"""Gõ khác đi: mỗi kiểu là một hàm đổi chữ, cùng câu thì luôn đổi như nhau; và bot mất bao nhiêu vì nó."""

from __future__ import annotations

import functools
import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.nlu_report.answers import Reply, reply, share
from bench.nlu_report.intents import Intents
from bot.knowledge.answerer import Answerer
from bot.vietnamese import expand
from bot.vietnamese.expand import shorthand

_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_PUNCTUATION = re.compile(r"(?<!\d)[^\w\s]+|[^\w\s]+(?!\d)")
"""Dấu câu, trừ dấu nằm giữa hai chữ số (9.433, 01/07)."""
_MARKS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
"""Dấu mũ (gõ đôi chữ), dấu trăng và dấu móc."""
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_LETTERS = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class NoiseRow:
    """Trên những câu mà kiểu gõ này làm đổi chữ: đúng ngay khi gõ thường, khi gõ khác đi, và mức giảm."""

    kind: str
    count: int
    clean: float
    noisy: float

    @property
    def drop(self) -> float:
        """Phần đúng mất đi."""
        return self.clean - self.noisy


def no_accents(text: str) -> str:
    """Gõ không dấu."""
    bare = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")


def capitals(text: str) -> str:
    """Quên tắt Caps Lock."""
    return text.upper()


def decomposed(text: str) -> str:
    """Dấu rời: bàn phím máy Apple, chữ chép từ PDF."""
    return unicodedata.normalize("NFD", text)


def teen_shorthand(text: str) -> str:
    """Mọi chữ có trong bảng viết tắt của bot đều bị viết tắt, mỗi chữ một cách trong bảng."""
    short = _short_forms()
    rng = _rng(text)
    return _full_forms().sub(lambda match: rng.choice(short[match.group().lower()]), text)


def telex(text: str) -> str:
    """Bộ gõ tắt mà vẫn gõ Telex: “tiếng” thành “tieengs”."""
    return _WORD.sub(lambda match: _keys(match.group()), unicodedata.normalize("NFC", text))


def typo(text: str) -> str:
    """Một chữ cái sai: mất, lặp, đổi chỗ, hay thành chữ khác."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    rng = _rng(text)
    word = rng.choice(words)
    n = rng.randrange(word.start(), word.end() - 1)
    here, after = text[n], text[n + 1]
    wrong = rng.choice(("", here * 2, after + here, rng.choice(_LETTERS)))
    return text[:n] + wrong + text[n + (2 if wrong == after + here else 1) :]


def no_punctuation(text: str) -> str:
    """Không dấu câu."""
    return " ".join(_PUNCTUATION.sub(" ", text).split())


KINDS: Mapping[str, Callable[[str], str]] = {
    "no_accents": no_accents,
    "capitals": capitals,
    "decomposed": decomposed,
    "teen_shorthand": teen_shorthand,
    "telex": telex,
    "typo": typo,
    "no_punctuation": no_punctuation,
}


def variants(texts: Sequence[str]) -> dict[str, str]:
    """Mọi câu gõ khác đi → câu gốc của nó."""
    return {make(text): text for text in texts for make in KINDS.values() if make(text) != text}


def measure(replies: Sequence[tuple[Answerer, Reply]], intents: Mapping[str, Intents]) -> tuple[NoiseRow, ...]:
    """Hỏi lại từng câu theo từng kiểu gõ, với đúng `Answerer` đã trả lời nó khi gõ thường."""
    rows = []
    for kind, make in KINDS.items():
        clean, noisy = [], []
        for answerer, before in replies:
            text = make(before.ask.text)
            if text != before.ask.text:
                clean.append(before.first)
                noisy.append(reply(answerer, before.ask, text, intents[text]).first)
        rows.append(NoiseRow(kind, len(clean), share(clean), share(noisy)))
    return tuple(rows)


def _rng(text: str) -> random.Random:
    return random.Random(text)  # noqa: S311  # để lần nào cũng như nhau, không phải để giữ bí mật


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


def _keys(word: str) -> str:
    """Các phím Telex của một âm tiết; phím dấu thanh ở cuối."""
    typed, tone = "", ""
    for mark in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark in _MARKS:
            typed += _MARKS[mark] or typed[-1:]
        else:
            typed += mark
    return typed + tone
