"""Ráp một bot: mô hình, trí nhớ hội thoại, các hành động trên một kho; cho máy chủ và cho người chạy câu chuyện."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import Engine

from bot.actions.answer import AnswerAction
from bot.actions.call_helper import CallHelperAction
from bot.actions.follow_up import FollowUpAction
from bot.actions.safety import SafetyAction
from bot.actions.tasks import StartTaskAction, TaskChecklistAction, ValidateTaskForm
from bot.actions.turn import AnswererSource, KnowledgeAction, OnOutcome, ignore
from bot.server.local_agent import load_local_agent
from bot.server.talk import Talk
from bot.server.tracker_store import BoundedTrackerStore

ACTIONS: tuple[type[KnowledgeAction], ...] = (
    *(AnswerAction, FollowUpAction, SafetyAction, CallHelperAction),
    *(StartTaskAction, ValidateTaskForm, TaskChecklistAction),
)


class Bot(NamedTuple):
    """Chỗ nói chuyện, và chỗ giữ điều bot nhớ."""

    talk: Talk
    store: BoundedTrackerStore


def assemble(model: Path, engine: Engine, knowledge: AnswererSource, on_outcome: OnOutcome = ignore) -> Bot:
    """Nạp mô hình (chừng mười giây) và nối nó với kho.

    Raises:
        FileNotFoundError: chưa huấn luyện mô hình.
    """
    store = BoundedTrackerStore(None, engine)
    agent = load_local_agent(model, store, [action(knowledge, on_outcome) for action in ACTIONS])
    return Bot(Talk(agent), store)
