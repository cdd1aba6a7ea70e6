"""Telex và VNI: chỉ giải khi cả câu gõ như thế; số, mã, địa chỉ, tiếng Anh còn nguyên."""

import pytest

from bot.vietnamese.keys import decode_telex, decode_vni, telex, vni
from bot.vietnamese.vocabulary import Vocabulary
from bot.vietnamese.written import render, split
from tests.vietnamese.lines import LINES

VOCABULARY = Vocabulary(LINES)


def decoded(text: str) -> str:
    return render(text, decode_vni(decode_telex(split(text), VOCABULARY), VOCABULARY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("toi muoons hoir caanf gif", "toi muốn hỏi cần gì"),
        ("TOOI MUOONS HOIR", "TÔI MUỐN HỎI"),
        ("Ddawng kys, ddi ddaau?", "Đăng ký, đi đâu?"),
        ("ddc khoong", "đc không"),
        ("to6i muo61n ho3i", "tôi muốn hỏi"),
        ("Ca6n2 gi2 d9e63 d9a8ng ky1", "Cần gì để đăng ký"),
    ],
)
def test_keys_of_a_whole_message_are_decoded(typed: str, meant: str) -> None:
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "so 113",
        "level 2 muc 2 1900 0368",
        "tang1 quan3 o dau",
        "CT07 CT01 NQ57",
        "Tôi muốn mua visa đi bus",
        "https://muoons.hoir.vn/to6i a@khoong.vn",
        "2345/QĐ-NHNN",
    ],
)
def test_what_is_not_typed_with_keys_stays(text: str) -> None:
    assert decoded(text) == text


def test_codes_and_numbers_inside_a_telex_message_stay() -> None:
    assert decoded("toi muoons hoir CT07 VNeID QR app muwcs 2 soos 1900 0368") == (
        "toi muốn hỏi CT07 VNeID QR app mức 2 số 1900 0368"
    )


@pytest.mark.parametrize("word", ["dduowcj", "dduwowcj", "dduocwj", "duwowcjd", "dduowjc"])
def test_telex_keys_may_come_in_any_order(word: str) -> None:
    typed = telex(word)
    assert typed is not None
    assert typed.text == "được"


@pytest.mark.parametrize("word", ["d9u7o7c5", "d9uo7c5", "duoc795", "d9uo75c"])
def test_vni_keys_may_come_in_any_order(word: str) -> None:
    typed = vni(word)
    assert typed is not None
    assert typed.text == "được"
