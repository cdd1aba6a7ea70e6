"""Những chỗ mà hai dòng của kho không thể cùng đúng, hoặc nói cùng một điều hai lần."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.knowledge.model import Answer, Figure, FigureKind, Knowledge, Place, Source
from bot.knowledge.problem import Problem
from bot.knowledge.reader import Reading
from bot.vietnamese import terms

_CHANGES: tuple[FigureKind, ...] = ("increase", "decrease", "times")


def place_names(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    """Một tên gọi chỉ một nơi: hỏi tên ấy mà hai nơi cùng nhận thì một nơi mất."""
    owner: dict[tuple[str, ...], str] = {}
    for place, item in reading.of(Place):
        for field, name in (("name", place.name), *(("aliases", alias) for alias in place.aliases)):
            first = owner.setdefault(tuple(terms(name)), place.id)
            if first != place.id:
                yield item.problem(
                    field, f"tên “{name}” đã là của nơi “{first}”; thêm cấp cho rõ, ví dụ “huyện {name}”"
                )


def circles(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Nơi chứa nơi, nơi nhập vào nơi, câu thay câu: đi theo thì không bao giờ về chỗ cũ."""
    within = {key: (place.within,) for key, place in knowledge.places.items() if place.within}
    merged = {key: place.merged_into for key, place in knowledge.places.items()}
    replaced = {key: (answer.superseded_by,) for key, answer in knowledge.answers.items() if answer.superseded_by}
    for place, item in reading.of(Place):
        if _returns(place.id, within):
            yield item.problem("within", f"nơi “{place.id}” nằm trong chính nó; within là nơi lớn hơn chứa nó")
        if _returns(place.id, merged):
            yield item.problem("merged_into", f"nơi “{place.id}” nhập vào chính nó; merged_into là nơi mới")
    for answer, item in reading.of(Answer):
        if _returns(answer.id, replaced):
            yield item.problem("superseded_by", f"câu “{answer.id}” thay cho chính nó; superseded_by là câu mới hơn")


def _returns(start: str, following: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = [*following.get(start, ())]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += following.get(here, ())
    return start in seen


def addresses(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    """Một bài nguồn chỉ khai một lần."""
    owner: dict[str, str] = {}
    for source, item in reading.of(Source):
        first = owner.setdefault(source.url, source.id) if source.url else source.id
        if first != source.id:
            yield item.problem("url", f"địa chỉ này đã là của nguồn “{first}”; dùng lại id ấy")


def times(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Bài báo không biết số của ngày mai; mốc so sánh đứng trước số được so."""
    for figure, item in reading.of(Figure):
        source = knowledge.sources.get(figure.source)
        published = source.published if source else None
        if published and figure.kind != "target" and figure.as_of.start > published.end:
            yield item.problem(
                "as_of",
                f"bài đăng {published.spoken()} chưa thể có số của {figure.as_of.spoken()}; xem lại as_of, "
                "hoặc published của nguồn; số đặt ra cho tương lai thì ghi kind: target",
            )
        if figure.compared_with and figure.kind not in _CHANGES:
            yield item.problem("compared_with", "chỉ số tăng giảm mới so với lúc trước; sửa kind, hoặc bỏ dòng này")
        elif figure.compared_with and figure.compared_with.start >= figure.as_of.start:
            yield item.problem("compared_with", "lúc đem ra so phải đứng trước as_of; xem lại hai ngày")


def clashes(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    """Cùng chỉ tiêu, nơi, lúc, kiểu và cấp thì chỉ một con số."""
    first: dict[tuple[str, ...], Figure] = {}
    for figure, item in reading.of(Figure):
        before = figure.compared_with.text if figure.compared_with else ""
        key = (figure.indicator, figure.place, figure.as_of.text, figure.kind, figure.scope, before)
        known = first.setdefault(key, figure)
        if known.value != figure.value:
            yield item.problem(
                "value",
                f"số liệu “{known.id}” cùng chỉ tiêu, nơi và lúc lại ghi {known.value:g}; giữ số đúng, "
                "hoặc ghi rõ as_of, kind, scope khác nhau ở chỗ nào",
            )


def repeats(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    """Trong một câu trả lời, mỗi cách hỏi, nguồn, câu liên quan, bước, chi tiết chỉ viết một lần."""
    for answer, item in reading.of(Answer):
        for field, lines in (
            ("asks", tuple(line.casefold().rstrip("?.! ") for line in (answer.title, *answer.asks))),
            ("steps", answer.steps),
            ("details", answer.details),
            ("notes", answer.notes),
            ("related", answer.related),
            ("facts", answer.facts),
            ("sources", answer.sources),
        ):
            for line in dict.fromkeys(line for line in lines if lines.count(line) > 1):
                yield item.problem(field, f"“{line}” viết hai lần; giữ một (title cũng là một cách hỏi)")
