"""Chạy một chương trình của dự án như người vận hành chạy, và luôn tắt nó."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT
from tests.server.running_bot import environment


@contextlib.contextmanager
def process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python arguments…` từ gốc dự án, mọi thứ sinh ra nằm trong `folder`; ra khỏi khối thì giết."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    with (folder / f"{arguments[1].replace('.', '-')}.log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment(folder), **quiet},
            stdout=log,
            stderr=log,
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait(timeout=30)
