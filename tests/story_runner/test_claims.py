"""Mỗi loại khẳng định đúng được và sai được: một lời đáp hợp với nó, một lời đáp không."""

from __future__ import annotations

from typing import Any

import pytest

from bot.stories.claims import ANY, CLAIMS
from bot.stories.results import Inside, Seen

REPLY: dict[str, Any] = {
    "kind": "clarify",
    "answers": ["vneid-quen-mat-khau", "vneid-hotline"],
    "items": [
        {"id": "vneid-quen-mat-khau", "sources": [{"id": "dantri-2025"}]},
        {"id": "vneid-hotline", "sources": [{"id": "vneid-gov"}]},
    ],
    "sources": [{"id": "dantri-2025"}, {"id": "vneid-gov"}],
    "as_of": "2025-12-04",
    "buttons": [
        {"title": "Quên passcode", "payload": {"answer": "vneid-quen-passcode"}},
        {"title": "Gặp người", "payload": {"say": "Gặp người"}},
    ],
    "calls": [{"label": "Công an", "number": "113"}],
}
INSIDE = Inside(
    intent="ask_vneid",
    confidence=0.9,
    entities=(("service", "vneid"),),
    slots={"topic": "vneid", "place": None, "last_answers": ["vneid-quen-mat-khau"]},
    actions=("action_answer",),
)
SEEN = Seen("Chọn “Quên mật khẩu”\nrồi làm theo.", REPLY, 0.01, INSIDE)

HOLDS_AND_FAILS: dict[str, tuple[Any, Any]] = {
    "text": ("Chọn “Quên mật khẩu” rồi làm theo.", "Chọn “Quên mật khẩu”"),
    "says": ("rồi làm theo", "rồi đợi"),
    "never_says": ("OTP", "mật khẩu"),
    "matches": ("^Chọn .*khẩu”", "^rồi đợi"),
    "never_matches": (r"\d{12}", "Chọn|chọn"),
    "kind": ("clarify", "answer"),
    "answer": ("vneid-quen-mat-khau", "vneid-hotline"),
    "answers": (["vneid-quen-mat-khau", "vneid-hotline"], ["vneid-quen-mat-khau"]),
    "source": ("vneid-gov", "cafef-2025"),
    "as_of": ("2025-12-04", "2024-12-04"),
    "button": ("Gặp người", "Gặp máy"),
    "buttons": (["Quên passcode", "Gặp người"], ["Gặp người", "Quên passcode"]),
    "never_buttons": (["Gặp người"], ["Quên passcode", "Gặp người"]),
    "call": ("113", "115"),
    "intent": ("ask_vneid", "greet"),
    "entities": ({"service": "vneid"}, {"place": "thanh-hoa"}),
    "action": ("action_answer", "action_follow_up"),
    "never_action": ("utter_greet", "action_answer"),
    "slots": ({"topic": "vneid"}, {"topic": "bhyt"}),
    "never_slots": ({"topic": "bhyt"}, {"topic": "vneid"}),
}


def got(name: str, value: Any, seen: Seen = SEEN) -> str | None:
    kind = CLAIMS[name]
    return kind.got(seen, kind.read(value))


def test_every_claim_is_tried_here() -> None:
    assert HOLDS_AND_FAILS.keys() | {"sourced"} == CLAIMS.keys()


@pytest.mark.parametrize("name", HOLDS_AND_FAILS)
def test_a_true_claim_holds(name: str) -> None:
    assert got(name, HOLDS_AND_FAILS[name][0]) is None


@pytest.mark.parametrize("name", HOLDS_AND_FAILS)
def test_a_false_claim_fails_and_says_what_was_seen(name: str) -> None:
    found = got(name, HOLDS_AND_FAILS[name][1])
    assert found


def test_an_item_without_a_source_is_noticed() -> None:
    assert got("sourced", True) is None
    bare = {**REPLY, "items": [*REPLY["items"], {"id": "khong-nguon", "sources": []}]}
    assert "khong-nguon" in str(got("sourced", True, Seen("", bare, 0.0)))
    assert got("sourced", True, Seen("", {**REPLY, "items": []}, 0.0))


def test_a_button_can_be_claimed_with_its_payload() -> None:
    title, payload = "Quên passcode", {"answer": "vneid-quen-passcode"}
    rest = {"title": "Gặp người"}
    assert got("buttons", [{"title": title, "payload": payload}, rest]) is None
    assert got("buttons", [{"title": title, "payload": '{"answer": "vneid-quen-passcode"}'}, rest]) is None
    assert got("buttons", [{"title": title, "payload": {"answer": "vneid-hotline"}}, rest])


def test_a_slot_can_be_claimed_to_hold_anything_or_nothing() -> None:
    assert got("slots", "last_answers") is None
    assert got("slots", "place")
    assert got("never_slots", "place") is None
    assert got("never_slots", "topic")
    assert CLAIMS["slots"].read("topic") == {"topic": ANY}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "hmm"),
        ("sourced", False),
        ("matches", "("),
        ("answers", "x"),
        ("buttons", "x"),
        ("slots", []),
        ("says", {}),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        CLAIMS[name].read(value)
