"""Việc có hướng dẫn: hỏi vài điều về người làm, rồi lập danh sách việc cho đúng trường hợp ấy.

Thuần: không biết Rasa, không biết web. Bot, trang /viec và gói ngoại tuyến cùng dùng.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.knowledge import texts
from bot.knowledge.answer_items import newest_date
from bot.knowledge.choices import read_choice
from bot.knowledge.conditions import Condition, read_condition
from bot.knowledge.model import Answer, Knowledge, Source, Task, TaskLine, TaskPart
from bot.knowledge.outcome import Item
from bot.knowledge.rendering import render_source, source_line
from bot.knowledge.task_finder import TaskFinder, find_task
from bot.knowledge.task_items import case_of

__all__ = ["TaskFinder", "checklist", "checklist_json", "chosen_lines", "find_task", "next_trait", "read_choice"]

MOST_RELATED = 3


def next_trait(task: Task, known: Mapping[str, str]) -> str | None:
    """Đặc điểm phải hỏi tiếp, theo thứ tự của việc; None khi đã đủ.

    Điều không còn đổi được danh sách thì không hỏi: mọi dòng đòi nó đều đã bị một đặc điểm khác loại.
    """
    open_lines = [conditions for conditions in map(_conditions, task.lines) if _possible(conditions, known)]
    for trait in task.traits:
        if trait not in known and any(condition.trait == trait for line in open_lines for condition in line):
            return trait
    return None


def chosen_lines(task: Task, known: Mapping[str, str], part: TaskPart | None = None) -> list[TaskLine]:
    """Những dòng hợp với trường hợp này, theo thứ tự viết; `part`: chỉ riêng phần ấy."""
    return [
        line
        for line in task.lines
        if part in (None, line.part) and all(condition.holds(known) for condition in _conditions(line))
    ]


def checklist(task: Task, known: Mapping[str, str], knowledge: Knowledge, today: datetime.date) -> Item:
    """Danh sách việc cho trường hợp này. Đồ mang theo là dòng đầu của `steps`.

    Nguồn, ngày, hiệu lực gom từ các câu làm chứng của những dòng hiện ra; quy định chưa tới hay đã hết hiệu lực được
    nói ngay đầu `short`.
    """
    lines = chosen_lines(task, known)
    proofs = _proofs(lines, knowledge)
    sources = {source: knowledge.sources[source] for proof in proofs for source in proof.sources}
    starts = [proof.valid_from for proof in proofs if proof.valid_from]
    ends = [proof.valid_until for proof in proofs if proof.valid_until]
    bring = [line.text for line in lines if line.part == "bring"]
    return Item(
        id=task.id,
        title=task.title,
        short=" ".join((*_warnings(lines, knowledge, today), case_sentence(task, known, knowledge))).strip(),
        sources=tuple(sources.values()),
        as_of=newest_date(sources.values()),
        steps=(*bring_line(bring), *(line.text for line in lines if line.part == "step")),
        notes=(*(line.text for line in lines if line.part == "note"), *_cautions(task, proofs, today)),
        related=tuple(proof.id for proof in proofs[:MOST_RELATED]),
        related_questions=tuple((proof.id, proof.title) for proof in proofs[:MOST_RELATED]),
        valid_from=max(starts, key=lambda period: period.start).text if starts else None,
        valid_until=min(ends, key=lambda period: period.end).text if ends else None,
        case=case_of(task, known),
        read_on=min((task.read_on, *(proof.read_on for proof in proofs)), key=lambda period: period.end).text,
    )


def case_sentence(task: Task, known: Mapping[str, str], knowledge: Knowledge) -> str:
    """ "Việc cần làm cho trường hợp: dưới 6 tuổi; có thẻ gắn chip."; chưa biết gì thì "".

    Kể cả điều không đổi danh sách, để người đọc thấy nếu bot hiểu sai.
    """
    chosen = (knowledge.traits[trait].choice(known[trait]) for trait in task.traits if trait in known)
    case = "; ".join(lowered(choice.label) for choice in chosen if choice)
    return texts.CASE.format(case=case) if case else ""


def bring_line(things: Sequence[str]) -> tuple[str, ...]:
    """Mọi thứ mang theo thành một dòng; không có gì thì không dòng nào."""
    joined = "; ".join(lowered(thing.rstrip(" .;")) for thing in things)
    return (texts.BRING.format(things=joined),) if joined else ()


def lowered(text: str) -> str:
    """Bỏ chữ hoa đầu câu, trừ chữ tắt và tên viết hoa trong từ đầu ("VNeID")."""
    return text[:1].lower() + text[1:] if text.partition(" ")[0][1:].islower() or text[1:2] == " " else text


def _conditions(line: TaskLine) -> list[Condition]:
    return [read_condition(text) for text in line.when]


def _possible(conditions: Iterable[Condition], known: Mapping[str, str]) -> bool:
    return all(condition.trait not in known or condition.holds(known) for condition in conditions)


def _proofs(lines: Iterable[TaskLine], knowledge: Knowledge) -> list[Answer]:
    found = dict.fromkeys(line.answer for line in lines if line.answer)
    return [knowledge.answers[key] for key in found if key in knowledge.answers]


def _warnings(lines: Iterable[TaskLine], knowledge: Knowledge, today: datetime.date) -> list[str]:
    said = []
    for line in lines:
        proof = knowledge.answers.get(line.answer or "")
        if proof and proof.valid_from and proof.is_early(today):
            said.append(texts.LINE_NOT_YET.format(line=line.text, date=proof.valid_from.spoken()))
        if proof and proof.valid_until and proof.is_over(today):
            said.append(texts.LINE_OVER.format(line=line.text, date=proof.valid_until.spoken()))
            successor = knowledge.answer(proof.superseded_by) if proof.superseded_by else None
            said += [texts.REPLACED_BY.format(title=successor.title)] if successor else []
    return said


def _cautions(task: Task, proofs: Sequence[Answer], today: datetime.date) -> list[str]:
    reviews = [each for each in (task.review_by, *(proof.review_by for proof in proofs)) if each]
    notes = [texts.NEEDS_REVIEW] if any(review.end < today for review in reviews) else []
    return [*notes, texts.PART_MEDIUM_CONFIDENCE] if any(proof.confidence != "high" for proof in proofs) else notes


def checklist_json(knowledge: Knowledge) -> dict[str, Any]:
    """Mọi việc thành dữ liệu trơn, đủ để trình duyệt tự dẫn khi mất mạng.

    ```
    {"traits": {id: {"ask", "choices": [{"value", "label", "says": [chữ], "least": số | null, "most": số | null}]}},
     "tasks": [{"id", "topic", "title", "intro", "asks": [chữ], "traits": [id, theo thứ tự hỏi], "read_on",
                "review_by": "2027-05-31" | null,
                "lines": [{"part": "bring" | "step" | "note", "text", "answer": id | null,
                           "when": [{"trait", "values": [giá trị], "other": đúng/sai}]}]}],
     "answers": {id câu làm chứng: {
         "title", "sources": [như DESIGN.md 4.1], "source": "Nguồn: …, ngày …." (đã thành chữ),
         "as_of", "read_on", "valid_from", "valid_until", "confidence", "review_by": "2027-05-31" | null,
         "starts": "2026-07-01" | null, "ends": "2026-12-31" | null,
         "early": câu báo khi hôm nay < starts | null, "over": câu báo khi hôm nay > ends | null}},
     "texts": {"case", "bring", "review", "confidence"}}
    ```
    Dòng hiện ra khi mọi `when` đúng: đã biết đặc điểm, và (giá trị nằm trong `values`) khác `other`. Hỏi tiếp đặc
    điểm đầu tiên của `traits` chưa biết mà còn dòng nào đòi nó, bỏ ra những dòng có điều kiện đã sai (`next_trait`).
    `early`, `over` có chỗ trống `{line}` cho lời của dòng, đứng đầu `short`. `texts.case` có `{case}`: nhãn đã chọn,
    chữ đầu viết thường (`lowered`), nối bằng "; ", theo thứ tự `traits`. `texts.bring` có `{things}`: các dòng bring bỏ
    dấu chấm cuối, chữ đầu viết thường, nối bằng "; ". Cuối các lưu ý: `texts.review` khi việc hay một câu làm chứng đã
    quá `review_by`, rồi `texts.confidence` khi có câu làm chứng `confidence` khác "high".
    """
    cited = {proof for task in knowledge.tasks.values() for proof in task.proofs}
    return {
        "traits": {trait.id: _plain_trait(trait.id, knowledge) for trait in knowledge.traits.values()},
        "tasks": [_plain_task(task) for task in knowledge.tasks.values()],
        "answers": {key: _plain_proof(answer, knowledge) for key, answer in knowledge.answers.items() if key in cited},
        "texts": {
            "case": texts.CASE,
            "bring": texts.BRING,
            "review": texts.NEEDS_REVIEW,
            "confidence": texts.PART_MEDIUM_CONFIDENCE,
        },
    }


def _plain_trait(trait_id: str, knowledge: Knowledge) -> dict[str, Any]:
    trait = knowledge.traits[trait_id]
    choices = [
        {"value": each.value, "label": each.label, "says": list(each.says), "least": each.least, "most": each.most}
        for each in trait.choices
    ]
    return {"ask": trait.ask, "choices": choices}


def _plain_task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "topic": task.topic,
        "title": task.title,
        "intro": task.intro,
        "asks": list(task.asks),
        "traits": list(task.traits),
        "read_on": task.read_on.text,
        "review_by": task.review_by.end.isoformat() if task.review_by else None,
        "lines": [
            {
                "part": line.part,
                "text": line.text,
                "answer": line.answer,
                "when": [
                    {"trait": each.trait, "values": list(each.values), "other": each.other}
                    for each in _conditions(line)
                ],
            }
            for line in task.lines
        ],
    }


def _plain_proof(answer: Answer, knowledge: Knowledge) -> dict[str, Any]:
    sources: tuple[Source, ...] = tuple(knowledge.sources[key] for key in answer.sources)
    as_of = newest_date(sources)
    shown = Item(answer.id, answer.title, answer.short, sources, as_of, read_on=answer.read_on.text)
    successor = knowledge.answer(answer.superseded_by) if answer.superseded_by else None
    replaced = " " + texts.REPLACED_BY.format(title=successor.title) if successor else ""
    start, end = answer.valid_from, answer.valid_until
    return {
        "title": answer.title,
        "sources": [render_source(source) for source in sources],
        "source": source_line(shown),
        "as_of": as_of,
        "read_on": answer.read_on.text,
        "valid_from": start.text if start else None,
        "valid_until": end.text if end else None,
        "confidence": answer.confidence,
        "review_by": answer.review_by.end.isoformat() if answer.review_by else None,
        "starts": start.start.isoformat() if start else None,
        "ends": end.end.isoformat() if end else None,
        "early": texts.LINE_NOT_YET.format(line="{line}", date=start.spoken()) if start else None,
        "over": texts.LINE_OVER.format(line="{line}", date=end.spoken()) + replaced if end else None,
    }
