"""Lịch sử của kho kể bằng tiếng Việt, cho dòng lệnh."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from bot.knowledge.history import Change, FieldChange, Version

NO_CHANGE = "Hai bản không khác nhau."


def render_versions(versions: Sequence[Version]) -> str:
    """Mỗi nội dung một dòng: từ bản nào, đang dùng hay đã thôi, ai, lúc nào."""
    return "\n".join(f"bản {each.version}: {_state(each)}; {_who(each)}  [{each.kind}]" for each in versions)


def render_changes(changes: Sequence[Change]) -> str:
    """Mỗi bản ghi một đoạn, mỗi trường chữ cũ (-) rồi chữ mới (+)."""
    return "\n\n".join("\n".join(_lines(change)) for change in changes) or NO_CHANGE


def _state(version: Version) -> str:
    if version.body is None:
        return "xoá"
    return "đang dùng" if version.until is None else f"dùng đến trước bản {version.until}"


def _who(version: Version) -> str:
    if version.at is None:
        return "không rõ ai, có từ trước khi giữ lịch sử"
    local: datetime.datetime = version.at.astimezone()
    return f"{version.by}, {local:%H:%M ngày %d/%m/%Y}"


def _lines(change: Change) -> Iterator[str]:
    what = "mới" if change.old is None else "đã xoá" if change.new is None else "đổi"
    yield f"{change.kind}/{change.id}: {what} ở bản {change.last.version}; {_who(change.last)}"
    for item in change.fields:
        yield f"  {item.name}"
        yield from _sides(item)


def _sides(item: FieldChange) -> Iterator[str]:
    """Danh sách thì chỉ kể mục khác nhau; chỉ đổi thứ tự thì kể cả hai danh sách."""
    old, new = (list(map(_as_text, _as_list(side))) for side in (item.old, item.new))
    gone, come = [part for part in old if part not in new], [part for part in new if part not in old]
    if not gone and not come:
        gone, come = old, new
    yield from (f"    - {part}" for part in gone)
    yield from (f"    + {part}" for part in come)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _as_text(value: Any) -> Any:
    """Bản ghi con (dòng của một việc, lựa chọn của một đặc điểm) thành một dòng chữ."""
    if not isinstance(value, dict):
        return value
    parts = {key: ", ".join(each) if isinstance(each, list) else each for key, each in value.items()}
    return "; ".join(f"{key}: {each}" for key, each in parts.items())
