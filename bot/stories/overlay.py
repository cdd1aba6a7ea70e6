"""Kho riêng của một tệp câu chuyện, đặt lên kho thật: câu chuyện không hỏng vì nội dung thật đổi.

Viết y như trong knowledge/: `answers:`, `figures:`, `sources:`, `places:`… là những danh sách bản ghi. Id đã có thì chỉ
những trường được viết là đổi; id mới thì thêm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.knowledge.checks import references
from bot.knowledge.model import NOUNS, Knowledge
from bot.knowledge.problem import Problem
from bot.knowledge.reader import Located, Reading
from bot.knowledge.record import decode, encode
from bot.stories.lined import Entries


@dataclass(frozen=True, eq=False)
class Overlay:
    """Các bản ghi thêm hay đổi, theo loại; `without`: id của những bản ghi bị bỏ; `own`: không có kho thật ở dưới."""

    file: str
    records: Mapping[str, tuple[Entries, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    own: bool = False

    def apply(self, base: Knowledge) -> tuple[Knowledge, list[Problem]]:
        """Kho sau khi đặt lên, và mọi chỗ sai trong phần đặt lên."""
        reading = Reading()
        parts: dict[str, Any] = {kind: {} if self.own else dict(getattr(base, kind)) for kind in NOUNS}
        for gone in self.without:
            for records in parts.values():
                records.pop(gone, None)
        for kind, written in self.records.items():
            for entries in written:
                located = self._record(kind, entries, parts[kind], reading.problems)
                if located:
                    reading.records.append(located)
                    parts[kind][located.record.id] = located.record
        knowledge = replace(base, **parts)
        return knowledge, [*reading.problems, *references(reading, knowledge)]

    def _record(self, kind: str, entries: Entries, there: Mapping[str, Any], problems: list[Problem]) -> Located | None:
        before = there.get(str(entries.get("id")))
        data = {**(encode(before) if before else {}), **{key: _as_written(value) for key, value in entries.items()}}
        record = decode(
            NOUNS[kind], data, lambda name, message: problems.append(Problem(self.file, entries.of(name), message))
        )
        return Located(record, self.file, entries.line, entries.lines) if record else None


def _as_written(value: Any) -> Any:
    """Giá trị YAML như bản ghi của kho muốn: chữ, danh sách chữ; số và đúng/sai viết thành chữ."""
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)
