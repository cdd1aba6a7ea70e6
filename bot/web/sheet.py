"""Tờ A5 để in: phần nào của câu trả lời vừa một mặt giấy, và mã QR dẫn tới trang của nó."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from markupsafe import Markup

from bot.web.answer_view import AnswerView, Citation

LINES = 24.5
"""Số dòng dành cho nội dung; phần còn lại của tờ giấy là đầu trang, ba nguồn dài và mã QR."""
LINE, NARROW = 58, 52
"""Số chữ một dòng thường, và một dòng thụt vào hay in đậm; đo bằng Chromium trên cả kho, sai dưới 0,2 dòng."""
SMALLER = 1.15
"""Riêng các bước và lưu ý đã không vừa thì chữ nhỏ đi chừng này lần: thêm dòng, thêm chữ mỗi dòng."""
GAP = 0.35
"""Khoảng trống sau một đoạn, tính bằng dòng."""
CITED = 3
"""Nêu tối đa chừng này nguồn; các nguồn khác ở trang trên mạng."""


@dataclass(frozen=True)
class Sheet:
    """Nội dung một tờ. `cut`: còn chi tiết chỉ có ở trang trên mạng; `tight`: dùng cỡ chữ nhỏ hơn."""

    details: tuple[str, ...]
    citations: tuple[Citation, ...]
    uncited: int
    cut: bool
    tight: bool


def sheet(shown: AnswerView) -> Sheet:
    """Bớt chi tiết cho vừa một mặt A5; câu ngắn, các bước và lưu ý thì giữ đủ."""
    item = shown.item
    needed = (shown.short, *shown.warnings, *item.steps, *item.notes)
    title = shown.title * 2  # chữ to gần gấp đôi, cả bề ngang lẫn bề cao

    def room(scale: float) -> float:
        return LINES * scale - _height([title], LINE * scale) - _height(needed, NARROW * scale)

    tight = room(1.0) < 0
    scale = SMALLER if tight else 1.0
    details = _fitting(item.details, room(scale), LINE * scale)
    citations = shown.citations[:CITED]
    uncited = len(shown.citations) - len(citations)
    return Sheet(details, citations, uncited, cut=len(details) < len(item.details), tight=tight)


def _fitting(details: tuple[str, ...], room: float, line: float) -> tuple[str, ...]:
    """Những chi tiết đầu vừa `room` dòng; không đủ chỗ cho tất cả thì chừa chỗ cho lời báo còn nữa."""
    if _height(details, line) <= room:
        return details
    room -= 1 + GAP
    return tuple(detail for n, detail in enumerate(details) if _height(details[: n + 1], line) <= room)


@functools.lru_cache(maxsize=1024)
def qr_code(address: str) -> Markup:
    """Mã QR của `address`: thẻ SVG do segno viết, chỉ gồm nét vẽ, nên đặt thẳng vào trang được."""
    return Markup(segno.make(address, error="m", micro=False).svg_inline(omitsize=True))  # noqa: S704


def _height(paragraphs: Iterable[str], line: float) -> float:
    return sum(math.ceil(len(paragraph) / line) + GAP for paragraph in paragraphs)
