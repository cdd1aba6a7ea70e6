"""Câu chuyện viết ở bảng tính và lưu thành CSV: một hàng một lượt, cột tiếng Việt.

Ô “câu chuyện” trống là vẫn câu chuyện của hàng trên. Các giá trị trong một ô cách nhau bằng dấu |; dấu | có thật viết
là \\|. Ô bắt đầu bằng = + - @ được thêm dấu ' ở đầu, để bảng tính không coi lời người dân là công thức.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.period import Period, PeriodError
from bot.knowledge.problem import Problem
from bot.stories.claims import CLAIMS
from bot.stories.model import Claim, Story, StoryError, Turn
from bot.stories.sheet_cells import (
    COLUMNS,
    EXPECTED,
    PRESSED,
    SAID,
    STORY,
    TODAY,
    VARIANT,
    guarded,
    iso,
    joined,
    parts,
    unguarded,
)
from bot.stories.variants import VARIANTS
from bot.stories.writer import Case, case
from bot.vietnamese import normalise


@dataclass(frozen=True)
class _Row:
    """Một hàng: dòng đầu của nó trong tệp, và mọi cột của `COLUMNS` (ô không có là chữ trống)."""

    line: int
    cells: Mapping[str, str]


class _Sheet:
    """Bảng đang đọc: tên tệp, và mọi chỗ sai đã gặp."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


def read_sheet(path: Path) -> list[Story]:
    """Các câu chuyện trong một tệp CSV UTF-8, có hay không BOM, ngăn ô bằng phẩy hay chấm phẩy.

    Raises:
        StoryError: có chỗ sai; kể hết, mỗi chỗ có tệp và dòng.
    """
    sheet = _Sheet(str(path))
    stories = [_story(name, rows, sheet) for name, rows in _by_story(_rows(path, sheet), sheet).items()]
    if not stories and not sheet.problems:
        sheet.wrong(1, "bảng chưa có câu chuyện nào; mỗi hàng là một lượt người dân nói")
    if sheet.problems:
        raise StoryError(sorted(sheet.problems))
    return stories


def write_sheet(stories: Iterable[Story], delimiter: str = ",") -> tuple[str, Counter[str]]:
    """Nội dung CSV, và những điều bảng không có cột nên bị bỏ lại (tên → số lần)."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, restval="", delimiter=delimiter)
    table.writeheader()
    left_out: Counter[str] = Counter()
    for story in stories:
        left_out.update(["kho riêng"] * bool(story.overlay) + ["điều đã nhớ"] * bool(story.slots))
        for turn in story.turns:
            first = _story_cells(story) if turn is story.turns[0] else {}
            cells = {**first, **_turn_cells(turn, left_out)}
            table.writerow({column: guarded(cell) for column, cell in cells.items()})
    return text.getvalue(), left_out


def cases_of(stories: Iterable[Story]) -> list[Case]:
    """Các câu chuyện ở dạng `writer.write_cases` viết ra được."""
    return [
        case(
            story.name,
            map(_step, story.turns),
            today=story.today.isoformat() if story.today else None,
            variants=story.variants,
        )
        for story in stories
    ]


def _rows(path: Path, sheet: _Sheet) -> list[_Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        sheet.wrong(1, "tệp không phải UTF-8; trong Excel hãy lưu kiểu “CSV UTF-8”")
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[_Row] = []
    line = 1
    try:
        header = _header(next(reader, []), sheet)
        if sheet.problems:
            return []
        line = reader.line_num + 1
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append(_row(line, header, cells, sheet))
            line = reader.line_num + 1
    except csv.Error as error:
        sheet.wrong(line, f"bảng không đọc được ({error}); xem lại dấu nháy kép ở hàng này")
    return rows


def _delimiter(text: str) -> str:
    """Phẩy hay chấm phẩy, đoán từ hàng tên cột: lời người dân ở các hàng sau dùng cả hai."""
    try:
        return csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;").delimiter
    except csv.Error:
        return ","


def _header(cells: Sequence[str], sheet: _Sheet) -> list[str]:
    names = [" ".join(normalise(cell).casefold().split()) for cell in cells]
    for name, count in Counter(filter(None, names)).items():
        if name not in COLUMNS:
            sheet.wrong(1, f"không có cột “{name}”; dùng được: {', '.join(COLUMNS)}")
        elif count > 1:
            sheet.wrong(1, f"cột “{name}” có hai lần; giữ một")
    if STORY not in names or not {SAID, PRESSED} & set(names):
        sheet.wrong(1, f"hàng đầu là tên cột; cần “{STORY}” và “{SAID}”, ngăn bằng dấu phẩy hay chấm phẩy")
    return names


def _row(line: int, header: Sequence[str], cells: Sequence[str], sheet: _Sheet) -> _Row:
    found = dict.fromkeys(COLUMNS, "")
    for at, cell in enumerate(cells):
        name = header[at] if at < len(header) else ""
        if name:
            found[name] = unguarded(cell.strip())
        elif cell.strip():
            sheet.wrong(line, f"ô thứ {at + 1} (“{cell.strip()}”) không thuộc cột nào; có dấu ngăn ô nằm trong chữ?")
    return _Row(line, found)


def _by_story(rows: Iterable[_Row], sheet: _Sheet) -> dict[str, list[_Row]]:
    stories: dict[str, list[_Row]] = {}
    name = ""
    for row in rows:
        given = row.cells[STORY]
        if given in stories and given != name:
            sheet.wrong(row.line, f"tên “{given}” đã có ở dòng {stories[given][0].line}; đặt tên khác")
        name = given or name
        if name:
            stories.setdefault(name, []).append(row)
        else:
            sheet.wrong(row.line, f"hàng đầu tiên cần tên ở cột “{STORY}”: người dân muốn gì")
    return stories


def _story(name: str, rows: Sequence[_Row], sheet: _Sheet) -> Story:
    return Story(
        name=name,
        file=sheet.file,
        line=rows[0].line,
        turns=tuple(_turn(row, sheet) for row in rows),
        today=_today(rows, sheet),
        variants=_variants(rows, sheet),
    )


def _turn(row: _Row, sheet: _Sheet) -> Turn:
    said, pressed = row.cells[SAID], row.cells[PRESSED]
    if bool(said) == bool(pressed):
        sheet.wrong(row.line, f"mỗi hàng cần đúng một trong hai ô: “{SAID}”, “{PRESSED}”")
    claims: list[Claim] = []
    for column, kind in EXPECTED.items():
        for value in parts(row.cells[column]) if CLAIMS[kind].several else filter(None, [row.cells[column]]):
            claims += _claim(row.line, column, kind, value, sheet)
    return Turn(row.line, said or pressed, press=not said, claims=tuple(claims))


def _claim(line: int, column: str, kind: str, value: str, sheet: _Sheet) -> list[Claim]:
    try:
        read = Period.parse(iso(value)).text if kind == "as_of" else CLAIMS[kind].read(value)
    except PeriodError as error:
        sheet.wrong(line, f"cột “{column}”: {error}; Excel tự đổi ngày thì định dạng cột này thành Text")
    except ValueError as error:
        sheet.wrong(line, f"cột “{column}”: {error}")
    else:
        return [Claim(kind, read, line)]
    return []


def _today(rows: Sequence[_Row], sheet: _Sheet) -> datetime.date | None:
    line, given = _said_once(rows, TODAY, sheet)
    if not given:
        return None
    try:
        return datetime.date.fromisoformat(iso(given))
    except ValueError:
        sheet.wrong(line, f"cột “{TODAY}”: “{given}” phải là một ngày viết kiểu 2026-11-21 hay 21/11/2026")
        return None


def _variants(rows: Sequence[_Row], sheet: _Sheet) -> tuple[str, ...]:
    line, given = _said_once(rows, VARIANT, sheet)
    names = parts(given)
    for name in names:
        if name not in VARIANTS:
            sheet.wrong(line, f"cột “{VARIANT}”: không có “{name}”; dùng được: {', '.join(VARIANTS)}")
    return tuple(names)


def _said_once(rows: Sequence[_Row], column: str, sheet: _Sheet) -> tuple[int, str]:
    """Điều chung của cả câu chuyện: ô đầu tiên có chữ, và dòng của nó."""
    given = [(row.line, row.cells[column]) for row in rows if row.cells[column]]
    for line, value in given[1:]:
        if value != given[0][1]:
            sheet.wrong(line, f"cột “{column}” là của cả câu chuyện: đã viết “{given[0][1]}” ở dòng {given[0][0]}")
    return given[0] if given else (rows[0].line, "")


def _story_cells(story: Story) -> dict[str, str]:
    return {
        STORY: story.name,
        VARIANT: joined(story.variants),
        TODAY: story.today.isoformat() if story.today else "",
    }


def _turn_cells(turn: Turn, left_out: Counter[str]) -> dict[str, str]:
    cells = {PRESSED if turn.press else SAID: turn.user}
    without_column = Counter(CLAIMS[claim.kind].label for claim in turn.claims)
    for column, kind in EXPECTED.items():
        several = CLAIMS[kind].several
        values = [claim.value for claim in turn.claims if claim.kind == kind][: None if several else 1]
        cells[column] = joined(values) if several else "".join(values)
        without_column[CLAIMS[kind].label] -= len(values)
    left_out.update(+without_column)
    left_out.update(["metadata"] * bool(turn.metadata))
    return cells


def _step(turn: Turn) -> dict[str, Any]:
    expected: dict[str, list[Any]] = {}
    for claim in turn.claims:
        expected.setdefault(claim.kind, []).append(claim.value)
    step: dict[str, Any] = {"press" if turn.press else "user": turn.user}
    if expected:
        step["expect"] = {kind: values[0] if len(values) == 1 else values for kind, values in expected.items()}
    return step
