"""Một lời gửi lên: hợp đồng, lời xấu, số cá nhân, gửi lại."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest


def disk(folder: Path) -> bytes:
    """Mọi byte đã ghi xuống đĩa, kể cả tệp WAL của SQLite."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_message_brings_one_reply_merged_from_rasas_two_objects(talk: Any, fake_bot: Any) -> None:
    replies = await talk.say("xin chào")
    assert len(replies) == 1
    assert replies[0].pop("id")
    assert replies == [{"text": "Chào anh/chị", "kind": "small_talk", "items": []}]
    assert fake_bot.heard == [{"sender": talk.id, "message": "xin chào"}]


@pytest.mark.parametrize(
    ("objects", "texts"),
    [
        ([{"text": "a", "custom": {"kind": "answer"}}, {"text": "b", "custom": {"kind": "answer"}}], ["a", "b"]),
        ([{"text": "a"}, {"custom": {"kind": "x"}}, {"text": "b"}, {"custom": {"kind": "y"}}], ["a", "b"]),
        ([{"text": "a"}, {"text": "b"}, {"custom": {"kind": "answer"}}], ["a\n\nb"]),
        ([{"text": "a"}, {"text": "b"}, {"custom": {"kind": "x"}}, {"custom": {"kind": "y"}}], ["a\n\nb", ""]),
    ],
)
async def test_text_and_data_are_paired_however_rasa_splits_them(
    talk: Any, fake_bot: Any, objects: list[Any], texts: list[str]
) -> None:
    fake_bot.answer = objects
    assert [reply["text"] for reply in await talk.say("hỏi")] == texts


async def test_custom_data_cannot_replace_the_reply_id_or_text(talk: Any, fake_bot: Any) -> None:
    fake_bot.answer = [{"text": "thật", "custom": {"kind": "answer", "text": "giả", "id": "giả"}}]
    reply = (await talk.say("hỏi"))[0]
    assert reply["text"] == "thật"
    assert reply["id"] != "giả"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"a"',
        b"\xff\xfe",
        pytest.param(b"[" * 9000, id="sâu"),
        pytest.param(b"1" * 9000, id="số dài"),
        b"\x00",
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(talk: Any, raw: bytes) -> None:
    status, problem = await talk.post(data=raw)
    assert status == 400
    assert problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "", "client_id": "m"},
        {"text": " \t\n ", "client_id": "m"},
        {"text": "\u200b\u0000", "client_id": "m"},
        {"text": "///", "client_id": "m"},
        {"text": "a" * 2001, "client_id": "m"},
        {"text": 5, "client_id": "m"},
        {"text": None, "client_id": "m"},
        {"text": ["a"], "client_id": "m"},
        {"client_id": "m"},
        {"text": "a", "button": {"say": "a"}, "client_id": "m"},
        {"text": "a"},
        {"text": "a", "client_id": ""},
        {"text": "a", "client_id": "m" * 65},
        {"text": "a", "client_id": "mã"},
        {"text": "a", "client_id": "\ud800"},
        {"text": "a", "client_id": 7},
        {"button": "vneid", "client_id": "m"},
        {"button": {}, "client_id": "m"},
        {"button": {"answer": "VNeID"}, "client_id": "m"},
        {"button": {"answer": "a" * 121}, "client_id": "m"},
        {"button": {"answer": 1}, "client_id": "m"},
        {"button": {"say": ""}, "client_id": "m"},
        {"button": {"say": "/"}, "client_id": "m"},
        {"button": {"answer": "a", "say": "b"}, "client_id": "m"},
        {"button": {"intent": "/restart"}, "client_id": "m"},
    ],
)
async def test_a_field_that_cannot_be_used_is_refused_and_never_reaches_the_bot(
    talk: Any, fake_bot: Any, body: dict[str, Any]
) -> None:
    status, problem = await talk.post(body)
    assert status == 422
    assert problem["detail"]
    assert fake_bot.heard == []


async def test_two_thousand_characters_are_accepted(talk: Any, fake_bot: Any) -> None:
    await talk.say("ă" * 2000)
    assert fake_bot.heard[0]["message"] == "ă" * 2000


async def test_a_hundred_kilobytes_are_too_large(talk: Any, fake_bot: Any) -> None:
    status, problem = await talk.post({"text": "a" * 100_000, "client_id": "m"})
    assert (status, problem["status"]) == (413, 413)
    assert fake_bot.heard == []


@pytest.mark.parametrize(
    "text",
    ["a\u0000b", "a\ud800b", "\udfff", "a\u202eb", pytest.param("😀 " * 300, id="biểu tượng"), "ＡＢＣ", "\ufffe"],
)
async def test_strange_characters_are_answered_like_any_other(talk: Any, fake_bot: Any, text: str) -> None:
    await talk.say(text)
    heard = fake_bot.heard[0]["message"]
    assert "\u0000" not in heard
    heard.encode()  # còn nửa ký tự UTF-16 thì dòng này hỏng


async def test_a_strange_character_from_the_bot_is_stored_and_given_back(talk: Any, fake_bot: Any) -> None:
    fake_bot.answer = [{"text": "a\ud800\u0000b", "custom": {"kind": "answer"}}]
    first = await talk.say("hỏi", "m1")
    assert await talk.say("hỏi", "m1") == first


@pytest.mark.parametrize("text", ["/restart", "//restart", " / /restart", "/restart "])
async def test_a_leading_slash_never_reaches_rasa(talk: Any, fake_bot: Any, text: str) -> None:
    await talk.say(text)
    assert fake_bot.heard[0]["message"] == "restart"


async def test_markup_stays_text(talk: Any, fake_bot: Any) -> None:
    fake_bot.answer = [{"text": "<img src=x onerror=alert(1)>", "custom": {"kind": "answer"}}]
    async with talk.client.post(
        talk.path + "/messages", headers=talk.headers, json={"text": "<script>alert(1)</script>", "client_id": "m"}
    ) as response:
        assert response.content_type == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (await response.json())["replies"][0]["text"] == "<img src=x onerror=alert(1)>"
    assert fake_bot.heard[0]["message"] == "<script>alert(1)</script>"


async def test_an_answer_button_asks_for_that_answer(talk: Any, fake_bot: Any) -> None:
    status, _ = await talk.post({"button": {"answer": "vneid-la-gi"}, "client_id": "m1"})
    assert status == 200
    assert fake_bot.heard == [{"sender": talk.id, "message": "", "metadata": {"answer": "vneid-la-gi"}}]


async def test_a_say_button_is_treated_like_typed_text(talk: Any, fake_bot: Any) -> None:
    await talk.post({"button": {"say": "/số tôi 038090001234"}, "client_id": "m1"})
    assert fake_bot.heard == [{"sender": talk.id, "message": "số tôi [số căn cước]"}]


@pytest.mark.parametrize(
    "written", ["038090001234", "038 090 001 234", "０３８０９０００１２３４", "038\u200b090001234"]
)
async def test_an_identity_number_reaches_neither_the_bot_nor_the_disk(
    talk: Any, fake_bot: Any, tmp_path: Path, written: str
) -> None:
    replies = await talk.say(f"căn cước {written} của tôi mất rồi")
    assert fake_bot.heard[0]["message"] == "căn cước [số căn cước] của tôi mất rồi"
    assert "đừng gửi" in replies[0]["privacy_notice"]
    stored = disk(tmp_path)
    assert rb"c\u0103n c\u01b0\u1edbc]" in stored  # đọc đúng tệp có lời ấy
    for number in (written, "038090001234", "0001234", "001 234"):
        for spelling in (number.encode(), json.dumps(number)[1:-1].encode()):
            assert spelling not in stored


async def test_a_sum_of_money_reaches_the_bot_as_written(talk: Any, fake_bot: Any) -> None:
    replies = await talk.say("chuyển nhầm 100000000 đồng")
    assert fake_bot.heard[0]["message"] == "chuyển nhầm 100000000 đồng"
    assert "privacy_notice" not in replies[0]


async def test_the_same_client_id_twice_asks_the_bot_once(talk: Any, fake_bot: Any) -> None:
    assert await talk.say("hỏi", "m1") == await talk.say("hỏi", "m1")
    assert len(fake_bot.heard) == 1


async def test_the_same_client_id_at_the_same_moment_asks_the_bot_once(talk: Any, fake_bot: Any) -> None:
    fake_bot.delay = 0.2
    answers = await asyncio.gather(*(talk.say("hỏi", "m1") for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len(fake_bot.heard) == 1


async def test_messages_of_one_conversation_are_handled_in_order(talk: Any, fake_bot: Any) -> None:
    """Lời gửi sau chờ lời trước được trả lời xong, dù gửi cùng lúc."""
    fake_bot.delay = 0.1
    tasks = []
    for n in range(4):
        tasks.append(asyncio.create_task(talk.say(f"lời {n}")))
        await asyncio.sleep(0.02)
    await asyncio.sleep(0)
    assert len(fake_bot.heard) <= 1
    await asyncio.gather(*tasks)
    assert [heard["message"] for heard in fake_bot.heard] == [f"lời {n}" for n in range(4)]


async def test_two_conversations_do_not_wait_for_each_other(client: Any, open_talk: Any, fake_bot: Any) -> None:
    fake_bot.delay = 0.3
    talks = [await open_talk(client) for _ in range(4)]
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(talk.say("hỏi") for talk in talks))
    assert asyncio.get_running_loop().time() - started < 0.9


async def test_no_message_text_is_written_to_the_log(
    talk: Any, fake_bot: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    await talk.say("một câu rất riêng")
    fake_bot.answer = "rác"
    await talk.say("một câu rất riêng nữa")
    written = capfd.readouterr()
    assert "message.answered" in written.out + written.err
    assert "rất riêng" not in written.out + written.err
