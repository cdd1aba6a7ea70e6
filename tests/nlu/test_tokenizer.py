"""Từ cho Rasa là đoạn của văn bản gốc; lemma như nhau dù gõ có dấu, không dấu hay viết tắt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from rasa.nlu.tokenizers.tokenizer import Token

    Tokens = Callable[[str], list[Token]]

pytestmark = pytest.mark.slow

AWKWARD = [
    "hoà bình, Thanh Hoá và Thanh Hóa",
    unicodedata.normalize("NFD", "Đường Nguyễn Huệ, xã Thiệu Hoá"),
    "  hai   dấu  cách\tvà\nxuống dòng\r\n ",
    "số 038090001234 chuyển 100.000đ!!! 😀👨‍👩‍👧 ???",
    "\u200bẩn\u200d giữa\ufeff chữ",
    "ÐĂNG KÝ ĐĂNG KÝ đăng ký",
    "\u0301\u0323 dấu rời",
    "bhyt ko đc, vnid lỗi r",
    "a" * 10_000,
    "tôi muốn hỏi " * 770,
]

PAIRS = [
    ("Đi khám bệnh quên thẻ bảo hiểm y tế có được không", "di kham benh quen the bhyt co dc ko"),
    ("Thanh Hoá", "THANH HÓA"),
    ("đăng ký thường trú", "dang ky thuong tru"),
    ("dịch vụ công trực tuyến", "dvctt"),
    ("quên mật khẩu vneid", "quên mk vnid"),
]


def syllables(tokens: list[Token]) -> list[str]:
    return " ".join(token.lemma for token in tokens).split()


def covers(tokens: list[Token], text: str) -> None:
    reached = 0
    for token in tokens:
        assert token.start >= reached
        assert text[token.start : token.end] == token.text
        assert not text[reached : token.start].strip()
        reached = token.end
    assert not text[reached:].strip()


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text)[:30])
def test_tokens_are_spans_of_the_text_that_cover_it(text: str, tokens: Tokens) -> None:
    covers(tokens(text), text)


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text)[:30])
def test_no_lemma_is_empty(text: str, tokens: Tokens) -> None:
    assert all(token.lemma for token in tokens(text))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_lemmas_are_the_same_with_and_without_accents_and_shorthand(one: str, other: str, tokens: Tokens) -> None:
    assert syllables(tokens(one)) == syllables(tokens(other))


def test_lemmas_are_the_same_for_loose_accents(tokens: Tokens) -> None:
    written = "quên mật khẩu"
    assert syllables(tokens(unicodedata.normalize("NFD", written))) == syllables(tokens(written))


def test_a_lemma_is_folded_and_expanded(tokens: Tokens) -> None:
    assert syllables(tokens("Ko có BHYT")) == "khong co bao hiem y te".split()


def test_a_token_without_any_letter_keeps_itself_as_lemma(tokens: Tokens) -> None:
    assert [token.lemma for token in tokens("😀")] == ["😀"]


def test_the_text_itself_keeps_its_accents_and_case(tokens: Tokens) -> None:
    assert " ".join(token.text for token in tokens("Quên mật khẩu VNeID")) == "Quên mật khẩu VNeID"


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_is_covered_and_has_lemmas(text: str, tokens: Tokens) -> None:
    found = tokens(text)
    covers(found, text)
    assert all(token.lemma for token in found)
