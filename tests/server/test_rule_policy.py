"""Luật biết nhớ: hỏi Rasa một lần cho mỗi ý định, và hỏi lại Rasa mỗi khi luật nhìn xa hơn ý định."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.core.policies import rule_policy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.slots import BooleanSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.rule_policy import RulePolicy

LISTEN = {"action_name": "action_listen"}
GREET = [{"prev_action": LISTEN, "user": {"intent": "greet"}}]
AFTER_GREET = [*GREET, {"prev_action": {"action_name": "utter_greet"}, "user": {"intent": "greet"}}]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ý định của những lượt mà lớp gốc được hỏi."""
    intents: list[str] = []

    def predict(_self: object, tracker: DialogueStateTracker, *_: Any, **__: Any) -> object:
        assert tracker.latest_message
        intents.append(tracker.latest_message.intent["name"])
        return object()

    monkeypatch.setattr(rule_policy.RulePolicy, "predict_action_probabilities", predict)
    return intents


def policy(*rules: list[dict[str, Any]]) -> RulePolicy:
    made = RulePolicy.__new__(RulePolicy)
    made.lookup = {"rules": {json.dumps(rule): "utter_greet" for rule in rules}}
    return made


def said(intent: str, *before: Any) -> DialogueStateTracker:
    events = [ActionExecuted("action_listen"), *before, UserUttered("…", {"name": intent, "confidence": 1.0})]
    return DialogueStateTracker.from_events("người hỏi", events)


def test_each_intent_is_decided_once(asked: list[str]) -> None:
    rules, domain = policy(GREET, AFTER_GREET), Domain.empty()
    first = rules.predict_action_probabilities(said("greet"), domain)
    assert rules.predict_action_probabilities(said("greet"), domain) is first
    rules.predict_action_probabilities(said("thank"), domain)
    assert asked == ["greet", "thank"]


def test_inside_a_form_rasa_decides_every_time(asked: list[str]) -> None:
    rules, domain = policy(GREET), Domain.empty()
    for _ in range(2):
        rules.predict_action_probabilities(said("greet", ActiveLoop("form_a")), domain)
    assert asked == ["greet", "greet"]


def test_after_an_action_rasa_decides_every_time(asked: list[str]) -> None:
    rules, domain = policy(GREET, AFTER_GREET), Domain.empty()
    for _ in range(2):
        tracker = said("greet")
        tracker.update(ActionExecuted("utter_greet"))
        rules.predict_action_probabilities(tracker, domain)
    assert asked == ["greet", "greet"]


def test_the_rule_after_a_form_has_closed_does_not_end_the_shortcut(asked: list[str]) -> None:
    closed = [{"prev_action": {"action_name": "form_a"}, "active_loop": {"name": "should_not_be_set"}}]
    rules, domain = policy(GREET, closed), Domain.empty()
    for _ in range(2):
        rules.predict_action_probabilities(said("greet"), domain)
    assert asked == ["greet"]


@pytest.mark.parametrize(
    "rule",
    [
        [{"prev_action": LISTEN, "user": {"intent": "greet", "entities": ["place"]}}],
        [{"prev_action": LISTEN, "user": {"intent": "greet"}, "slots": {"topic": [1.0]}}],
        [{"prev_action": LISTEN, "user": {"intent": "greet"}, "active_loop": {"name": "form_a"}}],
        [{"prev_action": LISTEN, "user": {"text": "chào"}}],
        [{}, *GREET],
        [*AFTER_GREET, *GREET],
        [{"prev_action": LISTEN}],
    ],
)
def test_a_rule_that_sees_more_than_the_intent_is_always_asked(asked: list[str], rule: list[dict[str, Any]]) -> None:
    rules, domain = policy(GREET, rule), Domain.empty()
    for _ in range(2):
        rules.predict_action_probabilities(said("greet"), domain)
    assert asked == ["greet", "greet"]


def test_a_slot_that_influences_the_conversation_is_always_asked(asked: list[str]) -> None:
    domain = Domain([], [], [BooleanSlot("urgent", [])], {}, [], {}, {})
    rules = policy(GREET)
    for _ in range(2):
        rules.predict_action_probabilities(said("greet"), domain)
    assert asked == ["greet", "greet"]
