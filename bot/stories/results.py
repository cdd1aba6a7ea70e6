"""Điều đã thấy khi chạy câu chuyện: lời đáp từng lượt, chỗ sai, bot dựa vào đâu, mất bao lâu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.stories.model import Claim, Story, Turn


@dataclass(frozen=True)
class Inside:
    """Điều chỉ thấy được khi bot chạy ngay trong tiến trình. `evidence`: như `Outcome.trace`, thêm slot và thực thể."""

    intent: str
    confidence: float
    entities: tuple[tuple[str, str], ...]
    slots: Mapping[str, Any]
    actions: tuple[str, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """Lời đáp một lượt: chữ, phần `custom` (DESIGN.md 4.1), thời gian chờ (giây). `inside` None: bot ở xa."""

    text: str
    custom: Mapping[str, Any]
    seconds: float
    inside: Inside | None = None


class BrokenReplyError(RuntimeError):
    """Lời đáp không có phần `custom` của DESIGN.md 4.1, nên không có gì để so."""

    def __init__(self) -> None:
        super().__init__("lời đáp không đúng dạng: thiếu phần custom (DESIGN.md 4.1)")


def read_messages(messages: Sequence[Mapping[str, Any]]) -> tuple[str, Mapping[str, Any]]:
    """Chữ và phần `custom` trong các tin nhắn Rasa của một lượt.

    Raises:
        BrokenReplyError: không tin nào mang `custom`.
    """
    custom = next((message["custom"] for message in messages if message.get("custom")), None)
    if custom is None:
        raise BrokenReplyError
    return "\n".join(message["text"] for message in messages if message.get("text")), custom


class Failure(NamedTuple):
    """Một điều phải đúng mà không đúng: điều ấy, và cái đã thấy."""

    claim: Claim
    got: str


@dataclass(frozen=True)
class TurnResult:
    """Một lượt đã chạy. `said`: chữ thật sự gửi đi (đã biến thể); `unseen`: điều không so được vì bot ở xa."""

    turn: Turn
    said: str
    seen: Seen
    failures: tuple[Failure, ...] = ()
    unseen: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class StoryResult:
    """Một câu chuyện đã chạy, đúng như viết (`variant` None) hay theo một biến thể.

    `error`: vì sao không chạy hết được (bot không đáp, nút không có); khi ấy câu chuyện hỏng. `skipped`: vì sao không
    chạy (câu chuyện cần đồng hồ hay kho riêng mà bot ở xa).
    """

    story: Story
    variant: str | None
    turns: tuple[TurnResult, ...]
    error: str | None = None
    skipped: str | None = None

    @property
    def passed(self) -> bool:
        """Mọi điều phải đúng đều đúng."""
        return self.error is None and not any(turn.failures for turn in self.turns)

    @property
    def first_wrong(self) -> tuple[int, TurnResult] | None:
        """Lượt sai đầu tiên, kèm số thứ tự từ 1."""
        return next(((n, turn) for n, turn in enumerate(self.turns, 1) if turn.failures), None)

    @property
    def seconds(self) -> float:
        """Tổng thời gian chờ bot."""
        return sum(turn.seen.seconds for turn in self.turns)
