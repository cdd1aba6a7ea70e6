"""Âm tiết: chữ nào viết được trong tiếng Việt, dấu thanh đứng đâu."""

import pytest

from bot.vietnamese.syllable import TONES, is_syllable, split_tone, with_tone


@pytest.mark.parametrize(
    "word", "muốn hoà hòa quyền quốc quý gì giếng giữa nghiêng khuỷu yêu ở đường muon duong".split()
)
def test_is_syllable_accepts_what_vietnamese_writes(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", *"muoons hoir khoong dduowc app zalo cawn ngha kả mộc1 cảch xyz".split()])
def test_is_syllable_refuses_what_vietnamese_never_writes(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", "hòa thủy quý già gì muốn được giữa khuỷu ngoài nghiệm toán lý ở".split())
def test_tone_goes_back_where_it_was(word: str) -> None:
    assert with_tone(*split_tone(word)) == word


def test_tone_needs_a_vowel() -> None:
    assert with_tone("ng", TONES["s"]) == "ng"
