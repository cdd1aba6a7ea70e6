"""Tải: nhiều người nói cùng lúc, do wrk tạo để việc đo không giành bộ xử lý với máy chủ.

wrk đo từng lượt từ lúc gửi đến lúc nhận xong, và bù "coordinated omission" khi tính p50, p95.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.client import HOST, PATH
from bench.errors import LoadFailedError, MissingToolError
from bench.questions import FILE

SCRIPT = Path(__file__).parent / "talk.lua"
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """Kết quả một chặng: bao nhiêu người nói, xong bao nhiêu lượt, trong bao lâu."""

    talkers: int
    requests: int
    seconds: float
    p50_ms: float
    p95_ms: float
    errors: Mapping[str, int]
    """Theo loại: mã HTTP, kết nối, quá hạn, lời đáp không có `custom`, lượt mất giữa chừng."""

    @property
    def per_second(self) -> float:
        """Số lượt được trả lời đúng dạng trong một giây."""
        answered = self.requests - self.errors["status"] - self.errors["broken"]
        return answered / self.seconds

    @property
    def error_count(self) -> int:
        """Tổng số lượt lỗi; cả chặng không xong lượt nào cũng là lỗi."""
        return sum(self.errors.values()) or int(self.requests == 0)


def find_wrk() -> str:
    """Nơi có wrk.

    Raises:
        MissingToolError: máy chưa cài.
    """
    found = shutil.which("wrk")
    if not found:
        raise MissingToolError
    return found


def run_load(ports: Sequence[int], talkers: int, seconds: int) -> Load:
    """Cho `talkers` người mới nói liên tục trong `seconds` giây, mỗi người một máy chủ, chia đều.

    Raises:
        MissingToolError: máy chưa cài wrk.
        LoadFailedError: wrk dừng giữa chừng.
    """
    url = f"http://{HOST}:{ports[0]}{PATH}"
    options = ["-t", talkers, "-c", talkers, "-d", f"{seconds}s", "--timeout", f"{TIMEOUT_SECONDS}s", "-s", SCRIPT]
    environment = {
        **os.environ,
        "BENCH_PORTS": " ".join(map(str, ports)),
        "BENCH_PHASE": uuid.uuid4().hex,
        "BENCH_QUESTIONS": str(FILE),
    }
    command = [find_wrk(), *map(str, options), url]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True)
    if finished.returncode != 0:
        raise LoadFailedError(finished.stdout + finished.stderr)
    return _read(finished.stdout, talkers)


def _read(output: str, talkers: int) -> Load:
    try:
        row = json.loads(output.splitlines()[-1])
    except (ValueError, IndexError):
        raise LoadFailedError(output) from None
    return Load(
        talkers=talkers,
        requests=row["requests"],
        seconds=row["microseconds"] / 1e6,
        p50_ms=row["p50"] / 1000,
        p95_ms=row["p95"] / 1000,
        errors=row["errors"],
    )
