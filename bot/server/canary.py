"""Câu hỏi thử trước khi nhận khách: mô hình nạp xong chưa chắc đã là mô hình biết trả lời.

`LogisticRegressionClassifier.load` của Rasa có thể lặng lẽ trả về bộ phân loại chưa huấn luyện.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.server.talk import Talk
from bot.server.tracker_store import BoundedTrackerStore

CANARY_FILE = Path(__file__).parent / "canary.yml"


class Canary(NamedTuple):
    """Một câu hỏi và kết cục phải có; `answer` None: mục nào cũng được."""

    text: str
    kind: str
    answer: str | None


def read_canaries(file: Path = CANARY_FILE) -> list[Canary]:
    """Các câu hỏi thử trong tệp nội dung."""
    return [
        Canary(row["text"], row["kind"], row.get("answer")) for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


async def failures(talk: Talk, store: BoundedTrackerStore, canaries: list[Canary]) -> list[str]:
    """Hỏi từng câu trong một cuộc trò chuyện riêng rồi quên nó; trả lời kể những câu sai."""
    wrong = []
    for canary in canaries:
        sender = f"canary-{uuid.uuid4()}"
        try:
            custom = payload(await talk.say(sender, canary.text))
        finally:
            await store.delete(sender)
        if custom.get("kind") != canary.kind or (canary.answer and canary.answer not in custom.get("answers", [])):
            wrong.append(f"“{canary.text}”: được {custom.get('kind')} {custom.get('answers')}, cần {canary.kind}")
    return wrong


def payload(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Phần `custom` trong các tin nhắn của một lượt."""
    return next((message["custom"] for message in messages if "custom" in message), {})
