"""Bảng so sánh cho người đọc, và JSON cho máy đọc."""

from __future__ import annotations

import datetime
import json
import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.widget.contenders import OURS
from bench.widget.phone import NETWORK, SLOWER_CPU, Loaded, Visit
from bench.widget.sizes import brotlied, gzipped

MOST_GZIPPED = 30_000
"""Tiện ích của ta nén lại phải nhẹ hơn chừng này byte."""
NOTES = (
    "Điện thoại yếu: Chromium, mỗi yêu cầu chờ 150 ms, 1,6 Mbps xuống, 750 kbps lên, bộ xử lý chậm 4 lần,",
    "bộ đệm trống; trung vị (nhanh nhất–chậm nhất). Chromium không làm chậm WebSocket của rasa-webchat.",
    "Không kể trang nhúng. Tệp của ta do cổng gửi; của hai tiện ích kia do một máy chủ tĩnh nén gzip -9 gửi.",
    "Lời đáp đầu: gõ và bấm gửi ngay khi ô hỏi hiện ra; máy chủ đáp tức thì.",
)
BUSY = "Máy đang bận (tải {load:.1f} trên {cores} nhân): số giây ở trên dài hơn thật; hãy đo lại lúc máy rảnh."


@dataclass(frozen=True)
class Row:
    """Mọi số đo của một tiện ích."""

    name: str
    version: str
    loaded: Loaded
    visits: Sequence[Visit]

    @property
    def gzipped(self) -> int:
        """Tổng byte sau gzip -9."""
        return sum(gzipped(file.body) for file in self.loaded.files)

    @property
    def brotlied(self) -> int | None:
        """Tổng byte sau brotli; None khi máy không nén được."""
        sizes = [brotlied(file.body) for file in self.loaded.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def raw(self) -> int:
        """Tổng byte chưa nén."""
        return sum(len(file.body) for file in self.loaded.files)

    @property
    def sent(self) -> int:
        """Tổng byte máy chủ đã gửi, cả phần đầu."""
        return sum(file.sent for file in self.loaded.files)


def too_heavy(rows: Sequence[Row]) -> str | None:
    """Câu báo khi tiện ích của ta nặng quá mức; None là đạt."""
    weight = next(row.gzipped for row in rows if row.name == OURS)
    if weight < MOST_GZIPPED:
        return None
    return f"Tiện ích nặng {_kb(weight)} kB sau gzip, mức phải đạt là dưới {MOST_GZIPPED // 1000} kB."


def render_table(rows: Sequence[Row]) -> str:
    """Mỗi cột một tiện ích, mỗi dòng một số đo."""
    lines = [["", *(f"{row.name} {row.version}".strip() for row in rows)]]
    lines += [[label, *(read(row) for row in rows)] for label, read in _FIGURES]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    table = ["  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines]
    return "\n".join([table[0], "─" * len(table[0]), *table[1:], "", *NOTES])


def busy(load: float, cores: int) -> str | None:
    """Lời nhắc khi máy đo có quá nhiều việc khác; `load` là tải trung bình lúc bắt đầu."""
    return BUSY.format(load=load, cores=cores) if load > cores else None


def render_json(rows: Sequence[Row], now: datetime.datetime, load: float) -> str:
    """Cùng những số ấy, kèm từng tệp và từng lần mở."""
    document = {
        "measured_at": now.isoformat(timespec="seconds"),
        "phone": {"network": NETWORK, "cpu_slower": SLOWER_CPU, "cores": os.cpu_count(), "load": load},
        "widgets": {row.name: _document(row) for row in rows},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _document(row: Row) -> dict[str, object]:
    return {
        "version": row.version,
        "requests": row.loaded.requests,
        "bytes": {"raw": row.raw, "gzip": row.gzipped, "brotli": row.brotlied, "sent": row.sent},
        "milliseconds": {
            "usable": [round(visit.usable) for visit in row.visits],
            "replied": [round(visit.replied) for visit in row.visits],
        },
        "files": [
            {"path": urlsplit(file.url).path, "raw": len(file.body), "gzip": gzipped(file.body), "sent": file.sent}
            for file in row.loaded.files
        ],
    }


def _kb(size: int | None) -> str:
    return "–" if size is None else f"{size / 1000:.1f}".replace(".", ",")


def _seconds(values: Sequence[float]) -> str:
    low, middle, high = (f"{value / 1000:.2f}" for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low}–{high})".replace(".", ",")


_FIGURES: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("Yêu cầu trước câu hỏi đầu", lambda row: str(row.loaded.requests)),
    ("Tệp", lambda row: str(len(row.loaded.files))),
    ("Chưa nén (kB)", lambda row: _kb(row.raw)),
    ("gzip -9 (kB)", lambda row: _kb(row.gzipped)),
    ("brotli (kB)", lambda row: _kb(row.brotlied)),
    ("Máy chủ đã gửi (kB)", lambda row: _kb(row.sent)),
    ("Ô hỏi gõ được sau (giây)", lambda row: _seconds([visit.usable for visit in row.visits])),
    ("Lời đáp đầu hiện sau (giây)", lambda row: _seconds([visit.replied for visit in row.visits])),
)
