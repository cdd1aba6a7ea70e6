"""Từ kết cục thành chữ đọc riêng cũng hiểu, và thành phần `custom` của DESIGN.md 4.1."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from bot.knowledge import texts
from bot.knowledge.model import Source
from bot.knowledge.outcome import Item, Outcome
from bot.knowledge.period import Period


def render_text(outcome: Outcome) -> str:
    """Cả nội dung thành một đoạn chữ: cho Zalo, SMS, trình đọc màn hình."""
    parts = [outcome.lead] if outcome.lead else []
    for item in outcome.items:
        lines = [item.title] if len(outcome.items) > 1 and outcome.kind != "figure" else []
        lines.append(item.short)
        lines += [_row(*cells) for cells in (item.table["rows"] if item.table else ())]
        lines += [f"{number}. {step}" for number, step in enumerate(item.steps, 1)]
        lines += [f"- {detail}" for detail in item.details]
        lines += _since(item)
        lines += [texts.NOTE.format(note=note) for note in item.notes]
        lines += [source_line(item)] if item.sources else []
        parts.append("\n".join(lines))
    if outcome.kind in ("clarify", "no_answer", "answer") and outcome.buttons:
        choices = [f"- {button.title}" for button in outcome.buttons]
        parts.append("\n".join([texts.OR_MEANT, *choices] if outcome.kind == "answer" else choices))
    if outcome.guide:
        hint = texts.YOUR_CASE_HINT if outcome.guide.title == texts.YOUR_CASE else texts.RESUME_HINT
        parts.append(hint.format(say=outcome.guide.payload["say"]))
    return "\n\n".join(parts)


def _since(item: Item) -> list[str]:
    """Quy định có từ bao giờ, khi lời đáp chưa tự nói ngày ấy."""
    spoken = Period.parse(item.valid_from).spoken() if item.valid_from else ""
    date = spoken.rpartition(" ")[2]
    if not spoken or re.search(rf"(?<![\d/]){re.escape(date)}(?![\d/])", re.sub(r"\b0(\d)/", r"\1/", item.short)):
        return []
    return [texts.IN_FORCE_SINCE.format(date=spoken)]


def _row(first: str, value: str = "", when: str = "") -> str:
    return f"- {first}" + (f": {value}" if value else "") + (f" ({when})" if when else "")


def source_line(item: Item) -> str:
    """ "Nguồn: CafeF, ngày 7/9/2025." hoặc nói thẳng là nguồn không ghi ngày."""
    first = next((s for s in item.sources if s.published and s.published.text == item.as_of), item.sources[0])
    publisher = first.publisher
    if len(item.sources) > 1:
        publisher += texts.MORE_SOURCES.format(count=len(item.sources) - 1)
    if first.published:
        date = texts.DATED.format(date=first.published.spoken())
    elif item.read_on:
        date = texts.UNDATED.format(read_on=Period.parse(item.read_on).spoken().partition(" ")[2])
    else:
        date = texts.DATED.format(date=first.published_note) if first.published_note else texts.UNDATED_FIGURE
    return texts.SOURCE.format(publisher=publisher, date=date)


def render_custom(outcome: Outcome, *, explain: bool = False) -> dict[str, Any]:
    """Phần `custom` của tin nhắn Rasa; chỉ chứa kiểu JSON. `explain`: kèm bằng chứng dẫn tới kết cục."""
    buttons = (*outcome.buttons, *((outcome.guide,) if outcome.guide else ()))
    sources = {source.id: source for item in outcome.items for source in item.sources}
    return {
        "kind": outcome.kind,
        "lead": outcome.lead,
        "answers": [item.id for item in outcome.items],
        "suggestions": list(outcome.suggestions[:3]),
        "items": [render_item(item) for item in outcome.items],
        "sources": [render_source(source) for source in sources.values()],
        "as_of": outcome.items[0].as_of if outcome.items else None,
        "calls": [{"label": call.label, "number": call.number} for call in outcome.calls],
        "buttons": [{"title": button.title, "payload": button.payload} for button in buttons],
        "rule": outcome.rule,
        **({"trace": outcome.trace} if explain else {}),
    }


def render_item(item: Item) -> dict[str, Any]:
    """Một mục như trong `items` của DESIGN.md 4.1."""
    return {
        "id": item.id,
        "title": item.title,
        "short": item.short,
        "steps": list(item.steps),
        "details": list(item.details),
        "notes": list(item.notes),
        "table": item.table,
        "measure": asdict(item.measure) if item.measure else None,
        "related": list(item.related),
        "related_questions": [{"id": key, "title": title} for key, title in item.related_questions],
        "as_of": item.as_of,
        "valid_from": item.valid_from,
        "valid_until": item.valid_until,
        "superseded_by": item.superseded_by,
        "read_on": item.read_on,
        "case": item.case,
        "sources": [render_source(source) for source in item.sources],
    }


def render_source(source: Source) -> dict[str, Any]:
    """Một nguồn như trong `sources` của DESIGN.md 4.1."""
    return {
        "id": source.id,
        "title": texts.UNTITLED_SOURCE if source.title_from_url else source.title,
        "publisher": source.publisher,
        "published": source.published.text if source.published else None,
        "url": source.url,
    }
