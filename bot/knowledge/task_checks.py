"""Điều một việc có hướng dẫn phải giữ: điều kiện có thật, lựa chọn không lẫn nhau, con số có chứng."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from bot.knowledge.conditions import ConditionError, read_condition
from bot.knowledge.form import DETAIL, NOTE, SHORT, STEP, unexplained, unproven
from bot.knowledge.model import Knowledge, Task, TaskLine, Trait
from bot.knowledge.problem import Problem
from bot.knowledge.reader import Reading
from bot.vietnamese import terms

FEWEST_TRAITS, MOST_TRAITS = 2, 4
_LONGEST = {"bring": STEP, "step": STEP, "note": NOTE}
_VALUE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def trait_choices(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    """Một lời đáp chỉ được hiểu là một lựa chọn."""
    for trait, item in reading.of(Trait):
        if len(trait.choices) < 2:
            yield item.problem("choices", "đặc điểm phải có ít nhất hai lựa chọn để hỏi")
        owner: dict[tuple[str, ...], str] = {}
        for place, choice in enumerate(trait.choices):
            where = f"choices.{place}"
            if not _VALUE.fullmatch(choice.value):
                yield item.problem(where, f"value “{choice.value}” chỉ dùng chữ thường không dấu, số và gạch nối")
            for phrase in dict.fromkeys(tuple(terms(said)) for said in (choice.label, *choice.says)):
                if owner.setdefault(phrase, choice.value) != choice.value:
                    yield item.problem(
                        where, f"“{' '.join(phrase)}” đã là cách nói của lựa chọn “{owner[phrase]}”; bỏ ở một bên"
                    )
        for one, other in combinations(trait.choices, 2):
            if one.has_range and other.has_range and one.overlaps(*other.range):
                yield item.problem("choices", f"khoảng số của “{one.value}” và “{other.value}” chồng nhau")


def task_forms(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Mỗi việc: đủ ngắn, có bước làm, có hạn xem lại; mỗi dòng: điều kiện có thật, con số có chứng, chữ tắt đã khai."""
    for task, item in reading.of(Task):
        if not FEWEST_TRAITS <= len(task.traits) <= MOST_TRAITS:
            yield item.problem("traits", f"một việc hỏi từ {FEWEST_TRAITS} đến {MOST_TRAITS} điều")
        for name, text, most in (("title", task.title, DETAIL), ("intro", task.intro, SHORT)):
            yield from (item.problem(name, message) for message in _too_long(text, most))
        if not any(line.part == "step" for line in task.lines):
            yield item.problem("lines", "việc chưa có bước nào; cần ít nhất một dòng part: step")
        if task.review_by is None:
            yield item.problem("review_by", "thiếu hạn xem lại; thêm dòng review_by: '2027-05'")
        for place, line in enumerate(task.lines):
            for message in _line_faults(line, task, knowledge, reading):
                yield item.problem(f"lines.{place}", message)


def _line_faults(line: TaskLine, task: Task, knowledge: Knowledge, reading: Reading) -> Iterator[str]:
    yield from _too_long(line.text, _LONGEST[line.part])
    proof = knowledge.answers.get(line.answer or "")
    for number in unproven(line.text, proof.facts if proof else ()):
        yield (
            f"“{number}” không có trong facts của câu làm chứng"
            if line.answer
            else f"dòng có “{number}” thì phải ghi answer: id câu trả lời làm chứng"
        )
    for short in unexplained(line.text, reading.abbreviations):
        yield f"chữ tắt “{short}” chưa có trong abbreviations.yml; viết đầy đủ, hoặc thêm vào đó"
    for text in line.when:
        yield from _condition_faults(text, task, knowledge)


def _condition_faults(text: str, task: Task, knowledge: Knowledge) -> Iterator[str]:
    try:
        condition = read_condition(text)
    except ConditionError as error:
        yield str(error)
        return
    trait = knowledge.traits.get(condition.trait)
    if condition.trait not in task.traits:
        yield f"điều kiện “{text}”: việc này không hỏi “{condition.trait}”; thêm vào traits, hoặc bỏ điều kiện"
    elif trait:
        yield from (
            f"điều kiện “{text}”: “{trait.id}” không có lựa chọn “{value}”"
            for value in condition.values
            if trait.choice(value) is None
        )


def _too_long(text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"dòng dài {len(text)} ký tự, nhiều nhất {most}: “{text[:40]}…”; viết ngắn lại"


def trait_orphans(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Đặc điểm không việc nào hỏi."""
    used = {trait for task in knowledge.tasks.values() for trait in task.traits}
    for trait, item in reading.of(Trait):
        if trait.id not in used:
            yield item.problem("id", f"đặc điểm “{trait.id}” không việc nào hỏi; xoá, hoặc ghi vào traits của một việc")
