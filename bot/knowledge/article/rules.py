"""Mẫu Matcher quanh một con số: nó là thứ tự, thứ hạng, mức tăng giảm, mục tiêu, hay có "gần", "trên" đi trước."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from spacy.matcher import Matcher
from spacy.vocab import Vocab

from bot.knowledge.article.line import Line
from bot.knowledge.article.words import words

Pattern = list[dict[str, Any]]


def _any(*keys: str) -> dict[str, Any]:
    return {"ORTH": {"IN": list(keys)}}


def _some(*keys: str) -> dict[str, Any]:
    return {"ORTH": {"IN": list(keys)}, "OP": "*"}


_COUNT = _any("SỐ")
_AMOUNT = _any("SỐ", "PHẦN_TRĂM")
_PLACE = _any("SỐ", "PHÂN_SỐ")
_LOOSE = _some("thêm", "khoảng", "gần", "hơn", "trên", "được", "bình", "quân", "trung", "trưởng", "ước", "xấp", "xỉ")
_ANY_WORD: dict[str, Any] = {"ORTH": {"NOT_IN": [",", "."]}, "OP": "?"}
_BEFORE_RANK = _some("thứ", "hạng", "vị", "trí", "bậc", "ở", "là", "cao")
_QUOTED = "quoted-name"
_PATTERNS: dict[str, list[Pattern]] = {
    "rank": [
        [_any("xếp", "đứng"), _BEFORE_RANK, _any("thứ", "hạng", "trí", "bậc"), _BEFORE_RANK, _PLACE],
        [_any("thứ"), _any("hạng", "bậc"), _BEFORE_RANK, _PLACE],
        [_any("vị"), _any("trí"), _some("thứ", "số", "là"), _PLACE],
        [_any("hạng", "thứ"), _any("PHÂN_SỐ")],
    ],
    "increase": [[_any("tăng"), _LOOSE, _AMOUNT], [_any("cao", "nhiều", "lớn", "nhanh"), _any("hơn"), _LOOSE, _AMOUNT]],
    "decrease": [[_any("giảm"), _LOOSE, _AMOUNT], [_any("thấp", "ít"), _any("hơn"), _LOOSE, _AMOUNT]],
    "times": [[_AMOUNT, _any("lần")]],
    "gần": [[_any("gần"), _any("SỐ", "PHẦN_TRĂM", "PHÂN_SỐ", "CẶP")], [_any("xấp"), _any("xỉ"), _AMOUNT]],
    "hơn": [[_any("hơn"), _AMOUNT]],
    "trên": [[_any("trên"), _AMOUNT], [_AMOUNT, _any("trở"), _any("lên")]],
    "khoảng": [[_any("khoảng"), _AMOUNT], [_any("ước"), _some("đạt", "tính", "khoảng"), _AMOUNT]],
    "below": [[_any("dưới"), _AMOUNT], [_AMOUNT, _any("trở"), _any("xuống")]],
    "limits": [
        [_any("từ"), _some("trên", "dưới"), _AMOUNT, _ANY_WORD, _any("đến"), _some("dưới"), _AMOUNT],
    ],
    "date-like": [[_any("ngày", "sáng", "chiều", "tối", "trưa", "hôm", "lễ", "dịp", "mùng"), _PLACE]],
}  # fmt: skip


def _phrases(name: str) -> list[Pattern]:
    """Mỗi cụm trong một dòng của words.yml thành một mẫu, mỗi tiếng một mảnh."""
    return [[{"ORTH": part} for part in word.split()] for word in sorted(words(name))]


def _closing_quote(line: Line, first: int) -> int:
    """Mảnh đóng ngoặc kép đầu tiên từ mảnh `first`; không đóng thì chính `first`."""
    return next((n for n in range(first, len(line.pieces)) if line.pieces[n].key == '"'), first)


class Rules:
    """Nhãn của từng con số trong một đoạn, tìm bằng Matcher."""

    def __init__(self, vocab: Vocab) -> None:
        self._matcher = Matcher(vocab)
        for name, patterns in _PATTERNS.items():
            self._matcher.add(name, patterns)
        for name in ("ordinal", "ordinal_unless_counted"):
            self._matcher.add(name, [[*phrase, _COUNT] for phrase in _phrases(name)])
        self._matcher.add(_QUOTED, [[*phrase, _any('"')] for phrase in _phrases("campaign")])

    def labels(self, line: Line) -> dict[int, set[str]]:
        """Tên các mẫu khớp, theo số thứ tự mảnh của con số; mẫu có hai số ("từ 50% đến 70%") thì của cả hai."""
        found: dict[int, set[str]] = defaultdict(set)
        for span in self._matcher(line.doc, as_spans=True):
            end = _closing_quote(line, span.end) if span.label_ == _QUOTED else span.end
            for index in range(span.start, end):
                if line.pieces[index].number:
                    found[index].add(span.label_)
        for labels in found.values():
            if "rank" in labels:  # "xếp thứ 3" cũng là "thứ 3", nhưng là một thứ hạng
                labels -= {"ordinal", "ordinal_unless_counted"}
        return found
