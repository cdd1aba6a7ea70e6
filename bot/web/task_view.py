"""Một việc có hướng dẫn như trang của nó cho người dân xem: còn phải hỏi gì, hay đã ra danh sách việc."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.knowledge.guide import checklist, checklist_json, chosen_lines, next_trait
from bot.knowledge.model import Knowledge, Task, Trait
from bot.knowledge.outcome import Item
from bot.knowledge.period import Period
from bot.knowledge.task_items import case_of, known_of
from bot.web import texts
from bot.web.answer_view import Citation, citation
from bot.web.sheet import Sheet, cited, fitting, printed


class Chosen(NamedTuple):
    """Một điều đã chọn; `change`: phần sau dấu ? của địa chỉ hỏi lại điều ấy."""

    label: str
    change: str


@dataclass(frozen=True)
class TaskView:
    """`known`: đặc điểm đã biết; `asking`: điều phải hỏi tiếp, None thì `item` là danh sách việc."""

    task: Task
    known: Mapping[str, str]
    chosen: tuple[Chosen, ...]
    asking: Trait | None
    item: Item
    bring: tuple[str, ...]
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]
    read_on: str

    @property
    def query(self) -> str:
        """Phần sau dấu ? của địa chỉ: chỉ mã các lựa chọn, không gì của riêng ai."""
        return case_of(self.task, self.known)

    @property
    def path(self) -> str:
        """Địa chỉ của đúng trường hợp này trong cổng."""
        return task_path(self.task.id, self.query)


def task_path(task_id: str, query: str, suffix: str = "") -> str:
    """Địa chỉ của một việc; `suffix`: "/in" là tờ A5, "/in.pdf" là tệp PDF."""
    return f"/viec/{task_id}{suffix}" + (f"?{query}" if query else "")


def task_view(task: Task, given: Mapping[str, str], knowledge: Knowledge, today: datetime.date) -> TaskView:
    """Việc `task` cho người có các đặc điểm `given`; điều kho không biết thì bỏ qua."""
    known = known_of(task, given, knowledge)
    asked = next_trait(task, known)
    item = checklist(task, known, knowledge, today)
    return TaskView(
        task=task,
        known=known,
        chosen=tuple(_chosen(task, trait, known, knowledge) for trait in known),
        asking=knowledge.traits[asked] if asked else None,
        item=item,
        bring=tuple(line.text for line in chosen_lines(task, known, "bring")),
        steps=tuple(line.text for line in chosen_lines(task, known, "step")),
        citations=tuple(map(citation, item.sources)),
        read_on=Period.parse(item.read_on or task.read_on.text).spoken(),
    )


def task_sheet(shown: TaskView, address: str, today: datetime.date) -> Sheet:
    """Tờ A5 của danh sách việc: mọi dòng đều giữ, không vừa thì chữ nhỏ lại."""
    item = shown.item
    headings = (texts.BRING, texts.STEPS) if shown.bring else ()
    size, _ = fitting(shown.task.title, (item.short, *headings, *shown.bring, *shown.steps, *item.notes))
    return Sheet(
        title=shown.task.title,
        address=address,
        printed_on=printed(today),
        short=item.short,
        origin=(cited(shown.citations, shown.read_on),),
        bring=shown.bring,
        steps=shown.steps,
        notes=item.notes,
        size=size,
    )


def task_guide(task: Task, guide: dict[str, Any]) -> dict[str, Any]:
    """Phần của `checklist_json` mà riêng việc này cần, để trang tự dẫn tiếp khi mất mạng."""
    return {
        **guide,
        "traits": {trait: guide["traits"][trait] for trait in task.traits},
        "tasks": [plain for plain in guide["tasks"] if plain["id"] == task.id],
        "answers": {proof: guide["answers"][proof] for proof in task.proofs if proof in guide["answers"]},
    }


def task_citations(task: Task, knowledge: Knowledge) -> dict[str, dict[str, str | None]]:
    """Cách nêu mọi nguồn của các câu làm chứng, theo mã nguồn."""
    proofs = [knowledge.answers[proof] for proof in task.proofs if proof in knowledge.answers]
    return {key: citation(knowledge.sources[key])._asdict() for proof in proofs for key in proof.sources}


def guide_data(knowledge: Knowledge) -> dict[str, Any]:
    """Mọi việc thành dữ liệu trơn; một phần của bản kho."""
    return checklist_json(knowledge)


def _chosen(task: Task, trait: str, known: Mapping[str, str], knowledge: Knowledge) -> Chosen:
    choice = knowledge.traits[trait].choice(known[trait])
    others = {other: value for other, value in known.items() if other != trait}
    return Chosen(choice.label if choice else "", case_of(task, others))
