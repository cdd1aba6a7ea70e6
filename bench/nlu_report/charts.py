"""Ba hình của báo cáo, dạng PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes  # type: ignore[import-untyped]
from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from matplotlib.ticker import PercentFormatter  # type: ignore[import-untyped]

from bench.nlu_report.curves import CoveragePoint, SureBin
from bench.nlu_report.intents import IntentReport

_BLUE, _ORANGE, _GREY = "#0b5cad", "#b5470b", "#767676"
_DPI = 110


def confusion(report: IntentReport) -> bytes:
    """Ma trận nhầm lẫn; màu theo phần của intent thật (mỗi dòng cộng lại là 1), chữ là số câu."""
    names, counts = [row.intent for row in report.rows], np.asarray(report.confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = _blank(11, 9.6)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right", fontsize=9)
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_xlabel("Intent bot đoán")
    axes.set_ylabel("Intent thật")
    for row, column in zip(*counts.nonzero(), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", fontsize=7, color=colour)
    return _png(figure)


def coverage(points: Sequence[CoveragePoint], answering: CoveragePoint) -> bytes:
    """Đường phủ – sai, phần câu ngoài phạm vi lọt qua cùng mức, và chỗ của mức trả lời thẳng (`answering`)."""
    figure, axes = _blank(7.5, 4.5)
    covered = [point.coverage for point in points]
    axes.plot(covered, [point.error for point in points], "o-", color=_BLUE, label="sai trong những câu được trả lời")
    outside = [point.outside for point in points]
    axes.plot(covered, outside, "s--", color=_ORANGE, label="câu ngoài phạm vi lọt qua cùng mức")
    limit = f"{answering.limit:.2f}".replace(".", ",")
    axes.axvline(answering.coverage, linestyle=":", color=_GREY, label=f"mức trả lời thẳng của bot ({limit})")
    axes.plot([answering.coverage] * 2, [answering.error, answering.outside], "*", markersize=13, color=_GREY)
    axes.set_xlabel("Phần câu hỏi được trả lời")
    _percent_axes(axes)
    axes.legend(loc="upper left")
    return _png(figure)


def reliability(bins: Sequence[SureBin]) -> bytes:
    """Tỷ lệ đúng thật theo khoảng xác suất; chấm to là nhiều câu, trên đường chéo là xác suất nói đúng."""
    figure, axes = _blank(7.5, 4.5)
    axes.plot([0, 1], [0, 1], ":", color=_GREY, label="xác suất nói đúng")
    sure, right = [each.sure for each in bins], [each.right for each in bins]
    axes.plot(sure, right, "-", color=_BLUE, label="đo được")
    axes.scatter(sure, right, s=[12 + each.count / 4 for each in bins], color=_BLUE)
    axes.set_xlabel("Xác suất của câu đứng đầu (trung bình trong khoảng)")
    axes.set_ylabel("Tỷ lệ đúng")
    _percent_axes(axes)
    axes.legend(loc="lower right")
    return _png(figure)


def _blank(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), dpi=_DPI)
    FigureCanvasAgg(figure)
    return figure, figure.subplots()


def _percent_axes(axes: Axes) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    axes.set_ylim(-0.02, 1.05)
    axes.grid(alpha=0.3)


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    return buffer.getvalue()
