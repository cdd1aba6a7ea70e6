"""Những câu nói về chính câu trả lời vừa rồi: nhắc lại, nói ngắn, bước tiếp, nguồn đâu, không đúng ý."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.knowledge import texts
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Item, Kind, Outcome
from bot.knowledge.question import Question
from bot.vietnamese import fold

_STEP = re.compile(r"\bbuoc\s*(?:thu\s*)?(\d{1,2})\b")


def follow_up(answerer: Answerer, question: Question, intent: str) -> Outcome:
    """Trả lời một câu nối tiếp theo các mục còn nhớ; chưa có mục nào thì nói thẳng."""
    remembered = (answerer.item(item_id) for item_id in question.context.last_answers)
    items = tuple(item for item in remembered if item)
    if not items:
        return Outcome(
            "no_answer", lead=texts.NOTHING_BEFORE, context=question.context, trace={"rule": "nothing_before"}
        )
    kind: Kind = "figure" if question.context.topic in ("figure", "fact") else "answer"
    said = Outcome(kind, items=items, context=question.context, trace={"rule": intent})
    if intent == "shorten":
        return replace(said, items=tuple(replace(item, steps=(), details=(), notes=item.notes[:1]) for item in items))
    if intent == "next_step":
        return replace(said, lead=_step(items[0], question.text))
    if intent == "ask_source":
        return replace(said, lead=texts.SOURCES_ARE + "\n" + _sources(items))
    if intent == "previous_answer_wrong":
        suggestions = answerer.next_best(question.context)
        return Outcome(
            "clarify",
            lead=texts.SORRY_WRONG,
            suggestions=suggestions,
            buttons=answerer.buttons(suggestions),
            context=question.context,
            trace={"rule": intent},
        )
    return said


def _step(item: Item, text: str) -> str:
    if not item.steps:
        return texts.NO_STEPS
    asked = _STEP.search(fold(text))
    if not asked:
        return ""
    number = int(asked[1])
    if not 1 <= number <= len(item.steps):
        return texts.NO_SUCH_STEP.format(count=len(item.steps))
    return texts.STEP.format(number=number, step=item.steps[number - 1])


def _sources(items: tuple[Item, ...]) -> str:
    sources = {source.id: source for item in items for source in item.sources}
    return "\n".join(
        f"- {source.publisher}: {texts.UNTITLED_SOURCE if source.title_from_url else source.title}"
        + (f", {source.published.spoken()}" if source.published else "")
        + (f" ({source.url})" if source.url else "")
        for source in sources.values()
    )
