"""Bộ nhớ của một máy chủ, đọc từ /proc của Linux."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Hai cách đếm, đơn vị MB (10⁶ byte)."""

    total_pss: float
    """Cộng mọi tiến trình, trang dùng chung chia đều cho những tiến trình dùng nó."""
    largest_rss: float
    """Tiến trình lớn nhất, trang dùng chung tính trọn: không phụ thuộc ai khác đang chạy trên máy."""


def measure_memory(pids: Iterable[int]) -> Memory:
    """Bộ nhớ lúc này của các tiến trình và mọi tiến trình con của chúng."""
    rows = [_rollup(pid) for root in pids for pid in _tree(root)]
    return Memory(sum(row["Pss"] for row in rows), max(row["Rss"] for row in rows))


def _tree(pid: int) -> list[int]:
    children = [
        int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
    ]
    return [pid, *(below for child in children for below in _tree(child))]


def _rollup(pid: int) -> dict[str, float]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return {name: int(kib) * 1024 / 1e6 for name, kib in re.findall(r"^(Pss|Rss):\s+(\d+) kB", text, re.MULTILINE)}
