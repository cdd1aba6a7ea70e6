"""Đặc trưng chữ của nhiều dòng một lượt: âm tiết, cặp âm tiết, cụm ký tự; mỗi đặc trưng một số."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_SYMBOLS = np.zeros(129, dtype=np.int64)
for _code, _symbol in enumerate(" abcdefghijklmnopqrstuvwxyz0123456789.,/%", 1):
    _SYMBOLS[ord(_symbol)] = _code
_BITS = 6
"""Chữ bỏ dấu chỉ còn 41 ký tự, mỗi ký tự sáu bit; ký tự lạ (chữ Hán, biểu tượng) chung mã 0."""
_SIZES = (3, 4, 5)
_PAIR = np.int64(0x1F3D5B79A7C4E681)
"""Số lẻ lớn: trộn mã hai âm tiết thành mã của cặp, "y tế" khác "tế y"."""


CODE_BITS = 51
"""Mọi mã đặc trưng đều không âm và dưới 2^51, để còn chỗ ghép thêm số dòng vào cùng một số 64 bit."""


class Grams(NamedTuple):
    """Đặc trưng của một loạt dòng: `codes[i]` có ở dòng `rows[i]`; có hai lần thì lặp lại."""

    codes: NDArray[np.int64]
    rows: NDArray[np.int64]


@functools.lru_cache(maxsize=65_536)
def _syllable_code(syllable: str) -> int:
    """Mã của một âm tiết, như nhau ở mọi tiến trình (`hash` của Python thì không): hai máy chủ cho cùng một điểm."""
    return int.from_bytes(hashlib.blake2b(syllable.encode(), digest_size=8).digest(), "little", signed=True)


def words(lines: Sequence[str]) -> Grams:
    """Âm tiết đơn và cặp âm tiết liền nhau: tiếng Việt phần lớn là từ hai âm tiết."""
    syllables = [line.split() for line in lines]
    rows = np.repeat(np.arange(len(lines)), [len(part) for part in syllables])
    single = np.fromiter(map(_syllable_code, itertools.chain.from_iterable(syllables)), dtype=np.int64, count=len(rows))
    beside = rows[1:] == rows[:-1]
    pairs = (single[:-1] * _PAIR + single[1:])[beside]
    codes = np.concatenate((single, pairs)).view(np.uint64) >> np.uint64(64 - CODE_BITS)
    return Grams(codes.view(np.int64), np.concatenate((rows, rows[1:][beside])))


def characters(lines: Sequence[str]) -> Grams:
    """Cụm 3–5 ký tự của cả dòng: chịu được gõ sai, dính chữ."""
    spaced = [f" {line} " for line in lines]
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in spaced])
    points = np.frombuffer("".join(spaced).encode("utf-32-le"), dtype=np.uint32)
    symbols = _SYMBOLS.take(points, mode="clip")
    codes, places = [], []
    for size in _SIZES:
        starts = max(0, len(symbols) - size + 1)
        inside = rows[:starts] == rows[size - 1 :]
        code = np.full(starts, size << (_BITS * max(_SIZES)))
        for n in range(size):
            code += symbols[n : n + starts] << (_BITS * n)
        codes.append(code[inside])
        places.append(rows[:starts][inside])
    return Grams(np.concatenate(codes), np.concatenate(places))


def syllable_parts(lines: Sequence[str]) -> Grams:
    """Cụm 4 ký tự trong từng âm tiết, kể cả dấu cách hai đầu: "bao" là " bao" và "bao "; chịu được gõ sai một chữ."""
    spaced = [f" {line} " for line in lines]
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in spaced])
    points = np.frombuffer("".join(spaced).encode("utf-32-le"), dtype=np.uint32)
    symbols, space = _SYMBOLS.take(points, mode="clip"), points == ord(" ")
    starts = max(0, len(symbols) - 3)
    code = sum((symbols[n : n + starts] << (_BITS * n) for n in range(1, 4)), symbols[:starts])
    inside = (rows[:starts] == rows[3:]) & ~space[1 : starts + 1] & ~space[2 : starts + 2]
    return Grams(code[inside], rows[:starts][inside])
