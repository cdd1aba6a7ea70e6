"""Cột và ô của bảng câu chuyện: tên cột, nhiều giá trị trong một ô, ô trông như công thức, ngày bị Excel đổi dạng."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

STORY, SAID, PRESSED, VARIANT, TODAY = "câu chuyện", "người dân nói", "bấm nút", "biến thể", "hôm nay"


EXPECTED: Mapping[str, str] = {
    "loại": "kind",
    "câu trả lời": "answer",
    "nguồn": "source",
    "ngày": "as_of",
    "có chữ": "says",
    "không có chữ": "never_says",
    "nút": "button",
    "intent": "intent",
}
"""Tên cột → điều phải đúng trong `claims.CLAIMS`."""
COLUMNS = (STORY, SAID, PRESSED, *EXPECTED, VARIANT, TODAY)

_FORMULA = re.compile(r"'*[=+\-@]")
_VALUE = re.compile(r"(?:\\[\\|]|[^|])+")
_ESCAPED = re.compile(r"\\([\\|])")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})")


def iso(date: str) -> str:
    """Excel hay tự đổi 2026-11-21 thành 21/11/2026, 2026-11 thành 11/2026; đổi lại. Chữ khác thì giữ nguyên."""
    found = _DAY_FIRST.fullmatch(date)
    if not found:
        return date
    day, month, year = found.groups()
    return "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])


def parts(cell: str) -> list[str]:
    """Các giá trị của một ô, cách nhau bằng dấu |."""
    return [_ESCAPED.sub(r"\1", part).strip() for part in _VALUE.findall(cell) if part.strip()]


def joined(values: Iterable[str]) -> str:
    """Một ô từ nhiều giá trị; `parts` của nó là chính chúng."""
    return " | ".join(value.replace("\\", r"\\").replace("|", r"\|") for value in values)


def guarded(cell: str) -> str:
    """Ô để ghi ra: bảng tính không coi lời người dân là công thức mà chạy."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Ô như trước khi được `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
