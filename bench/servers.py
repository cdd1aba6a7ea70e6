"""Máy chủ được đo: dựng lên trên cổng trống của máy này với kho kiến thức mới tinh, và luôn được tắt."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import HOST, Client, kind, require_kind
from bench.errors import BenchError, LoadFailedError, NoReplyError, NotReadyError, ServerFailedError
from bench.questions import read_questions
from bot.settings import ROOT

MODEL = "models/hoi-dap-so.tar.gz"
FIRST_QUESTION = "Quên mật khẩu VNeID thì làm sao?"
READY_WITHIN = 300.0
END_WITHIN = 5.0
SAMPLE = 12


@dataclass(frozen=True)
class Arrangement:
    """Một cách chạy bot: mấy máy chủ nhận tin, và lệnh nào dựng chúng."""

    key: str
    label: str
    servers: int
    commands: Callable[[Sequence[int], Path], list[list[str]]]
    """Từ các cổng (thêm một cổng dự phòng ở cuối) và thư mục tạm ra lệnh của từng tiến trình."""


@dataclass(frozen=True)
class Running:
    """Các máy chủ đang chạy."""

    ports: tuple[int, ...]
    pids: tuple[int, ...]
    ready_seconds: float
    """Từ lúc gọi lệnh đến lúc mọi máy chủ đã trả lời đúng câu đầu tiên."""


def _stock_commands(ports: Sequence[int], folder: Path) -> list[list[str]]:
    """Rasa nguyên bản: hai tiến trình, kho hội thoại mặc định trong bộ nhớ."""
    chat, actions = ports
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://{HOST}:{actions}/webhook\n", encoding="utf-8")
    rasa = [sys.executable, "-m", "rasa", "run"]
    files = ["--model", MODEL, "--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    return [
        [*rasa, *files, "--interface", HOST, "--port", str(chat)],
        [*rasa, "actions", "--actions", "bot.actions", "--port", str(actions)],
    ]


def _our_commands(ports: Sequence[int], _folder: Path) -> list[list[str]]:
    """Máy chủ bot của ta: mỗi cổng một tiến trình, chung một kho."""
    return [[sys.executable, "-m", "bot.server", "--port", str(port)] for port in ports[:-1]]


STOCK = Arrangement("stock", "Rasa nguyên bản", 1, _stock_commands)
ONE = Arrangement("one", "1 máy chủ bot", 1, _our_commands)
TWO = Arrangement("two", "2 máy chủ bot", 2, _our_commands)


@contextmanager
def running(arrangement: Arrangement) -> Iterator[Running]:
    """Dựng máy chủ, chờ trả lời đúng, kiểm mẫu, trao cho người đo, rồi tắt hết dù có chuyện gì.

    Raises:
        ServerFailedError: máy chủ không lên, hoặc ngừng trả lời giữa phép đo; kèm cuối nhật ký của nó.
        BrokenReplyError: một câu trong mẫu được lời đáp không đúng dạng.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        environment = _environment(folder)
        _fill(arrangement, environment)
        ports = _free_ports(arrangement.servers + 1)
        commands = arrangement.commands(ports, folder)
        log = stack.enter_context((folder / "servers.log").open("wb"))
        started = time.perf_counter()
        processes: list[subprocess.Popen[bytes]] = []
        stack.callback(_end, processes)
        for command in commands:
            processes.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
            )
        chat = ports[: arrangement.servers]
        try:
            _wait(chat, processes)
            ready = time.perf_counter() - started
            _check_sample(chat)
            yield Running(tuple(chat), tuple(process.pid for process in processes), ready)
        except (NoReplyError, NotReadyError, LoadFailedError) as error:
            raise ServerFailedError(
                arrangement.label, _story(error, processes), _tail(folder / "servers.log")
            ) from error


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
        "VAR_DIR": str(folder),
        "TMPDIR": str(folder),
        "SANIC_HOST": HOST,  # máy chủ hành động của Rasa mặc định nghe mọi địa chỉ
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
    }


def _fill(arrangement: Arrangement, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot.knowledge", "sync"]
    filled = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if filled.returncode != 0:
        raise ServerFailedError(arrangement.label, "không đưa được kiến thức vào kho", filled.stderr[-2000:])


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]


def _wait(ports: Sequence[int], processes: Sequence[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    waiting = list(ports)
    while waiting := [port for port in waiting if not _answers(port)]:
        if any(process.poll() is not None for process in processes):
            raise NotReadyError("một tiến trình dừng trong lúc khởi động")
        if time.monotonic() > deadline:
            raise NotReadyError(f"sau {READY_WITHIN:.0f} giây chưa trả lời đúng")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    client = Client(port)
    try:
        return kind(client.ask(f"first-{uuid.uuid4().hex}", FIRST_QUESTION)) == "answer"
    except NoReplyError:
        return False
    finally:
        client.close()


def _check_sample(ports: Sequence[int]) -> None:
    questions = read_questions()
    for port in ports:
        client = Client(port)
        for question in questions[:: len(questions) // SAMPLE]:
            require_kind(question, client.ask(f"sample-{uuid.uuid4().hex}", question))
        client.close()


def _story(error: BenchError, processes: Sequence[subprocess.Popen[bytes]]) -> str:
    ended = [process.returncode for process in processes if process.poll() is not None]
    return f"{error} Tiến trình đã dừng, mã thoát: {ended}" if ended else str(error)


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Mỗi tiến trình đứng đầu nhóm của nó; Ctrl-C lần nữa trong lúc chờ thì giết ngay."""
    deadline = time.monotonic() + END_WITHIN
    try:
        for process in processes:
            _signal(process, signal.SIGTERM)
        while time.monotonic() < deadline and any(process.poll() is None for process in processes):
            time.sleep(0.05)
    finally:
        for process in processes:
            _signal(process, signal.SIGKILL)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
