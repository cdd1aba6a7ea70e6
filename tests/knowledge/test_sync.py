"""Đưa tệp vào kho: chỉ ghi điều đã đổi, không đè lên câu đã sửa ở bàn làm việc."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from console_edits import edit_in_console, write_in_console
from knowledge_folder import KnowledgeFolder
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine

from bot.database import open_engine, upgrade
from bot.knowledge import tables
from bot.knowledge.model import Knowledge
from bot.knowledge.record import RecordError, encode
from bot.knowledge.store import load, stored_version
from bot.knowledge.sync import SyncReport, sync
from tests.stores import BOTH, address

NOW = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=datetime.timezone.utc)
ALL_IDS = [
    "bao-mau",
    "bao-viec",
    "cho-so",
    "dat-dai",
    "doi-the",
    "f-1",
    "huyen-mau",
    "mat-the",
    "mau-the-moi",
    "s-1",
    "tinh-mau",
    "tram-sac",
]


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Một kho trống, lược đồ mới nhất."""
    engine = open_engine(address(request.param, tmp_path))
    upgrade(engine)
    with engine.begin() as connection:
        for table in (tables.records, tables.history, tables.version):
            connection.execute(delete(table))
    yield engine
    engine.dispose()


@pytest.fixture
def sample(folder: KnowledgeFolder) -> Knowledge:
    return folder.knowledge()


def _sync(engine: Engine, knowledge: Knowledge, *, take_files: bool = False) -> SyncReport:
    return sync(engine, knowledge, now=NOW, take_files=take_files)


def _retitled(knowledge: Knowledge, answer_id: str, title: str) -> Knowledge:
    answer = replace(knowledge.answers[answer_id], title=title)
    return replace(knowledge, answers={**knowledge.answers, answer_id: answer})


def _without(knowledge: Knowledge, answer_id: str) -> Knowledge:
    return replace(knowledge, answers={key: a for key, a in knowledge.answers.items() if key != answer_id})


def test_a_store_never_synced_is_version_zero_and_empty(engine: Engine) -> None:
    assert stored_version(engine) == 0
    assert load(engine) == Knowledge()


def test_the_first_sync_creates_everything_and_makes_version_one(engine: Engine, sample: Knowledge) -> None:
    report = _sync(engine, sample)
    assert sorted(report.created) == ALL_IDS
    assert (report.changed, report.removed, report.conflicts, report.unchanged) == ([], [], [], 0)
    assert report.wrote
    assert stored_version(engine) == 1


def test_a_second_sync_of_the_same_files_writes_nothing_and_keeps_the_version(
    engine: Engine, sample: Knowledge
) -> None:
    _sync(engine, sample)
    report = _sync(engine, sample)
    assert report == SyncReport(unchanged=len(ALL_IDS))
    assert not report.wrote
    assert stored_version(engine) == 1


def test_only_the_changed_record_is_written_and_the_version_rises_by_one(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    report = _sync(engine, _retitled(sample, "mat-the", "Rơi thẻ thì làm sao?"))
    assert report == SyncReport(changed=["mat-the"], unchanged=len(ALL_IDS) - 1)
    assert stored_version(engine) == 2
    assert load(engine).answers["mat-the"].title == "Rơi thẻ thì làm sao?"


def test_a_record_gone_from_the_files_is_removed(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    report = _sync(engine, _without(sample, "doi-the"))
    assert report == SyncReport(removed=["doi-the"], unchanged=len(ALL_IDS) - 1)
    assert set(load(engine).answers) == {"mat-the"}
    assert stored_version(engine) == 2


def test_a_sync_that_fails_half_way_leaves_the_store_as_it_was(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    broken: dict[str, Any] = {**_retitled(sample, "mat-the", "Tên khác").answers, "hong": SimpleNamespace(aliases=())}
    with pytest.raises(TypeError):
        _sync(engine, replace(sample, answers=broken))
    assert load(engine) == replace(sample, version=1)


def test_an_answer_edited_in_the_console_is_kept_when_its_file_did_not_change(
    engine: Engine, sample: Knowledge
) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Báo công an nơi gần nhất."})
    report = _sync(engine, sample)
    assert report == SyncReport(unchanged=len(ALL_IDS))
    assert load(engine).answers["mat-the"].short == "Báo công an nơi gần nhất."


def test_an_answer_edited_on_both_sides_is_kept_and_told_as_a_conflict_every_time(
    engine: Engine, sample: Knowledge
) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Báo công an nơi gần nhất."})
    version = stored_version(engine)
    for _ in range(2):
        report = _sync(engine, _retitled(sample, "mat-the", "Tệp đổi tên"))
        assert report == SyncReport(conflicts=["mat-the"], unchanged=len(ALL_IDS) - 1)
    assert stored_version(engine) == version
    kept = load(engine).answers["mat-the"]
    assert (kept.title, kept.short) == ("Mất thẻ thì làm sao?", "Báo công an nơi gần nhất.")


def test_take_files_overrides_what_the_console_changed(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Bản ở bàn làm việc."})
    edit_in_console(engine, "doi-the", {"short": "Bản ở bàn làm việc."})
    files = _retitled(sample, "mat-the", "Tệp đổi tên")
    report = _sync(engine, files, take_files=True)
    assert sorted(report.changed) == ["doi-the", "mat-the"]
    assert report.conflicts == []
    assert load(engine).answers == files.answers
    assert _sync(engine, files).unchanged == len(ALL_IDS)


def test_an_answer_exported_back_to_its_file_is_no_conflict_and_the_file_owns_it_again(
    engine: Engine, sample: Knowledge
) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"title": "Rơi thẻ thì làm sao?"})
    exported = _retitled(sample, "mat-the", "Rơi thẻ thì làm sao?")
    assert _sync(engine, exported).conflicts == []
    report = _sync(engine, _retitled(sample, "mat-the", "Tệp lại đổi"))
    assert (report.changed, report.conflicts) == (["mat-the"], [])


def test_an_edited_answer_whose_file_is_gone_is_kept_and_told(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "doi-the", {"short": "Bản ở bàn làm việc."})
    assert _sync(engine, _without(sample, "doi-the")).conflicts == ["doi-the"]
    assert "doi-the" in load(engine).answers
    assert _sync(engine, _without(sample, "doi-the"), take_files=True).removed == ["doi-the"]
    assert "doi-the" not in load(engine).answers


@pytest.mark.parametrize("take_files", [False, True])
def test_a_source_gone_from_the_files_is_kept_while_an_answer_of_the_console_cites_it(
    engine: Engine, sample: Knowledge, take_files: bool
) -> None:
    _sync(engine, sample)
    source = replace(sample.sources["bao-mau"], id="bao-cu")
    _sync(engine, replace(sample, sources={**sample.sources, "bao-cu": source}))
    write_in_console(engine, {**encode(sample.answers["doi-the"]), "id": "cau-moi", "sources": ["bao-cu"]})
    report = _sync(engine, sample, take_files=take_files)
    assert (report.conflicts, report.removed) == (["bao-cu"], [])
    stored = load(engine)
    assert stored.sources["bao-cu"] == source
    assert stored.answers["cau-moi"].sources == ("bao-cu",)


def test_a_source_gone_from_the_files_that_nothing_cites_is_removed(engine: Engine, sample: Knowledge) -> None:
    source = replace(sample.sources["bao-mau"], id="bao-cu")
    _sync(engine, replace(sample, sources={**sample.sources, "bao-cu": source}))
    edit_in_console(engine, "doi-the", {"short": "Bản ở bàn làm việc."})
    assert _sync(engine, sample).removed == ["bao-cu"]


def test_an_answer_written_in_the_console_outlives_a_sync(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    write_in_console(engine, {**encode(sample.answers["doi-the"]), "id": "cau-moi", "title": "Câu mới?"})
    assert _sync(engine, sample).removed == []
    assert load(engine).answers["cau-moi"].title == "Câu mới?"


def test_an_answer_written_in_the_console_is_no_conflict(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    write_in_console(engine, {**encode(sample.answers["doi-the"]), "id": "cau-moi", "title": "Câu mới?"})
    assert _sync(engine, sample).conflicts == []


def test_take_files_does_not_delete_an_answer_no_file_ever_had(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    write_in_console(engine, {**encode(sample.answers["doi-the"]), "id": "cau-moi", "title": "Câu mới?"})
    _sync(engine, sample, take_files=True)
    assert "cau-moi" in load(engine).answers


def test_the_whole_real_knowledge_comes_back_exactly_as_it_was_read(engine: Engine, real_knowledge: Knowledge) -> None:
    _sync(engine, real_knowledge)
    assert load(engine) == replace(real_knowledge, version=1)


def test_the_time_of_the_last_change_is_kept(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    with engine.connect() as connection:
        changed_at = connection.execute(select(tables.version.c.changed_at)).scalar_one()
    assert changed_at.replace(tzinfo=datetime.timezone.utc) == NOW


def test_a_damaged_row_is_named_with_every_reason(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    with engine.begin() as connection:
        here = tables.records.c.id == "mat-the"
        connection.execute(update(tables.records).where(here).values(body='{"id": "mat-the", "la": 1}'))
    with pytest.raises(RecordError) as caught:
        load(engine)
    assert caught.value.kind == "Answer"
    assert any("la" in reason for reason in caught.value.reasons)
    assert any("thiếu trường “title”" in reason for reason in caught.value.reasons)


def test_the_longest_real_id_fits_its_column(real_knowledge: Knowledge) -> None:
    longest = max(len(key) for table in _tables(real_knowledge) for key in table)
    assert longest <= tables.records.c.id.type.length


def test_two_records_of_different_kinds_may_share_an_id(engine: Engine, sample: Knowledge) -> None:
    place = replace(sample.places["huyen-mau"], id="mat-the")
    _sync(engine, replace(sample, places={**sample.places, "mat-the": place}))
    stored = load(engine)
    assert stored.places["mat-the"] == place
    assert stored.answers["mat-the"] == sample.answers["mat-the"]


def test_the_version_stands_in_one_row_and_goes_on_counting(engine: Engine, sample: Knowledge) -> None:
    with engine.begin() as connection:
        connection.execute(insert(tables.version).values(id=1, version=41, changed_at=NOW))
    _sync(engine, sample)
    with engine.connect() as connection:
        assert connection.execute(select(tables.version.c.id, tables.version.c.version)).all() == [(1, 42)]


def _tables(knowledge: Knowledge) -> list[dict[str, object]]:
    return [
        dict(table)
        for table in (
            knowledge.sources,
            knowledge.places,
            knowledge.indicators,
            knowledge.figures,
            knowledge.answers,
        )
    ]
