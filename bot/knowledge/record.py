"""Từ dữ liệu trơn (YAML, JSON) thành danh từ của model.py và ngược lại; báo hết mọi chỗ sai một lượt."""

from __future__ import annotations

import dataclasses
import functools
import math
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.knowledge.period import Period, PeriodError

Noun = TypeVar("Noun")
Report = Callable[[str, str], None]
"""Nhận (tên trường, điều sai và cách viết đúng); trường là danh sách bản ghi thì tên kèm số thứ tự: "lines.3"."""


class RecordError(ValueError):
    """Một bản ghi trong kho không đọc được; mang `kind`, `reasons`."""

    def __init__(self, kind: str, reasons: list[str]) -> None:
        super().__init__(f"bản ghi {kind} hỏng: " + "; ".join(reasons))
        self.kind, self.reasons = kind, reasons


class _InsideError(ValueError):
    """Những chỗ sai trong một danh sách bản ghi con; mang `faults`: (số thứ tự, điều sai)."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(message for _, message in faults))
        self.faults = faults


def decode(noun: type[Noun], data: Mapping[str, Any], report: Report) -> Noun | None:
    """Dựng một `noun` từ `data`; mỗi chỗ sai được đưa cho `report`, khi đó trả None."""
    sound = True

    def wrong(name: str, message: str) -> None:
        nonlocal sound
        sound = False
        report(name, message)

    converters, required = _shape(cast(Any, noun))
    values: dict[str, Any] = {}
    for name in data:
        if name not in converters:
            wrong(name, f"không có trường “{name}”; các trường dùng được: {', '.join(converters)}")
    for name, convert in converters.items():
        given = data.get(name)
        if given in (None, "", []):
            if name in required:
                wrong(name, f"thiếu trường “{name}”; hãy thêm dòng “{name}: …”")
            continue
        try:
            values[name] = convert(given)
        except _InsideError as error:
            for place, message in error.faults:
                wrong(f"{name}.{place}", message)
        except (PeriodError, ValueError) as error:
            wrong(name, f"“{name}”: {error}")
    return noun(**values) if sound else None


def decode_trusted(noun: type[Noun], data: Mapping[str, Any]) -> Noun:
    """Như `decode`, cho dữ liệu chính chương trình đã ghi.

    Raises:
        RecordError: dữ liệu ấy lại sai, tức kho bị hỏng hoặc do bản khác ghi.
    """
    reasons: list[str] = []
    record = decode(noun, data, lambda _name, message: reasons.append(message))
    if record is None:
        raise RecordError(noun.__name__, reasons)
    return record


def encode(record: Any) -> dict[str, Any]:
    """Dữ liệu trơn của một bản ghi, bỏ trường mang giá trị mặc định; `decode` đọc lại được y nguyên."""
    plain: dict[str, Any] = {}
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        if value != item.default:
            plain[item.name] = _encoded(value)
    return plain


def _encoded(value: Any) -> Any:
    if isinstance(value, Period):
        return value.text
    if isinstance(value, tuple):
        return [_encoded(each) for each in value]
    return encode(value) if dataclasses.is_dataclass(value) else value


@functools.cache
def _shape(noun: Any) -> tuple[dict[str, Callable[[Any], Any]], frozenset[str]]:
    """Cách đổi kiểu từng trường, và những trường bắt buộc: tính một lần cho mỗi danh từ."""
    required = frozenset(item.name for item in dataclasses.fields(noun) if item.default is dataclasses.MISSING)
    return {name: _converter(name, hint) for name, hint in get_type_hints(noun).items()}, required


def _converter(name: str, hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is Literal:
        return functools.partial(_option, get_args(hint))
    text = _shared if name in _REFERENCES else _text
    if get_origin(hint) is tuple:
        noun = get_args(hint)[0]
        if dataclasses.is_dataclass(noun):
            return functools.partial(_records, cast("type[Any]", noun))
        return functools.partial(_list, text)
    return text if hint is str else _CONVERTERS[hint]


def _option(options: tuple[str, ...], given: Any) -> str:
    if given not in options:
        raise ValueError(f"“{given}” không dùng được; chọn một trong: {', '.join(options)}")
    return options[options.index(given)]


def _list(item: Callable[[Any], str], given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise ValueError("cần một danh sách, mỗi dòng bắt đầu bằng “- ”")
    return tuple(map(item, given))


def _records(noun: type[Any], given: Any) -> tuple[Any, ...]:
    """Danh sách bản ghi con, như các dòng của một việc."""
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise ValueError("cần một danh sách, mỗi mục là các dòng “tên: giá trị”")
    faults: list[tuple[int, str]] = []
    read = tuple(decode(noun, each, _at(place, faults)) for place, each in enumerate(given))
    if faults:
        raise _InsideError(faults)
    return read


def _at(place: int, faults: list[tuple[int, str]]) -> Report:
    return lambda _name, message: faults.append((place, message))


_REFERENCES = frozenset(
    "source sources place places indicator subject within merged_into related superseded_by".split()
)
"""Trường trỏ tới id của bản ghi khác."""


def _shared(given: Any) -> str:
    """Một triệu số liệu chỉ trỏ tới vài nghìn id: mỗi id một chuỗi trong bộ nhớ."""
    return sys.intern(_text(given))


def _text(given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError("cần một dòng chữ")
    return given.strip()


def _truth(given: Any) -> bool:
    if given in (True, "true"):
        return True
    if given in (False, "false"):
        return False
    raise ValueError("chỉ nhận true hoặc false")


def _whole(given: Any) -> int:
    try:
        return int(given)
    except (TypeError, ValueError):
        raise ValueError(f"“{given}” không phải số nguyên") from None


def _number(given: Any) -> float:
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"“{given}” không phải số; viết 1711 hoặc 99.66 (dấu chấm thập phân)")
    return value


_CONVERTERS: dict[Any, Callable[[Any], Any]] = {
    bool: _truth,
    int: _whole,
    float: _number,
    Period: lambda given: Period.parse(_text(given)),
}
