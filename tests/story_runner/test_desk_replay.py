"""Hỏi lại bản nháp: thấy đúng lời đáp đổi và câu chuyện nay hỏng; người làm chết giữa chừng thì việc không mất."""

from __future__ import annotations

import asyncio
import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog
from bot.database import open_engine, upgrade
from bot.knowledge.draft import Draft
from bot.knowledge.draft_replays import MOST_TRIES, SILENT, LostJobError, Replay, Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read as read_folder
from bot.knowledge.record import encode
from bot.knowledge.revision import write_record
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.stories.cli import serve_replays as serve
from bot.stories.desk_jobs import do_waiting_jobs
from bot.stories.desk_replay import compare, recent_talks, steps
from bot.stories.reader import read as read_stories
from bot.stories.stage import Stage
from tests.story_runner.logged import reply, talk, typed

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.timezone.utc)
ANSWER = {
    "id": "doi-the",
    "topic": "can-cuoc",
    "title": "Đổi thẻ ở đâu?",
    "short": "Ở công an xã.",
    "facts": ["Ở công an xã."],
    "sources": ["bao-mau"],
    "read_on": "2026-11",
    "review_by": "2027-05",
    "confidence": "high",
}


class Clock:
    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'kho.sqlite'}")
    upgrade(engine)
    write_record(engine, "sources", {"id": "bao-mau", "title": "Bài", "publisher": "Báo"}, by="kiểm thử", now=AT)
    write_record(engine, "answers", ANSWER, by="kiểm thử", now=AT)
    yield engine
    engine.dispose()


@pytest.fixture
def replays(engine: Engine, clock: Clock) -> Replays:
    return Replays(engine, clock)


def changed(engine: Engine, short: str = "Ở công an phường.") -> Draft:
    drafts = Drafts(engine, lambda: AT)
    return drafts.get(drafts.start("doi-the", "lan", {"answer": {**ANSWER, "short": short}, "sources": []}))


def test_a_job_is_claimed_once(engine: Engine, replays: Replays) -> None:
    draft = changed(engine)
    replays.ask(draft, "lan")
    assert replays.waiting()
    job = replays.claim()
    assert job and job.draft_id == draft.id
    assert not replays.waiting()
    assert replays.claim() is None


def test_asking_again_while_it_waits_or_runs_changes_nothing(engine: Engine, replays: Replays) -> None:
    draft = changed(engine)
    replays.ask(draft, "lan")
    job = replays.claim()
    assert job
    replays.ask(draft, "minh")
    replays.finish(job, {"changed": 0})
    found = replays.of(draft.id)
    assert found and found.is_of(draft)


def test_a_result_is_only_of_the_content_that_was_asked(engine: Engine, replays: Replays) -> None:
    draft = changed(engine)
    replays.ask(draft, "lan")
    job = replays.claim()
    assert job
    edited = Drafts(engine, lambda: AT).save(draft.id, "lan", {"answer": {**ANSWER, "short": "Ở xã."}, "sources": []})
    replays.finish(job, {"changed": 0})
    found = replays.of(draft.id)
    assert found and found.is_of(draft)
    assert not found.is_of(edited)
    replays.ask(edited, "lan")
    assert replays.waiting()


def test_a_dead_worker_gives_its_job_back_and_cannot_finish_it_later(
    engine: Engine, replays: Replays, clock: Clock
) -> None:
    replays.ask(changed(engine), "lan")
    dead = replays.claim()
    assert dead
    clock.now += SILENT / 2
    replays.beat(dead, 0.5)
    clock.now += SILENT / 2 + datetime.timedelta(seconds=1)
    assert not replays.waiting(), "vừa báo còn sống"
    clock.now += SILENT
    assert replays.waiting()
    alive = replays.claim()
    assert alive
    with pytest.raises(LostJobError):
        replays.finish(dead, {"changed": 9})
    replays.finish(alive, {"changed": 1})
    found = replays.of(dead.draft_id)
    assert found and found.result == {"changed": 1}


def test_a_job_that_kills_every_worker_is_given_up(engine: Engine, replays: Replays, clock: Clock) -> None:
    draft = changed(engine)
    replays.ask(draft, "lan")
    for _ in range(MOST_TRIES):
        assert replays.waiting()
        assert replays.claim()
        clock.now += SILENT * 2
    assert not replays.waiting()
    found = replays.of(draft.id)
    assert found and found.state == "failed"
    replays.ask(draft, "lan")
    assert replays.waiting(), "người duyệt bấm lại thì làm lại từ đầu"


def test_a_dropped_draft_takes_its_job_along(engine: Engine, replays: Replays) -> None:
    draft = changed(engine)
    replays.ask(draft, "lan")
    job = replays.claim()
    assert job
    Drafts(engine, lambda: AT).drop(draft.id, "lan")
    with pytest.raises(LostJobError):
        replays.beat(job, 0.1)


def test_no_stage_is_opened_without_work(engine: Engine) -> None:
    def never() -> Stage:
        raise AssertionError("không có việc thì không nạp mô hình")

    assert do_waiting_jobs(engine, [], never) == 0


def test_the_waiting_process_does_not_load_rasa() -> None:
    """Nó sống cùng bot suốt ngày: chỉ giữ vài chục MB."""
    heavy = "[name for name in ('rasa', 'tensorflow', 'spacy') if name in sys.modules]"
    code = f"import sys, bot.stories.cli.serve_replays; print({heavy})"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_worker_is_started_only_for_work_and_a_broken_one_is_not_restarted_at_once(
    engine: Engine, replays: Replays, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []

    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        started.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(serve.subprocess, "run", run)
    assert serve.look(engine)
    assert not started
    replays.ask(changed(engine), "lan")
    replays._clock = lambda: datetime.datetime.now(datetime.timezone.utc)  # type: ignore[assignment]
    assert not serve.look(engine)
    assert started[0][-2:] == ["serve-replays", "--once"]


def test_recent_talks_are_the_last_ones_masked_and_named_by_their_code(engine: Engine, clock: Clock) -> None:
    log = ConversationLog(engine, clock)
    names = []
    for number in range(3):
        clock.now += datetime.timedelta(minutes=1)
        name = f"cuoc-{number}"
        log.create(name)
        names.append(name)
        for client_id, text in (("a", f"câu {number}"), ("b", "cảm ơn")):
            said = log.append_message(name, client_id, {"text": text})
            log.append_replies(name, said, [{"id": "r", **reply("Dạ.", "small_talk")}])
    found = recent_talks(engine, 2)
    assert sorted(each.name for each in found) == names[1:]
    assert [[turn.text for turn in each.turns] for each in sorted(found, key=lambda each: each.name)] == [
        ["câu 1", "cảm ơn"],
        ["câu 2", "cảm ơn"],
    ]
    assert recent_talks(engine, 0) == []


STORIES = """\
test_cases:
  - test_case: Quên mật khẩu
    steps:
      - user: quên mật khẩu vneid
        expect: {kind: answer, says: màn hình đăng nhập}
  - test_case: Chào
    steps:
      - user: xin chào
        expect: {kind: small_talk}
"""


@pytest.fixture
def password(stage: Stage) -> Iterator[tuple[Stage, Knowledge]]:
    """Sân khấu, và kho mà câu quên mật khẩu đã viết lại."""
    original = stage.base
    answer = replace(original.answers["vneid-quen-mat-khau"], short="Bấm “Quên mật khẩu” rồi làm theo.", steps=())
    yield stage, replace(original, answers={**original.answers, answer.id: answer})
    stage.rebase(original)


@pytest.mark.slow
def test_the_real_bot_shows_what_a_draft_changes(password: tuple[Stage, Knowledge], tmp_path: Path) -> None:
    stage, after = password
    (tmp_path / "stories.yml").write_text(STORIES, "utf-8")
    stories = read_stories([tmp_path / "stories.yml"])
    talks = [talk(typed("mất mật khẩu vneid lấy lại thế nào", reply("Lời của kho năm ngoái.")), name="cuoc-1")]
    ticks: list[int] = []
    result = asyncio.run(compare(stage, after, stories, talks, lambda: ticks.append(1)))
    assert len(ticks) == steps(stories, talks)
    assert [each["story"] for each in result["stories"]["broken"]] == ["Quên mật khẩu"]
    assert result["stories"]["broken"][0]["before"] is False
    assert {json.dumps(change["where"], ensure_ascii=False) for change in result["changes"]} == {
        '{"story": "Quên mật khẩu", "turn": 1}',
        '{"conversation": "cuoc-1", "turn": 1}',
    }
    real = next(change for change in result["changes"] if "conversation" in change["where"])
    assert "năm ngoái" not in real["before"]["text"], "so với kho đang dùng, không với lời đã ghi"
    assert "Bấm “Quên mật khẩu”" in real["after"]["text"]
    assert "mất mật khẩu vneid lấy lại" not in json.dumps(result, ensure_ascii=False), "không mang lời người dân"


@pytest.mark.slow
def test_a_waiting_job_is_done_with_the_knowledge_in_use(stage: Stage, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'kho.sqlite'}")
    upgrade(engine)
    knowledge = read_folder(ROOT / "knowledge").knowledge()
    sync(engine, knowledge, now=AT)
    drafts, replays = Drafts(engine, lambda: AT), Replays(engine, lambda: datetime.datetime.now(datetime.timezone.utc))
    answer = encode(knowledge.answers["vneid-quen-mat-khau"])
    body = {"answer": {**answer, "short": "Bấm “Quên mật khẩu” rồi làm theo."}, "sources": []}
    draft = drafts.get(drafts.start("vneid-quen-mat-khau", "lan", body))
    replays.ask(draft, "lan")
    (tmp_path / "stories.yml").write_text(STORIES, "utf-8")
    original = stage.base
    try:
        assert do_waiting_jobs(engine, read_stories([tmp_path / "stories.yml"]), lambda: stage) == 1
    finally:
        stage.rebase(original)
    found = replays.of(draft.id)
    assert isinstance(found, Replay)
    assert found.is_of(draft)
    assert found.result["changed"] == 1
    engine.dispose()
