"""Lời điều khiển khi đang được dẫn từng bước: làm tiếp, dừng, làm lại từ đầu; lời chữa câu đã đáp."""

from __future__ import annotations

import re
from typing import Literal

from bot.vietnamese import terms

Move = Literal["resume", "stop", "restart"]

_BEFORE = r"(?:(?:da|vang|u|a|thoi|toi|em|minh|chi|anh|bac|cho toi|cho em|muon) )*"
_AFTER = r"(?: (?:di|nhe|nha|a|ha|vay|em|anh|chi|chau|con|ban|thoi|luon|day|giup|toi|minh|viec nay|viec do|da|duoc))*"
_SAID: dict[Move, tuple[str, ...]] = {
    "restart": (
        *(r"(?:lam|hoi|tra loi|bat dau)(?: lai)? tu dau(?: lai)?", "bat dau lai", "hoi lai", "lam lai"),
        "tra loi lai",
    ),
    "resume": ("lam tiep", "tiep tuc", "hoi tiep", "tiep", "quay lai", "lam not", "tra loi tiep"),
    "stop": (
        *("dung", "dung lai", "ngung", "ngung lai", "huy", "huy bo", "thoat", "thoi", "stop", "khoi", "nghi"),
        *("de sau", "de khi khac", "khi khac", "luc khac", "bo", "bo qua", "khong lam"),
        r"(?:khong|chang) (?:muon |can |phai )*(?:lam|hoi|tra loi|can|muon|thich)(?: \w+){0,2} nua(?: dau)?",
    ),
}
_MOVES = {move: re.compile(rf"{_BEFORE}(?:{'|'.join(said)}){_AFTER}") for move, said in _SAID.items()}
_SLIP = re.compile(
    r"(?:a |da )*(?:nham|nham roi|lon|toi nham|toi noi nham|noi nham|a khong|sua lai|doi lai|y toi la)\b ?(?:la )?"
)


def read_move(text: str) -> Move | None:
    """Lời điều khiển mà cả tin nhắn là; None khi tin nói chuyện khác."""
    line = " ".join(terms(text))
    return next((move for move, pattern in _MOVES.items() if pattern.fullmatch(line)), None)


def corrected(text: str) -> str | None:
    """Phần sau lời chữa ("nhầm, 70 tuổi" → "70 tuoi"); None khi không phải lời chữa."""
    line = " ".join(terms(text))
    match = _SLIP.match(line)
    return line[match.end() :] if match and match.end() < len(line) else None
