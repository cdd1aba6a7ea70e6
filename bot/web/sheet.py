"""Tờ A5 để in hay để đưa tận tay: phần nào của một câu trả lời vừa một mặt giấy, và mã QR dẫn tới trang của nó."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import segno
from markupsafe import Markup

from bot.knowledge.period import Period
from bot.web import texts
from bot.web.answer_view import AnswerView, Citation

LINES = 24.5
"""Số dòng dành cho nội dung; phần còn lại của tờ giấy là đầu trang, ba nguồn dài và mã QR."""
LINE, NARROW = 58, 52
"""Số chữ một dòng thường, và một dòng thụt vào hay in đậm; đo bằng Chromium trên cả kho, sai dưới 0,2 dòng."""
SIZES: dict[str, float] = {"": 1.0, "tight": 1.15, "tiny": 1.28}
"""Riêng các bước và lưu ý đã không vừa thì chữ nhỏ đi chừng này lần: thêm dòng, thêm chữ một dòng. Tên: lớp CSS."""
GAP = 0.35
"""Khoảng trống sau một đoạn, tính bằng dòng."""
CITED = 3
"""Nêu tối đa chừng này nguồn; các nguồn khác ở trang trên mạng."""


@dataclass(frozen=True)
class Sheet:
    """Nội dung một tờ, đã thành chữ. `bring`: mang theo gì, với danh sách việc.

    `origin`: hiệu lực, nguồn, ngày tra cứu; `cut`: còn chi tiết chỉ có ở trang trên mạng; `size`: một cỡ của `SIZES`.
    """

    title: str
    address: str
    printed_on: str
    short: str
    origin: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    cut: bool = False
    size: str = ""


def sheet(shown: AnswerView, address: str, today: date) -> Sheet:
    """Bớt chi tiết cho vừa một mặt A5; câu ngắn, các bước và lưu ý thì giữ đủ."""
    item = shown.item
    successor = (texts.NOW_IS.format(title=shown.successor.title),) if shown.successor else ()
    needed = (shown.short, *shown.warnings, *item.steps, *item.notes)
    size, room = fitting(shown.title, needed)
    details = _first(item.details, room, LINE * SIZES[size])
    return Sheet(
        title=shown.title,
        address=address,
        printed_on=printed(today),
        short=shown.short,
        origin=(*shown.validity, cited(shown.citations, shown.read_on)),
        warnings=(*shown.warnings, *successor),
        steps=item.steps,
        notes=item.notes,
        details=details,
        cut=len(details) < len(item.details),
        size=size,
    )


def fitting(title: str, needed: Iterable[str]) -> tuple[str, float]:
    """Cỡ chữ lớn nhất mà mọi đoạn `needed` còn vừa (không cỡ nào vừa thì cỡ nhỏ nhất), và số dòng còn lại."""
    paragraphs, room = tuple(needed), 0.0
    for size, scale in SIZES.items():  # tiêu đề chữ to gần gấp đôi, cả bề ngang lẫn bề cao
        room = LINES * scale - _height([title * 2], LINE * scale) - _height(paragraphs, NARROW * scale)
        if room >= 0:
            return size, room
    return size, room


def cited(citations: Sequence[Citation], read_on: str) -> str:
    """Dòng nêu nguồn."""
    named = [f"{source.publisher}, {source.date}" for source in citations[:CITED]]
    if len(citations) > CITED:
        named.append(texts.OTHER_SOURCES.format(count=len(citations) - CITED))
    return texts.CITED.format(sources="; ".join(named), read_on=read_on)


def printed(today: date) -> str:
    """Câu nói tờ này in ngày nào."""
    return texts.PRINTED_ON.format(date=Period.parse(today.isoformat()).spoken())


def _first(details: tuple[str, ...], room: float, line: float) -> tuple[str, ...]:
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
