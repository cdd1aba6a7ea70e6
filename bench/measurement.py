"""Một cách chạy bot được đo trọn: sẵn sàng, theo lượt, dưới tải, rồi bộ nhớ."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.client import Client
from bench.load import Load, run_load
from bench.memory import Memory, measure_memory
from bench.questions import read_questions
from bench.servers import Arrangement, running
from bench.turns import TurnGrowth, measure_turns

TALKERS = (1, 10, 50)


@dataclass(frozen=True)
class Pace:
    """Đo bao lâu: giây mỗi chặng, giây khởi động (không tính), số cuộc trò chuyện dài."""

    seconds: int
    warm_up: int
    talks: int


FULL = Pace(seconds=10, warm_up=2, talks=3)
QUICK = Pace(seconds=2, warm_up=1, talks=1)


@dataclass(frozen=True)
class Measurement:
    """Mọi số đo của một cách chạy."""

    key: str
    label: str
    servers: int
    ready_seconds: float
    turns: TurnGrowth | None
    """None khi nhiều máy chủ: một cuộc trò chuyện chỉ ở một máy chủ, nên số của một máy chủ đã nói hết."""
    loads: tuple[Load, ...]
    """Không có chặng nào ít người hơn số máy chủ."""
    memory: Memory

    def load(self, talkers: int) -> Load | None:
        """Chặng có chừng ấy người; None khi không đo."""
        return next((load for load in self.loads if load.talkers == talkers), None)


def measure(arrangement: Arrangement, pace: Pace, say: Callable[[str], None]) -> Measurement:
    """Dựng, đo, tắt; `say` nhận từng câu báo tiến độ.

    Raises:
        BenchError: máy chủ không lên, trả lời sai dạng, hoặc wrk hỏng.
    """
    say(f"{arrangement.label}: đang khởi động…")
    with running(arrangement) as servers:
        turns = None
        if arrangement.servers == 1:
            say(f"{arrangement.label}: sẵn sàng sau {servers.ready_seconds:.0f} giây; nói chuyện dài 150 lượt…")
            turns = measure_turns(servers.ports[0], pace.talks)
        loads = []
        for talkers in TALKERS:
            if talkers >= arrangement.servers:
                say(f"{arrangement.label}: {talkers} người cùng nói…")
                run_load(servers.ports, talkers, pace.warm_up)
                _settle(servers.ports)
                loads.append(run_load(servers.ports, talkers, pace.seconds))
                _settle(servers.ports)
        memory = measure_memory(servers.pids)
    return Measurement(
        key=arrangement.key,
        label=arrangement.label,
        servers=arrangement.servers,
        ready_seconds=servers.ready_seconds,
        turns=turns,
        loads=tuple(loads),
        memory=memory,
    )


def _settle(ports: Sequence[int]) -> None:
    """Chờ máy chủ làm xong những lượt dở dang khi wrk dừng, để chặng sau không gánh."""
    for port in ports:
        client = Client(port)
        client.ask(f"settle-{uuid.uuid4().hex}", read_questions()[0])
        client.close()
