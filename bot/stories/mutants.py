"""Kiểm thử của kiểm thử: đổi một điều lúc chạy (không huấn luyện lại) rồi xem có câu chuyện nào nhận ra không.

Mỗi đột biến là một lỗi thật có thể xảy ra: câu trả lời bị chép nhầm chữ, số liệu sai, nguồn sai, ngày sai, ngưỡng
trượt, tên nơi mất, một luật của nơi quyết định bị bỏ. Chỉ đột biến điều mà câu chuyện chạm tới: điều chưa ai chạm là
việc của bảng độ phủ.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.period import Period
from bot.knowledge.thresholds import Thresholds
from bot.stories.coverage import Touched
from bot.stories.model import Story
from bot.stories.results import StoryResult
from bot.stories.runner import play
from bot.stories.stage import Stage

RULES = (
    ("_about", "hỏi tiếp về câu vừa rồi"),
    ("_own_record", "hồ sơ của chính mình"),
    ("_which_matter", "hỏi trống, chưa nói việc gì"),
    ("_outside", "việc ngoài phạm vi đã biết"),
    ("_several", "nhiều câu hỏi một tin"),
    ("_answered", "trả lời thẳng"),
    ("_declined", "từ chối"),
    ("_asked_back", "hỏi lại bằng nút"),
    ("safety", "việc gấp khi bị lừa"),
    ("handoff", "gặp người"),
    ("next_best", "đưa câu gần nhất khi bị chê"),
    ("item", "nhớ lại mục vừa cho xem"),
)
"""Luật của `Answerer` → nó làm gì."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Mutant:
    """Một thay đổi. `target`: id bị đổi; `told`: đổi gì, cho người đọc; `stories`: tên các câu chuyện chạm điều ấy."""

    target: str
    told: str
    stories: frozenset[str]
    mutate: Callable[[Stage], Answerer]
    kind: str = ""


@dataclass(frozen=True)
class Verdict:
    """Đột biến và câu chuyện đầu tiên nhận ra nó; None: sống sót."""

    mutant: Mutant
    noticed_by: str | None


def draw(knowledge: Knowledge, touched: Touched, every: frozenset[str], seed: int) -> Iterator[Mutant]:
    """Các đột biến theo thứ tự bốc được: mỗi lần bốc một loại rồi một đích, không lặp; hết đích thì loại ấy thôi.

    `every`: tên mọi câu chuyện, cho những điều câu nào cũng có thể chạm (ngưỡng, luật).
    """
    rng = random.Random(seed)  # noqa: S311  # để lần nào cũng như nhau, không phải để giữ bí mật
    material = _Material(knowledge, touched, every, rng)
    made = {kind: [replace(mutant, kind=kind) for mutant in make(material)] for kind, make in _MAKERS.items()}
    left = {kind: rng.sample(mutants, len(mutants)) for kind, mutants in made.items() if mutants}
    while left:
        kind = rng.choice(sorted(left))
        yield left[kind].pop()
        if not left[kind]:
            del left[kind]


async def judge(stage: Stage, mutant: Mutant, stories: Mapping[str, Story]) -> Verdict:
    """Diễn những câu chuyện chạm đột biến, dừng ở câu đầu tiên nhận ra; xong thì trả sân khấu về như cũ."""
    before = stage.answerer()
    stage.use(mutant.mutate(stage))
    try:
        concerned = [(stories[name], None) for name in sorted(mutant.stories) if name in stories]
        async for result in play(stage, concerned, stop_early=True):
            if not result.passed:
                return Verdict(mutant, result.story.name)
    finally:
        stage.use(before)
    return Verdict(mutant, None)


def usable(results: Sequence[StoryResult]) -> dict[str, Story]:
    """Câu chuyện dùng được để nhận đột biến: đạt khi chưa đổi gì, và diễn trên kho thật."""
    return {
        result.story.name: result.story
        for result in results
        if result.passed and not result.variant and not result.story.overlay
    }


@dataclass(frozen=True)
class _Material:
    knowledge: Knowledge
    touched: Touched
    every: frozenset[str]
    rng: random.Random


def _answers(material: _Material) -> Iterator[tuple[Answer, frozenset[str]]]:
    for key in sorted(material.touched.answers):
        if key in material.knowledge.answers:
            yield material.knowledge.answers[key], material.touched.answers[key]


def _answer_texts(material: _Material) -> Iterator[Mutant]:
    """Lời đáp của một câu khác cùng chủ đề, như khi chép nhầm."""
    for answer, stories in _answers(material):
        kin = [each for each in material.knowledge.answers.values() if each.topic == answer.topic]
        other = material.rng.choice([each for each in kin if each.id != answer.id])
        changed = replace(answer, short=other.short, steps=other.steps, details=other.details)
        yield _of_record("answers", answer.id, changed, f"lời đáp chép nhầm từ {other.id}", stories)


def _answer_numbers(material: _Material) -> Iterator[Mutant]:
    """Một con số trong `short` bị gõ sai."""
    for answer, stories in _answers(material):
        numbers = list(_NUMBER.finditer(answer.short))
        if numbers:
            number = material.rng.choice(numbers)
            wrong = str(int(number[0]) + 1).zfill(len(number[0]))
            short = answer.short[: number.start()] + wrong + answer.short[number.end() :]
            told = f"“{number[0]}” thành “{wrong}” trong short"
            yield _of_record("answers", answer.id, replace(answer, short=short), told, stories)


def _answer_ids(material: _Material) -> Iterator[Mutant]:
    for answer, stories in _answers(material):
        yield Mutant(answer.id, f"id thành {answer.id}-khac", stories, _renamed(answer))


def _renamed(answer: Answer) -> Callable[[Stage], Answerer]:
    def mutate(stage: Stage) -> Answerer:
        answers = {key: each for key, each in stage.base.answers.items() if key != answer.id}
        renamed = replace(answer, id=f"{answer.id}-khac")
        return stage.build(replace(stage.base, answers={**answers, renamed.id: renamed}))

    return mutate


def _figure_values(material: _Material) -> Iterator[Mutant]:
    for key in sorted(material.touched.figures.keys() & material.knowledge.figures.keys()):
        figure = material.knowledge.figures[key]
        wrong = _NUMBER.sub(lambda number: str(int(number[0]) + 1), figure.literal, count=1)
        changed = replace(figure, value=figure.value + 1, literal=wrong)
        told = f"“{figure.literal}” thành “{wrong}”"
        yield _of_record("figures", key, changed, told, material.touched.figures[key])


def _figure_places(material: _Material) -> Iterator[Mutant]:
    places = sorted({figure.place for figure in material.knowledge.figures.values()})
    for key in sorted(material.touched.figures.keys() & material.knowledge.figures.keys()):
        figure = material.knowledge.figures[key]
        place = material.rng.choice([each for each in places if each != figure.place])
        told = f"nơi {figure.place} thành {place}"
        yield _of_record("figures", key, replace(figure, place=place), told, material.touched.figures[key])


def _sources(material: _Material) -> Iterator[Mutant]:
    """Câu trả lời hay số liệu trỏ nhầm sang một nguồn khác."""
    sources = sorted(material.knowledge.sources)
    for answer, stories in _answers(material):
        other = material.rng.choice([each for each in sources if each not in answer.sources])
        changed = replace(answer, sources=(other, *answer.sources[1:]))
        yield _of_record("answers", answer.id, changed, f"nguồn {answer.sources[0]} thành {other}", stories)
    for key in sorted(material.touched.figures.keys() & material.knowledge.figures.keys()):
        figure = material.knowledge.figures[key]
        other = material.rng.choice([each for each in sources if each != figure.source])
        told = f"nguồn {figure.source} thành {other}"
        yield _of_record("figures", key, replace(figure, source=other), told, material.touched.figures[key])


def _dates(material: _Material) -> Iterator[Mutant]:
    """Ngày của nguồn mới nhất của một câu trả lời (ngày người dân thấy), hay của một số liệu, lùi ba năm."""
    for answer, stories in _answers(material):
        sources = [material.knowledge.sources[key] for key in answer.sources]
        dated = [(source.published, source) for source in sources if source.published]
        if dated:
            published, newest = max(dated, key=lambda pair: (pair[0].end, pair[0].start))
            told = f"ngày đăng {published.text} thành {_earlier(published).text}"
            changed = replace(newest, published=_earlier(published))
            yield _of_record("sources", newest.id, changed, told, stories)
    for key in sorted(material.touched.figures.keys() & material.knowledge.figures.keys()):
        figure = material.knowledge.figures[key]
        told = f"lúc {figure.as_of.text} thành {_earlier(figure.as_of).text}"
        changed_figure = replace(figure, as_of=_earlier(figure.as_of))
        yield _of_record("figures", key, changed_figure, told, material.touched.figures[key])


def _earlier(period: Period) -> Period:
    return Period.parse(re.sub(r"\d{4}(?=-|\.\.|$)", lambda year: str(int(year[0]) - 3), period.text))


def _thresholds(material: _Material) -> Iterator[Mutant]:
    """Một ngưỡng còn một nửa, hay gấp rưỡi."""
    for field in fields(Thresholds):
        for factor in (0.5, 1.5):
            value = getattr(Thresholds(), field.name) * factor
            yield Mutant(field.name, f"thành {value:g}", material.every, _with_threshold({field.name: value}))


def _with_threshold(change: dict[str, Any]) -> Callable[[Stage], Answerer]:
    return lambda stage: stage.build(stage.base, replace(Thresholds(), **change))


def _places(material: _Material) -> Iterator[Mutant]:
    """Một nơi mang tên của nơi khác: câu hỏi về nó thành hỏi về nơi không ai biết."""
    for key in sorted(material.touched.places.keys() & material.knowledge.places.keys()):
        place = material.knowledge.places[key]
        changed = replace(place, name=f"{place.name} cũ kỹ", aliases=())
        told = f"tên “{place.name}” thành “{changed.name}”, mất tên gọi khác"
        yield _of_record("places", key, changed, told, material.touched.places[key])


def _rules(material: _Material) -> Iterator[Mutant]:
    for name, what in RULES:
        yield Mutant(name, f"bỏ luật: {what}", material.every, _without(name))


def _without(rule: str) -> Callable[[Stage], Answerer]:
    def mutate(stage: Stage) -> Answerer:
        answerer = stage.build(stage.base)
        setattr(answerer, rule, _INSTEAD.get(rule, _nothing)(answerer))
        return answerer

    return mutate


def _nothing(_answerer: Answerer) -> Callable[..., Any]:
    return lambda *_arguments: None


_INSTEAD: dict[str, Callable[[Answerer], Callable[..., Any]]] = {
    "safety": lambda answerer: answerer.answer,
    "handoff": lambda answerer: answerer.answer,
    "next_best": lambda _answerer: lambda *_arguments: (),
}
"""Luật không bỏ trống được thì thay: việc gấp, gặp người thành câu hỏi thường; không còn câu gần nhất."""


def _of_record(noun: str, key: str, changed: Any, told: str, stories: frozenset[str]) -> Mutant:
    def mutate(stage: Stage) -> Answerer:
        records: dict[str, Any] = {noun: {**getattr(stage.base, noun), key: changed}}
        return stage.build(replace(stage.base, **records))

    return Mutant(key, told, frozenset(stories), mutate)


_MAKERS: Mapping[str, Callable[[_Material], Iterator[Mutant]]] = {
    "chữ của câu trả lời": _answer_texts,
    "con số trong câu trả lời": _answer_numbers,
    "id của câu trả lời": _answer_ids,
    "giá trị số liệu": _figure_values,
    "nơi của số liệu": _figure_places,
    "nguồn": _sources,
    "ngày": _dates,
    "ngưỡng": _thresholds,
    "tên nơi": _places,
    "luật": _rules,
}
"""Loại đột biến → mọi đột biến của loại ấy."""
