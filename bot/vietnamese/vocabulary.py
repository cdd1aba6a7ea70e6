"""Vốn từ của kho: âm tiết nào được viết, mấy lần, sau âm tiết nào. Đếm từ chính chữ của kho lúc dựng mục lục."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from bot.vietnamese.expand import shorthand
from bot.vietnamese.fold import fold
from bot.vietnamese.syllable import is_syllable, split_tone, with_tone

_TOKEN = re.compile(r"[^\W\d_]+|\n")
BREAK = "\n"
"""Chỗ bắt đầu và kết thúc một dòng."""


ACCENTED = 0.15
"""Dòng viết đủ dấu dôi ra ít nhất chừng này byte mỗi ký tự (thường 0,35); dòng gõ không dấu, nửa dấu thì không đếm."""


LACKING = 0.15
"""Câu thiếu dấu khi ít nhất chừng này phần từ của nó là chữ kho hầu như luôn viết có dấu."""
_NEARLY_ALWAYS = 0.9


FOREIGN_FILE = Path(__file__).parent / "foreign.yml"


@functools.cache
def foreign() -> frozenset[str]:
    """Từ nước ngoài quen dùng của `foreign.yml`, viết thường."""
    words: list[str] = yaml.safe_load(FOREIGN_FILE.read_text(encoding="utf-8"))
    return frozenset(words)


class Vocabulary:
    """Số lần của âm tiết và cặp âm tiết liền nhau; chỉ tính dòng viết đủ dấu. Mọi chữ viết thường.

    `written`: chữ có dấu → số lần; `bare`: chữ không dấu → số lần; `forms`: chữ không dấu → các chữ có dấu của nó,
    hay gặp trước; `foreign`: chữ không phải âm tiết mà kho hay foreign.yml có; `pairs`, `bare_pairs`: cặp liền nhau
    trong một dòng → số lần, dấu xuống dòng (BREAK) đứng trước từ đầu và sau từ cuối.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        text = "\n".join(line for line in lines if _is_accented(line))
        numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
        ids = np.array(
            [numbers[token] for token in (BREAK, *_TOKEN.findall(unicodedata.normalize("NFC", text).lower()), BREAK)]
        )
        tokens = [canonical(token) for token in numbers]
        bares = [fold(token) if token != BREAK else BREAK for token in tokens]
        counts = np.bincount(ids, minlength=len(tokens)).tolist()
        self.written: dict[str, int] = {}
        self.bare: dict[str, int] = {}
        self.foreign = set(foreign())
        forms: dict[str, dict[str, None]] = {}
        for token, bare, count in zip(tokens, bares, counts, strict=True):
            if token == BREAK or is_syllable(token):
                self.written[token] = self.written.get(token, 0) + count
                self.bare[bare] = self.bare.get(bare, 0) + count
                forms.setdefault(bare, {})[token] = None
            else:
                self.foreign.add(token)
        self.forms = {bare: sorted(group, key=lambda form: -self.written[form]) for bare, group in forms.items()}
        self._bare_only_seldom = {
            bare for bare, count in self.bare.items() if self.written.get(bare, 0) <= (1 - _NEARLY_ALWAYS) * count
        }
        self.pairs = _count_pairs(ids, tokens)
        self.bare_pairs = _count_pairs(ids, bares)

    def knows(self, word: str) -> bool:
        """Nói `word` (viết thường) là một âm tiết của kho, đủ dấu hay bỏ hết dấu."""
        return word in self.bare or canonical(word) in self.written

    def lacks_accents(self, spoken: Iterable[str], length: int) -> bool:
        """Nói câu dài `length` từ, trong đó lời nói là `spoken` (viết thường), thiếu dấu."""
        lacking = sum(word in self._bare_only_seldom for word in spoken)
        return lacking > 0 and lacking >= LACKING * length

    def settled(self, word: str) -> bool:
        """Nói `word` (viết thường) không phải chữ gõ lạ: một âm tiết, từ nước ngoài quen hay chữ viết tắt."""
        return is_syllable(word) or word in self.foreign or word in shorthand()


def _is_accented(line: str) -> bool:
    """Chữ có dấu chiếm hai, ba byte UTF-8: đếm byte dôi ra thì khỏi đọc từng chữ."""
    return len(line.encode("utf-8", "replace")) >= (1 + ACCENTED) * len(line)


@functools.lru_cache(maxsize=65_536)
def canonical(word: str) -> str:
    """`word` với dấu thanh đặt kiểu cũ: hoà và hòa là một chữ."""
    letters, tone = split_tone(word)
    return with_tone(letters, tone) if tone else word


def _count_pairs(ids: npt.NDArray[np.int64], names: list[str]) -> dict[tuple[str, str], int]:
    places: dict[str, int] = {}
    merged = np.array([places.setdefault(name, len(places)) for name in names])[ids]
    order = list(places)
    keys, counts = np.unique(merged[:-1] * len(order) + merged[1:], return_counts=True)
    first, second = np.divmod(keys, len(order))
    return {
        (order[one], order[other]): count
        for one, other, count in zip(first.tolist(), second.tolist(), counts.tolist(), strict=True)
    }
