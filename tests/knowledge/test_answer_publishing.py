"""Xuất bản, gỡ, lùi: cả một việc hay không gì cả, dù bị giết ở đâu, dù ai vừa đổi điều gì."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from editing_desk import LAN, MINH, NEW_ANSWER, NEW_BODY, NOW, Desk
from knowledge_folder import KnowledgeFolder
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot import audit
from bot.database import open_engine, upgrade
from bot.knowledge.answerer import Answerer
from bot.knowledge.draft import DraftChangedError, FaultyDraftError, StaleDraftError, WrongStateError
from bot.knowledge.drafts import Drafts
from bot.knowledge.history import versions
from bot.knowledge.publishing import NothingBeforeError, Seen, StaleAnswerError, StillNeededError, roll_back
from bot.knowledge.question import Question
from bot.knowledge.store import load, stored_version


def shorts(desk: Desk, answer_id: str) -> list[str | None]:
    """Lời đáp ngắn của mọi nội dung một câu từng có; None là lúc bị gỡ."""
    return [past.body["short"] if past.body else None for past in versions(desk.engine, answer_id)]


def test_a_published_answer_its_source_and_its_trace_appear_together(desk: Desk) -> None:
    before = stored_version(desk.engine)
    number = desk.in_review()
    version = desk.drafts.publish(number, MINH)
    draft = desk.drafts.get(number)
    assert (draft.state, draft.reviewer, draft.published_version) == ("published", MINH, version)
    assert version == stored_version(desk.engine) == before + 1
    knowledge = desk.knowledge()
    assert knowledge.answers["the-bi-hong"].short == NEW_ANSWER["short"]
    assert knowledge.sources["bao-moi"].url == "https://bao-moi.example/a"
    (last,) = audit.deeds(desk.engine, prefix="answer.")
    assert (last.who, last.deed, last.target, last.detail["author"]) == (MINH, "answer.published", "the-bi-hong", LAN)
    assert last.detail["replayed"] is False


def test_a_new_way_of_asking_is_found_at_once_without_training(desk: Desk) -> None:
    asked = Question("cái thẻ nhà tôi nó bong tróc hết cả rồi")
    found = Answerer(desk.knowledge(), lambda: NOW.date()).answer(asked)
    assert "doi-the" not in [item.id for item in found.items]
    desk.change("doi-the", asks=["cái thẻ nhà tôi nó bong tróc hết cả rồi"])
    found = Answerer(desk.knowledge(), lambda: NOW.date()).answer(asked)
    assert [item.id for item in found.items] == ["doi-the"]


def test_a_draft_is_published_once(desk: Desk) -> None:
    number = desk.published()
    with pytest.raises(WrongStateError):
        desk.drafts.publish(number, MINH)


def test_a_fault_that_came_after_submitting_stops_the_publishing(desk: Desk) -> None:
    number = desk.in_review()
    desk.change("doi-the", asks=["thẻ gãy đôi"])
    with pytest.raises(FaultyDraftError) as refused:
        desk.drafts.publish(number, MINH)
    assert refused.value.faults[0].field == "asks"
    assert desk.drafts.get(number).state == "review"


def test_an_answer_changed_since_the_draft_began_is_not_overwritten_unseen(desk: Desk) -> None:
    number = desk.in_review("doi-the", desk.body("doi-the", short="Ở công an xã gần nhất."))
    desk.change("doi-the", short="Ở công an phường.")
    with pytest.raises(StaleDraftError) as stale:
        desk.drafts.publish(number, "hoa")
    assert desk.knowledge().answers["doi-the"].short == "Ở công an phường."
    assert desk.drafts.get(number).state == "review"
    desk.drafts.publish(number, "hoa", Seen(desk.drafts.get(number).digest, stale.value.current))
    assert desk.knowledge().answers["doi-the"].short == "Ở công an xã gần nhất."


def test_a_file_synced_meanwhile_counts_as_a_change(desk: Desk) -> None:
    number = desk.in_review("doi-the", desk.body("doi-the", short="Ở xã."))
    desk.folder.replace("answers/can-cuoc/doi-the.yml", "short: Ở công an xã.", "short: Ở công an.")
    desk.folder.replace("answers/can-cuoc/doi-the.yml", "  - Ở công an xã.", "  - Ở công an.")
    desk.sync()
    with pytest.raises(StaleDraftError):
        desk.drafts.publish(number, MINH)


def test_a_reviewer_publishes_only_what_was_shown(desk: Desk) -> None:
    number = desk.in_review()
    seen = Seen(desk.drafts.get(number).digest, None)
    desk.drafts.save(number, LAN, {**NEW_BODY, "answer": {**NEW_ANSWER, "short": "Đổi ở công an xã."}})
    desk.drafts.submit(number, LAN)
    with pytest.raises(DraftChangedError):
        desk.drafts.publish(number, MINH, seen)


def test_two_reviewers_at_once_publish_once(desk: Desk) -> None:
    number = desk.in_review()
    start, told = threading.Barrier(2), []

    def press(who: str) -> None:
        start.wait()
        try:
            told.append(desk.drafts.publish(number, who))
        except (WrongStateError, DraftChangedError) as error:
            told.append(type(error))

    people = [threading.Thread(target=press, args=(who,)) for who in (MINH, "hoa")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sum(isinstance(each, int) for each in told) == 1, told
    assert len(audit.deeds(desk.engine, prefix="answer.published")) == 1


def test_two_different_drafts_published_at_once_both_land(desk: Desk) -> None:
    numbers = [
        desk.in_review("doi-the", desk.body("doi-the", short="Ở xã.")),
        desk.in_review("mat-the", desk.body("mat-the", short="Báo xã.")),
    ]
    threads = [threading.Thread(target=desk.drafts.publish, args=(number, MINH)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = desk.knowledge().answers
    assert (answers["doi-the"].short, answers["mat-the"].short) == ("Ở xã.", "Báo xã.")


def test_an_answer_taken_back_leaves_no_link_to_it(desk: Desk) -> None:
    desk.folder.replace("outside.yml", "  door: doi-the\n", "")
    desk.sync()
    desk.published("doi-the", deed="remove")
    knowledge = desk.knowledge()
    assert "doi-the" not in knowledge.answers
    assert knowledge.answers["mat-the"].related == ()
    assert shorts(desk, "doi-the")[-1] is None
    assert desk.deeds()[-1] == (MINH, "answer.removed", "doi-the")


def test_an_answer_that_is_the_door_of_another_matter_is_not_taken_back(desk: Desk) -> None:
    number = desk.drafts.start("doi-the", LAN, deed="remove")
    with pytest.raises(FaultyDraftError, match="doi-the"):
        desk.drafts.submit(number, LAN)


def test_the_files_do_not_bring_back_an_answer_the_desk_took_away(desk: Desk) -> None:
    desk.published("mat-the", deed="remove")
    assert not desk.sync().wrote
    assert "mat-the" not in desk.knowledge().answers
    desk.folder.replace("answers/can-cuoc/mat-the.yml", "short: Báo công an xã.", "short: Báo công an.")
    desk.folder.replace("answers/can-cuoc/mat-the.yml", "facts:\n  - Báo công an xã.", "facts:\n  - Báo công an.")
    assert desk.sync().conflicts == ["mat-the"]
    assert desk.sync(take_files=True).created == ["mat-the"]
    assert not desk.sync().conflicts


def test_an_answer_gone_from_both_is_forgotten(desk: Desk) -> None:
    desk.published("mat-the", deed="remove")
    text = (desk.folder.path / "answers/can-cuoc/mat-the.yml").read_text("utf-8")
    (desk.folder.path / "answers/can-cuoc/mat-the.yml").unlink()
    desk.sync()
    desk.folder.write("answers/can-cuoc/mat-the.yml", text)
    assert desk.sync().created == ["mat-the"], "tệp viết lại sau khi đã xoá là điều mới"


def test_rolling_back_brings_the_content_before_and_back_again(desk: Desk) -> None:
    first = desk.knowledge().answers["doi-the"].short
    desk.change("doi-the", short="Ở công an phường.")
    desk.roll_back("doi-the")
    assert desk.knowledge().answers["doi-the"].short == first
    assert not desk.sync().wrote, "nội dung lại như tệp"
    desk.roll_back("doi-the")
    assert shorts(desk, "doi-the") == [first, "Ở công an phường.", first, "Ở công an phường."]
    assert [deed for deed in desk.deeds() if deed[1].startswith("answer.")][1:] == [
        (MINH, "answer.rolled_back", "doi-the"),
        (MINH, "answer.rolled_back", "doi-the"),
    ]


def test_pressing_roll_back_twice_goes_one_step(desk: Desk) -> None:
    desk.change("doi-the", short="Ở công an phường.")
    shown = versions(desk.engine, "doi-the")[-1].version
    desk.roll_back("doi-the", shown)
    with pytest.raises(StaleAnswerError):
        desk.roll_back("doi-the", shown)


def test_rolling_back_a_new_answer_takes_it_away_and_back_again(desk: Desk) -> None:
    desk.published()
    desk.roll_back("the-bi-hong")
    assert "the-bi-hong" not in desk.knowledge().answers
    desk.roll_back("the-bi-hong")
    assert desk.knowledge().answers["the-bi-hong"].sources == ("bao-moi",)


def test_rolling_back_a_removal_restores_the_answer(desk: Desk) -> None:
    before = desk.knowledge().answers["mat-the"]
    desk.published("mat-the", deed="remove")
    desk.roll_back("mat-the")
    assert desk.knowledge().answers["mat-the"] == before
    assert not desk.sync().wrote, "tệp vẫn là chủ của nội dung ấy"


def test_what_the_files_wrote_first_has_nothing_before_it(desk: Desk) -> None:
    with pytest.raises(NothingBeforeError):
        desk.roll_back("doi-the")


def test_rolling_back_does_not_take_away_what_others_need(desk: Desk) -> None:
    desk.published()
    desk.change("doi-the", valid_until="2026-12-31", superseded_by="the-bi-hong")
    with pytest.raises(StillNeededError):
        desk.roll_back("the-bi-hong")
    assert "the-bi-hong" in desk.knowledge().answers


def test_content_rolled_back_to_finds_its_source_again(desk: Desk) -> None:
    desk.published()
    desk.change("the-bi-hong", sources=["bao-mau"])
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE knowledge_records SET file_digest = digest WHERE id = 'bao-moi'")
    desk.sync()
    assert "bao-moi" not in desk.knowledge().sources, "tệp không có nguồn ấy nên đồng bộ đã xoá nó"
    desk.roll_back("the-bi-hong")
    knowledge = desk.knowledge()
    assert knowledge.answers["the-bi-hong"].sources == ("bao-moi",)
    assert knowledge.sources["bao-moi"].publisher == "Báo Mới"


class Prepared:
    """Một kho SQLite đã sẵn cho một việc, chép được cho từng lần bị giết."""

    def __init__(self, path: Path, folder: KnowledgeFolder, prepare: Callable[[Desk], Any]) -> None:
        self.path = path
        engine = open_engine(f"sqlite:///{path}")
        upgrade(engine)
        self.target = prepare(Desk(engine, folder))
        self.abbreviations = folder.reading().abbreviations
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()

    def copy(self, path: Path) -> Engine:
        path.write_bytes(self.path.read_bytes())
        return open_engine(f"sqlite:///{path}")


def killed_at(engine: Engine, statement: int, deed: Callable[[Engine], Any]) -> bool:
    """Làm `deed` ở một tiến trình con tự giết mình (SIGKILL) trước câu SQL thứ `statement`; trả: có bị giết không."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(*_arguments: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", count)
        event.listen(engine, "commit", count)
        try:
            deed(engine)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _publish_new(desk: Desk) -> int:
    number = desk.in_review()
    desk.replays.ask(desk.drafts.get(number), LAN)
    return number


def _remove(desk: Desk) -> int:
    desk.folder.replace("outside.yml", "  door: doi-the\n", "")
    desk.sync()
    return desk.in_review("doi-the", deed="remove")


def _change(desk: Desk) -> str:
    desk.change("doi-the", short="Ở công an phường.")
    return "doi-the"


def _state(engine: Engine) -> tuple[Any, ...]:
    knowledge = load(engine)
    with engine.connect() as connection:
        counts = [
            connection.exec_driver_sql(query).fetchall()
            for query in (
                "SELECT id, state, reviewer, published_version FROM drafts",
                "SELECT draft_id, state FROM replays",
                "SELECT kind, id, until_version FROM knowledge_history",
                "SELECT kind, id FROM knowledge_removed",
                "SELECT who, deed, target FROM audit",
            )
        ]
    return knowledge, counts


@pytest.mark.parametrize(
    ("prepare", "deed"),
    [
        (_publish_new, lambda made, engine: Drafts(engine, lambda: NOW, made.abbreviations).publish(made.target, MINH)),
        (_remove, lambda made, engine: Drafts(engine, lambda: NOW, made.abbreviations).publish(made.target, MINH)),
        (_change, lambda made, engine: roll_back(engine, made.target, MINH, NOW)),
    ],
    ids=["publish", "take back", "roll back"],
)
def test_killed_anywhere_leaves_all_or_nothing(
    tmp_path: Path, folder: KnowledgeFolder, prepare: Callable[[Desk], Any], deed: Callable[[Prepared, Engine], Any]
) -> None:
    made = Prepared(tmp_path / "mau.sqlite", folder, prepare)
    engine = made.copy(tmp_path / "truoc.sqlite")
    before = _state(engine)
    deed(made, engine)
    after = _state(engine)
    engine.dispose()
    assert before != after
    statement, killed, outcomes = 0, True, []
    while killed:
        statement += 1
        path = tmp_path / f"giet-{statement}.sqlite"
        engine = made.copy(path)
        killed = killed_at(engine, statement, lambda engine: deed(made, engine))
        found = _state(engine)
        assert found in (before, after), f"nửa vời khi bị giết ở câu {statement}"
        outcomes.append(found == after)
        if found == before:
            deed(made, engine)
            assert _state(engine) == after, "làm lại sau khi bị giết thì phải xong"
        engine.dispose()
    assert statement > 8
    assert outcomes == [False] * (len(outcomes) - 1) + [True]
