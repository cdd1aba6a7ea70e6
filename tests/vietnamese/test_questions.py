"""Tìm câu hỏi trong tin nhắn dài."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.questions import questions


def test_the_questions_of_a_story_are_found_in_order() -> None:
    story = (
        "Mẹ tôi 70 tuổi, hôm qua đi viện. Thẻ bảo hiểm giấy bị mất rồi. Vậy đưa căn cước có được không? "
        "Phiên bản 2.2.6 báo lỗi hoài, phải làm gì đây. Tôi cảm ơn"
    )
    assert questions(story) == ["Vậy đưa căn cước có được không?", "Phiên bản 2.2.6 báo lỗi hoài, phải làm gì đây."]


@pytest.mark.parametrize("text", ["", "Sao?", "tôi bị mất thẻ", "🙂🙂🙂"])
def test_what_asks_nothing_has_no_question(text: str) -> None:
    assert questions(text) == []


@given(st.text(max_size=2_000))
def test_every_question_stands_in_the_message(text: str) -> None:
    assert all(question in text for question in questions(text))
