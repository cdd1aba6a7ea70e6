"""Đọc knowledge/*.yml thành danh từ của model.py, nhớ mỗi thứ nằm ở tệp nào, dòng nào."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.knowledge.model import (
    NOUNS,
    Answer,
    Figure,
    Indicator,
    Knowledge,
    NamedFact,
    Outside,
    Place,
    Source,
    Subject,
    Task,
    Trait,
)
from bot.knowledge.problem import Problem
from bot.knowledge.record import decode

Noun = TypeVar("Noun")


TRAITS = "traits.yml"
"""Chỉ cần có khi có việc có hướng dẫn."""


@dataclass(frozen=True)
class Located:
    """Một bản ghi đã đọc, cùng tệp và dòng của từng trường."""

    record: Any
    file: str
    line: int
    lines: dict[str, int]

    def problem(self, name: str, message: str) -> Problem:
        """Chỗ sai ở trường `name` của bản ghi này; "lines.3" là mục thứ ba (đếm từ 0) của danh sách `lines`."""
        return Problem(self.file, self.lines.get(name, self.line), message)


@dataclass
class Reading:
    """Kết quả đọc: các bản ghi đúng dạng theo thứ tự gặp, và mọi chỗ sai."""

    records: list[Located] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, noun: type[Noun]) -> Iterator[tuple[Noun, Located]]:
        """Các bản ghi của một loại, kèm vị trí."""
        return ((item.record, item) for item in self.records if isinstance(item.record, noun))

    def knowledge(self) -> Knowledge:
        """Gom các bản ghi thành kho; id trùng thì giữ cái đầu (checks.py báo cái sau)."""
        parts: dict[str, Any] = {kind: {} for kind in NOUNS}
        kinds = {noun: kind for kind, noun in NOUNS.items()}
        for item in self.records:
            parts[kinds[type(item.record)]].setdefault(item.record.id, item.record)
        return Knowledge(**parts)


def read(folder: Path) -> Reading:
    """Đọc cả thư mục kiến thức. Không dừng ở chỗ sai đầu tiên: mọi chỗ sai nằm trong `Reading.problems`."""
    reading = read_vocabulary(folder)
    _File(reading, folder, "sources.yml").read_list(Source)
    _File(reading, folder, "outside.yml").read_list(Outside)
    _File(reading, folder, "abbreviations.yml").read_abbreviations()
    known = {"sources.yml", "outside.yml", "abbreviations.yml", "places.yml", "indicators.yml", "subjects.yml", TRAITS}
    for pattern, noun in (("figures/*.yml", Figure), ("answers/*/*.yml", Answer), ("tasks/*.yml", Task)):
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            known.add(name)
            file = _File(reading, folder, name)
            if noun is Figure:
                file.read_figures()
            else:
                file.read_one(noun)
    _report_strays(reading, folder, known)
    return reading


def read_vocabulary(folder: Path) -> Reading:
    """Chỉ đọc tên gọi: nơi, chỉ tiêu, đề tài, đặc điểm của người làm."""
    reading = Reading()
    _File(reading, folder, "places.yml").read_list(Place)
    _File(reading, folder, "indicators.yml").read_list(Indicator)
    _File(reading, folder, "subjects.yml").read_list(Subject)
    if (folder / TRAITS).exists():
        _File(reading, folder, TRAITS).read_list(Trait)
    return reading


def read_abbreviations(folder: Path) -> dict[str, str]:
    """Chỉ đọc bảng chữ viết tắt."""
    reading = Reading()
    _File(reading, folder, "abbreviations.yml").read_abbreviations()
    return reading.abbreviations


def _report_strays(reading: Reading, folder: Path, known: set[str]) -> None:
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            reading.problems.append(
                Problem(
                    name,
                    1,
                    "tệp này không ai đọc; câu trả lời nằm ở answers/<chủ đề>/<id>.yml, số liệu ở figures/<nguồn>.yml, "
                    "việc có hướng dẫn ở tasks/<id>.yml",
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
        """Tệp số liệu: `source` chung, rồi danh sách `figures` (con số) và `facts` (sự việc), ít nhất một."""
        if self._root is None:
            return
        parts: dict[str, yaml.Node] = {}
        for key, line, value in self._fields(self._root):
            if key in ("source", "figures", "facts"):
                parts.setdefault(key, value)
            else:
                self._problem(line, f"không có trường “{key}”; đầu tệp chỉ có source, figures và facts")
        source = parts.pop("source", None)
        if not isinstance(source, yaml.ScalarNode) or not parts:
            self._problem(1, "tệp số liệu cần dòng “source: <id nguồn>” rồi “figures:” (hoặc “facts:”) và danh sách")
            return
        for key, noun in (("figures", Figure), ("facts", NamedFact)):
            if key in parts:
                self._list(noun, parts[key], {"source": source})

    def read_abbreviations(self) -> None:
        """Tệp chữ viết tắt: mỗi dòng “CHỮ TẮT: chữ đầy đủ”."""
        if self._root is None:
            return
        if isinstance(self._root, yaml.SequenceNode) and not self._root.value:
            return
        if not isinstance(self._root, yaml.MappingNode):
            self._problem(1, "cần các dòng “CHỮ TẮT: chữ đầy đủ”, ví dụ “BHYT: bảo hiểm y tế”")
            return
        for key, line, value in self._fields(self._root):
            if not key.isupper():
                self._problem(line, f"chữ tắt “{key}” phải viết hoa hết như trong câu, ví dụ “BHYT”")
            elif isinstance(value, yaml.ScalarNode) and value.value.strip():
                self._reading.abbreviations[key] = value.value.strip()
            else:
                self._problem(line, f"chữ tắt “{key}” thiếu chữ đầy đủ; viết “{key}: …” trên một dòng")

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
                self._problem(
                    1,
                    "tệp trống; danh sách chưa có gì thì viết “[]”; câu trả lời, số liệu không dùng nữa thì xoá tệp",
                )
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
            if isinstance(value, yaml.SequenceNode):
                lines.update({f"{key}.{place}": _line(each) for place, each in enumerate(value.value)})
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
