"""Việc có hướng dẫn qua máy chủ bot thật: hỏi, bị ngắt, làm tiếp, dừng; form sống qua nhiều lượt, qua khởi động lại."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest
from running_bot import BotClient, Reply, running_bot

from bot.settings import Settings

pytestmark = pytest.mark.slow

START = "dẫn tôi từng bước lên mức 2"
INTERRUPTIONS = [
    "Quên mật khẩu VNeID thì làm sao?",
    "nguồn đâu",
    "bạn là ai",
    "gia vang hom nay bao nhieu",
    "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?",
    "cho tôi gặp cán bộ",
]
BACK = "Làm tiếp: Lên mức 2 VNeID"


def buttons(reply: Reply) -> list[str]:
    return [button["title"] for button in reply.custom["buttons"]]


def rules(reply: Reply) -> list[str]:
    return str(reply.custom["rule"]).split(":")


def test_answering_every_question_gives_the_checklist(ask: Callable[..., Reply]) -> None:
    replies = [ask("đi thẳng", said) for said in (START, "72 tuổi", "thẻ chip", "cục gạch", "đi được")]
    assert [rules(reply)[-1] for reply in replies] == ["age", "card", "phone", "mobility", "vneid-muc-2"]
    done = replies[-1]
    assert (done.kind, done.answers) == ("answer", ["vneid-muc-2"])
    assert done.custom["items"][0]["steps"][0].startswith("Mang theo: ")
    assert done.custom["sources"]
    assert "Bước 2" in ask("đi thẳng", "bước 2 là gì").text


def test_pressing_the_offered_buttons_leads_to_the_end(ask: Callable[..., Reply]) -> None:
    reply = ask("bấm nút", "toi vua bi lua chuyen 20 trieu giờ sao")
    assert reply.kind == "safety"
    assert reply.custom["calls"]
    for _ in range(4):
        if rules(reply)[0] == "task":
            break
        reply = ask("bấm nút", reply.custom["buttons"][-1]["payload"]["say"])
    assert reply.answers == ["vua-bi-lua"]


def test_an_interruption_is_answered_as_ever_and_leads_back(ask: Callable[..., Reply]) -> None:
    ask("bị ngắt", START)
    for said in INTERRUPTIONS:
        alone, inside = ask("không có form", said), ask("bị ngắt", said)
        assert (inside.kind, inside.answers, inside.custom["items"]) == (
            alone.kind,
            alone.answers,
            alone.custom["items"],
        ), said
        assert (BACK in buttons(inside)) == (inside.kind != "small_talk"), said
        assert "Trường hợp của tôi thì sao?" not in buttons(inside)
    assert rules(ask("bị ngắt", "72 tuổi"))[-1] == "card"
    assert rules(ask("bị ngắt", BACK))[-1] == "card"


def test_a_greeting_in_the_middle_is_met_with_the_question_that_waits(ask: Callable[..., Reply]) -> None:
    asked = ask("chào giữa chừng", START)
    again = ask("chào giữa chừng", "xin chào")
    assert rules(again) == rules(asked)
    assert buttons(again) == buttons(asked)
    assert again.custom["lead"].startswith("Ta làm tiếp nhé.")


def test_after_stopping_a_choice_means_nothing(ask: Callable[..., Reply]) -> None:
    ask("dừng", START)
    assert rules(ask("dừng", "thôi không làm nữa"))[0] == "task_stopped"
    assert rules(ask("dừng", "Thẻ gắn chip, còn hạn"))[0] != "task_question"


def test_the_form_outlives_many_interruptions_and_its_state_stays_small(
    ask: Callable[..., Reply], state_of: Callable[[str], str]
) -> None:
    ask("ngắt nhiều", START)
    ask("ngắt nhiều", "72 tuổi")
    sizes = []
    for said in islice(cycle(INTERRUPTIONS), 18):
        ask("ngắt nhiều", said)
        sizes.append(len(json.loads(state_of("ngắt nhiều"))))
    assert max(sizes[12:]) <= max(sizes[6:12])
    reply = ask("ngắt nhiều", "thẻ chip")
    assert rules(reply)[-1] == "phone"


def test_the_form_is_still_open_after_the_server_is_built_anew(
    settings_in: Callable[[Path], Settings], tmp_path: Path
) -> None:
    settings = settings_in(tmp_path)
    with running_bot(settings) as before:
        for said in (START, "72 tuổi", *INTERRUPTIONS[:4]):
            before.ask("qua đêm", said)
    with running_bot(settings) as after:
        assert BACK in buttons(after.ask("qua đêm", INTERRUPTIONS[0]))
        assert rules(after.ask("qua đêm", "thẻ chip"))[-1] == "phone"


def test_the_evidence_is_told_only_when_the_gateway_asks(bot: BotClient) -> None:
    question = "Quên mật khẩu VNeID thì làm sao?"
    assert "trace" not in bot.ask("người dân", question).custom
    told = bot.ask("cán bộ", question, {"explain": True}).custom
    assert told["rule"] == told["trace"]["rule"] == "found"
    assert told["trace"]["hits"][0]["id"] == "vneid-quen-mat-khau"
    assert "trace" not in bot.ask("cán bộ", "thế còn ngoài ra", {}).custom, "mỗi lượt phải xin lại"
    body = {"sender": "a", "message": question, "metadata": {"explain": "có"}}
    assert bot.post(json.dumps(body).encode())[0] == 400
