"""Dạng `test_cases` của Rasa Pro (kiểm thử e2e), như tài liệu của Rasa công bố, và những điều của ta ở `expect:`.

Mỗi bước `user` có thể kèm `assertions` (các khẳng định của Rasa Pro) và `expect` (claims.CLAIMS); các bước `bot`,
`utter`, `slot_was_set`, `slot_was_not_set` đứng sau thì thuộc về lượt ấy. `press` là bấm một nút của lời đáp trước. Bot
này không dùng flow hay mô hình sinh, nên khẳng định về chúng là chỗ sai, không phải điều lặng lẽ cho qua.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.stories.lined import Entries, Sequence
from bot.stories.model import Claim, Story, Turn
from bot.stories.page import Page

_CASE = ("test_case", "metadata", "fixtures", "steps", "today", "variants", "assertion_order_enabled")
_USER = ("user", "press", "metadata", "assertions", "expect", "assertion_order_enabled")
_AFTER: dict[str, str] = {"bot": "text", "utter": "action"}
_SLOTS = {"slot_was_set": "slots", "slot_was_not_set": "never_slots"}
_FLOWS = (
    "flow_started",
    "flow_completed",
    "flow_cancelled",
    "pattern_clarification_contains",
    "generative_response_is_relevant",
    "generative_response_is_grounded",
)


def read(entries: Entries, page: Page) -> Story | None:
    """Một mục của `test_cases:`."""
    page.known(entries, _CASE, "câu chuyện")
    slots: dict[str, Any] = {}
    for name in page.words(entries, "fixtures"):
        if name in page.fixtures:
            slots.update(page.fixtures[name])
        else:
            page.wrong(entries.of("fixtures"), f"không có fixtures “{name}” ở đầu tệp")
    turns = _turns(entries, page)
    name = page.text(entries, "test_case", "tên câu chuyện: người dân muốn gì")
    if not name or not turns:
        return None
    return Story(
        name=name,
        file=page.file,
        line=entries.line,
        turns=tuple(turns),
        today=page.read_today(entries),
        slots=slots,
        variants=page.read_variants(entries),
        overlay=page.overlay,
    )


def _turns(entries: Entries, page: Page) -> list[Turn]:
    shared = _metadata(entries, page)
    turns: list[tuple[Turn, list[Claim]]] = []
    for line, step in page.items(entries, "steps"):
        if not isinstance(step, Entries) or not step:
            page.wrong(line, "mỗi bước bắt đầu bằng “- user: …”, “- press: …”, “- bot: …”")
        elif "user" in step or "press" in step:
            turns.append(_turn(line, step, shared, page))
        elif turns:
            turns[-1][1].extend(_after(step, page))
        else:
            page.wrong(line, "câu chuyện phải bắt đầu bằng lời người dân: “- user: …”")
    if not turns:
        page.wrong(entries.of("steps"), "câu chuyện chưa có bước nào; thêm “steps:” rồi “- user: …”")
    return [Turn(turn.line, turn.user, turn.press, tuple(claims), turn.metadata) for turn, claims in turns]


def _turn(line: int, step: Entries, shared: dict[str, Any], page: Page) -> tuple[Turn, list[Claim]]:
    page.known(step, _USER, "bước")
    press = "press" in step
    if press and "user" in step:
        page.wrong(line, "một bước hoặc gõ chữ (user) hoặc bấm nút (press), không cả hai")
    said = page.text(step, "press", "chữ trên nút") if press else page.text(step, "user", "lời người dân")
    claims: list[Claim] = []
    if isinstance(step.get("expect"), Entries):
        claims += page.claims(step["expect"])
    elif "expect" in step:
        page.wrong(step.of("expect"), "“expect” cần các dòng “tên: giá trị”, ví dụ “kind: answer”")
    for at, assertion in page.items(step, "assertions"):
        claims += _assertion(at, assertion, page)
    return Turn(line, said, press, (), {**shared, **_metadata(step, page)}), claims


def _metadata(entries: Entries, page: Page) -> dict[str, Any]:
    name = entries.get("metadata")
    if name is None:
        return {}
    if name not in page.metadata:
        page.wrong(entries.of("metadata"), f"không có metadata “{name}” ở đầu tệp")
        return {}
    return page.metadata[name]


def _after(step: Entries, page: Page) -> list[Claim]:
    page.known(step, (*_AFTER, *_SLOTS), "bước")
    claims = [page.claim(kind, step[name], step.of(name)) for name, kind in _AFTER.items() if name in step]
    for name, kind in _SLOTS.items():
        for line, slot in page.items(step, name):
            claims.append(page.claim(kind, slot, line))
    return [claim for claim in claims if claim]


def _assertion(line: int, assertion: Any, page: Page) -> list[Claim]:
    if not isinstance(assertion, Entries) or len(assertion) != 1:
        page.wrong(line, "mỗi khẳng định viết “- tên: giá trị”, ví dụ “- action_executed: action_answer”")
        return []
    name, value = next(iter(assertion.items()))
    if name in _FLOWS:
        page.wrong(line, f"“{name}” nói về flow hay mô hình sinh; bot này không có, hãy bỏ hoặc dùng “action_executed”")
        return []
    if name not in _ASSERTIONS:
        page.wrong(line, f"không có khẳng định “{name}”; dùng được: {', '.join(_ASSERTIONS)}")
        return []
    claims = [page.claim(kind, each, line) for kind, each in _ASSERTIONS[name](value)]
    if not claims:
        page.wrong(line, f"“{name}” chưa nói gì để so")
    return [claim for claim in claims if claim]


def _uttered(prefix: str) -> Callable[[Any], Iterable[tuple[str, Any]]]:
    def read(value: Any) -> Iterable[tuple[str, Any]]:
        wanted = value if isinstance(value, Entries) else {}
        for name, kind in (("utter_name", "action"), ("text_matches", "matches"), ("buttons", "buttons")):
            if name in wanted:
                yield prefix + kind, wanted[name]

    return read


def _named_slots(kind: str) -> Callable[[Any], Iterable[tuple[str, Any]]]:
    """`slot_was_set` của Rasa Pro: danh sách {name, value}; không có value là giá trị nào cũng được."""

    def read(value: Any) -> Iterable[tuple[str, Any]]:
        for slot in value if isinstance(value, Sequence) else [value]:
            if isinstance(slot, Entries) and "name" in slot:
                yield kind, {slot["name"]: slot["value"]} if "value" in slot else str(slot["name"])

    return read


_ASSERTIONS: dict[str, Callable[[Any], Iterable[tuple[str, Any]]]] = {
    "slot_was_set": _named_slots("slots"),
    "slot_was_not_set": _named_slots("never_slots"),
    "action_executed": lambda value: [("action", value)],
    "bot_uttered": _uttered(""),
    "bot_did_not_utter": _uttered("never_"),
}
"""Khẳng định của Rasa Pro → các điều của claims.CLAIMS."""
