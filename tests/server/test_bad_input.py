"""Ai gửi gì tới máy chủ bot cũng nhận JSON, không bao giờ là 5xx, và không ép được Rasa làm lệnh."""

from __future__ import annotations

import json
from typing import Any

import pytest
from running_bot import BotClient, Reply, reply

pytestmark = pytest.mark.slow


def body(message: Any, sender: Any = "xấu", **more: Any) -> bytes:
    return json.dumps({"sender": sender, "message": message, **more}).encode()


REFUSED = {
    "không phải JSON": b"khong phai json",
    "không phải UTF-8": b'{"message": "\xff"}',
    "trống": b"",
    "danh sách": b"[]",
    "không có lời": json.dumps({"sender": "a"}).encode(),
    "lời là số": body(5),
    "lời là null": body(None),
    "lời là danh sách": body(["xin chào"]),
    "lời 10.001 ký tự": body("a" * 10_001),
    "sender quá dài": body("xin chào", sender="s" * 256),
    "sender là số": body("xin chào", sender=5),
    "sender có NUL": body("xin chào", sender="a\x00b"),
    "sender có nửa ký tự UTF-16": body("xin chào", sender="a\ud800"),
    "metadata là danh sách": body("xin chào", metadata=[1]),
    "thân quá lớn": body("xin chào", metadata={"thừa": "b" * 70_000}),
}

ANSWERED = {
    "NUL giữa lời": body("quen\x00mat khau vneid"),
    "nửa ký tự UTF-16": b'{"sender": "xau", "message": "\\ud800"}',
    "10.000 biểu tượng cảm xúc": json.dumps({"message": "😀" * 10_000}, ensure_ascii=False).encode(),
    "một từ 10.000 chữ": body("a" * 10_000),
    "10.000 ký tự tiếng Việt": body(("quên mật khẩu vneid " * 500)[:10_000]),
    "dấu rời chồng chất": body("a" + "\u0301" * 9_000),
    "HTML": body("<script>alert(1)</script><b>quên mật khẩu</b>"),
    "SQL": body("'; DROP TABLE talk_states; --"),
    "sender lạ": body("xin chào", sender="../../etc/passwd'; --"),
    "nút không có thật": body("xin chào", metadata={"answer": "khong-co-cau-nay"}),
}

COMMANDS = ["/restart", "//restart", '/ask_vneid{"x":1}', "/session_start", "/back", "\u200b/restart", "  /restart"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_a_message_is_refused_in_json(name: str, bot: BotClient) -> None:
    status, answer = bot.post(REFUSED[name])
    assert 400 <= status < 500
    assert set(answer) == {"error"}


def test_json_nested_too_deep_is_refused(bot: BotClient) -> None:
    status, _ = bot.post(b'{"message": "x", "metadata": ' + b'{"a":' * 9_000 + b"1" + b"}" * 9_001)
    assert 400 <= status < 500


@pytest.mark.parametrize("name", ANSWERED)
def test_an_odd_message_is_answered(name: str, bot: BotClient) -> None:
    status, messages = bot.post(ANSWERED[name])
    assert status == 200, messages
    assert reply(messages).text


@pytest.mark.parametrize(
    "message",
    ("", "   \n\t ", "/", "///", "\x00", "\u200b\ufeff"),
    ids=ascii,
)
def test_a_message_without_any_word_is_not_an_error_of_ours(message: str, bot: BotClient) -> None:
    status, answer = bot.post(body(message, sender="lời trống"))
    assert status < 500, answer


@pytest.mark.parametrize("command", COMMANDS, ids=ascii)
def test_a_typed_command_is_words_to_the_bot_not_a_command(command: str, bot: BotClient) -> None:
    asked = bot.ask(f"lệnh {command}", "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    assert asked.kind == "figure"
    bot.ask(f"lệnh {command}", command)
    assert remembers_figures(bot, f"lệnh {command}")


@pytest.mark.parametrize("command", ["/ /restart", "/\t/restart"], ids=ascii)
def test_a_command_behind_a_second_slash_is_words_too(command: str, bot: BotClient) -> None:
    bot.ask(f"lệnh {command}", "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    status, answer = bot.post(body(command, sender=f"lệnh {command}"))
    assert status == 200, answer
    assert remembers_figures(bot, f"lệnh {command}")


def test_the_id_of_a_button_is_never_a_command(bot: BotClient) -> None:
    status, answer = bot.post(body("", sender="nút lệnh", metadata={"answer": "/restart"}))
    assert status == 400, answer


def test_a_button_of_an_answer_that_is_gone_is_not_guessed(bot: BotClient) -> None:
    answered = bot.ask("nút cũ", "", {"answer": "khong-co"})
    assert answered.kind == "no_answer"


@pytest.mark.parametrize("answer", [5, ["vneid-quen-mat-khau"], {"id": 1}, True, "\ud800"], ids=ascii)
def test_a_button_that_is_no_id_is_not_an_error_of_ours(answer: Any, bot: BotClient) -> None:
    status, said = bot.post(body("", sender="nút lạ", metadata={"answer": answer}))
    assert status < 500, said


def test_html_comes_back_as_plain_data_never_as_markup_of_ours(bot: BotClient) -> None:
    answered: Reply = bot.ask("html", "<img src=x onerror=alert(1)>")
    assert "<img" not in json.dumps(answered.custom) + answered.text


def remembers_figures(bot: BotClient, sender: str) -> bool:
    """Cuộc trò chuyện còn nhớ đang nói về số liệu nào."""
    return bot.ask(sender, "thế còn Hải Dương?").answers == ["g003-053"]
