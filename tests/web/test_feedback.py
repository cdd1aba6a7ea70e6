"""Góp ý cho một câu trả lời: khuôn, che số, thay bản trước, mất cùng cuộc trò chuyện."""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import disk, publish

from bot.database import open_engine
from bot.web.errors import WebError
from bot.web.feedback import answer_version, read

CUSTOM = {"kind": "answer", "answers": ["mat-the"], "items": []}
RIGHT = {"answer_id": "mat-the", "right": True}


@pytest.fixture
async def reply_id(talk: Any, fake_bot: Any) -> str:
    fake_bot.answer = [{"text": "Có", "custom": CUSTOM}]
    answered: str = (await talk.say("hỏi"))[0]["id"]
    return answered


async def send(talk: Any, body: Any) -> tuple[int, Any]:
    async with talk.client.post(talk.path + "/feedback", headers=talk.headers, json=body) as response:
        return response.status, await response.json(content_type=None) if response.status != 204 else None


def rows(folder: Path) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(folder / "hoi-dap-so.sqlite")) as connection:
        return connection.execute('SELECT answer_id, "right", reason, note FROM feedback').fetchall()


async def test_sending_again_replaces_what_was_sent_before(talk: Any, reply_id: str, tmp_path: Path) -> None:
    wrong = {"reply_id": reply_id, "answer_id": "mat-the", "right": False, "reason": "kho-hieu", "note": " dài quá "}
    assert await send(talk, wrong) == (204, None)
    assert rows(tmp_path) == [("mat-the", 0, "kho-hieu", "dài quá")]
    assert await send(talk, {**RIGHT, "reply_id": reply_id, "reason": None, "note": "  "}) == (204, None)
    assert rows(tmp_path) == [("mat-the", 1, None, None)]


async def test_a_note_is_masked_before_it_reaches_the_disk_and_stays_out_of_the_log(
    talk: Any, reply_id: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    note = "sai rồi, số tôi 038\u200b090001234"
    await send(talk, {**RIGHT, "reply_id": reply_id, "note": note})
    assert rows(tmp_path)[0][3] == "sai rồi, số tôi [số căn cước]"
    assert b"090001234" not in disk(tmp_path)
    written = capfd.readouterr()
    assert "feedback.saved" in written.out + written.err
    assert "sai rồi" not in written.out + written.err


async def test_deleting_the_conversation_deletes_its_feedback(talk: Any, reply_id: str, tmp_path: Path) -> None:
    await send(talk, {**RIGHT, "reply_id": reply_id})
    async with talk.client.delete(talk.path, headers=talk.headers) as response:
        assert response.status == 204
    assert rows(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        {"right": None},
        {"right": 1},
        {"right": "true"},
        {"reason": "sai"},
        {"right": False, "reason": "khác"},
        {"right": False, "reason": ["sai"]},
        {"right": False, "reason": {}},
        {"note": 5},
        {"note": "a" * 501},
        {"reply_id": ""},
        {"reply_id": 7},
        {"reply_id": "r" * 65},
        {"reply_id": "\ud800"},
        {"answer_id": None},
        {"answer_id": "a\u0000"},
        {"answer_id": "a" * 256},
    ],
)
async def test_a_field_that_cannot_be_used_is_refused(
    talk: Any, reply_id: str, tmp_path: Path, change: dict[str, Any]
) -> None:
    status, problem = await send(talk, {**RIGHT, "reply_id": reply_id, **change})
    assert status == 422
    assert problem["detail"]
    assert rows(tmp_path) == []


async def test_five_hundred_characters_are_accepted(talk: Any, reply_id: str) -> None:
    assert (await send(talk, {**RIGHT, "reply_id": reply_id, "note": "ă" * 500}))[0] == 204


async def test_only_what_this_talk_was_answered_can_be_judged(
    client: Any, talk: Any, reply_id: str, open_talk: Any
) -> None:
    for body in ({**RIGHT, "reply_id": "khac"}, {"reply_id": reply_id, "answer_id": "khac", "right": True}):
        status, problem = await send(talk, body)
        assert (status, problem["status"]) == (404, 404)
    other = await open_talk(client)
    assert (await send(other, {**RIGHT, "reply_id": reply_id}))[0] == 404
    other.headers = talk.headers
    assert (await send(other, {**RIGHT, "reply_id": reply_id}))[0] == 401


async def test_the_version_is_that_of_the_words_that_were_read(
    fake_bot: Any, settings_with: Any, tmp_path: Path
) -> None:
    """Câu đổi ngày 1/3: ai đọc trước đó thì góp ý cho bản cũ; số liệu và mã lạ không có bản."""
    march = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
    publish(tmp_path, {"id": "mat-the"})
    publish(tmp_path, {"id": "mat-the", "short": "Mới."}, now=march)
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    day = datetime.timedelta(days=1)
    old, new = (answer_version(engine, "mat-the", at) for at in (march - day, march + day))
    assert old is not None and new is not None and old < new
    assert answer_version(engine, "mat-the", march - 365 * day) is None
    assert answer_version(engine, "bao-mau", march + day) is None
    assert answer_version(engine, "danh-sach@a", march + day) is None
    engine.dispose()


@given(note=st.text(max_size=600), reason=st.text(max_size=20), answer_id=st.text(max_size=300))
def test_whatever_is_sent_is_either_read_or_refused_by_name(note: str, reason: str, answer_id: str) -> None:
    body = {"reply_id": "r", "answer_id": answer_id, "right": False, "reason": reason or None, "note": note}
    try:
        feedback = read(json.dumps(body).encode())
    except WebError as error:
        assert error.status == 422
    else:
        f"{feedback.answer_id}{feedback.note}".encode()
        assert len(feedback.note or "") <= 500 + 200  # chỗ trống có tên có thể dài hơn số nó che
