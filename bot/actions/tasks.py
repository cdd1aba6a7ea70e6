"""Việc có hướng dẫn: bắt đầu, đọc từng câu đáp của form, lập danh sách việc."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from bot.actions.turn import FORM, TASK, KnowledgeAction, read_question, remember_progress
from bot.knowledge.guide import next_trait
from bot.knowledge.guided_talk import (
    Progress,
    ask,
    begin,
    called_by_name,
    finish,
    gone,
    hear,
    is_request,
    requested,
    which,
    with_task,
)
from bot.knowledge.model import Knowledge

LISTEN = "action_listen"


class StartTaskAction(KnowledgeAction):
    """`action_start_task`: intent start_task. Mở form và hỏi câu đầu; chưa rõ việc nào thì kể các việc."""

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_start_task"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Câu hỏi đầu tiên, cùng form đã mở."""
        question, answerer = read_question(tracker), self.answerer()
        task = called_by_name(answerer, question)
        if task is None and not is_request(question):
            outcome = answerer.answer(question)
            return self.say(dispatcher, question, with_task(outcome, answerer, None, offer=True))
        task = task or requested(answerer, question)
        if task is None:
            return self.say(dispatcher, question, which(answerer.knowledge))
        return self.open(dispatcher, question, begin(task), answerer)


class ValidateTaskForm(KnowledgeAction):
    """`validate_task_form`: Rasa gọi mỗi khi form chạy. Đọc lời đáp và hỏi câu kế; lời hỏi chuyện khác thì từ chối,
    để luật trả lời chuyện ấy.

    Rasa còn gọi nó khi form vừa mở, và sau khi chuyện khác đã được trả lời: lúc ấy không có gì để đọc, không nói gì.
    """

    def name(self) -> str:
        """Tên Rasa đòi cho form `task_form`."""
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Slot đã biết thêm và slot phải hỏi; None ở slot phải hỏi thì form đóng."""
        question, answerer = read_question(tracker), self.answerer()
        progress = read_progress(tracker, answerer.knowledge)
        if progress is None or not _just_heard(tracker):
            return [SlotSet(REQUESTED_SLOT, progress.asked if progress else None)]
        after = hear(progress, question, answerer, answerer.today())
        if after is None:
            return [ActionExecutionRejected(FORM)]
        if after.asked:
            self.say(dispatcher, question, ask(after, answerer.knowledge))
        return remember_progress(after, answerer.knowledge)


class TaskChecklistAction(KnowledgeAction):
    """`action_task_checklist`: form vừa đóng. Đã đủ thì lập danh sách việc; người ta thôi thì một lời."""

    def name(self) -> str:
        """Tên trong domain.yml."""
        return "action_task_checklist"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Danh sách việc; điều đã hỏi thì quên, lần sau có thể là người khác."""
        question, answerer = read_question(tracker), self.answerer()
        progress = read_progress(tracker, answerer.knowledge)
        if progress:
            stopped = next_trait(progress.task, progress.known) is not None
            outcome = finish(progress, answerer.knowledge, answerer.today(), stopped=stopped)
        else:
            outcome = gone()
        forgotten = [SlotSet(slot, None) for slot in (TASK, *answerer.knowledge.traits) if tracker.slots.get(slot)]
        return [*self.say(dispatcher, question, outcome), *forgotten]


def read_progress(tracker: Tracker, knowledge: Knowledge) -> Progress | None:
    """Việc đang dở, theo các slot; None khi kho không còn việc ấy."""
    task = knowledge.tasks.get(tracker.slots.get(TASK) or "")
    if task is None:
        return None
    given = {trait: tracker.slots.get(trait) for trait in task.traits}
    known = {trait: value for trait, value in given.items() if value and knowledge.traits[trait].choice(value)}
    asked = tracker.slots.get(REQUESTED_SLOT)
    return Progress(task, known, asked if asked in task.traits and asked not in known else next_trait(task, known))


def _just_heard(tracker: Tracker) -> bool:
    """Form chạy ngay sau một tin nhắn: hành động trước nó là chờ người dân nói."""
    names = [event["name"] for event in tracker.events if event["event"] == "action"]
    while names and names[-1] == FORM:
        names.pop()
    return bool(names) and names[-1] == LISTEN
