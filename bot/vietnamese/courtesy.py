"""Bỏ lời chào hỏi, cảm ơn bọc quanh câu hỏi: "Xin chào, cho tôi hỏi … Xin cảm ơn!" vẫn là câu hỏi ấy."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

from bot.vietnamese.fold import fold
from bot.vietnamese.terms import terms

COURTESY_FILE = Path(__file__).parent / "courtesy.yml"
FEWEST = 3
"""Bỏ xong mà còn ít âm tiết hơn chừng này thì lời chào, lời cảm ơn chính là điều người ta nói: để nguyên."""


def without_courtesy(text: str) -> str:
    """`text` không còn lời chào ở đầu và lời cảm ơn ở cuối; chỉ có thế thì để nguyên."""
    opening, closing = _courtesies()
    start = opening.match(text).end()  # type: ignore[union-attr]  # khớp cả chuỗi rỗng
    found = closing.search(text, start)
    kept = text[start : found.start() if found else len(text)]
    if found and "?" in found.group():
        kept += "?"
    return kept if kept != text and len(terms(kept)) >= FEWEST else text


@functools.cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    content = yaml.safe_load(COURTESY_FILE.read_text(encoding="utf-8"))
    between = r"[\s,.!?:;~^…-]*"

    def any_of(phrases: list[str]) -> str:
        """Viết có dấu hay không dấu; chữ đơn thì phải đủ dấu ("dạ" không dấu là "đã")."""
        forms = {form for phrase in phrases for form in (phrase, fold(phrase) if " " in phrase else phrase)}
        return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))

    whom, ask = any_of(content["whom"]), any_of(content["asking"])
    greet, thank = any_of(content["greeting"]), any_of(content["thanking"])
    opening = rf"{between}(?:(?:{greet})\b(?: (?:{whom})\b)*{between})*(?:(?:{ask})\b(?: (?:{whom})\b)*{between})*"
    closing = rf"{between}(?:\b(?:{thank})\b(?: (?:{whom})\b)*{between})+$"
    return re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE)
