"""Đọc knowledge/*.yml thành danh từ của model.py, nhớ mỗi thứ nằm ở tệp nào, dòng nào."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.knowledge.model import Answer, Figure, Indicator, Knowledge, Place, Source
from bot.knowledge.problem import Problem
from bot.knowledge.record import decode

Noun = TypeVar("Noun", Source, Place, Indicator, Figure, Answer)


@dataclass(frozen=True)
class Located:
    """Một bản ghi đã đọc, cùng tệp và dòng của từng trường."""

    record: Any
    file: str
    line: int
    lines: dict[str, int]

    def problem(self, name: str, message: str) -> Problem:
        """Chỗ sai ở trường `name` của bản ghi này."""
        return Problem(self.file, self.lines.get(name, self.line), message)


@dataclass
class Reading:
    """Kết quả đọc: các bản ghi đúng dạng theo thứ tự gặp, và mọi chỗ sai."""

    records: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, noun: type[Noun]) -> Iterator[tuple[Noun, Located]]:
        """Các bản ghi của một loại, kèm vị trí."""
        return ((item.record, item) for item in self.records if isinstance(item.record, noun))

    def knowledge(self) -> Knowledge:
        """Gom các bản ghi thành kho; id trùng thì giữ cái đầu (checks.py báo cái sau)."""
        kinds: tuple[tuple[type[Any], dict[str, Any]], ...] = tuple(
            (noun, {}) for noun in (Source, Place, Indicator, Figure, Answer)
        )
        for item in self.records:
            for noun, table in kinds:
                if isinstance(item.record, noun):
                    table.setdefault(item.record.id, item.record)
        sources, places, indicators, figures, answers = (table for _, table in kinds)
        return Knowledge(sources, places, indicators, figures, answers)


def read(folder: Path) -> Reading:
    """Đọc cả thư mục kiến thức. Không dừng ở chỗ sai đầu tiên: mọi chỗ sai nằm trong `Reading.problems`."""
    reading = read_vocabulary(folder)
    _read_table(reading, Source, folder, "sources.yml")
    for file in sorted((folder / "figures").glob("*.yml")):
        _read_figures(reading, folder, file)
    for file in sorted((folder / "answers").glob("*/*.yml")):
        root = _compose(reading, folder, file)
        if root is not None:
            _read_record(reading, Answer, folder, file, root)
    return reading


def read_vocabulary(folder: Path) -> Reading:
    """Chỉ đọc tên gọi: nơi và chỉ tiêu."""
    reading = Reading()
    _read_table(reading, Place, folder, "places.yml")
    _read_table(reading, Indicator, folder, "indicators.yml")
    return reading


def _read_table(reading: Reading, noun: type[Any], folder: Path, name: str) -> None:
    file = folder / name
    if not file.exists():
        reading.problems.append(Problem(name, 1, "thiếu tệp này; hãy tạo lại, ít nhất chứa một dòng “[]”"))
        return
    _read_list(reading, noun, folder, file, _compose(reading, folder, file))


def _compose(reading: Reading, folder: Path, file: Path) -> yaml.Node | None:
    name = file.relative_to(folder).as_posix()
    try:
        text = file.read_text(encoding="utf-8")
        root: yaml.Node | None = yaml.compose(text, yaml.CBaseLoader)
    except UnicodeDecodeError:
        reading.problems.append(Problem(name, 1, "tệp không phải UTF-8; hãy lưu lại với mã UTF-8"))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reading.problems.append(
            Problem(name, line, f"YAML không đọc được ({error.problem}); xem lại thụt dòng, dấu hai chấm và dấu nháy")
        )
        return None
    except yaml.YAMLError as error:
        reading.problems.append(Problem(name, 1, f"YAML không đọc được ({error}); có thể có ký tự lạ"))
        return None
    if root is None:
        reading.problems.append(Problem(name, 1, "tệp trống; hãy viết nội dung hoặc xoá tệp"))
    return root


def _read_figures(reading: Reading, folder: Path, file: Path) -> None:
    root = _compose(reading, folder, file)
    if root is None:
        return
    name = file.relative_to(folder).as_posix()
    parts = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    source, figures = parts.get("source"), parts.get("figures")
    if not isinstance(source, yaml.ScalarNode) or figures is None:
        reading.problems.append(
            Problem(name, 1, "tệp số liệu cần dòng “source: <id nguồn>” rồi “figures:” và danh sách số liệu")
        )
        return
    _read_list(reading, Figure, folder, file, figures, {"source": (source.value, source.start_mark.line + 1)})


def _read_list(
    reading: Reading,
    noun: type[Any],
    folder: Path,
    file: Path,
    node: yaml.Node | None,
    shared: dict[str, tuple[Any, int]] | None = None,
) -> None:
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        name = file.relative_to(folder).as_posix()
        reading.problems.append(
            Problem(name, node.start_mark.line + 1, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”")
        )
        return
    for item in node.value:
        _read_record(reading, noun, folder, file, item, shared or {})


def _read_record(
    reading: Reading,
    noun: type[Any],
    folder: Path,
    file: Path,
    node: yaml.Node,
    shared: dict[str, tuple[Any, int]] | None = None,
) -> None:
    name, line = file.relative_to(folder).as_posix(), node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        reading.problems.append(Problem(name, line, "cần các dòng “tên: giá trị”, bắt đầu bằng “id: …”"))
        return
    data = {key: value for key, (value, _) in (shared or {}).items()}
    lines = {key: where for key, (_, where) in (shared or {}).items()}
    for key, value in node.value:
        if key.value in data:
            reading.problems.append(
                Problem(name, key.start_mark.line + 1, f"trường “{key.value}” viết hai lần; giữ một")
            )
        data[key.value] = _plain(value)
        lines[key.value] = key.start_mark.line + 1
    record = decode(
        noun, data, lambda key, message: reading.problems.append(Problem(name, lines.get(key, line), message))
    )
    if record is not None:
        reading.records.append(Located(record, name, line, lines))


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in ("null", "~", "") and node.style is None else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return {key.value: _plain(value) for key, value in node.value}
