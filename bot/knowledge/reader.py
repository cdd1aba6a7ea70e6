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
    _File(reading, folder, "sources.yml").read_list(Source)
    known = {"sources.yml", "places.yml", "indicators.yml"}
    for pattern, noun in (("figures/*.yml", Figure), ("answers/*/*.yml", Answer)):
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            known.add(name)
            file = _File(reading, folder, name)
            if noun is Figure:
                file.read_figures()
            else:
                file.read_one(Answer)
    _report_strays(reading, folder, known)
    return reading


def read_vocabulary(folder: Path) -> Reading:
    """Chỉ đọc tên gọi: nơi và chỉ tiêu."""
    reading = Reading()
    _File(reading, folder, "places.yml").read_list(Place)
    _File(reading, folder, "indicators.yml").read_list(Indicator)
    return reading


def _report_strays(reading: Reading, folder: Path, known: set[str]) -> None:
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            reading.problems.append(
                Problem(
                    name,
                    1,
                    "tệp này không ai đọc; câu trả lời nằm ở answers/<chủ đề>/<id>.yml, số liệu ở figures/<nguồn>.yml",
                )
            )


class _File:
    """Đọc một tệp YAML bằng nút có dòng; giá trị luôn là chữ, mỗi trường tự đổi kiểu (record.py)."""

    def __init__(self, reading: Reading, folder: Path, name: str) -> None:
        self._reading, self._name = reading, name
        self._root = self._compose(folder / name)

    def read_list(self, noun: type[Any]) -> None:
        """Tệp là một danh sách bản ghi."""
        if self._root is not None:
            self._list(noun, self._root, {})

    def read_one(self, noun: type[Any]) -> None:
        """Tệp là một bản ghi."""
        if self._root is not None:
            self._record(noun, self._root, {})

    def read_figures(self) -> None:
        """Tệp số liệu: `source` chung, rồi danh sách `figures`."""
        if self._root is None:
            return
        parts: dict[str, yaml.Node] = {}
        for key, line, value in self._fields(self._root):
            if key in ("source", "figures"):
                parts.setdefault(key, value)
            else:
                self._problem(line, f"không có trường “{key}”; đầu tệp chỉ có source và figures")
        source, figures = parts.get("source"), parts.get("figures")
        if not isinstance(source, yaml.ScalarNode) or figures is None:
            self._problem(1, "tệp số liệu cần dòng “source: <id nguồn>” rồi “figures:” và danh sách số liệu")
            return
        self._list(Figure, figures, {"source": source})

    def _compose(self, path: Path) -> yaml.Node | None:
        try:
            root: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        except FileNotFoundError:
            self._problem(1, "thiếu tệp này; hãy tạo lại, ít nhất chứa một dòng “[]”")
        except UnicodeDecodeError:
            self._problem(1, "tệp không phải UTF-8; hãy lưu lại với mã UTF-8")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self._problem(line, f"YAML không đọc được ({error.problem}); xem lại thụt dòng, dấu hai chấm và dấu nháy")
        except yaml.YAMLError as error:
            self._problem(1, f"YAML không đọc được ({error}); có thể có ký tự lạ")
        else:
            if root is None:
                self._problem(1, "tệp trống; hãy viết nội dung hoặc xoá tệp")
            return root
        return None

    def _list(self, noun: type[Any], node: yaml.Node, shared: dict[str, yaml.Node]) -> None:
        if not isinstance(node, yaml.SequenceNode):
            self._problem(_line(node), "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”")
            return
        for item in node.value:
            self._record(noun, item, shared)

    def _record(self, noun: type[Any], node: yaml.Node, shared: dict[str, yaml.Node]) -> None:
        if not isinstance(node, yaml.MappingNode):
            self._problem(_line(node), "cần các dòng “tên: giá trị”, bắt đầu bằng “id: …”")
            return
        data = {key: _plain(value) for key, value in shared.items()}
        lines = {key: _line(value) for key, value in shared.items()}
        for key, line, value in self._fields(node):
            data[key], lines[key] = _plain(value), line
        start = _line(node)
        record = decode(noun, data, lambda key, message: self._problem(lines.get(key, start), message))
        if record is not None:
            self._reading.records.append(Located(record, self._name, start, lines))

    def _fields(self, node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
        """Tên, dòng và giá trị của từng trường; tên lạ kiểu hay viết hai lần thì báo."""
        seen: set[str] = set()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode):
                self._problem(_line(key), "tên trường phải là một chữ, ví dụ “title:”")
                continue
            if key.value in seen:
                self._problem(_line(key), f"trường “{key.value}” viết hai lần; giữ một")
            seen.add(key.value)
            yield key.value, _line(key), value

    def _problem(self, line: int, message: str) -> None:
        self._reading.problems.append(Problem(self._name, line, message))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in ("null", "~", "") and not node.style else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return {str(key.value): _plain(value) for key, value in node.value}
