"""Bảng độ phủ thành hình PNG và thành một trang HTML đứng một mình."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]

from bot.stories.coverage import Coverage

TEMPLATES = Path(__file__).parent / "templates"
_BLUE, _GREY = "#0b5cad", "#d9d9d9"
_DPI = 110


def chart(coverage: Coverage) -> bytes:
    """Thanh ngang, mỗi loại một thanh: phần đã thấy, phần chưa, cạnh thanh là “đã thấy / tất cả”."""
    parts = [part for part in coverage.parts.values() if part.all]
    shares = [100 * part.share for part in parts]
    figure = Figure(figsize=(8, 0.42 * len(parts) + 1.2), dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.barh(range(len(parts)), shares, color=_BLUE, label="đã thấy")
    axes.barh(range(len(parts)), [100 - share for share in shares], left=shares, color=_GREY, label="chưa thấy")
    axes.set_yticks(range(len(parts)), [part.label for part in parts])
    for row, part in enumerate(parts):
        axes.text(101, row, f"{len(part.seen)} / {len(part.all)}", va="center")
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("% đã thấy")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=2, frameon=False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    return buffer.getvalue()


def page(coverage: Coverage) -> str:
    """Trang HTML không tải gì qua mạng: hình, bảng, và mọi điều chưa thấy."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    picture = base64.b64encode(chart(coverage)).decode("ascii")
    return jinja.get_template("coverage.html").render(parts=list(coverage.parts.values()), picture=picture)
