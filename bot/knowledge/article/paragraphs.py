"""Chia bài thành đoạn, và nhận ra những đoạn không phải lời bài: tên ảnh, bộ đếm người xem."""

from __future__ import annotations

import re
import unicodedata

from bot.vietnamese import fold

_IMAGE = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|mp4)$", re.IGNORECASE)
_COUNTER = re.compile(
    r"đang online|đang truy cập|lượt xem|lượt truy cập|hôm nay|hôm qua|trong tuần|trong tháng|tất cả|bình luận|"
    r"chia sẻ|cỡ chữ",
    re.IGNORECASE,
)
_LONGEST_COUNTER = 8
_SHORTEST_SLUG = 4


def read_paragraphs(text: str) -> list[str]:
    """Các dòng mà `strip()` còn lại chữ, dạng NFC; đoạn thứ n là phần tử n - 1."""
    return [line for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]


def is_boilerplate(paragraph: str) -> bool:
    """Tên tệp ảnh, tên ảnh viết không dấu ("anh 1 hoi nghi"), bộ đếm người xem ("Hôm nay: 1")."""
    line = paragraph.strip()
    syllables = line.split()
    slug = len(syllables) >= _SHORTEST_SLUG and line == fold(line)
    counter = len(syllables) <= _LONGEST_COUNTER and ":" in line and bool(_COUNTER.search(line))
    return bool(_IMAGE.match(line)) or slug or counter
