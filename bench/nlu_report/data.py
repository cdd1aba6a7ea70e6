"""Dữ liệu để đo: câu huấn luyện của NLU, và những cách hỏi để dành của câu trả lời, của việc ngoài phạm vi."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.model import Knowledge, Topic
from bot.nlu.importer import KnowledgeImporter
from bot.settings import ROOT

TODAY = datetime.date(2026, 11, 21)
"""Ngày của phép đo: hai lần chạy cùng kho thì cùng kết quả."""
PARTS = 7
HELD_OUT = (0, 3)
"""Cách hỏi ở vị trí chia cho PARTS dư chừng này thì để dành, mỗi số dư một lượt đo."""
SAMPLED = 3
"""Trong những cách hỏi để dành, báo cáo hỏi chừng một phần ba."""

T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """Một cách hỏi để dành, câu trả lời đúng của nó, và những câu liên quan câu ấy."""

    text: str
    answer: str
    title: str
    topic: Topic
    related: tuple[str, ...] = ()

    def accepts(self, found: str) -> bool:
        """Câu mang id này đúng ý: chính câu trả lời đúng, hay câu liên quan nó."""
        return found == self.answer or found in self.related


@dataclass(frozen=True)
class HeldOut:
    """Một lượt đo: kho bị giấu bớt, và những gì đã giấu.

    `known`: cách hỏi để dành của những việc ngoài phạm vi mà kho còn giữ; `strange`: mọi cách hỏi của những việc ngoài
    phạm vi đã giấu trọn, tức việc lạ hẳn với kho.
    """

    knowledge: Knowledge
    asks: tuple[Ask, ...]
    known: tuple[str, ...]
    strange: tuple[str, ...]


def training_examples() -> list[Message]:
    """Câu huấn luyện có intent, đúng như `rasa train` đọc: bot/data cộng cách hỏi trong kho."""
    importer = KnowledgeImporter(
        config_file=str(ROOT / "config.yml"),
        domain_path=str(ROOT / "domain.yml"),
        training_data_paths=[str(ROOT / "bot" / "data")],
    )
    return [Message.build(m.get("text"), m.get("intent")) for m in importer.get_nlu_data().intent_examples]


def hold_out(knowledge: Knowledge, remainder: int) -> HeldOut:
    """Giấu một phần bảy cách hỏi của mọi câu trả lời, mọi việc ngoài phạm vi, và trọn một phần bảy số việc ấy."""
    answers, asks = {}, []
    for answer in knowledge.answers.values():
        answers[answer.id] = replace(answer, asks=_part(answer.asks, remainder, held=False))
        for text in _part(answer.asks, remainder, held=True):
            asks.append(Ask(text, answer.id, answer.title, answer.topic, answer.related))
    matters = tuple(knowledge.outside.values())
    kept = _part(matters, remainder, held=False)
    outside = {matter.id: replace(matter, asks=_part(matter.asks, remainder, held=False)) for matter in kept}
    return HeldOut(
        knowledge=replace(knowledge, answers=answers, outside=outside),
        asks=tuple(asks),
        known=tuple(text for matter in kept for text in _part(matter.asks, remainder, held=True)),
        strange=tuple(text for matter in _part(matters, remainder, held=True) for text in matter.asks),
    )


def examples_only(truth: dict[str, str], knowledge: Knowledge, intents: Iterable[str]) -> dict[str, list[str]]:
    """Intent → những câu ví dụ chỉ có trong bot/data, không phải cách hỏi một việc ngoài phạm vi của kho.

    Args:
        truth: câu huấn luyện → intent của nó.
        knowledge: kho chưa giấu gì.
        intents: những intent cần lấy.
    """
    named = {text for matter in knowledge.outside.values() for text in (matter.name, *matter.asks)}
    return {intent: [text for text in truth if truth[text] == intent and text not in named] for intent in intents}


def is_sampled(text: str) -> bool:
    """Câu này có trong mẫu không; tuỳ chữ của riêng nó, nên sửa câu khác trong kho không làm mẫu đổi."""
    return zlib.crc32(text.encode("utf-8")) % SAMPLED == 0


def _part(all_of: Sequence[T], remainder: int, *, held: bool) -> tuple[T, ...]:
    return tuple(each for n, each in enumerate(all_of) if (n % PARTS == remainder) is held)
