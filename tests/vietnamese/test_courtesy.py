"""Lời chào, lời cảm ơn bọc quanh câu hỏi."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese import terms
from bot.vietnamese.courtesy import FEWEST, without_courtesy


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Xin chào, mình hỏi chút: mất thẻ thì sao? Xin cảm ơn!", "mất thẻ thì sao?"),
        ("Dạ cho em hỏi thẻ bhyt hết hạn thì sao ạ? Em cảm ơn ạ", "thẻ bhyt hết hạn thì sao ạ?"),
        ("CHO HOI mat the o dau, CAM ON", "mat the o dau"),
        ("Kính gửi quý cơ quan, tôi muốn hỏi đổi thẻ ở đâu, mong sớm được trả lời ạ", "đổi thẻ ở đâu"),
    ],
)
def test_the_wrapping_is_taken_off(text: str, kept: str) -> None:
    assert without_courtesy(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "cảm ơn bạn",
        "chào bạn",
        "đã nhận được tin cảm ơn của ngân hàng",
        "hi vọng được cấp thẻ",
        "da nhan duoc tien",
        "",
    ],
)
def test_what_is_not_a_wrapping_stays(text: str) -> None:
    assert without_courtesy(text) == text


def test_a_greeting_word_that_begins_another_word_pair_is_still_taken_off() -> None:
    assert without_courtesy("chào cờ là gì") == "cờ là gì"


@given(st.text(max_size=500))
def test_any_text_stays_itself_or_loses_only_its_ends(text: str) -> None:
    kept = without_courtesy(text)
    assert kept.removesuffix("?") in text
    assert kept == text or len(terms(kept)) >= FEWEST
