"""LOG.jsonl: không mang mã thật hay số cá nhân ra ngoài, đọc lại được, báo chỗ sai theo dòng."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from bot.conversations import ConversationLog
from bot.conversations.export import Exchange
from bot.database import open_engine, upgrade
from bot.stories.cli import stories as command
from bot.stories.model import StoryError
from bot.stories.talks import numbered, read_talks, title_of, write_talks
from tests.story_runner.logged import AT, pressed, reply, talk, typed

NOW = datetime.datetime.fromisoformat(AT)
LINE = {"talk": "1", "at": AT, "text": "chào", "reply": reply("Xin chào", "small_talk")}


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'log.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


def problems(path: Path, *lines: str) -> list[str]:
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(StoryError) as error:
        read_talks(path)
    return [f"{problem.line}: {problem.message}" for problem in error.value.problems]


def test_talks_lose_their_real_names_and_keep_their_order() -> None:
    told = numbered(
        Exchange(name, NOW, {"text": text}, [{**reply("đáp"), "id": "r-bí-mật", "privacy_notice": "đã che"}])
        for name, text in [("mã-b", "một"), ("mã-a", "hai"), ("mã-b", "ba")]
    )
    assert [(each.name, [turn.text for turn in each.turns]) for each in told] == [("1", ["một", "ba"]), ("2", ["hai"])]
    written = write_talks(told)
    assert "mã-" not in written
    assert "r-bí-mật" not in written
    assert "privacy_notice" not in written


def test_personal_numbers_are_masked_once_more_on_the_way_out_and_in(tmp_path: Path) -> None:
    """Nhật ký của cổng đã che; một bản ghi cũ hay một tệp sửa tay thì chưa chắc."""
    number = "001099012345"
    lead = reply(f"Số {number} ạ", lead=f"Căn cước {number}")
    (masked,) = numbered([Exchange("a", NOW, {"text": f"căn cước {number}"}, [lead])])
    assert number not in write_talks([masked])
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps({**LINE, "text": f"căn cước {number}", "reply": lead}), "utf-8")
    (turn,) = read_talks(path)[0].turns
    assert turn.text == "căn cước [số căn cước]"
    assert number not in json.dumps(turn.reply)


def test_ids_and_addresses_of_sources_are_not_personal_numbers() -> None:
    url = "https://bao.vn/bai-ve-tai-khoan-ngan-hang-188251115155551125.chn"
    (kept,) = numbered(
        [Exchange("a", NOW, {"text": "a"}, [reply("đáp", sources=[{"id": "bai-165037476", "url": url}])])]
    )
    assert kept.turns[0].reply["sources"] == [{"id": "bai-165037476", "url": url}]


def test_a_written_log_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    told = [
        talk(
            typed("dòng\u2028lạ\nhai", reply("Đáp")), pressed("vneid-la-gi", reply("VNeID là…", answer="vneid-la-gi"))
        ),
        talk(typed("chào", reply("Chào", "small_talk")), name="2"),
    ]
    path.write_text(write_talks(told), "utf-8")
    assert read_talks(path) == told


def test_every_wrong_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"

    def line(**changed: Any) -> str:
        return json.dumps({key: value for key, value in {**LINE, **changed}.items() if value is not None})

    found = problems(
        path,
        line(),
        "{",
        "[1]",
        line(talk=None),
        line(answer="vneid-la-gi"),
        line(text=" "),
        line(reply={"kind": "answer"}),
        line(reply={**LINE["reply"], "kind": "joke"}),  # type: ignore[dict-item]
        line(reply={**LINE["reply"], "answers": "vneid-la-gi"}),  # type: ignore[dict-item]
    )
    assert [told.partition(":")[0] for told in found] == list("23456789")
    assert "không phải JSON" in found[0]
    assert "thiếu “talk”" in found[1] and "thiếu “talk”" in found[2]
    assert "đúng một trong hai" in found[3] and "đúng một trong hai" in found[4]
    assert "thiếu “reply”" in found[5]
    assert "“kind” là một trong: answer" in found[6]


def test_an_empty_or_foreign_file_says_how_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    assert "bot.stories log" in problems(path, "")[0]
    path.write_bytes("{}".encode("utf-16"))
    with pytest.raises(StoryError, match="UTF-8"):
        read_talks(path)


def test_a_title_is_found_wherever_the_person_saw_it() -> None:
    button = {"title": "Trên nút", "payload": {"answer": "a"}}
    related = reply("đáp", answer="b")
    related["items"][0]["related_questions"] = [{"id": "a", "title": "Liên quan"}]
    assert title_of("a", [reply("đáp", buttons=[button]), related]) == "Trên nút"
    assert title_of("a", [{}, related]) == "Liên quan"
    assert title_of("b", [related]) == "Tên của b"
    assert title_of("z", [related]) == "z"


def test_the_command_writes_the_log_of_the_gateway(engine: Engine, tmp_path: Path) -> None:
    log = ConversationLog(engine, lambda: NOW)
    log.create("mã-thật")
    log.append_replies("mã-thật", log.append_message("mã-thật", "m1", {"text": "chào"}), [reply("Chào", "small_talk")])
    out = tmp_path / "log.jsonl"
    result = CliRunner().invoke(command, ["log", "--since", "20/11/2026", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert read_talks(out) == [talk(typed("chào", reply("Chào", "small_talk")))]
    assert CliRunner().invoke(command, ["log", "--since", "2026-11-23"]).exit_code == 2


def test_a_database_without_a_log_ends_with_code_2_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'mat-khau.sqlite'}")
    result = CliRunner().invoke(command, ["log"])
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.output
    assert "mat-khau" not in result.output
