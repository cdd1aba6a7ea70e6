"""Một cuộc trò chuyện dài: lượt thứ 150 có chậm hơn lượt thứ 5 không."""

from __future__ import annotations

import statistics
import time
import uuid
from dataclasses import dataclass

from bench.client import Client, require_kind
from bench.questions import read_questions

LENGTH = 150
EARLY = range(3, 8)
"""Quanh lượt 5."""
LATE = range(146, 151)
"""Quanh lượt 150; hỏi đúng những câu đã hỏi quanh lượt 5 để hai số so được với nhau."""


@dataclass(frozen=True)
class TurnGrowth:
    """Trung vị thời gian trả lời (ms) quanh lượt 5 và quanh lượt 150."""

    early_ms: float
    late_ms: float

    @property
    def ratio(self) -> float:
        """Lượt 150 bằng mấy lần lượt 5."""
        return self.late_ms / self.early_ms


def measure_turns(port: int, talks: int) -> TurnGrowth:
    """Nói `talks` cuộc, mỗi cuộc 150 lượt, từng lượt một.

    Raises:
        NoReplyError, BrokenReplyError: một lượt không được trả lời cho phải; số đo khi ấy vô nghĩa.
    """
    questions = read_questions()
    client = Client(port)
    early: list[float] = []
    late: list[float] = []
    for _ in range(talks):
        sender = f"turns-{uuid.uuid4().hex}"
        for turn in range(1, LENGTH + 1):
            question = _question(questions, turn)
            started = time.perf_counter()
            reply = client.ask(sender, question)
            elapsed = (time.perf_counter() - started) * 1000
            require_kind(question, reply)
            if turn in EARLY:
                early.append(elapsed)
            elif turn in LATE:
                late.append(elapsed)
    client.close()
    return TurnGrowth(statistics.median(early), statistics.median(late))


def _question(questions: list[str], turn: int) -> str:
    asked_as = turn - LATE.start + EARLY.start if turn in LATE else turn
    return questions[asked_as % len(questions)]
