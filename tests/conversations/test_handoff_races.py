"""Hai người cùng bấm Nhận, ở hai tiến trình; và tiến trình bị giết giữa lúc nhận: không có gì nửa vời."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hand_clock import HandClock
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.conversations import AlreadyTaken, ConversationLog, Handoffs
from bot.database import open_engine, upgrade
from tests.stores import BOTH, address

TALKS = 40
TAKE_ALL = """
import datetime, sys
from bot.conversations import AlreadyTaken, Handoffs
from bot.database import open_engine
url, login, talks = sys.argv[1:]
handoffs = Handoffs(open_engine(url), lambda: datetime.datetime.now(datetime.timezone.utc))
print("sẵn sàng", flush=True)
sys.stdin.readline()
for number in range(int(talks)):
    try:
        handoffs.take(f"race-{number}", login, login)
        print(f"race-{number}", flush=True)
    except AlreadyTaken as error:
        assert error.holder != login
"""


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address(request.param, tmp_path)


@pytest.fixture
def waiting(url: str) -> Iterator[Engine]:
    """Một kho có `TALKS` cuộc đang chờ."""
    engine = open_engine(url)
    upgrade(engine)
    _clean(engine)
    clock = HandClock()
    log, handoffs = ConversationLog(engine, clock), Handoffs(engine, clock)
    for number in range(TALKS):
        log.create(f"race-{number}")
        handoffs.ask(f"race-{number}")
    yield engine
    _clean(engine)
    engine.dispose()


def _clean(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM conversations WHERE id LIKE 'race-%'"))
        connection.execute(text("DELETE FROM audit WHERE target LIKE 'race-%'"))


def taker(url: str, login: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_ALL, url, login, str(TALKS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "sẵn sàng\n"
    return process


def assert_whole(engine: Engine) -> int:
    """Mỗi cuộc: trạng thái, dòng nhật ký, dòng sổ cùng nói một điều; trả số cuộc đã được nhận."""
    with engine.connect() as connection:
        holders = dict(connection.execute(text("SELECT conversation_id, holder FROM handoffs")).all())
        said = connection.execute(
            text("SELECT conversation_id, body FROM conversation_events WHERE kind = 'handoff' ORDER BY number")
        ).all()
        booked = Counter(connection.execute(text("SELECT target, who FROM audit WHERE deed = 'handoff.taken'")).all())
    taken = {(row.conversation_id, json.loads(row.body)["name"]) for row in said if "taken" in row.body}
    assert len([row for row in said if "taken" in row.body]) == len(taken)
    assert taken == {(conversation, holder) for conversation, holder in holders.items() if holder is not None}
    assert booked == Counter(taken)
    return len(taken)


def test_of_two_processes_taking_at_once_exactly_one_gets_each_talk(waiting: Engine, url: str) -> None:
    processes = [taker(url, login) for login in ("lan", "hoa")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    won = [line for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(won) == sorted(f"race-{number}" for number in range(TALKS))
    assert assert_whole(waiting) == TALKS


def test_of_two_threads_taking_at_once_exactly_one_gets_it(waiting: Engine) -> None:
    handoffs, together = Handoffs(waiting, HandClock()), Barrier(2)

    def take(login: str, number: int) -> bool:
        together.wait()
        try:
            return handoffs.take(f"race-{number}", login, login).is_held_by(login)
        except AlreadyTaken as error:
            assert error.holder != login
            return False

    with ThreadPoolExecutor(2) as pool:
        for number in range(TALKS):
            winners = list(pool.map(take, ("lan", "hoa"), (number, number)))
            assert sorted(winners) == [False, True]
    assert assert_whole(waiting) == TALKS


@pytest.mark.parametrize("after", [0.0, 0.005, 0.02, 0.06])
def test_a_process_killed_while_taking_leaves_nothing_half_done(waiting: Engine, url: str, after: float) -> None:
    process = taker(url, "lan")
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    printed = (process.communicate()[0] or "").split()
    assert assert_whole(waiting) >= len(printed)
    rest = Handoffs(waiting, HandClock())
    for number in range(TALKS):  # người khác nhận tiếp được ngay, không có khoá nào còn treo
        if f"race-{number}" not in printed:
            try:
                rest.take(f"race-{number}", "hoa", "hoa")
            except AlreadyTaken as error:
                assert error.holder == "lan"
    assert assert_whole(waiting) == TALKS
