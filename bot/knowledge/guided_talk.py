"""Nói chuyện về một việc có hướng dẫn: đang hỏi gì, lời đáp nghĩa là gì, lúc nào đủ. Không biết Rasa."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.knowledge import texts
from bot.knowledge.answerer import SCAM_ANSWER, Answerer
from bot.knowledge.choices import is_about, read_choice
from bot.knowledge.guide import checklist, next_trait
from bot.knowledge.model import Knowledge, Task
from bot.knowledge.moves import corrected, read_move
from bot.knowledge.outcome import Button, Call, Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.task_finder import wants_guidance
from bot.knowledge.task_items import case_id, read_case

START = "start_task"
"""Intent xin được dẫn từng bước."""
HESITANT = ("affirm", "deny", "greet")
"""Lời đáp lấp lửng ("ừ", "không", "chào cháu") mà không hợp lựa chọn nào: hỏi lại câu đang dở."""
_CLAUSE = re.compile(r"[,;.\n]|\bvà\b|\bva\b|\bcòn\b")


@dataclass(frozen=True)
class Progress:
    """Việc đang làm dở và những điều đã biết; `asked`: đặc điểm đang hỏi, None khi đã đủ hoặc người ta thôi.

    `lead`: lời đứng trước câu hỏi.
    """

    task: Task
    known: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    lead: str = ""


def begin(task: Task) -> Progress:
    """Bắt đầu một việc, chưa biết gì về người làm."""
    return Progress(task, {}, next_trait(task, {}), lead=task.intro)


def called_by_name(answerer: Answerer, question: Question, *, urgent: bool = False) -> Task | None:
    """Việc mà người ta bấm nút của nó, hay xin đúng một cách đã ghi; việc gấp (`urgent`) thì chỉ nút."""
    if question.answer_id:
        return None
    find = answerer.tasks.pressed if urgent else answerer.tasks.exact
    return next(filter(None, map(find, written(question))), None)


def requested(answerer: Answerer, question: Question) -> Task | None:
    """Việc mà một lời xin được dẫn nói tới: theo lời, rồi theo câu vừa cho xem, rồi theo chủ đề chỉ có một việc."""
    named = answerer.tasks.find_any(written(question))
    if named:
        return named
    for key in question.context.last_answers[:1]:
        case = read_case(key, answerer.knowledge)
        if case:
            return case[0]
    about = [task for task in answerer.knowledge.tasks.values() if task.topic == question.context.topic]
    return answerer.tasks.citing(question.context.last_answers[:1]) or (about[0] if len(about) == 1 else None)


def is_request(question: Question) -> bool:
    """Có dáng xin được dẫn; không thì NLU đã hiểu nhầm một câu hỏi thường."""
    return wants_guidance(question.text)


def amended(answerer: Answerer, question: Question) -> Progress | None:
    """ "Nhầm, cháu 7 tuổi" ngay sau danh sách việc: việc ấy với điều đã sửa."""
    for key in question.context.last_answers[:1]:
        case = read_case(key, answerer.knowledge)
        if case:
            return _corrected(Progress(*case), question, answerer.knowledge, answerer.today())
    return None


def written(question: Question) -> list[str]:
    """Chữ người ta gõ, rồi chữ đã đọc: nút bấm thì phải khớp đúng như nó được viết."""
    return list(dict.fromkeys(filter(None, (question.original, question.text))))


def hear(progress: Progress, question: Question, answerer: Answerer, today: datetime.date) -> Progress | None:
    """Việc đi tới đâu sau lời này; None: lời này hỏi chuyện khác."""
    if question.answer_id or progress.asked is None:
        return None
    knowledge, intent = answerer.knowledge, max(question.intents, key=question.intents.__getitem__, default="")
    found = (
        _moved(progress, question)
        or _answered(progress, question, knowledge, today)
        or _corrected(progress, question, knowledge, today)
    )
    if found:
        return found
    other = called_by_name(answerer, question)
    if other is None and intent == START:
        other = answerer.tasks.find_any(written(question))
    if other and other.id != progress.task.id:
        return begin(other)
    trait = knowledge.traits[progress.asked]
    unclear = intent in (START, *HESITANT) or any(is_about(trait, text) for text in written(question))
    if other or unclear:
        return replace(progress, lead=texts.STILL_ASKING)
    return None


def ask(progress: Progress, knowledge: Knowledge) -> Outcome:
    """Câu hỏi đang chờ, mỗi lựa chọn một nút."""
    trait = knowledge.traits[progress.asked or ""]
    return Outcome(
        "clarify",
        lead="\n".join(filter(None, (progress.lead, trait.ask))),
        calls=_calls(progress.task),
        buttons=tuple(Button(choice.label, {"say": choice.label}) for choice in trait.choices),
        trace={"rule": f"task_question:{progress.task.id}:{trait.id}"},
    )


def which(knowledge: Knowledge) -> Outcome:
    """Chưa rõ việc nào: kể mọi việc dẫn được."""
    buttons = tuple(
        Button(task.title, {"say": texts.MY_CASE.format(title=task.title)}) for task in knowledge.tasks.values()
    )
    kind, lead = ("clarify", texts.WHICH_TASK) if buttons else ("no_answer", texts.NO_ANSWER)
    return Outcome(kind, lead=lead, buttons=buttons, trace={"rule": "which_task"})  # type: ignore[arg-type]


def finish(progress: Progress, knowledge: Knowledge, today: datetime.date, *, stopped: bool = False) -> Outcome:
    """Danh sách việc khi đã hỏi đủ; `stopped`: người ta thôi giữa chừng thì một lời, và nút để làm lại."""
    task = progress.task
    if stopped:
        return Outcome(
            "clarify", lead=texts.TASK_STOPPED, guide=case_button(task), trace={"rule": f"task_stopped:{task.id}"}
        )
    return Outcome(
        "answer",
        items=(checklist(task, progress.known, knowledge, today),),
        calls=_calls(task),
        context=Context(topic=task.topic, last_answers=(case_id(task, progress.known),)),
        trace={"rule": f"task:{task.id}"},
    )


def gone() -> Outcome:
    """Việc đang dẫn dở vừa bị gỡ khỏi kho."""
    return Outcome("no_answer", lead=texts.TASK_GONE, trace={"rule": "task_gone"})


def _calls(task: Task) -> tuple[Call, ...]:
    """Việc về lừa đảo thì lúc nào cũng có số để gọi."""
    return (Call(texts.POLICE, "113"),) if task.topic == "an-toan" else ()


def resume_button(task: Task) -> Button:
    """Nút trở lại việc đang dở."""
    say = texts.RESUME.format(title=task.title)
    return Button(say, {"say": say})


def case_button(task: Task) -> Button:
    """Nút vào một việc."""
    return Button(texts.YOUR_CASE, {"say": texts.MY_CASE.format(title=task.title)})


def with_task(outcome: Outcome, answerer: Answerer, unfinished: Task | None, *, offer: bool) -> Outcome:
    """Thêm một nút về việc có hướng dẫn: việc đang dở, hoặc (`offer`) việc mà câu vừa cho xem thuộc về."""
    if unfinished:
        return replace(outcome, guide=resume_button(unfinished))
    if not offer or outcome.kind not in ("answer", "safety"):
        return outcome
    shown = [item.id for item in outcome.items]
    task = answerer.tasks.citing([SCAM_ANSWER] if outcome.kind == "safety" else shown)
    if task is None:
        return outcome
    return replace(outcome, guide=case_button(task))


def _moved(progress: Progress, question: Question) -> Progress | None:
    for text in written(question):
        move = read_move(text)
        if move == "stop":
            return replace(progress, asked=None)
        if move == "restart":
            return replace(begin(progress.task), lead=texts.FROM_THE_START)
        if move == "resume":
            return replace(progress, lead=texts.STILL_ASKING)
    return None


def _answered(progress: Progress, question: Question, knowledge: Knowledge, today: datetime.date) -> Progress | None:
    """Lời đáp cho câu đang hỏi; nói luôn điều khác ("72 tuổi, có thẻ chip") thì khỏi hỏi điều ấy."""
    for text in written(question):
        clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]
        said = _read_clauses(progress, clauses, knowledge, today) if len(clauses) > 1 else {}
        value = said.get(progress.asked or "") or read_choice(knowledge.traits[progress.asked or ""], text, today)
        if value:
            return _go_on(progress, {**progress.known, **said, progress.asked or "": value})
    return None


def _read_clauses(
    progress: Progress, clauses: Sequence[str], knowledge: Knowledge, today: datetime.date
) -> dict[str, str]:
    """Mỗi vế của lời đáp nói một đặc điểm: câu đang hỏi trước, rồi những câu chưa hỏi; hai vế trái nhau thì bỏ qua."""
    known: dict[str, str] = {}
    left = list(clauses)
    for trait in sorted(progress.task.traits, key=lambda trait: trait != progress.asked):
        if trait in progress.known:
            continue
        read = {clause: read_choice(knowledge.traits[trait], clause, today) for clause in left}
        if len(values := {value for value in read.values() if value}) == 1:
            known[trait] = values.pop()
            left = [clause for clause in left if not read[clause]]
    return known


def _corrected(progress: Progress, question: Question, knowledge: Knowledge, today: datetime.date) -> Progress | None:
    """ "Nhầm, 70 tuổi": đổi điều đã đáp, rồi hỏi tiếp."""
    for text in filter(None, map(corrected, written(question))):
        for trait in reversed(progress.task.traits):
            value = read_choice(knowledge.traits[trait], text, today) if trait in progress.known else None
            if value:
                return _go_on(progress, {**progress.known, trait: value})
    return None


def _go_on(progress: Progress, known: Mapping[str, str]) -> Progress:
    return Progress(progress.task, known, next_trait(progress.task, known))
