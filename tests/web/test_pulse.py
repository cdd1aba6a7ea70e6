"""Nhịp chung của các luồng: bao nhiêu luồng cũng một lần đọc mỗi nhịp; kho hỏng thì mọi luồng biết."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.handoff_queue import Counts
from bot.conversations.presence import Glance
from bot.web import pulse
from bot.web.pulse import Pulse, Watcher

SEEN = Glance(1, "", False, False, False)


class Store:
    """Kho viết tay: nhớ mọi lần bị hỏi."""

    def __init__(self) -> None:
        self.read: list[set[str]] = []
        self.here: list[tuple[list[str], list[tuple[str, str]]]] = []
        self.broken = False

    def glance(self, ids: Collection[str]) -> dict[str, Glance]:
        if self.broken:
            raise SQLAlchemyError("mất kho")
        self.read.append(set(ids))
        return dict.fromkeys(ids, SEEN)

    def is_here(self, citizens: Collection[str], holders: Iterable[tuple[str, str]]) -> None:
        self.here.append((sorted(citizens), sorted(holders)))

    def counts(self, _login: str) -> Counts:
        return Counts(3, 0, 0, None)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def beating(store: Store, monkeypatch: pytest.MonkeyPatch) -> Pulse:
    monkeypatch.setattr(pulse, "EVERY", 0.02)
    anything: Any = store
    return Pulse(anything, anything)


async def test_many_feeds_cost_one_reading(store: Store, beating: Pulse) -> None:
    async def follow(name: str) -> None:
        with beating.watching(Watcher(name)):
            for _ in range(3):
                beat = await beating.beat()
                assert beat.glances[name] is SEEN or name not in beat.watched

    await asyncio.gather(*(follow(f"c{number}") for number in range(200)))
    assert len(store.read) <= 4
    assert len(store.read[0]) == 200
    assert len(store.here) == 1


async def test_who_is_there_is_told_when_it_changes_and_not_on_every_beat(store: Store, beating: Pulse) -> None:
    with beating.watching(Watcher("c1")), beating.watching(Watcher("c2", "lan")):
        for _ in range(3):
            await beating.beat()
        assert store.here == [(["c1"], [("c2", "lan")])]
        with beating.watching(Watcher("c3")):
            await beating.beat()
    assert store.here[1:] == [(["c1", "c3"], [("c2", "lan")])]


async def test_the_queue_is_counted_only_for_those_who_watch_it(store: Store, beating: Pulse) -> None:
    with beating.watching(Watcher("c1")):
        assert (await beating.beat()).counts is None
        with beating.watching(Watcher(None)):
            assert (await beating.beat()).counts == Counts(3, 0, 0, None)


async def test_a_lost_database_ends_every_feed_and_the_next_ones_start_anew(store: Store, beating: Pulse) -> None:
    store.broken = True
    with beating.watching(Watcher("c1")), beating.watching(Watcher("c2")):
        ends = await asyncio.gather(beating.beat(), beating.beat(), return_exceptions=True)
    assert [type(end) for end in ends] == [SQLAlchemyError] * 2
    store.broken = False
    with beating.watching(Watcher("c1")):
        assert (await beating.beat()).glances == {"c1": SEEN}


async def test_one_feed_leaving_does_not_disturb_the_others(store: Store, beating: Pulse) -> None:
    async def wait(name: str) -> set[str]:
        with beating.watching(Watcher(name)):
            return set((await beating.beat()).glances)

    leaving, staying = asyncio.create_task(wait("c1")), asyncio.create_task(wait("c2"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert "c2" in await staying
