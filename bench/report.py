"""Bảng kết quả cho người đọc, và JSON cho máy đọc."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence

from bench.load import Load
from bench.measurement import TALKERS, Measurement, Pace
from bench.targets import Target

Value = float | None
NOTES = (
    "Cột «so với Rasa» = số của ta ÷ số của Rasa. Dấu – là không đo.",
    "Rasa nguyên bản: rasa run và rasa run actions (hai tiến trình), kho hội thoại trong bộ nhớ. "
    "Mọi cách chạy dùng cùng mô hình, cùng câu hỏi, cùng wrk.",
    "p50, p95: wrk đo từng lượt. Lượt 5, lượt 150: trung vị các lượt 3–7 và 146–150, hỏi từng lượt một.",
    "Sẵn sàng: từ lúc gọi lệnh đến câu trả lời đúng đầu tiên. PSS: trang nhớ dùng chung chia đều; RSS: tính trọn.",
)


def render_table(measured: Mapping[str, Measurement], targets: Sequence[Target]) -> str:
    """Bảng chữ: mỗi dòng một số đo, mỗi cột một cách chạy, rồi tỷ lệ so với Rasa nguyên bản."""
    columns = list(measured.values())
    stock = measured.get("stock")
    ours = [column for column in columns if column is not stock] if stock else []
    rows = [["", *(column.label for column in columns), *(f"{column.label} so với Rasa" for column in ours)]]
    for label, digits, read in _figures():
        base = read(stock) if stock else None
        values = [_number(read(column), digits) for column in columns]
        rows.append([label, *values, *(_ratio(read(column), base) for column in ours)])
    verdicts = [f"{_verdict(target):10} {target.text}: {_measured(target)}" for target in targets]
    return "\n".join([*_aligned(rows), "", *NOTES, "", "Mục tiêu", *verdicts])


def render_json(
    measured: Mapping[str, Measurement], targets: Sequence[Target], pace: Pace, now: datetime.datetime
) -> str:
    """Cùng những số ấy, kèm máy và nhịp đo."""
    document = {
        "measured_at": now.isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()},
        "pace": dataclasses.asdict(pace),
        "arrangements": {key: dataclasses.asdict(value) | _derived(value) for key, value in measured.items()},
        "targets": [dataclasses.asdict(target) | {"met": target.met} for target in targets],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _derived(measurement: Measurement) -> dict[str, object]:
    return {"messages_per_second": {load.talkers: load.per_second for load in measurement.loads}}


def _figures() -> list[tuple[str, int, Callable[[Measurement], Value]]]:
    """Từng dòng của bảng: nhãn, số chữ số lẻ, cách lấy số."""
    figures: list[tuple[str, int, Callable[[Measurement], Value]]] = []
    for label, digits, read in (
        ("Tin nhắn mỗi giây", 1, lambda load: load.per_second),
        ("p50 (ms)", 0, lambda load: load.p50_ms),
        ("p95 (ms)", 0, lambda load: load.p95_ms),
        ("Lượt lỗi", 0, lambda load: load.error_count),
    ):
        figures += [(f"{label}, {talkers} người", digits, _under_load(talkers, read)) for talkers in TALKERS]
    return [
        *figures,
        ("Lượt 5 (ms)", 1, lambda row: row.turns.early_ms if row.turns else None),
        ("Lượt 150 (ms)", 1, lambda row: row.turns.late_ms if row.turns else None),
        ("Lượt 150 ÷ lượt 5", 2, lambda row: row.turns.ratio if row.turns else None),
        ("Sẵn sàng sau (giây)", 1, lambda row: row.ready_seconds),
        ("Bộ nhớ PSS, mọi tiến trình (MB)", 0, lambda row: row.memory.total_pss),
        ("Bộ nhớ RSS, tiến trình lớn nhất (MB)", 0, lambda row: row.memory.largest_rss),
    ]


def _under_load(talkers: int, read: Callable[[Load], float]) -> Callable[[Measurement], Value]:
    def value(measurement: Measurement) -> Value:
        load = measurement.load(talkers)
        return read(load) if load else None

    return value


def _number(value: Value, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _ratio(value: Value, base: Value) -> str:
    return "–" if value is None or not base else f"{_number(value / base, 2)} lần"


def _verdict(target: Target) -> str:
    return {True: "đạt", False: "CHƯA ĐẠT", None: "chưa đo"}[target.met]


def _measured(target: Target) -> str:
    return _number(target.value, 2 if target.unit == "lần" else 0) + (f" {target.unit}" if target.value else "")


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    return [lines[0], "─" * len(lines[0]), *lines[1:]]
