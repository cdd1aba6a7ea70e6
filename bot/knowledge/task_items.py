"""Tên của một danh sách việc trong trí nhớ hội thoại: việc nào, trường hợp nào ("vneid-muc-2?age=14-up&card=chip")."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.model import Knowledge, Task


def case_id(task: Task, known: Mapping[str, str]) -> str:
    """Tên viết như phần cuối của địa chỉ /viec."""
    return f"{task.id}?{case_of(task, known)}"


def case_of(task: Task, known: Mapping[str, str]) -> str:
    """Phần sau dấu hỏi: những điều đã biết, theo thứ tự hỏi."""
    return "&".join(f"{trait}={known[trait]}" for trait in task.traits if trait in known)


def read_case(text: str, knowledge: Knowledge) -> tuple[Task, dict[str, str]] | None:
    """Việc và trường hợp mà tên ấy nói; None khi không phải tên như vậy, hay kho không còn việc ấy."""
    task_id, mark, case = text.partition("?")
    task = knowledge.tasks.get(task_id)
    if not mark or task is None:
        return None
    return task, known_of(task, dict(part.split("=", 1) for part in case.split("&") if "=" in part), knowledge)


def known_of(task: Task, given: Mapping[str, str], knowledge: Knowledge) -> dict[str, str]:
    """Những điều trong `given` mà việc này hỏi và kho có lựa chọn ấy, theo thứ tự hỏi."""
    return {
        trait: given[trait]
        for trait in task.traits
        if trait in given and trait in knowledge.traits and knowledge.traits[trait].choice(given[trait])
    }
