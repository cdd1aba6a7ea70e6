"""Tin nhắn chậm nhất: từ chữ tới kết cục, gồm cả NLU."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.nlu_report.pipeline import Pipeline
from bot.knowledge.answerer import Answerer

LONG = 10_000
SLOWEST = 10
TIMED = 300
"""Đo chừng này câu, rải đều."""
WARM_UP = 5
SHOWN = 120


@dataclass(frozen=True)
class Timed:
    """Một tin nhắn; `text` có thể đã cắt bớt, `length` là số ký tự thật."""

    text: str
    length: int
    ms: float


@dataclass(frozen=True)
class SlowReport:
    """Mili giây theo đồng hồ, một tin nhắn một lúc, không tính mạng và hội thoại của Rasa."""

    p50_ms: float
    p95_ms: float
    slowest: tuple[Timed, ...]
    long: tuple[Timed, ...]


def measure(pipeline: Pipeline, answerer: Answerer, texts: Sequence[str]) -> SlowReport:
    """Đo một phần `texts`, rồi vài tin rất dài."""
    for text in texts[:WARM_UP]:
        _timed(pipeline, answerer, text)
    timed = [_timed(pipeline, answerer, text) for text in texts[:: max(1, len(texts) // TIMED)]]
    p50, p95 = np.percentile([each.ms for each in timed], [50, 95])
    return SlowReport(
        float(p50),
        float(p95),
        tuple(sorted(timed, key=lambda each: -each.ms)[:SLOWEST]),
        tuple(_timed(pipeline, answerer, text) for text in long_texts(texts)),
    )


def long_texts(texts: Sequence[str]) -> tuple[str, ...]:
    """Tin dài LONG ký tự: nhiều câu hỏi nối nhau, một câu lặp lại, một chữ không có dấu cách, toàn số."""
    story = " ".join(texts)
    return tuple((source * LONG)[:LONG] for source in (story[:LONG] + " ", texts[0] + " ", "a", "0123456789 "))


def _timed(pipeline: Pipeline, answerer: Answerer, text: str) -> Timed:
    started = time.perf_counter()
    answerer.answer(pipeline.read([text])[0].question)
    return Timed(text[:SHOWN], len(text), 1000 * (time.perf_counter() - started))
