"""Câu hỏi bịa trên một kho bịa: đủ kiểu người ta hỏi, kể cả điều kho không có."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from bot.knowledge.model import Answer, Indicator, Knowledge, Place
from bot.vietnamese import fold

_LETTERS = "abcdeghiklmnopqrstuvxy"


def questions(knowledge: Knowledge, each: int, seed: int = 2) -> dict[str, list[str]]:
    """Mỗi kiểu hỏi `each` câu; cùng kho và hạt giống thì y hệt."""
    dice = random.Random(seed)  # noqa: S311  # để lặp lại được, không phải để giữ bí mật
    answers, indicators = list(knowledge.answers.values()), list(knowledge.indicators.values())
    places = list(knowledge.places.values())
    made: Mapping[str, Callable[[], str]] = {
        "bỏ chữ, đảo chữ": lambda: _shuffled(dice, _way(dice, answers)),
        "không dấu": lambda: fold(_dropped(dice, _way(dice, answers))),
        "gõ sai một chữ": lambda: _mistyped(dice, _way(dice, answers)),
        "không khớp gì": lambda: _noise(dice),
        "số liệu một nơi": lambda: _figure(dice, indicators, places),
        "số liệu mọi nơi": lambda: f"Hiện nay có bao nhiêu {dice.choice(indicators).name}?",
    }
    return {kind: [make() for _ in range(each)] for kind, make in made.items()}


def _way(dice: random.Random, answers: list[Answer]) -> str:
    answer = dice.choice(answers)
    return dice.choice((answer.title, *answer.asks))


def _dropped(dice: random.Random, line: str) -> str:
    words = line.split()
    if len(words) > 3:
        words.pop(dice.randrange(len(words)))
    return " ".join(words)


def _shuffled(dice: random.Random, line: str) -> str:
    words = _dropped(dice, line).split()
    if len(words) > 1:
        n = dice.randrange(len(words) - 1)
        words[n], words[n + 1] = words[n + 1], words[n]
    return " ".join(words)


def _mistyped(dice: random.Random, line: str) -> str:
    n = dice.randrange(len(line))
    return line[:n] + dice.choice(_LETTERS) + line[n + 1 :]


def _noise(dice: random.Random) -> str:
    return " ".join("".join(dice.choices(_LETTERS, k=dice.randrange(2, 7))) for _ in range(8))


def _figure(dice: random.Random, indicators: list[Indicator], places: list[Place]) -> str:
    measure, place = dice.choice(indicators), dice.choice(places)
    when = dice.choice(("", f" năm {dice.randrange(2017, 2027)}"))
    return f"{measure.name} của {place.name}{when} là bao nhiêu?"
