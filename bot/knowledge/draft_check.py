"""Đặt bản nháp lên kho thì kho ra sao, và còn chỗ nào sai: cùng luật với `make check`, chỉ kể chỗ do bản nháp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from bot.knowledge.checks import check_change
from bot.knowledge.draft import Deed, Fault
from bot.knowledge.homes import home_of
from bot.knowledge.model import Answer, Knowledge, Source
from bot.knowledge.problem import Problem
from bot.knowledge.reader import Located, Reading
from bot.knowledge.record import decode

_STEP = 100
"""Số dòng giả dành cho một bản ghi của bản nháp, đủ cho các trường của nó."""


def check(
    body: Mapping[str, Any], knowledge: Knowledge, abbreviations: Mapping[str, str], *, new: bool = False
) -> list[Fault]:
    """Mọi chỗ sai của bản nháp một câu trả lời; `new`: câu chưa có trong kho. Trống là xuất bản được."""
    faults: list[Fault] = []
    answer, sources = _decoded(body, lambda field, message: faults.append(Fault(field, message)))
    if answer is None or None in sources:
        return faults
    if new and knowledge.answer(answer.id):
        return [Fault("id", f"id “{answer.id}” đã có; hãy đặt id khác, hay sửa câu đang có")]
    added = [source for source in sources if source is not None]
    faults += _clashing(added, knowledge)
    if not added and knowledge.answers.get(answer.id) == answer:
        faults.append(Fault("", "bản nháp không khác câu đang dùng"))
    reading = Reading(abbreviations=dict(abbreviations))
    for place, source in enumerate(added):
        reading.records.append(_placed("sources", source, place))
    reading.records.append(_placed("answers", answer, len(added)))
    problems = check_change(reading, knowledge, _with(knowledge, answer, added))
    return list(dict.fromkeys([*faults, *(_fault(problem, reading) for problem in problems)]))


def check_removal(answer_id: str, knowledge: Knowledge, abbreviations: Mapping[str, str]) -> list[Fault]:
    """Điều còn cần tới câu này, nên chưa gỡ được; câu liên quan thì không giữ ai lại."""
    if answer_id not in knowledge.answers:
        return [Fault("", "câu này không còn trong kho")]
    problems = check_change(Reading(abbreviations=dict(abbreviations)), knowledge, without(knowledge, answer_id))
    return [Fault("", f"{problem.file}: {problem.message}") for problem in problems]


def applied(deed: Deed, body: Mapping[str, Any], knowledge: Knowledge) -> Knowledge | None:
    """Kho nếu bản nháp được xuất bản; None khi bản nháp chưa đủ để dựng thành câu trả lời."""
    if deed == "remove":
        return without(knowledge, str(body["answer"].get("id")))
    answer, sources = _decoded(body, lambda _field, _message: None)
    if answer is None or None in sources:
        return None
    after = _with(knowledge, answer, [source for source in sources if source])
    return after if all(source in after.sources for source in answer.sources) else None


def without(knowledge: Knowledge, answer_id: str) -> Knowledge:
    """Kho không còn câu ấy, và không câu nào còn kể nó là câu liên quan."""
    answers = {
        key: replace(answer, related=tuple(other for other in answer.related if other != answer_id))
        if answer_id in answer.related
        else answer
        for key, answer in knowledge.answers.items()
        if key != answer_id
    }
    return replace(knowledge, answers=answers)


def _with(knowledge: Knowledge, answer: Answer, sources: list[Source]) -> Knowledge:
    return replace(
        knowledge,
        answers={**knowledge.answers, answer.id: answer},
        sources={**knowledge.sources, **{source.id: source for source in sources}},
    )


def _decoded(body: Mapping[str, Any], report: Any) -> tuple[Answer | None, list[Source | None]]:
    sources = [
        decode(Source, plain, lambda name, message, at=place: report(f"sources.{at}.{name}", message))  # type: ignore[misc]
        for place, plain in enumerate(body["sources"])
    ]
    return decode(Answer, body["answer"], report), sources


def _clashing(sources: list[Source], knowledge: Knowledge) -> Iterator[Fault]:
    for place, source in enumerate(sources):
        known = knowledge.sources.get(source.id)
        if known and known != source:
            yield Fault(f"sources.{place}.id", f"id nguồn “{source.id}” đã có với nội dung khác; hãy đặt id khác")


def _placed(kind: str, record: Any, place: int) -> Located:
    """Bản ghi với số dòng giả: mỗi trường một dòng, để từ dòng tìm lại được trường."""
    first = _STEP * (place + 1)
    lines = {item.name: first + number for number, item in enumerate(fields(record), 1)}
    return Located(record, home_of(kind, record), first, lines)


def _fault(problem: Problem, reading: Reading) -> Fault:
    for place, item in enumerate(reading.records):
        if problem.file == item.file and item.line <= problem.line < item.line + _STEP:
            name = next((name for name, line in item.lines.items() if line == problem.line), "")
            prefix = f"sources.{place}." if isinstance(item.record, Source) else ""
            return Fault(prefix + name, problem.message)
    return Fault("", f"{problem.file}: {problem.message}")
