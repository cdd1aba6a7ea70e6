"""`python -m bench.knowledge`: kho bịa 1, 10, 100 nghìn câu và mười lần chừng ấy số liệu; in thời gian và bộ nhớ.

Mỗi chặng chạy ở một tiến trình riêng để bộ nhớ đỉnh (VmHWM của Linux) là của riêng nó.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.made_up import made_up
from bench.made_up_questions import questions
from bot.database import open_engine, upgrade
from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.answerer import Answerer
from bot.knowledge.question import Question
from bot.knowledge.reader import read
from bot.knowledge.store import load
from bot.knowledge.sync import sync
from bot.settings import ROOT

SIZES = (1_000, 10_000, 100_000)
MOST_P95_MS, MOST_MB = 25.0, 3000.0
TODAY = datetime.date(2026, 11, 21)
WARM_UP = 5
NO_BUDGET = 2**62
"""Hạn mức không bao giờ chạm tới: chấm trọn mọi câu."""


@dataclasses.dataclass(frozen=True)
class Stored:
    """Chặng đồng bộ: giây của lần đầu, của lần không có gì đổi, và bộ nhớ đỉnh (gồm cả kho bịa đang giữ)."""

    first_seconds: float
    again_seconds: float
    peak_mb: float


@dataclasses.dataclass(frozen=True)
class Asked:
    """Chặng hỏi: nạp và dựng mục lục, rồi hỏi; ms theo kiểu hỏi, `search` là riêng phần tìm câu trả lời."""

    load_seconds: float
    build_seconds: float
    peak_mb: float
    p50_ms: float
    p95_ms: float
    cpu_p95_ms: float
    """Giờ bộ xử lý, không tính lúc phải nhường máy cho tiến trình khác."""
    p95_by_kind: dict[str, float]
    search_p50_ms: float
    search_p95_ms: float
    agreement: float
    """Phần câu hỏi mà câu đứng đầu đúng như khi chấm trọn mọi câu."""


def measure_sync(answers: int, url: str) -> Stored:
    """Đồng bộ một kho bịa vào kho trống ở `url`, hai lần."""
    knowledge = made_up(read(ROOT / "knowledge").knowledge(), answers)
    engine = open_engine(url)
    upgrade(engine)
    now = datetime.datetime.now(datetime.timezone.utc)
    first, again = (_seconds(lambda: sync(engine, knowledge, now=now, by="bench")) for _ in range(2))
    return Stored(first, again, peak_mb())


def measure_asking(url: str, each: int) -> Asked:
    """Nạp kho ở `url` rồi hỏi mỗi kiểu `each` câu."""
    started = time.perf_counter()
    knowledge = load(open_engine(url))
    loaded = time.perf_counter()
    answerer = Answerer(knowledge, lambda: TODAY)
    built = time.perf_counter()
    asked = questions(knowledge, each)
    every = [text for texts in asked.values() for text in texts]
    random.Random(3).shuffle(every)  # noqa: S311  # trộn các kiểu hỏi, không phải để giữ bí mật
    times, busy = _times(lambda text: answerer.answer(Question(text)), every)
    taken = dict(zip(every, times, strict=True))
    index: AnswerIndex = answerer._ranker._index
    searched, _ = _times(lambda text: index.search(text, 20), every)
    peak = peak_mb()
    return Asked(
        load_seconds=loaded - started,
        build_seconds=built - loaded,
        peak_mb=peak,
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
        cpu_p95_ms=_percentile(busy, 95),
        p95_by_kind={kind: _percentile((taken[text] for text in texts), 95) for kind, texts in asked.items()},
        search_p50_ms=_percentile(searched, 50),
        search_p95_ms=_percentile(searched, 95),
        agreement=_agreement(index, every[::2]),
    )


def _agreement(index: AnswerIndex, texts: Iterable[str]) -> float:
    """So câu đứng đầu với cách chấm trọn; câu không khớp gì (điểm 0) thì không tính."""
    same = []
    for text in texts:
        full = index.search(text, 1, NO_BUDGET)
        if full and full[0].score > 0:
            same.append(index.search(text)[0].id == full[0].id)
    return sum(same) / max(1, len(same))


def peak_mb() -> float:
    """Bộ nhớ đỉnh (RSS) của tiến trình này từ lúc bắt đầu, MB (10⁶ byte)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 / 1e6 if found else float("nan")


def render(measured: dict[int, tuple[Stored, Asked]]) -> str:
    """Bảng chữ: mỗi cột một cỡ kho; cột cuối là cỡ lớn nhất gấp mấy lần cỡ nhỏ nhất."""
    kinds = next(iter(measured.values()))[1].p95_by_kind
    rows: list[tuple[str, Callable[[Stored, Asked], float]]] = [
        ("Đồng bộ lần đầu (giây)", lambda stored, _: stored.first_seconds),
        ("Đồng bộ khi không gì đổi (giây)", lambda stored, _: stored.again_seconds),
        ("Đồng bộ, bộ nhớ đỉnh (MB)", lambda stored, _: stored.peak_mb),
        ("Nạp từ kho (giây)", lambda _, asked: asked.load_seconds),
        ("Dựng mục lục (giây)", lambda _, asked: asked.build_seconds),
        ("Nạp và hỏi, bộ nhớ đỉnh (MB)", lambda _, asked: asked.peak_mb),
        ("Một câu hỏi, p50 (ms)", lambda _, asked: asked.p50_ms),
        ("Một câu hỏi, p95 (ms)", lambda _, asked: asked.p95_ms),
        ("  p95, giờ bộ xử lý (ms)", lambda _, asked: asked.cpu_p95_ms),
        *((f"  p95, {kind} (ms)", _of_kind(kind)) for kind in kinds),
        ("Riêng phần tìm, p50 (ms)", lambda _, asked: asked.search_p50_ms),
        ("Riêng phần tìm, p95 (ms)", lambda _, asked: asked.search_p95_ms),
        ("Câu đầu như chấm trọn (%)", lambda _, asked: 100 * asked.agreement),
    ]
    lines = [f"{'':34}" + "".join(f"{size:>12,}".replace(",", ".") for size in measured) + "    lớn ÷ nhỏ"]
    for label, value in rows:
        values = [value(*measured[size]) for size in measured]
        growth = values[-1] / values[0] if values[0] else float("nan")
        lines.append(f"{label:34}" + "".join(_number(each, 12) for each in values) + _number(growth, 13))
    return "\n".join([*lines, "", *_verdicts(*measured[max(measured)])])


def _verdicts(stored: Stored, asked: Asked) -> list[str]:
    peak = max(stored.peak_mb, asked.peak_mb)
    return [
        f"{'đạt' if asked.p95_ms <= MOST_P95_MS else 'CHƯA ĐẠT':10} p95 một câu hỏi ≤ {MOST_P95_MS:.0f} ms",
        f"{'đạt' if peak <= MOST_MB else 'CHƯA ĐẠT':10} bộ nhớ đỉnh ≤ {MOST_MB:.0f} MB",
    ]


def _of_kind(kind: str) -> Callable[[Stored, Asked], float]:
    return lambda _, asked: asked.p95_by_kind[kind]


def _number(value: float, width: int) -> str:
    return f"{value:>{width}.1f}".replace(".", ",")


def _times(ask: Callable[[str], object], texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Mili giây của từng câu: theo đồng hồ, và theo giờ bộ xử lý."""
    for text in texts[:WARM_UP]:
        ask(text)
    wall, busy = [], []
    for text in texts:
        started, working = time.perf_counter(), time.process_time()
        ask(text)
        wall.append(1000 * (time.perf_counter() - started))
        busy.append(1000 * (time.process_time() - working))
    return wall, busy


def _seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def _percentile(values: Iterable[float], percent: float) -> float:
    return float(np.percentile(list(values), percent))


@click.group(invoke_without_command=True)
@click.pass_context
@click.option("--sizes", default=",".join(map(str, SIZES)), help="Các cỡ kho, cách nhau dấu phẩy.")
@click.option("--each", default=40, help="Số câu hỏi mỗi kiểu.")
def main(context: click.Context, sizes: str, each: int) -> None:
    """Đo kho kiến thức ở cỡ lớn; dưới 12 phút trên máy 2 nhân."""
    if context.invoked_subcommand:
        return
    measured = {}
    for size in map(int, sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/kho.sqlite"
            click.echo(f"{size} câu: bịa và đồng bộ…", err=True)
            stored = Stored(**_stage("sync", str(size), url))
            click.echo(f"{size} câu: nạp và hỏi…", err=True)
            measured[size] = stored, Asked(**_stage("ask", url, str(each)))
    click.echo(render(measured))


@main.command("sync", hidden=True)
@click.argument("answers", type=int)
@click.argument("url")
def sync_stage(answers: int, url: str) -> None:
    """Một chặng, in JSON."""
    click.echo(json.dumps(dataclasses.asdict(measure_sync(answers, url))))


@main.command("ask", hidden=True)
@click.argument("url")
@click.argument("each", type=int)
def ask_stage(url: str, each: int) -> None:
    """Một chặng, in JSON."""
    click.echo(json.dumps(dataclasses.asdict(measure_asking(url, each))))


def _stage(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.knowledge", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise click.ClickException(f"chặng “{arguments[0]}” dừng giữa chừng; xem lỗi ở trên rồi chạy lại.")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    main()
