"""Kho hội thoại: bản sao của tracker, và cuộc trò chuyện mới chỉ được ghi khi lượt đã xong."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import open_engine, upgrade
from bot.server.tracker_store import BoundedTrackerStore, TalkTracker, bounded

DOMAIN = Domain([], [], [TextSlot("topic", [])], {}, [], {}, {})


def talk() -> TalkTracker:
    events = [
        ActionExecuted("action_listen"),
        UserUttered("xin chào", {"name": "greet", "confidence": 1.0}),
        ActiveLoop("form_a"),
        SlotSet("topic", "vneid"),
        ActionExecuted("action_answer"),
        BotUttered("Chào anh/chị."),
    ]
    tracker: TalkTracker = TalkTracker.from_events("người hỏi", events, DOMAIN.slots)
    return tracker


def test_a_copy_is_what_rasa_would_copy() -> None:
    tracker = talk()
    ours, theirs = tracker.copy(), DialogueStateTracker.copy(tracker)
    assert ours == theirs
    assert ours.current_state() == theirs.current_state()
    assert ours.latest_bot_utterance == theirs.latest_bot_utterance


def test_what_happens_to_a_copy_stays_in_the_copy() -> None:
    tracker = talk()
    before, count = tracker.current_state(), len(tracker.events)
    copy = tracker.copy()
    copy.update_with_events([SlotSet("topic", "bhyt"), ActiveLoop(None), ActionExecuted("action_listen")], DOMAIN)
    assert copy.get_slot("topic") == "bhyt"
    tracker.copy().reject_action("form_a")
    assert tracker.active_loop and not tracker.active_loop.rejected
    assert (tracker.current_state(), len(tracker.events)) == (before, count)


def test_a_new_talk_is_written_once_its_turn_is_done(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'kho.sqlite'}")
    upgrade(engine)
    store = BoundedTrackerStore(DOMAIN, engine)

    async def turn() -> None:
        tracker = await store.get_or_create_tracker("người mới", append_action_listen=False)
        assert await store.retrieve("người mới") is None
        tracker.update_with_events([ActionExecuted("action_listen"), SlotSet("topic", "vneid")], DOMAIN)
        await store.save(tracker)
        await store.save(tracker)
        again = await store.retrieve("người mới")
        assert again and again.get_slot("topic") == "vneid"
        assert list(await store.keys()) == ["người mới"]

    asyncio.run(turn())
    engine.dispose()


def test_an_open_form_is_kept_beyond_the_turns_that_are_kept() -> None:
    tracker = talk()
    for said in ("một", "hai", "ba"):
        tracker.update(UserUttered(said, {"name": "greet", "confidence": 1.0}))
        tracker.update(ActionExecuted("form_a"))
        tracker.update(ActionExecuted("action_listen"))
    kept = bounded(tracker)
    assert [event.text for event in kept if isinstance(event, UserUttered)] == ["hai", "ba"]
    again = TalkTracker.from_events("người hỏi", kept, DOMAIN.slots)
    assert again.active_loop_name == "form_a"
    assert not again.is_active_loop_rejected
    again.update(ActiveLoop(None))
    assert not [event for event in bounded(again) if event == ActiveLoop("form_a")][1:]
    assert TalkTracker.from_events("người hỏi", bounded(again), DOMAIN.slots).active_loop_name is None
