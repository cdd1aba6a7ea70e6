"""Mở rộng chữ viết tắt khi nhắn tin: ko → không, bhyt → bảo hiểm y tế."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

SHORTHAND_FILE = Path(__file__).parent / "shorthand.yml"

_WORD = re.compile(r"[^\W_]+(?:/[^\W_]+)*")


@functools.cache
def shorthand() -> dict[str, str]:
    """Bảng viết tắt của `shorthand.yml`: chữ tắt viết thường → chữ đầy đủ."""
    table: dict[str, str] = yaml.safe_load(SHORTHAND_FILE.read_text(encoding="utf-8"))
    return table


def expand(text: str) -> str:
    """Thay mỗi từ trọn vẹn có trong bảng viết tắt bằng chữ đầy đủ; mọi chữ khác còn nguyên.

    So từ viết thường, đúng dấu ("đc" và "dc" là hai dòng của bảng). Áp dụng hai lần như một lần, vì không chữ đầy
    đủ nào trong bảng lại là chữ tắt (kiểm ở tests/vietnamese).
    """
    table = shorthand()
    if table.keys().isdisjoint(map(str.lower, _WORD.findall(text))):  # phần lớn câu: nhanh gấp mấy lần thay từng từ
        return text
    return _WORD.sub(lambda match: table.get(match.group().lower(), match.group()), text)
