"""Hợp đồng REST của DESIGN.md 4.1: mọi khoá có mặt, đúng kiểu; chữ đọc riêng cũng đủ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from running_bot import BotClient, Reply

from bot.knowledge.model import Knowledge
from bot.knowledge.period import Period

pytestmark = pytest.mark.slow

KINDS = {
    "Quên mật khẩu VNeID thì làm sao?": "answer",
    "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?": "figure",
    "so sanh thanh hoa va hai duong ve dich vu cong toan trinh": "figure",
    "Nghệ An có bao nhiêu dịch vụ công toàn trình": "no_answer",
    "dang ky": "clarify",
    "gia vang hom nay bao nhieu": "out_of_scope",
    "hồ sơ của tôi nộp tuần trước đến đâu rồi": "own_record",
    "xin chào": "small_talk",
    "cảm ơn nhé": "small_talk",
    "bạn giúp được gì": "small_talk",
    "tạm biệt": "small_talk",
    "toi vua bi lua chuyen 20 trieu giờ sao": "safety",
    "cho tôi gặp cán bộ": "handoff",
}

Text, Optional = str, (str, type(None))
CUSTOM = {
    "kind": Text,
    "answers": [Text],
    "suggestions": [Text],
    "items": [
        {
            "id": Text,
            "title": Text,
            "short": Text,
            "steps": [Text],
            "details": [Text],
            "notes": [Text],
            "table": (dict, type(None)),
            "related": [Text],
            "as_of": Optional,
            "valid_from": Optional,
            "valid_until": Optional,
            "superseded_by": Optional,
            "read_on": Optional,
            "sources": [{"id": Text, "title": Text, "publisher": Text, "published": Optional, "url": Optional}],
        }
    ],
    "sources": [{"id": Text, "title": Text, "publisher": Text, "published": Optional, "url": Optional}],
    "as_of": Optional,
    "calls": [{"label": Text, "number": Text}],
    "buttons": [{"title": Text, "payload": dict}],
}


def unlike(shape: Any, value: Any, path: str = "custom") -> list[str]:
    """Những chỗ `value` khác khuôn `shape`."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or not set(shape) <= set(value):
            return [f"{path}: khoá {sorted(value)}, cần {sorted(shape)}"]
        return [wrong for key in shape for wrong in unlike(shape[key], value[key], f"{path}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path}: không phải danh sách"]
        return [wrong for n, item in enumerate(value) for wrong in unlike(shape[0], item, f"{path}[{n}]")]
    return [] if isinstance(value, shape) else [f"{path}: {value!r}"]


@pytest.fixture(scope="module")
def replies(ask: Callable[..., Reply]) -> dict[str, Reply]:
    return {text: ask(f"hợp đồng {text}", text) for text in KINDS}


@pytest.mark.parametrize("text", KINDS)
def test_every_key_of_the_contract_is_there_with_its_type(text: str, replies: dict[str, Reply]) -> None:
    assert unlike(CUSTOM, replies[text].custom) == []
    assert replies[text].kind == KINDS[text]


@pytest.mark.parametrize("text", KINDS)
def test_the_text_alone_says_something(text: str, replies: dict[str, Reply]) -> None:
    assert len(replies[text].text) > 20


@pytest.mark.parametrize("text", KINDS)
def test_the_parts_of_a_reply_agree(text: str, replies: dict[str, Reply]) -> None:
    custom = replies[text].custom
    assert [item["id"] for item in custom["items"]] == custom["answers"]
    assert {source["id"] for source in custom["sources"]} == {
        source["id"] for item in custom["items"] for source in item["sources"]
    }
    assert custom["as_of"] == (custom["items"][0]["as_of"] if custom["items"] else None)
    assert len(custom["suggestions"]) <= 3


@pytest.mark.parametrize("text", [text for text, kind in KINDS.items() if kind in ("answer", "figure", "safety")])
def test_the_text_holds_the_short_answer_its_source_and_its_date(text: str, replies: dict[str, Reply]) -> None:
    reply = replies[text]
    assert reply.custom["items"]
    for item in reply.custom["items"]:
        assert item["short"] in reply.text
        assert item["sources"], "mục nào cũng phải có nguồn"
        assert any(source["publisher"] in reply.text for source in item["sources"])
        if item["as_of"] and reply.kind != "figure":
            assert Period.parse(item["as_of"]).spoken() in reply.text


def test_a_button_never_carries_an_intent(replies: dict[str, Reply], knowledge: Knowledge) -> None:
    buttons = [button for reply in replies.values() for button in reply.custom["buttons"]]
    assert buttons
    for button in buttons:
        ((key, value),) = button["payload"].items()
        assert key in ("answer", "say")
        assert key == "say" or value in knowledge.answers
        assert not value.startswith("/")


def test_suggestions_are_offered_as_buttons(replies: dict[str, Reply]) -> None:
    custom = replies["dang ky"].custom
    offered = [button["payload"] for button in custom["buttons"] if "answer" in button["payload"]]
    assert offered == [{"answer": suggestion} for suggestion in custom["suggestions"]]
    assert offered
    assert all(button["title"] in replies["dang ky"].text for button in custom["buttons"])


def test_an_undated_answer_says_so_and_when_it_was_read(ask: Callable[..., Reply], knowledge: Knowledge) -> None:
    undated = next(
        answer
        for answer in knowledge.answers.values()
        if all(knowledge.sources[source].published is None for source in answer.sources)
    )
    reply = ask("không ngày", undated.title, {"answer": undated.id})
    assert reply.custom["as_of"] is None
    assert "nguồn không ghi ngày, tra cứu" in reply.text


@pytest.mark.parametrize("message", ["", "tiêu đề"])
def test_a_pressed_button_shows_exactly_its_answer(message: str, ask: Callable[..., Reply]) -> None:
    reply = ask("bấm nút", message, {"answer": "vneid-quen-passcode"})
    assert (reply.kind, reply.answers) == ("answer", ["vneid-quen-passcode"])


@pytest.mark.parametrize("topic", ["vneid", "bhyt", "an-toan", "thanh-toan", "dich-vu-cong", "can-cuoc"])
def test_a_button_of_any_topic_shows_its_answer_whatever_the_title_sounds_like(
    topic: str, ask: Callable[..., Reply], knowledge: Knowledge
) -> None:
    chosen = [answer for answer in knowledge.answers.values() if answer.topic == topic][:8]
    shown = [ask("bấm nhiều nút", answer.title, {"answer": answer.id}).answers for answer in chosen]
    assert shown == [[answer.id] for answer in chosen]


def test_a_message_to_the_person_is_addressed_to_the_sender(bot: BotClient) -> None:
    status, messages = bot.post('{"sender": "cô Ba", "message": "xin chào"}'.encode())
    assert status == 200
    assert {message["recipient_id"] for message in messages} == {"cô Ba"}


def test_a_message_without_metadata_or_sender_is_answered(bot: BotClient) -> None:
    status, messages = bot.post('{"message": "xin chào"}'.encode())
    assert status == 200
    assert messages


@pytest.mark.parametrize("path", ["/", "/webhooks/rest/", "/healthz", "/readyz"])
def test_a_running_bot_says_it_is_well(path: str, bot: BotClient) -> None:
    assert bot.get(path)[0] == 200


def test_metrics_count_messages_by_kind(bot: BotClient) -> None:
    def counted(kind: str) -> float:
        name = f'bot_messages_total{{kind="{kind}"}} '
        return next((float(row[len(name) :]) for row in bot.metrics().splitlines() if row.startswith(name)), 0.0)

    before = {kind: counted(kind) for kind in ("figure", "small_talk")}
    bot.ask("đếm", "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    bot.ask("đếm", "cảm ơn nhé")
    bot.ask("đếm", "tạm biệt")
    assert {kind: counted(kind) - before[kind] for kind in before} == {"figure": 1, "small_talk": 2}


def test_metrics_never_carry_what_a_person_wrote(bot: BotClient) -> None:
    bot.ask("đếm kín", "quen mat khau vneid chuyenrieng")
    page = bot.metrics()
    assert "chuyenrieng" not in page
    assert "đếm kín" not in page
