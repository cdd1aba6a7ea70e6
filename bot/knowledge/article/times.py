"""Những chỗ đoạn văn nói thời gian, và vai của từng chỗ: lúc của số liệu, mốc so sánh, hạn của mục tiêu."""

from __future__ import annotations

import datetime
from typing import Any, Literal, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bot.knowledge.article.line import TIME, Line
from bot.knowledge.article.words import words
from bot.knowledge.period import Period, PeriodError

Role = Literal["at", "now", "compared", "target", "aside"]
"""Lúc của số liệu; "đến nay"; mốc so sánh; hạn của mục tiêu; ngày của văn bản hay giai đoạn của kế hoạch."""


class TimeMention(NamedTuple):
    """Một chỗ nói thời gian: mảnh từ `first` đến hết `last`."""

    first: int
    last: int
    period: Period
    role: Role


Pattern = list[dict[str, Any]]
_POINT = {"ORTH": TIME}
_FROM = {"ORTH": "từ"}
_TO = {"ORTH": {"IN": ["đến", "tới"]}}
_EDGES = {"ORTH": {"IN": ["đầu", "cuối", "hết", "giữa", "khoảng", "ngày", "tháng", "thời", "điểm"]}, "OP": "*"}
_COMMA = {"ORTH": {"IN": [",", "cho"]}, "OP": "?"}
_NEAR = {"ORTH": {"NOT_IN": [",", ";", ".", "(", ")", TIME, "SỐ", "PHẦN_TRĂM"]}, "OP": "?"}
_SAME: Pattern = [{"ORTH": "cùng"}, {"ORTH": {"IN": ["kỳ", "kì"]}}]
_PATTERNS: dict[str, list[Pattern]] = {
    "span": [
        [_FROM, _EDGES, _POINT, _COMMA, _TO, _EDGES, _POINT],
        [_POINT, _TO, _EDGES, _POINT],
        [_POINT, {"ORTH": "-"}, _POINT],
    ],
    "since": [
        [_FROM, _EDGES, _POINT, _COMMA, _TO, {"ORTH": "hết", "OP": "?"}, {"ORTH": "nay"}],
        [_FROM, _EDGES, _POINT, _COMMA, _TO, {"ORTH": "thời"}, {"ORTH": "điểm"}],
        [_FROM, _EDGES, _POINT],
    ],
    "this-year": [
        [_FROM, {"ORTH": "đầu"}, {"ORTH": "năm"}, _TO, {"ORTH": "nay"}],
        [_FROM, {"ORTH": "đầu"}, {"ORTH": "năm"}],
    ],
    "until": [[{"ORTH": "tính", "OP": "?"}, _TO, _EDGES, _POINT]],
    "now": [
        [_TO, {"ORTH": "nay"}],
        [_TO, {"ORTH": "thời"}, {"ORTH": "điểm"}, {"ORTH": {"IN": ["này", "hiện"]}}],
        [{"ORTH": "hiện"}, {"ORTH": {"IN": ["nay", "tại"]}}],
        [{"ORTH": "hiện"}],
    ],
    "same-period": [_SAME],
    "compared": [
        [{"ORTH": "so"}, {"ORTH": "với"}, _NEAR, _NEAR, _NEAR, _NEAR, _POINT],
        [*_SAME, {"ORTH": {"IN": ["của", "trong"]}, "OP": "?"}, _POINT],
        [{"ORTH": "lần"}, {"ORTH": "của", "OP": "?"}, _POINT],
    ],
    "point": [[_POINT]],
}
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "("))
_DOCUMENT_REACH = 3


class TimeReader:
    """Tìm các chỗ nói thời gian bằng Matcher của spaCy; `now` là "đến nay" của bài."""

    def __init__(self, vocab: Vocab, now: Period) -> None:
        self._now = now
        self._matcher = Matcher(vocab)
        for name, patterns in _PATTERNS.items():
            self._matcher.add(name, patterns)

    def read(self, line: Line) -> list[TimeMention]:
        """Các chỗ nói thời gian trong đoạn, theo thứ tự, không chồng nhau."""
        found = []
        for span in filter_spans(self._matcher(line.doc, as_spans=True)):
            if span.text == "hiện" and not line.is_word(span.start):
                continue
            period = self._period(line, span)
            if period:
                role = self._role(line, span, period)
                found.append(TimeMention(span.start, span.end - 1, period, role))
        return found

    def _period(self, line: Line, span: Span) -> Period | None:
        points = [piece.time.period for piece in line.pieces[span.start : span.end] if piece.time]
        keys = {piece.key for piece in line.pieces[span.start : span.end]}
        now = self._now.text.rpartition("..")[2]
        if span.label_ == "now":
            return self._now
        if span.label_ == "this-year":
            return _joined(f"{self._now.end.year}-01", now)
        if span.label_ == "same-period":
            return Period.parse(str(self._now.end.year - 1))
        if span.label_ == "since":
            return _joined(points[0].text, now)
        if span.label_ == "span":
            return _joined(points[0].text, points[1].text)
        if span.label_ == "until" and keys & {"hết", "cuối"}:
            return Period.parse(points[0].end.isoformat())
        return points[0]

    def _role(self, line: Line, span: Span, period: Period) -> Role:
        before = _clause_before(line, span.start)
        if span.label_ == "now":
            return "now"
        if span.label_ in ("compared", "same-period"):
            return "compared"
        if any(cue in f"{before} {line.pieces[span.start].key}" for cue in words("planned")):
            return "target"
        if before in words("phase") and _opens_part(line, span.start - len(before.split())):
            return "at" if period.end <= self._now.end else "target"
        if _follows_document(line, span.start) or any(cue in before for cue in words("plan")):
            return "aside"
        if (period.end if span.label_ == "until" else period.start) > self._now.end:
            return "target"
        return "at"


def _joined(start: str, end: str) -> Period | None:
    """Từ đầu của quãng này đến hết quãng kia; None khi ngược ("từ 2025 đến nay" trong bài năm 2023)."""
    try:
        return Period.parse(f"{start.partition('..')[0]}..{end.rpartition('..')[2]}")
    except PeriodError:
        return None


def _clause_before(line: Line, first: int) -> str:
    """Chữ từ đầu vế tới trước mảnh `first`; vế bắt đầu sau dấu câu hoặc sau một con số."""
    start, first_of_all = first, line.sentence_of(first).start
    while (
        start > first_of_all and line.pieces[start - 1].key not in _CLAUSE_ENDS and not line.pieces[start - 1].is_count
    ):
        start -= 1
    return " ".join(piece.key for piece in line.pieces[start:first])


def _opens_part(line: Line, first: int) -> bool:
    """Mảnh `first` mở đầu câu hoặc đứng ngay sau dấu chấm phẩy."""
    return first == line.sentence_of(first).start or line.pieces[first - 1].key == ";"


def _follows_document(line: Line, first: int) -> bool:
    """Ngay trước là số hiệu văn bản: "Nghị quyết số 06-NQ/TU ngày 10/11/2021"."""
    return any(piece.key == "MÃ" for piece in line.pieces[max(0, first - _DOCUMENT_REACH) : first])


def year_of(day: datetime.date) -> Period:
    """Cả năm chứa ngày ấy."""
    return Period.parse(str(day.year))
