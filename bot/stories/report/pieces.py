"""“Cần” và “được” của một điều sai, chỗ khác nhau được đánh dấu để mắt khỏi phải dò."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.stories.claims import CLAIMS, shown
from bot.stories.results import Failure

_TOKEN = re.compile(r"(?:\w+(?:-\w+)*|[^\w\s])\s*|\s+")
"""Một từ, một id hay một dấu câu, cùng khoảng trắng sau nó."""
_ALIKE = 1 / 4
"""Chữ được có chừng này phần số từ của chữ cần thì mới tô; ít hơn là hai câu khác hẳn, tô chỉ rối mắt."""


class Piece(NamedTuple):
    """Một đoạn chữ; `differs`: đoạn cần nhìn."""

    text: str
    differs: bool = False


Pieces = tuple[Piece, ...]
Mark = Callable[[str, str], tuple[Pieces, Pieces]]
"""Nhận chữ cần và chữ được; đưa lại hai chữ ấy thành từng đoạn."""


class Wrong(NamedTuple):
    """Một điều sai để cho xem: tên của khẳng định, dòng của nó trong tệp, cái cần, cái được."""

    label: str
    line: int
    wanted: Pieces
    got: Pieces


def wrong(failure: Failure) -> Wrong:
    """Điều sai này, đã đánh dấu theo loại của nó."""
    claim, got = failure
    wanted = shown(claim.value)
    return Wrong(CLAIMS[claim.kind].label, claim.line, *_MARKS.get(claim.kind, _both)(wanted, got))


def _both(wanted: str, got: str) -> tuple[Pieces, Pieces]:
    """Hai chữ phải như nhau, không kể khoảng trắng: tô chỗ khác ở cả hai."""
    left, right = _TOKEN.findall(wanted), _TOKEN.findall(got)
    matcher = SequenceMatcher(None, [*map(str.strip, left)], [*map(str.strip, right)], autojunk=False)
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for tag, start, end, there, until in matcher.get_opcodes():
        ours.append(Piece("".join(left[start:end]), tag != "equal"))
        theirs.append(Piece("".join(right[there:until]), tag != "equal"))
    alike = sum(_words(piece.text) for piece in ours if not piece.differs)
    if alike <= _ALIKE * _words(wanted):
        return _neither(wanted, got)
    return _filled(ours), _filled(theirs)


def _words(text: str) -> int:
    return len(text.split())


def _missing(wanted: str, got: str) -> tuple[Pieces, Pieces]:
    """Chữ cần phải nằm trong chữ được: tô những từ không thấy."""
    return _both(wanted, got)[0], (Piece(got),)


def _unwanted(wanted: str, got: str) -> tuple[Pieces, Pieces]:
    """Chữ không được có: tô chỗ nó nằm; dấu cách và xuống dòng tính như nhau."""
    return _found(r"\s+".join(map(re.escape, wanted.split())), wanted, got)


def _unwanted_pattern(wanted: str, got: str) -> tuple[Pieces, Pieces]:
    return _found(wanted, wanted, got)


def _found(pattern: str, wanted: str, got: str) -> tuple[Pieces, Pieces]:
    pieces: list[Piece] = []
    end = 0
    for match in re.finditer(pattern, got):
        pieces += [Piece(got[end : match.start()]), Piece(match.group(), True)]
        end = match.end()
    return (Piece(wanted),), _filled([*pieces, Piece(got[end:])])


def _neither(wanted: str, got: str) -> tuple[Pieces, Pieces]:
    return (Piece(wanted),), (Piece(got),)


def _filled(pieces: list[Piece]) -> Pieces:
    """Bỏ đoạn trống; khoảng trắng cuối một đoạn được tô thì để ngoài chỗ tô."""
    parts = [
        part for text, differs in pieces for part in (Piece(text.rstrip(), differs), Piece(text[len(text.rstrip()) :]))
    ]
    return tuple(part for part in parts if part.text)


_MARKS: Mapping[str, Mark] = {
    **dict.fromkeys(("says", "button", "source", "call", "action"), _missing),
    **dict.fromkeys(("never_says", "never_action"), _unwanted),
    "never_matches": _unwanted_pattern,
    "matches": _neither,
}
"""Loại khẳng định → cách tô; không có ở đây thì hai chữ phải như nhau."""
