"""Các con số thành bảng: một bảng cho trang, cho tệp CSV và cho biểu đồ, nên ba nơi luôn nói cùng một điều."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.conversations.numbers import DEFINITIONS, LEAST, Counts, Definition
from bot.conversations.samples import WRONG_BUT_SURE, Marked
from bot.knowledge.model import Knowledge
from bot.knowledge.words import number
from bot.web import texts
from bot.web.number_book import Report

BY_DAY, BY_TOPIC, BY_PLACE, MARKING = "theo-ngay", "theo-chu-de", "theo-noi", "cham-mau"
_BOM = "\ufeff"
"""Cho bảng tính biết tệp là UTF-8."""
_FORMULA = tuple("=+-@\t\r")
"""Ô mở đầu bằng một trong các dấu này thì bảng tính chạy nó như công thức."""
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("asked", "Lượt hỏi"),
    ("answered", "Trả lời được"),
    ("asked_back", "Hỏi lại"),
    ("pointed", "Chỉ nơi khác"),
    ("refused", "Không trả lời"),
    ("corrected", "Không đúng ý"),
    ("handed_over", "Xin gặp người"),
    ("rated_right", "Chấm đúng"),
    ("rated_wrong", "Chấm chưa đúng"),
)


class NumberTable(NamedTuple):
    """Một bảng; ô đầu mỗi hàng là tên hàng."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


class Share(NamedTuple):
    """Một tỉ lệ như hiện ra: `value` là "95,1 %" hay lời nói chưa đủ số liệu."""

    definition: Definition
    value: str
    part: int
    whole: int


def shares(report: Report) -> list[Share]:
    """Mọi tỉ lệ của khoảng ngày, cùng định nghĩa; tỉ lệ nói chắc mà sai tính trên các tuần đã chấm."""
    return [
        *(_share(each, report.total) for each in DEFINITIONS),
        _share(WRONG_BUT_SURE, _all_weeks(report.weeks)),
    ]


def tables(report: Report, knowledge: Knowledge, fewest: int = 0) -> dict[str, NumberTable]:
    """Mọi bảng của một bản báo cáo, theo tên.

    Những nơi được hỏi dưới `fewest` lượt thì gộp lại, để không ai đoán ra ai hỏi.
    """
    days = [(_written(day), counts) for day, counts in report.days.items()]
    topics = [(texts.TOPICS.get(key, texts.NO_TOPIC), counts) for key, counts in _most_first(report.topics)]
    ranked = _most_first(report.places)
    places = [(_place(key, knowledge), counts) for key, counts in ranked if counts.asked >= fewest]
    few = sum((counts for _, counts in ranked if counts.asked < fewest), Counts())
    if few.asked or few.handed_over:
        places.append((texts.FEW_PLACES.format(fewest=fewest), few))
    found = (
        _table(BY_DAY, texts.NUMBERS_BY_DAY, "Ngày", days),
        _table(BY_TOPIC, texts.NUMBERS_BY_TOPIC, "Chủ đề", topics),
        _table(BY_PLACE, texts.NUMBERS_BY_PLACE, "Nơi", places),
        _marking(report.weeks),
    )
    return {table.name: table for table in found}


def as_csv(table: NumberTable) -> bytes:
    """Bảng thành CSV mở được thẳng bằng bảng tính, không ô nào chạy như công thức."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(cell) for cell in table.columns])
    writer.writerows([_safe(cell) for cell in row] for row in table.rows)
    return (_BOM + out.getvalue()).encode()


def percent(share: float | None) -> str:
    """ "95,1 %"; chưa đủ số liệu thì nói vậy."""
    return texts.TOO_FEW.format(least=LEAST) if share is None else f"{number(round(100 * share, 1))} %"


def spoken_week(week: str) -> str:
    """Ngày đầu và ngày cuối của tuần ISO: "2026-W46" → "9/11–15/11/2026"."""
    monday = datetime.datetime.strptime(f"{week}-1", "%G-W%V-%u").date()
    sunday = monday + datetime.timedelta(days=6)
    year = f"/{monday.year}" if monday.year != sunday.year else ""
    return f"{monday.day}/{monday.month}{year}–{sunday.day}/{sunday.month}/{sunday.year}"


def _share(definition: Definition, counts: object) -> Share:
    part, whole = int(getattr(counts, definition.part)), int(getattr(counts, definition.whole))
    return Share(definition, percent(definition.share(counts)), part, whole)


def _all_weeks(weeks: list[Marked]) -> Marked:
    sums = {name: sum(getattr(week, name) for week in weeks) for name in ("drawn", "done", "wrong", "disagreed")}
    return Marked("", **sums)


def _most_first(groups: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """Hỏi nhiều trước; nhóm chưa rõ đứng cuối."""
    return sorted(groups.items(), key=lambda group: (not group[0], -group[1].asked, group[0]))


def _table(name: str, title: str, first: str, groups: Sequence[tuple[str, Counts]]) -> NumberTable:
    columns = (first, *(told for _, told in _COLUMNS))
    return NumberTable(name, title, columns, tuple(_row(key, counts) for key, counts in groups))


def _row(name: str, counts: Counts) -> tuple[str | int, ...]:
    return (name, *(int(getattr(counts, column)) for column, _ in _COLUMNS))


def _marking(weeks: list[Marked]) -> NumberTable:
    columns = ("Tuần", "Mẫu đã lấy", "Đủ hai dấu", "Cả hai nói sai", "Hai dấu khác nhau", "Nói chắc mà sai")
    rows = tuple(
        (spoken_week(week.week), week.drawn, week.done, week.wrong, week.disagreed, percent(WRONG_BUT_SURE.share(week)))
        for week in weeks
    )
    return NumberTable(MARKING, texts.NUMBERS_MARKING, columns, rows)


def _place(key: str, knowledge: Knowledge) -> str:
    if not key:
        return texts.NO_PLACE
    place = knowledge.places.get(key)
    return place.name if place else key


def _written(day: datetime.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
