"""Gom câu chưa trả lời được thành cụm: đúng chỗ, một lần, theo kịp việc xoá."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hand_clock import HandClock
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog
from bot.conversations.gathering import Gathering
from bot.conversations.unanswered_tables import clusters, unanswered
from bot.database import open_engine, upgrade
from bot.knowledge.grouping import Likeness
from tests.stores import BOTH, address

LINES = ("làm căn cước ở đâu", "đổi mật khẩu VNeID", "thẻ bảo hiểm y tế trên điện thoại", "nộp hồ sơ qua mạng")
REFUSAL = {"id": "r", "kind": "no_answer", "rule": "unknown", "text": "Tôi chưa biết."}


class Asking:
    """Người dân hỏi, bot từ chối: mỗi câu một cuộc."""

    def __init__(self, engine: Engine, clock: HandClock) -> None:
        self.log, self._talks = ConversationLog(engine, clock), 0

    def ask(self, *texts: str) -> list[str]:
        talks = []
        for said in texts:
            self._talks += 1
            talks.append(f"gather-{self._talks}")
            self.log.create(talks[-1])
            message = self.log.append_message(talks[-1], "m1", {"text": said})
            self.log.append_replies(talks[-1], message, [REFUSAL])
        return talks


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(address(request.param, tmp_path))
    upgrade(engine)
    clean(engine)
    yield engine
    clean(engine)
    engine.dispose()


def clean(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM conversation_events WHERE conversation_id LIKE 'gather-%'"))
        connection.execute(text("DELETE FROM conversations WHERE id LIKE 'gather-%'"))
        connection.execute(text("DELETE FROM clusters"))


@pytest.fixture
def asking(engine: Engine, clock: HandClock) -> Asking:
    return Asking(engine, clock)


@pytest.fixture
def gathering(engine: Engine, clock: HandClock) -> Gathering:
    return Gathering(engine, Likeness(LINES))


def groups(engine: Engine) -> dict[str, list[str]]:
    """Nhãn của từng cụm và các câu trong đó."""
    query = select(clusters.c.label, unanswered.c.text).join(unanswered, unanswered.c.cluster_id == clusters.c.id)
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for label, text in connection.execute(query.order_by(unanswered.c.number)):
            found.setdefault(label, []).append(text)
    return found


def state(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(clusters.c.state).order_by(clusters.c.id)).scalars())


def finish(engine: Engine, at: datetime.datetime, outcome: str) -> None:
    with engine.begin() as connection:
        connection.execute(clusters.update().values(state="done", outcome=outcome, handled_at=at))


ROADS = ("Xin giấy phép đào đường ở đâu?", "xin giay phep dao duong", "giấy phép đào đường lấy chỗ nào")
FISH = "Đăng ký tàu cá cần gì?"


def test_alike_questions_share_a_cluster_and_a_strange_one_opens_its_own(
    engine: Engine, asking: Asking, gathering: Gathering
) -> None:
    asking.ask(*ROADS[:2], FISH, ROADS[2])
    assert gathering.gather(lambda _label: "") == 4
    assert groups(engine) == {ROADS[0]: list(ROADS), FISH: [FISH]}
    assert gathering.gather(lambda _label: "") == 0


def test_a_cluster_learns_the_topic_of_its_label(engine: Engine, asking: Asking, gathering: Gathering) -> None:
    asking.ask(FISH)
    gathering.gather(lambda label: "dich-vu-cong" if label == FISH else "")
    with engine.connect() as connection:
        assert connection.execute(select(clusters.c.topic)).scalar() == "dich-vu-cong"


def test_a_later_question_joins_the_cluster_another_gateway_made(
    engine: Engine, asking: Asking, gathering: Gathering
) -> None:
    asking.ask(ROADS[0])
    gathering.gather(lambda _label: "")
    asking.ask(ROADS[1])
    other = Gathering(engine, Likeness(LINES))
    other.gather(lambda _label: "")
    asking.ask(ROADS[2])
    gathering.gather(lambda _label: "")
    assert list(groups(engine).values()) == [list(ROADS)]


class Slow(Likeness):
    """Đọc chậm, để các cổng chồng lên nhau giữa lúc gom."""

    def vectors(self, texts: Sequence[str]) -> Any:
        time.sleep(0.05)
        return super().vectors(texts)


def test_two_gateways_gathering_at_once_put_each_question_in_one_cluster(engine: Engine, asking: Asking) -> None:
    asking.ask(*ROADS, FISH, *(f"Câu lạ số {n} về chuyện {'abcdefghij'[n]}" for n in range(10)))
    workers = [Gathering(engine, Slow(LINES)) for _ in range(4)]
    start = threading.Barrier(len(workers))

    def run(worker: Gathering) -> int:
        start.wait()
        return sum(iter(lambda: worker.gather(lambda _label: ""), 0))

    with ThreadPoolExecutor(len(workers)) as pool:
        assert sum(pool.map(run, workers)) == 14
    alone = Gathering(engine, Likeness(LINES))
    assert alone.gather(lambda _label: "") == 0
    assert list(ROADS) in groups(engine).values()
    with engine.connect() as connection:
        count = len(connection.execute(select(clusters.c.id)).all())
    assert count == len(groups(engine))


def test_a_finished_cluster_asked_again_comes_back(
    engine: Engine, clock: HandClock, asking: Asking, gathering: Gathering
) -> None:
    asking.ask(ROADS[0])
    gathering.gather(lambda _label: "")
    clock.now += datetime.timedelta(hours=1)
    finish(engine, clock.now, "answer")
    clock.now += datetime.timedelta(hours=1)
    asking.ask(ROADS[1])
    gathering.gather(lambda _label: "")
    assert state(engine) == ["again"]


def test_a_question_asked_before_the_work_was_done_does_not_bring_a_cluster_back(
    engine: Engine, clock: HandClock, asking: Asking, gathering: Gathering
) -> None:
    asking.ask(ROADS[0])
    gathering.gather(lambda _label: "")
    asking.ask(ROADS[1])
    finish(engine, clock.now + datetime.timedelta(hours=1), "answer")
    gathering.gather(lambda _label: "")
    assert state(engine) == ["done"]


def test_refusing_what_was_marked_out_of_scope_is_right_so_the_cluster_stays_done(
    engine: Engine, clock: HandClock, asking: Asking, gathering: Gathering
) -> None:
    asking.ask(ROADS[0])
    gathering.gather(lambda _label: "")
    finish(engine, clock.now, "outside")
    clock.now += datetime.timedelta(hours=1)
    asking.ask(ROADS[1])
    gathering.gather(lambda _label: "")
    assert state(engine) == ["done"]


def test_a_deleted_talk_leaves_no_word_in_any_cluster(engine: Engine, asking: Asking, gathering: Gathering) -> None:
    talks = asking.ask(*ROADS, FISH)
    gathering.gather(lambda _label: "")
    asking.log.delete(talks[0])
    asking.log.delete(talks[3])
    assert groups(engine) == {ROADS[2]: list(ROADS[1:])}
    asking.ask(FISH)
    gathering.gather(lambda _label: "")
    assert sorted(map(len, groups(engine).values())) == [1, 2]
