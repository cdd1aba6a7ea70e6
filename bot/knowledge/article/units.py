"""Đơn vị của một con số: danh từ đứng ngay sau nó, theo từ của bộ tách từ."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.knowledge.article.line import Line
from bot.knowledge.article.words import words

_BASES = frozenset((100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0))
"""Mẫu số của một tỷ suất: "bác sĩ/10.000 dân"."""
_PER_HEAD_REACH = 2


class Unit(NamedTuple):
    """Đơn vị `text` (chữ thường) và mảnh cuối cùng của nó."""

    text: str
    last: int


def read_unit(line: Line, index: int) -> Unit | None:
    """Đơn vị của con số ở mảnh `index`; None khi sau nó không phải một danh từ.

    Nhiều nơi kể liền ("xã, phường, thị trấn") là một đơn vị; "lượt" lấy cả chữ sau ("lượt doanh nghiệp").
    """
    word = _word(line, index + 1)
    if word is None or not _can_be_counted(line, word):
        return None
    last = word.stop - 1
    if line.slice(word.start, last).lower() in words("classifier"):
        following = _word(line, last + 1)
        if following and _can_be_counted(line, following):
            last = following.stop - 1
    else:
        last = _listed(line, word)
    last = _per_head(line, last)
    return Unit(re.sub(r"\s+", " ", line.slice(word.start, last).lower()), last)


def is_duration(unit: Unit) -> bool:
    """Đơn vị thời gian: "5 ngày", "3 tháng"."""
    return unit.text in words("duration") or unit.text.split()[0] in words("duration")


def _word(line: Line, first: int) -> range | None:
    """Các mảnh của từ bắt đầu ở mảnh `first`; None khi ở đó không phải chữ."""
    if first >= len(line.pieces) or not line.pieces[first].is_letters:
        return None
    last = first
    while (
        last + 1 < len(line.pieces)
        and line.pieces[last + 1].is_letters
        and line.pieces[last + 1].word == line.pieces[first].word
    ):
        last += 1
    return range(first, last + 1)


def _can_be_counted(line: Line, word: range) -> bool:
    whole = line.slice(word.start, word.stop - 1).lower()
    alone = words("function_alone") | words("name_after_number")
    return line.pieces[word.start].key not in words("function") and whole not in alone


def _listed(line: Line, word: range) -> int:
    """Mảnh cuối của dãy nơi, cơ quan kể liền nhau bắt đầu bằng `word`."""
    last = word.stop - 1
    while line.slice(word.start, word.stop - 1).lower() in words("listed_together"):
        joint = last + 1
        following = _word(line, joint + 1)
        joined = joint < len(line.pieces) and line.pieces[joint].key in (",", "/", "và")
        if not joined or not following:
            break
        text = line.slice(following.start, following.stop - 1).lower()
        if text not in words("listed_together"):
            break
        word, last = following, following.stop - 1
    return last


def _per_head(line: Line, last: int) -> int:
    """Kéo đơn vị tới hết mẫu số của tỷ suất: "giường" thành "giường bệnh/10.000 dân"."""
    slash = last + 1
    while slash <= last + _PER_HEAD_REACH and slash < len(line.pieces) and line.pieces[slash].is_letters:
        slash += 1
    if slash + 2 >= len(line.pieces) or line.pieces[slash].key != "/" or not is_base(line, slash + 1):
        return last
    return slash + 2


def is_base(line: Line, index: int) -> bool:
    """Con số ở mảnh `index` là mẫu số của một tỷ suất: "/10.000 dân"."""
    number = line.pieces[index].number
    round_number = number is not None and number.kind == "SỐ" and number.values[0] in _BASES
    return round_number and line.pieces[index - 1].key == "/" and _word(line, index + 1) is not None


def unit_before(line: Line, index: int) -> str | None:
    """Đơn vị nói trước con số: "tổng số hồ sơ đã nhận là 1.200" đếm hồ sơ; None khi vế không nói."""
    if index == 0 or line.pieces[index - 1].key not in ("là", "đạt", "có", ":"):
        return None
    start = line.sentence_of(index).start
    for here in range(index - 1, start, -1):
        if line.pieces[here].key in (";", ",", ".", "("):
            return None
        if line.pieces[here].key in ("số", "lượng") and line.pieces[here - 1].key in ("tổng", "số"):
            word = _word(line, here + 1)
            return line.slice(word.start, word.stop - 1).lower() if word and _can_be_counted(line, word) else None
    return None
