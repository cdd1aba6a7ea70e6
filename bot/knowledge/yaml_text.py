"""Viết bản ghi thành YAML đúng lối của thư mục kiến thức, và sửa một mục của tệp danh sách mà không đụng mục khác."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_FIRST = ("id", "aliases", "topic", "name", "title", "title_from_url", "publisher", "asks", "short")
_LAST = ("sources", "valid_from", "valid_until", "superseded_by", "read_on", "review_by", "reviewed_on", "confidence")
_ORDERS: Mapping[str, Sequence[str]] = {
    "answers": (*_FIRST, "steps", "details", "notes", "related", "facts", *_LAST),
    "sources": (*_FIRST, "published", "published_note", "url", "places"),
    "outside": ("id", "topic", "name", "asks", "door"),
}
"""Thứ tự các trường trong tệp, theo loại."""


class _Dumper(yaml.SafeDumper):
    """Danh sách thụt vào dưới tên trường, như người biên tập viết."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def record_text(kind: str, body: Mapping[str, Any]) -> str:
    """Một bản ghi dạng trơn (`record.encode`) là cả một tệp."""
    return _dumped(_ordered(kind, body))


def item_text(kind: str, body: Mapping[str, Any]) -> str:
    """Một bản ghi là một mục của tệp danh sách."""
    return _dumped([_ordered(kind, body)])


def with_items(text: str, kind: str, items: Mapping[str, Mapping[str, Any] | None]) -> str:
    """Nội dung tệp danh sách sau khi thay những mục mang id ấy (None: xoá), mục mới nối vào cuối; mục khác y nguyên."""
    lines = [line + "\n" for line in text.splitlines()]
    spans = _spans(text)
    for name in sorted(spans, key=lambda name: -spans[name][0]):
        if name in items:
            body = items[name]
            start, end = spans[name]
            lines[start:end] = [item_text(kind, body)] if body else []
    kept = "".join(lines)
    added = "".join(item_text(kind, body) for name, body in items.items() if body and name not in spans)
    if not spans:  # tệp chỉ có “[]”
        return added or text
    return (kept + added) or "[]\n"


def _spans(text: str) -> dict[str, tuple[int, int]]:
    """Id → dòng đầu, dòng sau cuối của mỗi mục; dòng ghi chú đứng trước một mục thì thuộc về mục trước nó."""
    root = yaml.compose(text, yaml.CSafeLoader)
    items = root.value if isinstance(root, yaml.SequenceNode) else []
    starts = [item.start_mark.line for item in items]
    ends = [*starts[1:], len(text.splitlines())][: len(starts)]
    names = [next(value.value for key, value in item.value if key.value == "id") for item in items]
    return {name: (start, end) for name, start, end in zip(names, starts, ends, strict=True)}


def _ordered(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    order = {name: place for place, name in enumerate(_ORDERS[kind])}
    return {name: _plain(body[name]) for name in sorted(body, key=lambda name: order.get(name, len(order)))}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _dumped(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return text
