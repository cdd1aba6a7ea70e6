"""Ý hỏi: phí, bao lâu, ở đâu, giấy tờ gì…; và câu chỉ có ý hỏi, không nói về việc gì ("mất bao lâu?").

Câu như thế hỏi tiếp về điều vừa nói; chưa nói gì thì bot phải hỏi lại là việc nào.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.knowledge.outcome import Item
from bot.vietnamese import terms

ASPECTS_FILE = Path(__file__).parent / "aspects.yml"
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+")
WAY = "way"
"""Ý hỏi cách làm: các bước của câu trả lời chính là lời đáp."""


@dataclass(frozen=True)
class Aspect:
    """Một ý hỏi. `query`: câu để tìm theo riêng ý này; `asked`: chữ (bỏ dấu) người ta dùng để hỏi; `said`: chữ một câu
    dùng khi nói về ý ấy.
    """

    name: str
    query: str
    asked: re.Pattern[str]
    said: re.Pattern[str]


@dataclass(frozen=True)
class Asked:
    """Một câu đọc theo ý hỏi: các ý, và những tiếng gọi tên việc được hỏi."""

    aspects: tuple[Aspect, ...]
    subject: tuple[str, ...]

    @property
    def bare(self) -> bool:
        """Có ý hỏi mà không nói về việc gì."""
        return bool(self.aspects) and not self.subject

    @property
    def wants_way(self) -> bool:
        """Hỏi cách làm."""
        return any(aspect.name == WAY for aspect in self.aspects)


def read_aspects(text: str) -> Asked:
    """Đọc các ý hỏi của một câu."""
    line = " ".join(terms(text))
    aspects, fillers = _content()
    found = tuple(aspect for aspect in aspects if aspect.asked.search(line))
    for aspect in found:
        line = aspect.asked.sub(" ", line)
    return Asked(found, tuple(term for term in line.split() if term not in fillers))


def sentences_about(item: Item, aspects: Sequence[Aspect], limit: int = 2) -> list[str]:
    """Những câu của một mục nói về các ý này, theo thứ tự trong mục."""
    sentences = [line for part in (item.short, *item.steps, *item.details) for line in _SENTENCE_END.split(part)]
    return [
        sentence
        for sentence in dict.fromkeys(sentences)
        if any(aspect.said.search(" ".join(terms(sentence))) for aspect in aspects)
    ][:limit]


@functools.cache
def _content() -> tuple[tuple[Aspect, ...], frozenset[str]]:
    content = yaml.safe_load(ASPECTS_FILE.read_text(encoding="utf-8"))
    aspects = (
        Aspect(name, say["query"], _any(say["asked"]), _any(say["said"])) for name, say in content["aspects"].items()
    )
    return tuple(aspects), frozenset(content["fillers"].split())


def _any(phrases: Sequence[str]) -> re.Pattern[str]:
    """Bất cứ cụm nào trong số này; không có cụm nào thì không khớp gì."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    choices = "|".join(re.escape(phrase).replace(r"\#", r"\d[\d.,]*") for phrase in longest_first)
    return re.compile(rf"\b(?:{choices})\b" if phrases else "(?!)")
