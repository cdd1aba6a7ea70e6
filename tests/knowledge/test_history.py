"""Kho giữ lịch sử: ai đổi gì, lúc nào, từ bản nào; hai bản bất kỳ so được với nhau."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner, Result
from console_edits import EDITED_AT, HELPER, edit_in_console, write_in_console
from knowledge_folder import KnowledgeFolder
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from bot.database import MIGRATIONS, open_engine, upgrade
from bot.knowledge import tables
from bot.knowledge.__main__ import main
from bot.knowledge.history import UnknownRecordError, UnknownVersionError, Version, changes, versions
from bot.knowledge.model import Knowledge
from bot.knowledge.record import encode
from bot.knowledge.store import load, stored_version
from bot.knowledge.sync import SyncReport, sync
from tests.stores import BOTH, address

NOW = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=datetime.timezone.utc)
LATER = NOW + datetime.timedelta(days=1)
Told = tuple[int, "int | None", "str | None", "str | None"]


@pytest.fixture(params=BOTH)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Một cơ sở dữ liệu chưa có bảng nào."""
    engine = open_engine(address(request.param, tmp_path))
    if request.param == "postgresql":
        _empty(engine)
    yield engine
    if request.param == "postgresql":
        _empty(engine)
    engine.dispose()


@pytest.fixture
def engine(blank: Engine) -> Engine:
    upgrade(blank)
    return blank


@pytest.fixture
def sample(folder: KnowledgeFolder) -> Knowledge:
    return folder.knowledge()


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def _migrate(engine: Engine, revision: str, *, back: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, revision)


def _sync(engine: Engine, knowledge: Knowledge, *, by: str = "Hoa", take_files: bool = False) -> SyncReport:
    return sync(engine, knowledge, now=NOW, by=by, take_files=take_files)


def _with_short(knowledge: Knowledge, short: str) -> Knowledge:
    answer = replace(knowledge.answers["mat-the"], short=short)
    return replace(knowledge, answers={**knowledge.answers, "mat-the": answer})


def _without(knowledge: Knowledge, answer_id: str) -> Knowledge:
    return replace(knowledge, answers={key: a for key, a in knowledge.answers.items() if key != answer_id})


def _told(version: Version) -> Told:
    return version.version, version.until, version.by, version.body["short"] if version.body else None


def _history_rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.history)).scalar_one())


def test_the_first_sync_doubles_nothing_and_says_who_and_when(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    assert _history_rows(engine) == 0
    (only,) = versions(engine, "mat-the")
    assert _told(only) == (1, None, "Hoa", sample.answers["mat-the"].short)
    assert only.at == NOW
    assert only.body == encode(sample.answers["mat-the"])


def test_a_change_keeps_what_was_there_before(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    _sync(engine, _with_short(sample, "Hai."), by="Bình")
    _sync(engine, _with_short(sample, "Ba."), by="Cúc")
    first = sample.answers["mat-the"].short
    assert list(map(_told, versions(engine, "mat-the"))) == [
        (1, 2, "Hoa", first),
        (2, 3, "Bình", "Hai."),
        (3, None, "Cúc", "Ba."),
    ]
    assert _history_rows(engine) == 2
    assert list(map(_told, versions(engine, "doi-the"))) == [(1, None, "Hoa", sample.answers["doi-the"].short)]


def test_a_removal_is_kept_with_who_and_when_and_a_return_too(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    sync(engine, _without(sample, "doi-the"), now=LATER, by="Bình")
    assert "doi-the" not in load(engine).answers
    gone = versions(engine, "doi-the")[-1]
    assert (gone.version, gone.body, gone.by, gone.at) == (2, None, "Bình", LATER)
    _sync(engine, sample, by="Cúc")
    short = sample.answers["doi-the"].short
    assert list(map(_told, versions(engine, "doi-the"))) == [
        (1, 2, "Hoa", short),
        (2, None, "Bình", None),
        (3, None, "Cúc", short),
    ]


def test_an_edit_in_the_console_goes_through_the_same_history(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Bản ở bàn làm việc."})
    write_in_console(engine, {**encode(sample.answers["doi-the"]), "id": "cau-moi", "title": "Câu mới?"})
    assert _told(versions(engine, "mat-the")[-1]) == (2, None, HELPER, "Bản ở bàn làm việc.")
    assert versions(engine, "mat-the")[-1].at == EDITED_AT
    assert [each.version for each in versions(engine, "cau-moi")] == [3]
    assert stored_version(engine) == 3


def test_a_conflict_that_keeps_the_console_leaves_no_trace_and_taking_the_files_does(
    engine: Engine, sample: Knowledge
) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Bản ở bàn làm việc."})
    files = _with_short(sample, "Bản ở tệp.")
    assert _sync(engine, files, by="Bình").conflicts == ["mat-the"]
    assert len(versions(engine, "mat-the")) == 2
    _sync(engine, files, by="Bình", take_files=True)
    assert list(map(_told, versions(engine, "mat-the")))[1:] == [
        (2, 3, HELPER, "Bản ở bàn làm việc."),
        (3, None, "Bình", "Bản ở tệp."),
    ]


def test_an_export_that_changes_no_content_makes_no_version(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    edit_in_console(engine, "mat-the", {"short": "Bản ở bàn làm việc."})
    report = _sync(engine, _with_short(sample, "Bản ở bàn làm việc."))
    assert not report.wrote
    assert stored_version(engine) == 2
    assert _told(versions(engine, "mat-the")[-1]) == (2, None, HELPER, "Bản ở bàn làm việc.")


def test_two_versions_differ_field_by_field(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    answer = replace(sample.answers["mat-the"], short="Mới.", asks=("đánh rơi thẻ", "rớt thẻ"))
    _sync(engine, _without(replace(sample, answers={**sample.answers, "mat-the": answer}), "doi-the"), by="Bình")
    gone, changed = changes(engine, 1, 2)
    assert (gone.id, gone.new, gone.last.by) == ("doi-the", None, "Bình")
    assert (changed.id, changed.last.by, changed.last.at) == ("mat-the", "Bình", NOW)
    assert [(item.name, item.old, item.new) for item in changed.fields] == [
        ("short", sample.answers["mat-the"].short, "Mới."),
        ("asks", ["đánh rơi thẻ"], ["đánh rơi thẻ", "rớt thẻ"]),
    ]
    assert [change.id for change in changes(engine, 1, 2, "mat-the")] == ["mat-the"]
    assert changes(engine, 1, 2, "tinh-mau") == []


def test_versions_in_between_and_back_again_are_compared_by_what_they_held(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    _sync(engine, _with_short(sample, "Hai."))
    _sync(engine, sample)
    assert changes(engine, 1, 3) == [], "đổi đi rồi đổi lại: hai bản như nhau"
    (there,) = changes(engine, 1, 2)
    (back,) = changes(engine, 3, 2)
    assert [(item.old, item.new) for item in back.fields] == [(item.old, item.new) for item in there.fields]
    assert there.new is not None and there.new.body is not None
    assert there.new.body["short"] == "Hai."


def test_what_is_not_in_the_history_is_a_typed_error(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    with pytest.raises(UnknownRecordError) as record:
        versions(engine, "khong-co")
    assert record.value.id == "khong-co"
    with pytest.raises(UnknownRecordError):
        changes(engine, 1, 1, "khong-co")
    for old, new in ((0, 1), (1, 2)):
        with pytest.raises(UnknownVersionError) as version:
            changes(engine, old, new)
        assert (version.value.first, version.value.last) == (1, 1)


def test_a_writer_that_fails_leaves_neither_the_change_nor_its_history(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    broken = {**_with_short(sample, "Khác.").answers, "hong": SimpleNamespace(aliases=())}
    with pytest.raises(TypeError):
        _sync(engine, replace(sample, answers=broken))  # type: ignore[arg-type]  # cố ý hỏng
    assert _history_rows(engine) == 0
    assert stored_version(engine) == 1


def test_a_store_from_before_the_history_keeps_its_rows_and_starts_its_history_there(
    blank: Engine, sample: Knowledge
) -> None:
    _migrate(blank, "0002")
    with blank.begin() as connection:
        connection.execute(
            text("INSERT INTO knowledge_records (kind, id, body, digest) VALUES ('answers', 'cu', :body, 'x')"),
            {"body": '{"id": "cu", "short": "Cũ."}'},
        )
        connection.execute(
            text("INSERT INTO knowledge_version (id, version, changed_at) VALUES (1, 7, :now)"), {"now": NOW}
        )
    upgrade(blank)
    (only,) = versions(blank, "cu")
    assert (only.version, only.by, only.at) == (7, None, None)
    edit_in_console(blank, "cu", {"short": "Mới."})
    assert [(each.version, each.by) for each in versions(blank, "cu")] == [(7, None), (8, HELPER)]
    with pytest.raises(UnknownVersionError) as caught:
        changes(blank, 6, 8)
    assert caught.value.first == 7


def test_the_history_migration_can_be_taken_back(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    _migrate(engine, "0002", back=True)  # ngay trước 0003 (lịch sử)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM knowledge_records WHERE id = 'mat-the'")).one()
    assert set(row.keys()) == {"kind", "id", "body", "digest", "file_digest"}
    upgrade(engine)
    assert load(engine) == replace(sample, version=1)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Knowledge) -> Engine:
    """Kho mà dòng lệnh dùng, đã có hai bản."""
    url = f"sqlite:///{tmp_path / 'lenh.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_engine(url)
    upgrade(engine)
    _sync(engine, sample)
    _sync(engine, _without(_with_short(sample, "Mới."), "doi-the"), by="Bình")
    return engine


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_command_tells_the_history_of_a_record(store: Engine) -> None:
    result = _run("history", "mat-the")
    assert result.exit_code == 0
    first, second = result.output.splitlines()
    assert first.startswith("bản 1: dùng đến trước bản 2; Hoa, ")
    assert second.startswith("bản 2: đang dùng; Bình, ")
    assert "bản 2: xoá; Bình, " in _run("history", "doi-the").output


def test_the_command_shows_old_and_new_text(store: Engine, sample: Knowledge) -> None:
    output = _run("diff", "--id", "mat-the", "1", "2").output
    assert output.startswith("answers/mat-the: đổi ở bản 2; Bình, ")
    assert f"  short\n    - {sample.answers['mat-the'].short}\n    + Mới.\n" in output
    assert "answers/doi-the: đã xoá ở bản 2; Bình, " in _run("diff", "1", "2").output
    assert _run("diff", "2", "2").output == "Hai bản không khác nhau.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("history", "khong-co"), "Kho chưa từng có bản ghi “khong-co”. Xem lại id"),
        (("diff", "--id", "khong-co", "1", "2"), "Kho chưa từng có bản ghi “khong-co”."),
        (("diff", "1", "9"), "Không có bản 9 của kho. Hãy chọn một số từ 1 đến 2."),
    ],
)
def test_the_command_says_what_to_do_when_there_is_no_such_thing(
    store: Engine, arguments: tuple[str, ...], told: str
) -> None:
    result = _run(*arguments)
    assert result.exit_code == 1
    assert told in result.output


def test_the_command_writes_who_synced(store: Engine, folder: KnowledgeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "may-cua-hoa")
    assert _run("sync", "--folder", str(folder.path), "--by", "Dung").exit_code == 0
    assert versions(store, "mat-the")[-1].by == "Dung"
    folder.replace("answers/can-cuoc/mat-the.yml", "confidence: high", "confidence: low")
    assert _run("sync", "--folder", str(folder.path)).exit_code == 0
    assert versions(store, "mat-the")[-1].by == "may-cua-hoa"


def test_following_the_store_gives_what_reading_it_whole_gives(engine: Engine, sample: Knowledge) -> None:
    known = load(engine)
    for edited in (
        sample,
        _with_short(sample, "Hai."),
        _without(sample, "doi-the"),
        _without(_with_short(sample, "Ba."), "mat-the"),
        sample,
        Knowledge(),
        sample,
    ):
        _sync(engine, edited)
        known = load(engine, known)
        assert known == load(engine)
        assert [list(known.answers), list(known.places)] == [sorted(known.answers), sorted(known.places)]


def test_a_follower_that_missed_many_changes_catches_up_at_once(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    known = load(engine)
    _sync(engine, _without(sample, "mat-the"))
    _sync(engine, _with_short(sample, "Hai."))
    _sync(engine, _without(_with_short(sample, "Ba."), "doi-the"))
    assert load(engine, known) == load(engine)


def test_what_no_change_touched_is_kept_as_it_was(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    known = load(engine)
    _sync(engine, _with_short(sample, "Hai."))
    after = load(engine, known)
    assert after.answers["mat-the"].short == "Hai."
    assert after.places is known.places
    assert after.answers["doi-the"] is known.answers["doi-the"]


def test_a_store_put_back_to_an_older_copy_is_read_whole(engine: Engine, sample: Knowledge) -> None:
    _sync(engine, sample)
    ahead = replace(load(engine), answers={}, version=9)
    assert load(engine, ahead) == load(engine)
