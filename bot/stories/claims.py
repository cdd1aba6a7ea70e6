"""Những điều một lượt được khẳng định, và cách so từng điều với lời đáp.

Mỗi điều là một dòng của bảng `CLAIMS`: tên trong tệp câu chuyện, tên tiếng Việt cho báo cáo, cách đọc giá trị, cách so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.knowledge.outcome import Kind
from bot.stories.results import Inside, Seen

KINDS: tuple[str, ...] = get_args(Kind)

Read = Callable[[Any], Any]
Compare = Callable[[Any, Any], "str | None"]
"""Nhận điều thấy được và giá trị phải có; None là đúng, chữ là cái đã thấy."""


@dataclass(frozen=True)
class ClaimType:
    """Một loại khẳng định. `inner`: nói về bên trong bot (intent, slot…), bot ở xa hay biến thể thì không so.

    `several`: viết được cả danh sách, mỗi dòng là một điều.
    """

    label: str
    read: Read
    compare: Compare
    inner: bool = False
    several: bool = False

    def got(self, seen: Seen, value: Any) -> str | None:
        """None khi đúng; chữ là cái đã thấy. Với `inner`, `seen.inside` phải có."""
        return self.compare(seen.inside if self.inner else seen, value)


def _text(given: Any) -> str:
    if isinstance(given, (dict, list)) or given is None or not str(given).strip():
        raise ValueError("cần một dòng chữ")
    return str(given).strip()


def _pattern(given: Any) -> str:
    pattern = _text(given)
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"biểu thức chính quy không đọc được ({error}): {pattern}") from None
    return pattern


def _kind(given: Any) -> str:
    if given not in KINDS:
        raise ValueError(f"“{given}” không phải một loại lời đáp; chọn một trong: {', '.join(KINDS)}")
    return str(given)


def _yes(given: Any) -> bool:
    if given is not True:
        raise ValueError("chỉ nhận true")
    return True


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise ValueError("cần một danh sách, mỗi dòng bắt đầu bằng “- ”; không có gì thì viết []")
    return tuple(map(_text, given))


def _buttons(given: Any) -> tuple[tuple[str, Any], ...]:
    """Mỗi nút là chữ trên nút, hay {title, payload}; payload None là nút nào cũng được."""
    if not isinstance(given, list):
        raise ValueError("cần danh sách nút, mỗi dòng là chữ trên nút; không có nút nào thì viết []")
    return tuple(
        (_text(each.get("title")), _payload(each.get("payload"))) if isinstance(each, dict) else (_text(each), None)
        for each in given
    )


def _payload(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise ValueError(f'payload phải là JSON như {{"answer": "id"}}, không phải “{given}”') from None


def _mapping(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not given:
        raise ValueError("cần các dòng “tên: giá trị”")
    return dict(given)


def _slot(given: Any) -> dict[str, Any]:
    """Tên slot, hay {tên: giá trị}."""
    return dict.fromkeys([given], ANY) if isinstance(given, str) else _mapping(given)


ANY = object()
"""Giá trị nào cũng được, miễn là có."""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is(text: str, wanted: str) -> str | None:
    return None if _plain(text) == _plain(wanted) else text


def _has(text: str, wanted: str) -> str | None:
    return None if _plain(wanted) in _plain(text) else text


def _lacks(text: str, unwanted: str) -> str | None:
    return text if _plain(unwanted) in _plain(text) else None


def _same(found: Any, wanted: Any) -> str | None:
    return None if found == wanted else shown(found)


def _holds(found: Any, wanted: Any) -> str | None:
    return None if wanted in found else shown(list(found))


def shown(value: Any) -> str:
    """Giá trị viết cho người đọc báo cáo."""
    if value is None or value == () or value == [] or value == "":
        return "(không có)"
    if value is True:
        return "có"
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each[0] if isinstance(each, tuple) else each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: có" if each is ANY else f"{key}: {shown(each)}" for key, each in value.items())
    return str(value)


def _first_answer(seen: Seen) -> str | None:
    return next(iter(seen.custom["answers"]), None)


def _source_ids(seen: Seen) -> list[str]:
    return [source["id"] for source in seen.custom["sources"]]


def _titles(seen: Seen) -> list[str]:
    return [button["title"] for button in seen.custom["buttons"]]


def _every_item_has_a_source(seen: Seen, _: bool) -> str | None:
    bare = [item["id"] for item in seen.custom["items"] if not item["sources"]]
    if bare:
        return "không có nguồn: " + shown(bare)
    return None if seen.custom["items"] else "lời đáp không có mục nào"


def _same_buttons(seen: Seen, wanted: tuple[tuple[str, Any], ...]) -> str | None:
    found = [(button["title"], button["payload"]) for button in seen.custom["buttons"]]
    same = len(found) == len(wanted) and all(
        title == there and payload in (None, sent)
        for (title, payload), (there, sent) in zip(wanted, found, strict=True)
    )
    return None if same else shown(_titles(seen))


def _calls(seen: Seen, number: str) -> str | None:
    return _holds([call["number"] for call in seen.custom["calls"]], number)


def _same_slots(inside: Inside, wanted: dict[str, Any]) -> str | None:
    found = {name: inside.slots.get(name) for name in wanted}
    right = all(value is not None and wanted[name] in (ANY, value) for name, value in found.items())
    return None if right else shown(found)


def _other_slots(inside: Inside, unwanted: dict[str, Any]) -> str | None:
    found = {name: inside.slots.get(name) for name in unwanted}
    wrong = any(value is not None and unwanted[name] in (ANY, value) for name, value in found.items())
    return shown(found) if wrong else None


def _entities(inside: Inside, wanted: dict[str, Any]) -> str | None:
    return None if all(pair in inside.entities for pair in wanted.items()) else shown(dict(inside.entities))


CLAIMS: Mapping[str, ClaimType] = {
    "text": ClaimType("lời đáp đúng là", _text, lambda seen, value: _is(seen.text, value)),
    "says": ClaimType("lời đáp có", _text, lambda seen, value: _has(seen.text, value), several=True),
    "never_says": ClaimType("lời đáp không có", _text, lambda seen, value: _lacks(seen.text, value), several=True),
    "matches": ClaimType(
        "lời đáp hợp với mẫu",
        _pattern,
        lambda seen, value: None if re.search(value, seen.text) else seen.text,
        several=True,
    ),
    "never_matches": ClaimType(
        "lời đáp không hợp với mẫu",
        _pattern,
        lambda seen, value: seen.text if re.search(value, seen.text) else None,
        several=True,
    ),
    "kind": ClaimType("loại lời đáp", _kind, lambda seen, value: _same(seen.custom["kind"], value)),
    "answer": ClaimType("câu trả lời đầu", _text, lambda seen, value: _same(_first_answer(seen), value)),
    "answers": ClaimType("đúng các câu", _texts, lambda seen, value: _same(tuple(seen.custom["answers"]), value)),
    "sourced": ClaimType("mục nào cũng có nguồn", _yes, _every_item_has_a_source),
    "source": ClaimType("có nguồn", _text, lambda seen, value: _holds(_source_ids(seen), value), several=True),
    "as_of": ClaimType("ngày của lời đáp", _text, lambda seen, value: _same(seen.custom["as_of"], value)),
    "button": ClaimType("có nút", _text, lambda seen, value: _holds(_titles(seen), value), several=True),
    "buttons": ClaimType("đúng các nút", _buttons, _same_buttons),
    "never_buttons": ClaimType(
        "không phải các nút",
        _buttons,
        lambda seen, value: shown(_titles(seen)) if _same_buttons(seen, value) is None else None,
    ),
    "call": ClaimType("có số để gọi", _text, _calls, several=True),
    "intent": ClaimType("intent", _text, lambda inside, value: _same(inside.intent, value), inner=True),
    "entities": ClaimType("thực thể", _mapping, _entities, inner=True),
    "action": ClaimType(
        "hành động", _text, lambda inside, value: _holds(inside.actions, value), inner=True, several=True
    ),
    "never_action": ClaimType(
        "không chạy hành động",
        _text,
        lambda inside, value: shown(inside.actions) if value in inside.actions else None,
        inner=True,
    ),
    "slots": ClaimType("slot", _slot, _same_slots, inner=True),
    "never_slots": ClaimType("slot không là", _slot, _other_slots, inner=True),
}
"""Mọi điều khẳng định được, theo tên trong tệp câu chuyện."""
