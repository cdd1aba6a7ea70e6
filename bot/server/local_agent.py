"""Agent của Rasa chạy hành động ngay trong tiến trình, không qua một máy chủ hành động.

`RemoteAction` của Rasa mất chừng 20 ms mỗi lượt để kiểm lược đồ JSON của chính lược đồ; ở đây hành động là mã của ta,
đã có kiểu, nên gọi thẳng.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action as RasaAction
from rasa.core.actions.action import ActionListen, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.server.events import revive
from bot.server.graph_runner import OrderedGraphRunner


class LocalAction(RasaAction):
    """Một hành động rasa_sdk gọi thẳng, cho cùng sự kiện và lời như qua `rasa run actions`."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        """Tên trong domain.yml."""
        return str(self._action.name())

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Chạy hành động trên bản chụp của tracker, không kèm lịch sử sự kiện."""
        return await self.act(Tracker.from_dict(tracker.current_state()), output_channel, nlg, tracker)

    async def act(
        self,
        seen: Tracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        """Chạy hành động trên bản chụp đã có."""
        dispatcher = CollectingDispatcher()
        events = await self._action.run(dispatcher, seen, {})
        uttered = await RemoteAction._utter_responses(dispatcher.messages, output_channel, nlg, tracker)
        return [*uttered, *revive(events or [])]


class LocalForm(FormAction):
    """Form của Rasa, hỏi hành động `validate_<form>` tại chỗ thay vì qua máy chủ hành động."""

    def __init__(self, name: str, validation: LocalAction) -> None:
        super().__init__(name, None)
        self._validation = validation

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """Như lớp gốc. Bản chụp chỉ kèm hai hành động cuối: hành động vừa xong, và chính form này."""
        done = [ActionExecuted(tracker.latest_action_name), ActionExecuted(self.name())]
        state = {**tracker.current_state(), "events": [event.as_dict() for event in done]}
        return await self._validation.act(Tracker.from_dict(state), output_channel, nlg, tracker)


class LocalProcessor(MessageProcessor):
    """Bộ xử lý tin nhắn của Rasa, biết các hành động tại chỗ."""

    def __init__(self, local_actions: Mapping[str, LocalAction], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._local_actions = local_actions

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, Any, Any]:
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, OrderedGraphRunner
            )
        return Path(model_path).name, metadata, runner

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[RasaAction, PolicyPrediction]:
        """Như Rasa, nhưng hành động của ta thì chạy tại chỗ thay vì gọi máy chủ hành động.

        Hành động của ta trả lời trọn một lượt: sau nó luôn là chờ người dân, khỏi hỏi lại các luật.
        """
        if tracker.latest_action_name in self._local_actions and not tracker.active_loop_name:
            return ActionListen(), PolicyPrediction.for_action_name(self.domain, ACTION_LISTEN_NAME)
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        validation = self._local_actions.get(f"validate_{action.name()}")
        if validation:
            return LocalForm(action.name(), validation), prediction
        return self._local_actions.get(action.name(), action), prediction

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: RasaAction,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """Như Rasa, không chép sâu mọi sự kiện (cả lời đáp) cho hai dòng gỡ lỗi không ai đọc (0,5 ms một lượt)."""
        if not any(isinstance(event, ActionExecutionRejected) for event in events or ()):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Không viết slot ra nhật ký: chúng là chuyện của người dân."""

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Không dò lại intent và thực thể theo domain ở mỗi tin (0,3 ms): lời nhắc ấy là cho lúc huấn luyện."""


class LocalAgent(Agent):
    """Agent dùng `LocalProcessor`; dựng bằng `load_local_agent`."""

    def __init__(self, tracker_store: TrackerStore, local_actions: Mapping[str, LocalAction]) -> None:
        super().__init__(tracker_store=tracker_store)
        self._local_actions = local_actions

    @staticmethod
    def _create_tracker_store(store: TrackerStore, domain: Domain) -> TrackerStore:
        """Kho đưa vào, không bọc `FailSafeTrackerStore`: kho hỏng phải thành lỗi, không lặng lẽ mất trí nhớ."""
        return store

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Nạp mô hình như Agent gốc, chỉ khác bộ xử lý."""
        self.processor = LocalProcessor(
            self._local_actions,
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses


def load_local_agent(model: Path, tracker_store: TrackerStore, actions: list[Action]) -> LocalAgent:
    """Nạp một mô hình đã huấn luyện, với kho hội thoại và các hành động đưa vào.

    Raises:
        FileNotFoundError: không có mô hình ở `model`.
    """
    agent = LocalAgent(tracker_store, {action.name(): LocalAction(action) for action in actions})
    agent.load_model(model)
    return agent
