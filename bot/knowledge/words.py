"""Cách viết số và chữ đầu câu của tiếng Việt."""

from __future__ import annotations


def number(value: float) -> str:
    """Số kiểu Việt Nam: 1.711; 99,66; 3."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def capitalise(text: str) -> str:
    """Viết hoa chữ đầu, giữ nguyên phần sau (tên riêng)."""
    return text[:1].upper() + text[1:]
