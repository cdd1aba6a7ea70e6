"""Những điều kho kiến thức phải giữ: id duy nhất, tham chiếu có thật, ngày thuận, không ai mồ côi."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, get_args
from urllib.parse import urlsplit

from bot.knowledge import consistency, task_checks
from bot.knowledge.form import faults
from bot.knowledge.homes import home_of
from bot.knowledge.model import (
    NOUNS,
    Answer,
    Figure,
    Indicator,
    Knowledge,
    NamedFact,
    Outside,
    Place,
    Qualifier,
    Source,
    Subject,
    Task,
    Trait,
)
from bot.knowledge.problem import Problem
from bot.knowledge.reader import Located, Reading
from bot.vietnamese import terms

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TRAIT_ID = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")
_LONGEST_LITERAL = 40
_PRINTED = re.compile(r"(\d+(?:\.\d{3})*(?:,\d+)?)(?:/(\d+(?:\.\d{3})*))?\s*(nghìn|triệu|tỷ)?")
_SCALES = {"nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9}

_ROWS: tuple[type[Any], ...] = (Figure, NamedFact)
"""Điều đọc được từ một bài nguồn."""
_NAMED: tuple[type[Any], ...] = (Indicator, Subject)
"""Điều người dân gọi tên khi hỏi."""
_SHOWN: tuple[type[Any], ...] = (Answer, Outside, Task, *_ROWS)
"""Điều tìm thấy hay đưa ra cho người dân bằng id, nên id không được trùng nhau giữa các loại này."""

Check = Callable[[Reading, Knowledge], Iterator[Problem]]


def check(reading: Reading) -> list[Problem]:
    """Mọi chỗ sai của một lần đọc, gồm cả lỗi dạng đã gặp khi đọc, xếp theo tệp rồi dòng."""
    knowledge = reading.knowledge()
    problems = list(reading.problems)
    for rule in _RULES:
        problems.extend(rule(reading, knowledge))
    return sorted(set(problems))


def check_change(new: Reading, before: Knowledge, after: Knowledge) -> list[Problem]:
    """Những chỗ sai do một thay đổi gây ra: ở các bản ghi của `new`, và ở bản ghi khác mà `before` không sai.

    `after`: kho sau thay đổi, đã có các bản ghi của `new`; `new.abbreviations`: bảng chữ tắt của cả kho.
    """
    changed = {(type(item.record), item.record.id) for item in new.records}
    others = [item for item in _placed(after) if (type(item.record), item.record.id) not in changed]
    whole = Reading(records=[*others, *new.records], abbreviations=new.abbreviations)
    found = {problem for rule in _RULES for problem in rule(new if rule in _OF_ONE else whole, after)}
    own = {
        problem for problem in found if problem.line >= min((item.line for item in new.records), default=sys.maxsize)
    }
    if found - own:
        old = Reading(records=_placed(before), abbreviations=new.abbreviations)
        found -= {problem for rule in _RULES if rule not in _OF_ONE for problem in rule(old, before)}
    return sorted(found | own)


def _placed(knowledge: Knowledge) -> list[Located]:
    """Mọi bản ghi, như đọc từ dòng đầu tệp của nó."""
    return [
        Located(record, home_of(kind, record), 1, {}) for kind in NOUNS for record in getattr(knowledge, kind).values()
    ]


@functools.lru_cache(maxsize=100_000)
def _heard(phrase: str) -> tuple[str, ...]:
    """Hai cách hỏi nghe như nhau thì cùng một kết quả; mỗi câu chỉ tách một lần, vì bàn làm việc kiểm khi đang gõ."""
    return tuple(terms(phrase))


def _ids(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    first: dict[tuple[object, str], str] = {}
    for item in reading.records:
        noun = type(item.record)
        kind = _SHOWN if noun in _SHOWN else noun
        for name in (item.record.id, *(item.record.aliases if noun is Answer else ())):
            if noun is Trait and not _TRAIT_ID.fullmatch(name):
                yield item.problem("id", f"id đặc điểm “{name}” cũng là tên slot: chữ thường và gạch dưới, ví dụ “age”")
            elif noun is not Trait and not _ID.fullmatch(name):
                yield item.problem(
                    "id", f"id “{name}” chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ “quen-mat-khau”"
                )
            if (kind, name) in first:
                yield item.problem("id", f"id “{name}” đã có ở {first[kind, name]}; hãy đặt id khác")
            first.setdefault((kind, name), f"{item.file}:{item.line}")


def references(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Id mà một bản ghi của `reading` trỏ tới nhưng `knowledge` không có."""
    targets: dict[str, tuple[Mapping[str, object], str]] = {
        "nguồn": (knowledge.sources, "sources.yml"),
        "nơi": (knowledge.places, "places.yml"),
        "chỉ tiêu": (knowledge.indicators, "indicators.yml"),
        "đề tài": (knowledge.subjects, "subjects.yml"),
        "câu trả lời": (knowledge.answers, "answers/"),
        "đặc điểm": (knowledge.traits, "traits.yml"),
    }
    for item in reading.records:
        for name, what, ids in _pointers(item.record):
            table, home = targets[what]
            for target in ids:
                if target not in table:
                    yield item.problem(name, f"không có {what} “{target}”; sửa id hoặc thêm vào {home}")


def _self_pointers(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for answer, item in reading.of(Answer):
        if answer.id in answer.related:
            yield item.problem("related", "câu liên quan không được là chính câu này; bỏ id này ra")


def _pointers(record: object) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if isinstance(record, Answer):
        yield "sources", "nguồn", record.sources
        yield "related", "câu trả lời", record.related
        yield "superseded_by", "câu trả lời", (record.superseded_by,) if record.superseded_by else ()
    elif isinstance(record, Figure):
        yield "source", "nguồn", (record.source,)
        yield "place", "nơi", (record.place,)
        yield "indicator", "chỉ tiêu", (record.indicator,)
    elif isinstance(record, NamedFact):
        yield "source", "nguồn", (record.source,)
        yield "place", "nơi", (record.place,)
        yield "subject", "đề tài", (record.subject,)
    elif isinstance(record, Place):
        yield "within", "nơi", (record.within,) if record.within else ()
        yield "merged_into", "nơi", record.merged_into
    elif isinstance(record, Outside):
        yield "door", "câu trả lời", (record.door,) if record.door else ()
    elif isinstance(record, Source):
        yield "places", "nơi", record.places
    elif isinstance(record, Task):
        yield "traits", "đặc điểm", record.traits
        for place, line in enumerate(record.lines):
            yield f"lines.{place}", "câu trả lời", (line.answer,) if line.answer else ()


def _dates(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for answer, item in reading.of(Answer):
        if answer.valid_from and answer.valid_until and answer.valid_from.start > answer.valid_until.end:
            yield item.problem(
                "valid_until", "ngày hết hiệu lực đứng trước ngày bắt đầu; xem lại valid_from và valid_until"
            )
        if answer.superseded_by and not answer.valid_until:
            yield item.problem(
                "superseded_by", "đã có câu thay thế thì phải ghi valid_until: ngày câu này hết hiệu lực"
            )
    for place, item in reading.of(Place):
        if place.merged_into and not place.merged_on:
            yield item.problem("merged_into", "đã nhập vào nơi khác thì phải ghi merged_on: ngày nhập")
        if place.level not in ("nation", "province") and not place.within:
            yield item.problem("level", "nơi dưới cấp tỉnh phải ghi within: id của nơi chứa nó, ví dụ thanh-hoa")


def _files(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for answer, item in reading.of(Answer):
        expected = PurePosixPath("answers", answer.topic, f"{answer.id}.yml").as_posix()
        if item.file != expected:
            yield item.problem("id", f"tệp phải nằm ở {expected} cho khớp topic và id")
    for noun in _ROWS:
        for record, item in reading.of(noun):
            expected = f"figures/{record.source}.yml"
            if item.file != expected:
                yield item.problem("source", f"số liệu của nguồn này phải nằm ở {expected}")


def _phrasings(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    owner: dict[tuple[str, ...], str] = {}
    for answer, item in reading.of(Answer):
        for name, phrase in (("title", answer.title), *(("asks", ask) for ask in answer.asks)):
            key = _heard(phrase)
            if owner.setdefault(key, answer.id) != answer.id:
                yield item.problem(
                    name, f"cách hỏi “{phrase}” đã thuộc câu “{owner[key]}”; mỗi cách hỏi chỉ một câu trả lời"
                )
    for outside, item in reading.of(Outside):
        for ask in (outside.name, *outside.asks):
            key = _heard(ask)
            if owner.setdefault(key, outside.id) != outside.id:
                yield item.problem("asks", f"cách hỏi “{ask}” đã thuộc “{owner[key]}”; mỗi cách hỏi chỉ một chỗ")
    for task, item in reading.of(Task):
        for ask in (task.title, *task.asks):
            if owner.setdefault(_heard(ask), task.id) != task.id:
                taken = owner[_heard(ask)]
                yield item.problem("asks", f"cách hỏi “{ask}” đã thuộc “{taken}”; mỗi cách hỏi chỉ một chỗ")
    owner.clear()
    for noun in _NAMED:
        for named, item in reading.of(noun):
            for field, name in (("name", named.name), *(("names", other) for other in named.names)):
                key = _heard(name)
                if owner.setdefault(key, named.id) != named.id:
                    yield item.problem(field, f"tên “{name}” đã thuộc “{owner[key]}”; mỗi tên chỉ một chỉ tiêu, đề tài")


def _forms(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for answer, item in reading.of(Answer):
        for name, message in faults(answer, reading.abbreviations):
            yield item.problem(name, message)


def _figures(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for figure, item in reading.of(Figure):
        if len(figure.literal) > _LONGEST_LITERAL:
            yield item.problem(
                "literal", f"chỉ chép con số và đơn vị, tối đa {_LONGEST_LITERAL} ký tự, không chép cả câu"
            )
        if not any(c.isdigit() for c in figure.literal):
            yield item.problem("literal", "cần con số đúng như bài in, ví dụ “1.711 dịch vụ”")
        for word in get_args(Qualifier):
            if figure.literal.casefold().startswith(f"{word} "):
                yield item.problem("literal", f"bỏ chữ “{word}” khỏi literal; ghi ở dòng riêng “qualifier: {word}”")
        printed = _printed_values(figure.literal)
        if printed and printed[0] != figure.value:
            yield item.problem("value", f"“{figure.literal}” là {printed[0]:g}, khác value; sửa một trong hai")
        if len(printed) > 1 and printed[1] != figure.out_of:
            field = "literal" if figure.out_of is None else "out_of"
            yield item.problem(field, f"“{figure.literal}” có mẫu số {printed[1]:g}; ghi out_of: {printed[1]:g}")
        if figure.kind in ("increase", "decrease", "times") and not figure.compared_with:
            yield item.problem("kind", "số tăng giảm phải ghi compared_with: so với lúc nào, ví dụ 2020")

    for noun in _ROWS:
        for row, item in reading.of(noun):
            if row.paragraph < 1:
                yield item.problem("paragraph", "đoạn đếm từ 1, bỏ qua dòng trống")


def _printed_values(literal: str) -> list[float]:
    """Các số mà chữ in nói: "1,52 triệu" là 1520000, "4.342/4.357 thôn" là 4342 và 4357."""
    match = _PRINTED.match(literal)
    if not match:
        return []
    scale = _SCALES.get(match[3], 1)
    numbers = (part.replace(".", "").replace(",", ".") for part in match.group(1, 2) if part)
    return [round(float(number) * scale, 6) for number in numbers]


def _orphans(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    used_sources = {source for answer in knowledge.answers.values() for source in answer.sources}
    used_sources |= {figure.source for figure in knowledge.figures.values()}
    used_sources |= {fact.source for fact in knowledge.facts.values()}
    used_indicators = {f.indicator for f in knowledge.figures.values()}
    for source, item in reading.of(Source):
        if source.id not in used_sources:
            yield item.problem(
                "id", f"nguồn “{source.id}” không câu nào dùng; xoá, hoặc ghi id này vào sources của câu trả lời"
            )
    for indicator, item in reading.of(Indicator):
        if indicator.id not in used_indicators:
            yield item.problem("id", f"chỉ tiêu “{indicator.id}” không có số liệu nào; xoá, hoặc thêm số liệu")
    used_subjects = {fact.subject for fact in knowledge.facts.values()}
    for subject, item in reading.of(Subject):
        if subject.id not in used_subjects:
            yield item.problem("id", f"đề tài “{subject.id}” không có sự việc nào; xoá, hoặc thêm sự việc vào figures/")


def _urls(reading: Reading, _knowledge: Knowledge) -> Iterator[Problem]:
    for source, item in reading.of(Source):
        if source.url and urlsplit(source.url).scheme not in ("http", "https"):
            yield item.problem("url", "địa chỉ phải bắt đầu bằng http:// hoặc https://")


_RULES: tuple[Check, ...] = (
    _ids,
    references,
    _self_pointers,
    _dates,
    _files,
    _phrasings,
    _forms,
    _figures,
    _orphans,
    _urls,
    consistency.place_names,
    consistency.circles,
    consistency.addresses,
    consistency.times,
    consistency.clashes,
    consistency.repeats,
    task_checks.trait_choices,
    task_checks.task_forms,
    task_checks.trait_orphans,
)

_OF_ONE: tuple[Check, ...] = (
    _self_pointers,
    _dates,
    _files,
    _forms,
    _figures,
    _orphans,
    _urls,
    consistency.repeats,
    task_checks.trait_choices,
)
"""Luật chỉ nhìn từng bản ghi: với một thay đổi thì chỉ xét bản ghi đã đổi. Nguồn cũ không ai dùng nữa không chặn ai."""
