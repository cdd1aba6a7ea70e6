"""Xoá thật: không bảng nào, byte nào của tệp SQLite hay tệp WAL còn mang lời đã xoá."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hand_clock import START, HandClock
from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.engine import Engine

from bot.audit import deeds
from bot.conversations import ConversationLog, ConversationNotFound, Feedback, FeedbackLog
from bot.conversations.erasure import BATCH, erase_now
from bot.database import open_engine, upgrade
from tests.stores import BOTH, address

WORDS = "con bò vàng nhảy qua mái ngói lúc chạng vạng"
OTHER = "lối vào chợ cá sáng mai"
STAY = {"audit", "alembic_version"}
"""Sổ ghi thay đổi giữ mã cuộc, không giữ lời."""


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Kho có hai cuộc đầy đủ mọi bảng, cuộc "c1" mang `WORDS`, cuộc "c2" mang `OTHER`."""
    engine = open_engine(address(request.param, tmp_path))
    upgrade(engine)
    empty(engine)
    fill(engine, "c1", WORDS, 100)
    fill(engine, "c2", OTHER, 200)
    yield engine
    empty(engine)
    engine.dispose()


@pytest.fixture
def log(store: Engine, clock: HandClock) -> ConversationLog:
    return ConversationLog(store, clock)


def tables(engine: Engine) -> list[Table]:
    """Mọi bảng như kho đang có, bảng được trỏ tới đứng trước."""
    found = MetaData()
    found.reflect(engine)
    return list(found.sorted_tables)


def empty(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reversed(tables(engine)):
            if table.name not in ("alembic_version", "knowledge_version"):
                connection.execute(table.delete())


def fill(engine: Engine, conversation_id: str, words: str, number: int) -> None:
    """Một hàng ở mọi bảng có cột mang mã cuộc, chữ nào cũng là `words`."""
    with engine.begin() as connection:
        for table in tables(engine):
            if table.name == "conversations":
                row = plain(table, words, number) | {"id": conversation_id}
            elif table.name == "talk_states":
                row = plain(table, words, number) | {"sender": conversation_id}
            elif table.name == "replays":
                row = plain(table, words, number) | {
                    "result": f'[{{"conversation": "{conversation_id}", "asked": "{words}"}}]'
                }
            elif table.name in ("clusters", "drafts"):
                row = plain(table, words, number)
            elif "conversation_id" in table.c:
                row = plain(table, words, number) | {"conversation_id": conversation_id}
            else:
                continue
            connection.execute(table.insert().values(row))


def plain(table: Table, words: str, number: int) -> dict[str, Any]:
    """Một hàng đủ cột; cột trỏ sang bảng khác mang cùng số với hàng được trỏ."""
    made: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type.python_type
        made[column.name] = {
            int: number,
            bool: True,
            datetime.datetime: START,
            datetime.date: START.date(),
            str: words[: getattr(column.type, "length", None) or None],
        }[kind]
    return made


def where(engine: Engine, *needles: str) -> set[str]:
    """Những bảng có một ô chứa một trong các chuỗi này."""
    found = set()
    with engine.connect() as connection:
        for table in tables(engine):
            for row in connection.execute(table.select()):
                if any(needle in str(value) for value in row for needle in needles):
                    found.add(table.name)
    return found - STAY


def on_disk(engine: Engine) -> bytes:
    """Mọi byte của kho SQLite, kể cả tệp WAL, khi kho vẫn đang mở."""
    file = Path(str(engine.url.database))
    return b"".join(path.read_bytes() for path in file.parent.iterdir() if path.name.startswith(file.name))


def test_no_table_that_names_a_conversation_is_forgotten(store: Engine, log: ConversationLog) -> None:
    naming = {table.name for table in tables(store) if "conversation_id" in table.c}
    assert {"conversation_events", "feedback", "handoffs", "unanswered", "samples"} <= naming
    assert naming <= where(store, "c1")
    log.delete("c1")
    assert where(store, "c1", WORDS[:16]) - {"drafts"} == set()
    assert where(store, OTHER[:16]) >= naming


def test_the_retention_job_forgets_the_same_tables(store: Engine, log: ConversationLog) -> None:
    with store.begin() as connection:
        connection.execute(
            text("UPDATE conversations SET updated_at = :at WHERE id = 'c1'"), {"at": START.replace(2025)}
        )
    assert log.prune(START - datetime.timedelta(days=90)) == 1
    assert where(store, "c1", WORDS[:16]) - {"drafts"} == set()
    assert where(store, "c2") >= {"conversations", "conversation_events", "talk_states"}


def test_an_administrator_erases_one_conversation_and_the_book_has_no_words(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("DELETE FROM audit"))
    assert erase_now(store, "c1", "minh", START)
    assert not erase_now(store, "c1", "minh", START)
    book = deeds(store)
    assert [(deed.who, deed.deed, deed.target, deed.detail) for deed in book] == [
        ("minh", "conversation.erased", "c1", {})
    ]
    assert where(store, WORDS[:16]) - {"drafts"} == set()


def test_a_cluster_keeps_the_words_of_those_who_remain(store: Engine, log: ConversationLog) -> None:
    with store.begin() as connection:
        connection.execute(text("UPDATE unanswered SET cluster_id = 100"))
    log.delete("c1")
    with store.connect() as connection:
        assert connection.execute(text("SELECT label FROM clusters WHERE id = 100")).scalar() == OTHER
    log.delete("c2")
    with store.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM clusters WHERE id = 100")).scalar() == 0


def test_a_label_still_said_by_someone_stays(store: Engine, log: ConversationLog) -> None:
    fill(store, "c3", "câu mới hơn nhưng không phải nhãn", 300)
    with store.begin() as connection:
        connection.execute(text("UPDATE unanswered SET cluster_id = 200"))
    log.delete("c1")
    with store.connect() as connection:
        assert connection.execute(text("SELECT label FROM clusters WHERE id = 200")).scalar() == OTHER


def test_a_sample_stays_to_be_counted_without_its_words(store: Engine, log: ConversationLog) -> None:
    log.delete("c1")
    with store.connect() as connection:
        row = connection.execute(text("SELECT question, reply, conversation_id FROM samples WHERE number = 100")).one()
    assert tuple(row) == (None, None, None)


def test_many_old_conversations_go_in_several_batches(engine: Engine, clock: HandClock) -> None:
    log = ConversationLog(engine, clock)
    for n in range(2 * BATCH + 3):
        log.create(f"c{n}")
    clock.now += datetime.timedelta(days=91)
    log.create("moi")
    assert log.prune(clock.now - datetime.timedelta(days=90)) == 2 * BATCH + 3
    log.events_since("moi", 0)


@pytest.mark.parametrize("way", ["citizen", "administrator", "retention"])
def test_not_a_byte_of_the_words_is_left_on_disk(engine: Engine, clock: HandClock, way: str) -> None:
    """Kho vẫn mở, như trong cổng đang chạy; chữ ghi bằng đúng đường của cổng, cả có dấu lẫn dạng JSON."""
    marks = ("conbovangnhayquamaingoi", "gopyvechuconbo")
    log = ConversationLog(engine, clock)
    log.create("c1")
    log.create("c2")
    for n in range(200):
        log.append_message("c2", f"m{n}", {"text": f"câu khác số {n}"})
    message = log.append_message("c1", "m1", {"text": marks[0] * 300})
    log.append_replies("c1", message, [{"id": "r1", "text": marks[0], "answers": ["a1"]}])
    FeedbackLog(engine, clock, lambda _id, _at: None).save("c1", Feedback("r1", "a1", False, note=marks[1]))
    for mark in marks:
        assert mark.encode() in on_disk(engine)

    if way == "citizen":
        log.delete("c1")
    elif way == "administrator":
        assert erase_now(engine, "c1", "minh", clock.now)
    else:
        clock.now += datetime.timedelta(days=91)
        log.append_message("c2", "cuối", {"text": "còn nói"})
        assert log.prune(clock.now - datetime.timedelta(days=90)) == 1
    for mark in marks:
        assert mark.encode() not in on_disk(engine)
    with pytest.raises(ConversationNotFound):
        log.events_since("c1", 0)
    assert log.events_since("c2", 0)


def test_a_reader_in_the_way_does_not_stop_the_erasure(engine: Engine, clock: HandClock) -> None:
    log = ConversationLog(engine, clock)
    log.create("c1")
    log.append_message("c1", "m1", {"text": "conbovang"})
    other = open_engine(str(engine.url))
    with other.connect() as reading:
        reading.exec_driver_sql("BEGIN")
        reading.exec_driver_sql("SELECT count(*) FROM conversations").scalar()
        log.delete("c1")
        reading.exec_driver_sql("ROLLBACK")
    other.dispose()
    log.prune(clock.now - datetime.timedelta(days=90))  # đợt sau cắt nốt
    assert b"conbovang" not in on_disk(engine)


def test_the_schema_has_no_unknown_way_to_name_a_conversation(engine: Engine) -> None:
    """Bảng mới trỏ tới `conversations` phải mang cột tên `conversation_id`, để kiểm thử trên thấy nó."""
    look = inspect(engine)
    for name in look.get_table_names():
        for key in look.get_foreign_keys(name):
            if key["referred_table"] == "conversations":
                assert key["constrained_columns"] == ["conversation_id"]
