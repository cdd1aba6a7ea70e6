"""Lúc mà một con số nói tới: câu nói rõ, hoặc đoạn đã nói từ câu đầu, hoặc "đến nay" của bài."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.knowledge.article.line import Line
from bot.knowledge.article.times import TimeMention, year_of
from bot.knowledge.model import Basis, FigureKind
from bot.knowledge.period import Period

_BREAKS = frozenset((",", ";", ":", "."))
_OPENING = 3
"""Thời gian đứng trong mấy mảnh đầu câu thì là trạng ngữ của cả đoạn: "Trong 6 tháng đầu năm 2024, …"."""


class Moment(NamedTuple):
    """Lúc của một số liệu, và vì sao biết."""

    period: Period
    basis: Basis


def moment_of(line: Line, mentions: Sequence[TimeMention], index: int, kind: FigureKind, now: Period) -> Moment:
    """Lúc của con số ở mảnh `index`."""
    sentence = line.sentence_of(index)
    here = [mention for mention in mentions if mention.first in sentence]
    if kind == "target":
        due = _nearest(here, index, "target")
        return Moment(due.period, "stated") if due else Moment(year_of(now.end), "inferred")
    bracket = line.brackets[index]
    if bracket >= 0:
        inside = [mention for mention in here if line.brackets[mention.first] == bracket and mention.role == "at"]
        if inside:
            return Moment(inside[0].period, "stated")
        compared = next((m for m in here if m.role == "compared" and m.last == bracket - 1), None)
        if compared:
            return Moment(compared.period, "stated")
    found = _stated(line, [mention for mention in here if mention.role in ("at", "now")], index)
    if found:
        return Moment(found.period, "article" if found.role == "now" else "stated")
    carried = _opening(line, mentions, now)
    return Moment(carried.period, "inferred") if carried else Moment(now, "article")


def comparison_of(line: Line, mentions: Sequence[TimeMention], index: int) -> Period | None:
    """Mốc so sánh của con số ở mảnh `index`: chỗ "so với…" gần nhất phía sau cùng vế lớn, rồi phía trước."""
    sentence = line.sentence_of(index)
    compared = [mention for mention in mentions if mention.role == "compared" and mention.first in sentence]
    after = [m for m in compared if m.first > index and not _has(line, index + 1, m.first, frozenset((";", ".")))]
    before = [m for m in compared if m.last < index]
    if after:
        return after[0].period
    return before[-1].period if before else None


def _nearest(mentions: Sequence[TimeMention], index: int, role: str) -> TimeMention | None:
    wanted = [mention for mention in mentions if mention.role == role]
    before = [mention for mention in wanted if mention.last < index]
    return before[-1] if before else wanted[0] if wanted else None


def _stated(line: Line, mentions: Sequence[TimeMention], index: int) -> TimeMention | None:
    """Chỗ nói thời gian của con số: đứng trước nó trong câu, hoặc theo ngay sau nó trong cùng vế."""
    bracket = line.brackets[index]
    after = next((m for m in mentions if m.first > index and not _has(line, index + 1, m.first, _BREAKS)), None)
    if after and _numbers(line, index + 1, after.first):
        after = None
    before = [m for m in mentions if m.last < index and line.brackets[m.first] in (-1, bracket)]
    last = before[-1] if before else None
    if last and last.role == "now":
        return last
    same_clause = last and not _has(line, last.last + 1, index, _BREAKS) and not _follows_number(line, last)
    return last if same_clause or after is None else after


def _follows_number(line: Line, mention: TimeMention) -> bool:
    """Chỗ nói thời gian đi sau một con số khác trong cùng vế, nên là lúc của con số ấy: "70% năm 2022 lên 80%…"."""
    for index in range(mention.first - 1, line.sentence_of(mention.first).start - 1, -1):
        if line.pieces[index].key in _BREAKS:
            return False
        if line.pieces[index].is_count:
            return True
    return False


def _opening(line: Line, mentions: Sequence[TimeMention], now: Period) -> TimeMention | None:
    """Quãng thời gian mở đầu đoạn; một ngày lẻ ("Ngày 3/4, …"), hay "từ… đến nay", chỉ nói của riêng câu ấy."""
    for mention in mentions:
        if mention.first >= _OPENING:
            return None
        until_now = ".." in mention.period.text and mention.period.end == now.end
        if mention.role == "at" and mention.period.start != mention.period.end and not until_now:
            return mention if mention.last + 1 < len(line.pieces) and line.pieces[mention.last + 1].key == "," else None
    return None


def _has(line: Line, start: int, end: int, keys: frozenset[str]) -> bool:
    return any(piece.key in keys for piece in line.pieces[start:end])


def _numbers(line: Line, start: int, end: int) -> bool:
    return any(piece.is_count for piece in line.pieces[start:end])
