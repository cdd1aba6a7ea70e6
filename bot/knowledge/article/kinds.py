"""Con số là kết quả, là điều muốn đạt, hay là mức tăng giảm."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.article.line import Line
from bot.knowledge.article.times import TimeMention
from bot.knowledge.article.words import words
from bot.knowledge.model import FigureKind

_LONGEST_CUE = 4


def kind_of(line: Line, index: int, labels: set[str], times: Sequence[TimeMention]) -> FigureKind:
    """Kiểu của con số ở mảnh `index`, theo chữ đứng trước nó trong câu."""
    if "times" in labels:
        return "times"
    if "increase" in labels:
        return "increase"
    if "decrease" in labels:
        return "decrease"
    return "target" if _is_goal(line, index, times) else "value"


def _is_goal(line: Line, index: int, times: Sequence[TimeMention]) -> bool:
    """Lùi từ con số về dấu chấm phẩy: gặp chữ nói về điều muốn đạt trước chữ nói về điều đã đạt."""
    start = line.part_of(index).start
    due = {mention.last for mention in times if mention.role == "target"}
    if any(_cue(line, start, index - 1, length) in words("assigned") for length in range(_LONGEST_CUE, 0, -1)):
        return _cue(line, start, index - 1, 3) not in words("actual")
    for here in range(index - 1, start - 1, -1):
        if line.pieces[here].key == "(":
            return False
        if here in due:
            return True
        for length in range(_LONGEST_CUE, 0, -1):
            cue = _cue(line, start, here, length)
            if cue in words("actual"):
                return False
            if cue in words("goal"):
                return True
    return False


def _cue(line: Line, start: int, last: int, length: int) -> str:
    """Cụm `length` mảnh kết thúc ở mảnh `last`, không lùi quá `start`."""
    return " ".join(piece.key for piece in line.pieces[max(start, last - length + 1) : last + 1])
