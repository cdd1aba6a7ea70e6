"""Điều bot nhớ về một cuộc trò chuyện: riêng từng người, có thứ tự, có giới hạn, sống qua khởi động lại."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from running_bot import BotClient, Reply, running_bot

from bot.settings import Settings

pytestmark = pytest.mark.slow

FIGURE = "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?"
FOLLOW_UP = "thế còn Hải Dương?"


def test_two_people_are_kept_apart(ask: Callable[..., Reply]) -> None:
    ask("người một", FIGURE)
    ask("người hai", "Sầm Sơn có mấy tổ công nghệ số cộng đồng")
    assert ask("người một", FOLLOW_UP).answers == ["g003-053"]
    assert ask("người hai", FOLLOW_UP).answers == ["g003-097"]


def test_a_newcomer_inherits_nothing(ask: Callable[..., Reply]) -> None:
    ask("người trước", FIGURE)
    assert ask("người mới", FOLLOW_UP).answers == []


def test_two_messages_at_once_are_handled_one_after_the_other(bot: BotClient, state_of: Callable[[str], str]) -> None:
    questions = {FIGURE: ["g001-015"], "Quên mật khẩu VNeID thì làm sao?": ["vneid-quen-mat-khau"]}
    for attempt in range(5):
        sender = f"hai tin {attempt}"
        with ThreadPoolExecutor(2) as pool:
            replies = dict(
                zip(questions, pool.map(lambda text, who=sender: bot.ask(who, text), questions), strict=True)
            )
        assert {text: answered.answers for text, answered in replies.items()} == questions
        events = [event for event in json.loads(state_of(sender)) if event["event"] in ("user", "action")]
        heard = [n for n, event in enumerate(events) if event["event"] == "user"]
        assert {events[n]["text"] for n in heard} == set(questions)
        for n in heard:
            assert [event["name"] for event in events[n + 1 : n + 3]] == ["action_answer", "action_listen"]


def test_many_people_at_once_each_get_their_own_answer(bot: BotClient) -> None:
    wanted = {
        f"đông {n}": (FIGURE, ["g001-015"]) if n % 2 else ("quen passcode vneid", ["vneid-quen-passcode"])
        for n in range(20)
    }
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda who: bot.ask(who, wanted[who][0]).answers, wanted))
    assert answers == [answer for _, answer in wanted.values()]


def test_the_state_of_a_long_talk_stays_bounded_and_holds_no_word_of_the_bot(
    ask: Callable[..., Reply], state_of: Callable[[str], str]
) -> None:
    turns = [
        FIGURE,
        FOLLOW_UP,
        "Quên mật khẩu VNeID thì làm sao?",
        "bước 2 là gì",
        "xin chào",
        "gia vang hom nay bao nhieu",
    ]
    sizes: list[tuple[int, int]] = []
    said: list[str] = []
    for n in range(60):
        answered = ask("nói dài", turns[n % len(turns)])
        said += [item["short"] for item in answered.custom["items"]]
        state = state_of("nói dài")
        sizes.append((len(state.encode()), len(json.loads(state))))
    cycle = len(turns)
    early, late = sizes[cycle : 2 * cycle], sizes[-cycle:]
    assert [count for _, count in late] == [count for _, count in early], "lượt 60 không giữ nhiều hơn lượt 12"
    assert max(late)[0] < max(early)[0] * 1.05  # số lẻ của mốc giờ dài ngắn khác nhau
    assert max(size for size, _ in sizes) < 16_000
    assert max(count for _, count in sizes) < 40
    assert '"event": "bot"' not in state
    assert not [short for short in said if short in state]


def test_what_was_talked_about_long_ago_is_still_in_the_slots(ask: Callable[..., Reply]) -> None:
    ask("nhớ lâu", FIGURE)
    for _ in range(6):
        ask("nhớ lâu", "cảm ơn nhé")
    assert ask("nhớ lâu", FOLLOW_UP).answers == ["g003-053"]


def test_a_talk_goes_on_after_the_server_is_built_anew_on_the_same_database(
    settings_in: Callable[[Path], Settings], tmp_path: Path
) -> None:
    settings = settings_in(tmp_path)
    with running_bot(settings) as before:
        assert before.ask("qua đêm", FIGURE).answers == ["g001-015"]
    with running_bot(settings) as after:
        assert after.ask("qua đêm", FOLLOW_UP).answers == ["g003-053"]
        again: dict[str, Any] = after.ask("qua đêm", "nói lại đi").custom
        assert again["answers"] == ["g003-053"]
