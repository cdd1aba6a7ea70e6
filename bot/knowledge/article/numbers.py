"""Đọc con số viết kiểu Việt Nam: "4.700", "1,52 triệu", "99,66%", "11/43"; và những dãy số không phải số lượng."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["SỐ", "PHẦN_TRĂM", "PHÂN_SỐ", "CẶP", "KHOẢNG", "MÃ"]
"""Số lượng; phần trăm; "11/43"; "97%/95%"; "50% - 70%"; số hiệu, điện thoại, giờ, tên tệp."""


class Number(NamedTuple):
    """Một chỗ có chữ số: loại, đoạn chữ, và các giá trị đọc được (một, hoặc hai với phân số, cặp, khoảng)."""

    kind: Kind
    start: int
    end: int
    values: tuple[float, ...] = ()


_SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9
}  # fmt: skip
_SCALE = rf"(?:\s+(?:{'|'.join(_SCALES)})\b(?!\s+(?:lệ|suất|trọng|giá)))*"
_PLAIN = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_DOTTED = r"\d+\.\d{1,2}(?=\s?%)"
"""Dấu chấm thập phân kiểu Anh, chỉ nhận trước dấu phần trăm."""
_PERCENT = r"\s?(?:%|‰|(?:điểm\s+)?phần\s+trăm\b|điểm\s+%)"
_AMOUNT = rf"(?:{_DOTTED}|{_PLAIN})"
_NUMBER = re.compile(
    rf"""
    (?P<web>https?://\S+|[\w.+-]+@[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|gov|edu|jpe?g|png|gif|pdf|docx?)\b[\w./-]*)
    |(?P<document>\b\d+(?:/\d{{4}})?[/-][A-ZĐ][\w&]*(?:[/.-][A-ZĐ]\w*)*)
    |(?P<clock>\b\d{{1,2}}(?::\d{{2}})+|\b\d{{1,2}}h\d{{0,2}}\b|\b24/(?:24|7)\b|\b\d{{1,2}}\s+giờ\s+\d{{1,2}}\b)
    |(?P<phone>(?:\+84|\b0)(?:[ .-]?\d){{8,10}}\b|\b1[89]00(?:[ .]?\d){{4,6}}\b|\(0\d{{2,3}}\)[ .\d]{{6,}}|\b\d{{9,}}\b)
    |(?P<name>[^\W\d_][\w-]*\d\w*(?:\.\w+)*|\b\d+[A-ZĐa-lo-zđ]\w*|\b\d\.\d\b(?!\s?%|\.?\d)|\b\d+(?:\.\d+){{2,}}\b(?<!\.\d{{3}}))
    |(?P<pair>{_AMOUNT}\s?%?\s?/\s?{_AMOUNT}\s?%)
    |(?P<range>(?<![\d.,/]){_AMOUNT}\s?%?\s?[-–—]\s?{_AMOUNT}(?:{_PERCENT})?{_SCALE})
    |(?P<ratio>(?<![\d.,/]){_AMOUNT}\s?/\s?{_AMOUNT}(?![\d/]))
    |(?P<percent>{_AMOUNT}{_PERCENT})
    |(?P<amount>{_AMOUNT}{_SCALE})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KINDS: dict[str, Kind] = {
    "pair": "CẶP", "range": "KHOẢNG", "ratio": "PHÂN_SỐ", "percent": "PHẦN_TRĂM", "amount": "SỐ"
}  # fmt: skip


def read_amount(text: str) -> float:
    """Giá trị của một con số đã biết là số: "45 nghìn" là 45000, "99,66%" là 99.66."""
    lowered = text.lower()
    digits = re.match(rf"\d+\.\d{{1,2}}(?!\d)|{_PLAIN}", lowered)
    if digits is None:
        raise ValueError(f"“{text}” không bắt đầu bằng một con số")
    number = digits.group()
    decimal_dot = re.fullmatch(r"\d+\.\d{1,2}", number)
    value = Decimal(number if decimal_dot else number.replace(".", "").replace(",", "."))
    for word in re.findall("|".join(_SCALES), lowered[digits.end() :]):
        value *= _SCALES[word]
    return float(value)


def find_numbers(text: str) -> Iterator[Number]:
    """Mọi chỗ có chữ số trong `text`, theo thứ tự; số hiệu, điện thoại, giờ, tên tệp mang loại "MÃ"."""
    for match in _NUMBER.finditer(text):
        kind = _KINDS.get(match.lastgroup or "", "MÃ")
        parts = [read_amount(part.group()) for part in re.finditer(rf"{_AMOUNT}{_SCALE}", match.group(), re.IGNORECASE)]
        yield Number(kind, match.start(), match.end(), () if kind == "MÃ" else tuple(parts))
