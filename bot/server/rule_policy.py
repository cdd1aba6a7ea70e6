"""Luật của Rasa, nhớ quyết định đã ra: khi các luật chỉ nhìn ý định, một ý định luôn dẫn tới cùng một hành động."""

from __future__ import annotations

import functools
import json
from typing import Any

from rasa.core.policies import rule_policy
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, INTENT_NAME_KEY

_LISTENING = {ACTION_NAME: ACTION_LISTEN_NAME}


class RulePolicy(rule_policy.RulePolicy):
    """RulePolicy của Rasa, cùng tên vì tên ấy nằm trong sự kiện.

    Lớp gốc diễn lại cuộc trò chuyện và dò năm mươi luật hai lần mỗi tin (1,1 ms). Ở đây nhớ quyết định cho tin nhắn đến
    ngoài mọi form, khi không slot nào dự phần và mọi luật áp dụng được ngay sau một tin nhắn đều chỉ đòi ý định của tin
    ấy. Còn lại thì hỏi lớp gốc.
    """

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Hành động tiếp theo."""
        intent = tracker.latest_message.intent.get(INTENT_NAME_KEY) if tracker.latest_message else None
        answering = tracker.latest_action_name == ACTION_LISTEN_NAME and not tracker.active_loop
        if not (intent and answering and self._sees_only_intents(domain)):
            return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        if intent not in self._decided:
            self._decided[intent] = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        return self._decided[intent]

    @functools.cached_property
    def _decided(self) -> dict[str, PolicyPrediction]:
        return {}

    def _sees_only_intents(self, domain: Domain) -> bool:
        return self._rules_see_only_intents and not any(slot.influence_conversation for slot in domain.slots)

    @functools.cached_property
    def _rules_see_only_intents(self) -> bool:
        rules = [json.loads(key) for key in self.lookup[rule_policy.RULES]]
        after_message = [states for states in rules if states[-1].get(PREVIOUS_ACTION, _LISTENING) == _LISTENING]
        return all(
            len(states) == 1 and states[0].keys() == {PREVIOUS_ACTION, USER} and states[0][USER].keys() == {INTENT}
            for states in after_message
        )
