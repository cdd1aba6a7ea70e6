"""YAML mà mỗi mục nhớ dòng của nó, để chỗ sai được báo bằng tệp và dòng."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.problem import Problem


class Entries(dict[str, Any]):
    """Các dòng “tên: giá trị”; `lines`: tên → dòng."""

    line: int = 1
    lines: dict[str, int]
    doubled: tuple[str, ...] = ()

    def of(self, name: str) -> int:
        """Dòng của một tên; tên không có thì dòng đầu của cả mục."""
        return self.lines.get(name, self.line)


class Sequence(list[Any]):
    """Một danh sách; `lines`: dòng của từng mục."""

    line: int = 1
    lines: list[int]

    def with_lines(self) -> Iterator[tuple[int, Any]]:
        """Từng mục cùng dòng của nó."""
        return zip(self.lines, self, strict=True)


class _Loader(yaml.CSafeLoader):
    """Như SafeLoader, nhớ dòng; ngày viết kiểu 2026-11-21 vẫn là chữ."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # cách PyYAML khai báo
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _entries(loader: _Loader, node: yaml.MappingNode) -> Iterator[Entries]:
    entries = Entries()
    yield entries
    keys = [str(loader.construct_object(key)) for key, _ in node.value]
    entries.line = node.start_mark.line + 1
    entries.lines = {name: key.start_mark.line + 1 for name, (key, _) in zip(keys, node.value, strict=True)}
    entries.doubled = tuple(name for name in entries.lines if keys.count(name) > 1)
    entries.update(zip(keys, [loader.construct_object(value, deep=True) for _, value in node.value], strict=True))


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Iterator[Sequence]:
    sequence = Sequence()
    yield sequence
    sequence.line = node.start_mark.line + 1
    sequence.lines = [item.start_mark.line + 1 for item in node.value]
    sequence.extend(loader.construct_object(item, deep=True) for item in node.value)


_Loader.add_constructor("tag:yaml.org,2002:map", _entries)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def load(path: Path, name: str) -> Entries | Problem:
    """Nội dung của tệp, hay chỗ sai khi không đọc được; `name`: tên tệp để báo."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # _Loader là một SafeLoader
    except FileNotFoundError:
        return Problem(name, 1, "không có tệp này; xem lại đường dẫn")
    except UnicodeDecodeError:
        return Problem(name, 1, "tệp không phải UTF-8; hãy lưu lại với mã UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem(
            name, line, f"YAML không đọc được ({error.problem}); xem lại thụt dòng, dấu hai chấm và dấu nháy"
        )
    except yaml.YAMLError as error:
        return Problem(name, 1, f"YAML không đọc được ({error}); có thể có ký tự lạ")
    if not isinstance(found, Entries):
        return Problem(name, 1, "cần dòng “test_cases:” (hoặc “stories:”) rồi danh sách câu chuyện")
    return found
