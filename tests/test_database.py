"""Cơ sở dữ liệu: một tệp SQLite nhiều tiến trình cùng dùng, bản ghi đã xác nhận không mất, lược đồ nâng lại được."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.database import open_engine, upgrade
from bot.knowledge import tables
from bot.settings import ROOT
from tests.stores import needs_postgres, postgres


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'con' / 'kho.sqlite'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_the_folder_of_the_file_is_made(engine: Engine, tmp_path: Path) -> None:
    upgrade(engine)
    assert (tmp_path / "var" / "con" / "kho.sqlite").is_file()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)])
def test_every_connection_is_set_for_several_processes(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    before = _schema(engine)
    upgrade(engine)
    assert _schema(engine) == before
    assert {"knowledge_records", "knowledge_version", "alembic_version"} <= set(before)


def test_the_migrations_make_the_tables_the_knowledge_reads_and_writes(engine: Engine) -> None:
    upgrade(engine)
    schema = _schema(engine)
    for table in tables.metadata.sorted_tables:
        wanted = {column.name: (bool(column.nullable), column.primary_key) for column in table.columns}
        assert schema[table.name] == wanted


def test_upgrading_keeps_what_is_stored(engine: Engine) -> None:
    upgrade(engine)
    _insert(engine, "giu-lai")
    upgrade(engine)
    assert _stored(engine) == ["giu-lai"]


def test_a_reader_sees_the_old_state_while_another_writes_and_the_new_one_after(engine: Engine, url: str) -> None:
    upgrade(engine)
    other = open_engine(url)
    with engine.begin() as writing:
        writing.execute(_INSERT, {"id": "dang-viet"})
        assert _stored(other) == []
    assert _stored(other) == ["dang-viet"]
    other.dispose()


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    upgrade(engine)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(_INSERT, {"id": "mot"})
        connection.execute(_INSERT, {"id": "mot"})
    assert _stored(engine) == []


def test_a_committed_record_survives_a_killed_process_and_an_open_one_is_gone(engine: Engine, url: str) -> None:
    upgrade(engine)
    script = f"""
import os, signal
from sqlalchemy import text
from bot.database import open_engine
engine = open_engine({url!r})
insert = text({_INSERT.text!r})
with engine.begin() as connection:
    connection.execute(insert, {{"id": "da-xac-nhan"}})
connection = engine.connect()
connection.begin()
connection.execute(insert, {{"id": "chua-xac-nhan"}})
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=30, check=False)
    assert done.returncode == -signal.SIGKILL
    assert _stored(engine) == ["da-xac-nhan"]


def test_two_processes_at_once_wait_for_each_other_instead_of_failing(engine: Engine, url: str) -> None:
    upgrade(engine)
    script = f"""
import sys
from sqlalchemy import text
from bot.database import open_engine
engine = open_engine({url!r})
for n in range(40):
    with engine.begin() as connection:
        connection.execute(text({_INSERT.text!r}), {{"id": f"{{sys.argv[1]}}-{{n}}"}})
"""
    writers = [subprocess.Popen([sys.executable, "-c", script, name], cwd=ROOT) for name in ("a", "b")]
    assert [writer.wait(timeout=30) for writer in writers] == [0, 0]
    assert len(_stored(engine)) == 80


@needs_postgres
def test_postgresql_gets_the_same_tables() -> None:
    engine = open_engine(postgres())
    upgrade(engine)
    upgrade(engine)
    schema = _schema(engine)
    for table in tables.metadata.sorted_tables:
        assert schema[table.name] == {c.name: (bool(c.nullable), c.primary_key) for c in table.columns}
    engine.dispose()


_INSERT = text("INSERT INTO knowledge_records (kind, id, body, digest) VALUES ('answers', :id, '{}', 'x')")


def _insert(engine: Engine, record_id: str) -> None:
    with engine.begin() as connection:
        connection.execute(_INSERT, {"id": record_id})


def _stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(text("SELECT id FROM knowledge_records ORDER BY id"))]


def _schema(engine: Engine) -> dict[str, dict[str, tuple[bool, bool]]]:
    """Bảng → cột → (được trống, khoá chính)."""
    look = inspect(engine)
    schema = {}
    for name in look.get_table_names():
        keys = set(look.get_pk_constraint(name)["constrained_columns"])
        schema[name] = {c["name"]: (c["nullable"], c["name"] in keys) for c in look.get_columns(name)}
    return schema


_KILLED_WHILE_UPGRADING = """
import os, signal
from alembic import op
from bot.database import open_engine, upgrade
create, calls = op.create_table, 0
def create_or_die(*arguments, **named):
    global calls
    calls += 1
    if calls == {calls}:
        os.kill(os.getpid(), signal.SIGKILL)
    return create(*arguments, **named)
op.create_table = create_or_die
upgrade(open_engine({url!r}))
"""


@pytest.mark.parametrize("calls", [2, 5, 9, 14, 19])
def test_a_process_killed_while_upgrading_leaves_no_half_made_schema(
    engine: Engine, url: str, tmp_path: Path, calls: int
) -> None:
    script = _KILLED_WHILE_UPGRADING.format(calls=calls, url=url)
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _schema(engine) == {}

    upgrade(engine)
    fresh = open_engine(f"sqlite:///{tmp_path / 'moi.sqlite'}")
    upgrade(fresh)
    assert _schema(engine) == _schema(fresh)
    fresh.dispose()


def test_several_processes_may_upgrade_at_once(engine: Engine, url: str) -> None:
    script = f"from bot.database import open_engine, upgrade; upgrade(open_engine({url!r}))"
    running = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert "accounts" in _schema(engine)
