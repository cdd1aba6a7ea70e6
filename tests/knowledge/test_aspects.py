"""Ý hỏi: nhận ra câu chỉ có ý hỏi, và tìm chỗ câu trả lời nói về ý ấy."""

from __future__ import annotations

import pytest

from bot.knowledge.aspects import read_aspects, sentences_about
from bot.knowledge.outcome import Item


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("mất bao lâu?", "time"),
        ("thế mấy ngày thì xong ạ", "time"),
        ("làm ở đâu?", "place"),
        ("vậy có mất tiền không", "cost"),
        ("can giay to gi", "papers"),
        ("ai phải làm", "who"),
        ("làm thế nào", "way"),
    ],
)
def test_a_question_without_a_subject_is_bare(text: str, aspect: str) -> None:
    asked = read_aspects(text)
    assert aspect in [found.name for found in asked.aspects]
    assert asked.bare


@pytest.mark.parametrize("text", ["làm căn cước mất bao lâu", "thế còn mất điện thoại thì sao", "xin chào", ""])
def test_a_question_with_a_subject_or_without_an_aspect_is_not_bare(text: str) -> None:
    assert not read_aspects(text).bare


def test_the_sentences_about_an_aspect_are_found_in_their_order() -> None:
    item = Item(
        id="a",
        title="Đổi thẻ?",
        short="Đến công an xã. Trong 7 ngày làm việc có thẻ.",
        sources=(),
        as_of=None,
        steps=("Mang theo thẻ cũ.",),
        details=("Lệ phí 50.000 đồng.",),
    )
    told = {
        text: sentences_about(item, read_aspects(text).aspects) for text in ("bao lâu", "ở đâu", "tiền phí", "mang gì")
    }
    assert told == {
        "bao lâu": ["Trong 7 ngày làm việc có thẻ."],
        "ở đâu": ["Đến công an xã."],
        "tiền phí": ["Lệ phí 50.000 đồng."],
        "mang gì": ["Mang theo thẻ cũ."],
    }
