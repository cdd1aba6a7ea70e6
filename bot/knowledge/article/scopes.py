"""Con số nói về cả nơi ấy, riêng cấp xã, hay riêng khối Đảng và đoàn thể."""

from __future__ import annotations

import re

from bot.knowledge.article.line import Line
from bot.knowledge.model import PlaceLevel, Scope

_OPENING = 6
_PARTY = re.compile(r"\b(?:cơ quan|khối|các ban) đảng\b|\bmttq\b|\bmặt trận tổ quốc\b")
_CUES = re.compile(
    r"(?P<commune>\bcấp xã\b|\bcác (?:xã|phường)\b|\bxã , phường\b|\bubnd xã\b)|"
    r"(?P<city>\bthành phố\b|\bcấp (?:huyện|tỉnh)\b)"
)
_OF_COMMUNES = re.compile(r"\bcủa (?:ubnd )?(?:cấp xã|các (?:xã|phường))\b")
_SCOPES: dict[PlaceLevel, Scope] = {"city": "city", "district": "all", "ward": "commune", "commune": "commune"}


def scope_of(line: Line, index: int, level: PlaceLevel) -> Scope:
    """Phần nào của nơi cấp `level` mà con số ở mảnh `index` nói tới."""
    if _PARTY.search(_keys(line, 0, _OPENING)):
        return "party-agencies"
    own = _SCOPES.get(level, "province")
    if own == "commune":
        return own
    part = line.part_of(index)
    before = _keys(line, part.start, index)
    cues = [match.lastgroup for match in _CUES.finditer(before)]
    if own == "province":
        opening = _CUES.match(before)
        return "commune" if opening and opening.lastgroup == "commune" else own
    if _OF_COMMUNES.search(_keys(line, index, part.stop).partition(" , ")[0]):
        return "commune"
    return "commune" if cues and cues[-1] == "commune" else own


def _keys(line: Line, start: int, end: int) -> str:
    return " ".join(piece.key for piece in line.pieces[start:end])
