"""Dữ liệu để đo: câu huấn luyện của NLU, và cách hỏi để dành của từng câu trả lời."""

from __future__ import annotations

import dataclasses
import datetime
import zlib
from collections.abc import Sequence

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
"""Gõ khác đi và đo giờ thì lấy chừng một phần ba số câu để dành."""


@dataclasses.dataclass(frozen=True)
class Ask:
    """Một cách hỏi để dành, và câu trả lời đúng của nó."""

    text: str
    answer: str
    title: str
    topic: Topic


def training_examples() -> list[Message]:
    """Câu huấn luyện có intent, đúng như `rasa train` đọc: bot/data cộng cách hỏi trong kho."""
    importer = KnowledgeImporter(
        config_file=str(ROOT / "config.yml"),
        domain_path=str(ROOT / "domain.yml"),
        training_data_paths=[str(ROOT / "bot" / "data")],
    )
    return [Message.build(m.get("text"), m.get("intent")) for m in importer.get_nlu_data().intent_examples]


def hold_out(knowledge: Knowledge, remainder: int) -> tuple[Knowledge, list[Ask]]:
    """Kho không còn những cách hỏi để dành, và chính những cách hỏi ấy."""
    kept, held = {}, []
    for answer in knowledge.answers.values():
        kept[answer.id] = dataclasses.replace(answer, asks=_part(answer.asks, remainder, held=False))
        held += [Ask(text, answer.id, answer.title, answer.topic) for text in _part(answer.asks, remainder, held=True)]
    return dataclasses.replace(knowledge, answers=kept), held


def is_sampled(text: str) -> bool:
    """Câu này có trong mẫu không; tuỳ chữ của riêng nó, nên sửa câu khác trong kho không làm mẫu đổi."""
    return zlib.crc32(text.encode("utf-8")) % SAMPLED == 0


def _part(asks: Sequence[str], remainder: int, *, held: bool) -> tuple[str, ...]:
    return tuple(text for n, text in enumerate(asks) if (n % PARTS == remainder) is held)
