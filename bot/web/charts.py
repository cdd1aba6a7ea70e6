"""Biểu đồ của các con số: hình SVG đứng riêng, vẽ từ đúng bảng đứng sau nó, kèm lời thay hình."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

from bot.knowledge.words import number
from bot.web import texts
from bot.web.number_tables import BY_DAY, BY_PLACE, BY_TOPIC, NumberTable

SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Kiểu của hình nằm ngay trong hình; ngoài nó ra hình không được nạp, không được chạy gì."""
CHARTS = (BY_DAY, BY_TOPIC, BY_PLACE)
_SERIES = ("Trả lời được", "Hỏi lại", "Chỉ nơi khác", "Không trả lời")
_MOST_BARS, _MOST_COLUMNS, _LABELS, _LONGEST = 12, 31, 6, 26
_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#16202c",
    foreground_strong="#16202c",
    foreground_subtle="#465566",
    font_family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif",
    label_font_size=15,
    major_label_font_size=15,
    legend_font_size=16,
    no_data_font_size=18,
    opacity=1,
    opacity_hover=1,
    colors=("#0a4a86", "#e0a100", "#7fa8cf", "#a3140f"),
)
"""Bốn màu khác nhau cả khi in đen trắng; chữ đủ to khi hình thu về bề rộng điện thoại."""


def chart(table: NumberTable) -> bytes:
    """Hình của một bảng trong `CHARTS`; nhiều hàng quá thì vẽ những hàng hỏi nhiều nhất."""
    rows = _drawn(table)
    return _over_time(table, rows) if table.name == BY_DAY else _bars(table, rows)


def told(table: NumberTable) -> str:
    """Lời thay hình: hình vẽ gì, chỗ cao nhất ở đâu."""
    asked = [(int(row[1]), str(row[0])) for row in _drawn(table)]
    most, where = max(asked, key=lambda pair: pair[0], default=(0, ""))
    if not most:
        return texts.CHART_EMPTY.format(title=table.title)
    total = number(sum(count for count, _ in asked))
    return texts.CHART_TOLD.format(title=table.title, total=total, most=number(most), where=where)


def _drawn(table: NumberTable) -> list[tuple[str | int, ...]]:
    if table.name == BY_DAY:
        return list(table.rows)
    return [row for row in table.rows if row[1] and row[0] != texts.NO_PLACE][:_MOST_BARS]


def _over_time(table: NumberTable, rows: Sequence[Sequence[str | int]]) -> bytes:
    shape = {"width": 560, "height": 380, "x_label_rotation": 35, "show_minor_x_labels": False}
    if len(rows) <= _MOST_COLUMNS:
        drawn = pygal.StackedBar(**shape, **_common())
    else:  # mấy trăm cột thì hình nặng hơn trăm kB
        drawn = pygal.StackedLine(fill=True, show_dots=False, **shape, **_common())
    names = [str(row[0]).rpartition("/")[0] for row in rows]
    drawn.x_labels = names
    drawn.x_labels_major = names[:: -(-len(names) // _LABELS)]
    return _filled(drawn, table, rows)


def _bars(table: NumberTable, rows: Sequence[Sequence[str | int]]) -> bytes:
    drawn = pygal.HorizontalStackedBar(width=560, height=140 + 38 * len(rows), **_common())
    upside_down = rows[::-1]
    drawn.x_labels = [_short(str(row[0])) for row in upside_down]
    return _filled(drawn, table, upside_down)


def _common() -> dict[str, object]:
    return {
        "style": _STYLE,
        "disable_xml_declaration": True,
        "explicit_size": True,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 2,
        "no_data_text": texts.CHART_NO_DATA,
        "margin": 12,
        "margin_right": 36,
        "include_x_axis": True,  # trục số bắt đầu từ 0: không phóng to chênh lệch
        "truncate_label": -1,
        "truncate_legend": -1,
        "min_scale": 3,
        "max_scale": 6,
        "value_formatter": number,
    }


def _filled(drawn: pygal.graph.graph.Graph, table: NumberTable, rows: Sequence[Sequence[str | int]]) -> bytes:
    for name in _SERIES:
        column = table.columns.index(name)
        drawn.add(name, [int(row[column]) for row in rows])
    drawn.add_xml_filter(_without_scripts)
    return str(drawn.render(is_unicode=True)).encode()


def _without_scripts(svg: Any) -> Any:
    """pygal để sẵn mã cho lời chú nổi; hình ở đây đứng yên."""
    for parent in list(svg.iter()):
        for child in [child for child in parent if str(child.tag).rpartition("}")[2] == "script"]:
            parent.remove(child)
    return svg


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
