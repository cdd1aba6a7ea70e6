"""Chữ lẫn âm: chỉ sửa khi kho chưa từng viết nó ở đó mà hay viết chữ đồng âm."""

import pytest

from bot.vietnamese.sounds import sound
from bot.vietnamese.understand import Understanding
from tests.vietnamese.lines import LINES

UNDERSTANDING = Understanding(
    [
        *LINES,
        *["Đăng ký nơi thường trú ở đâu?", "Hải Dương nhập với thành phố nào?", "Hộ chiếu đi nước nào được?"] * 10,
        *["Thầy Lào dạy chú tôi."] * 3,
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lơi", "nơi"),
        ("chú", "trú"),
        ("xổ", "sổ"),
        ("giương", "dương"),
        ("hãi", "hải"),
        ("căng", "căn"),
        ("mặc", "mặt"),
    ],
)
def test_syllables_people_confuse_share_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("nga", "la"), ("nhà", "là"), ("đi", "di"), ("má", "mà"), ("cha", "ca"), ("gì", "dì")]
)
def test_other_syllables_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("đăng ký lơi thường chú", "đăng ký nơi thường trú"),
        ("dang ky noi thuong chu", "đăng ký nơi thường trú"),
        ("Ở Hãi Giương", "Ở Hải Dương"),
        ("bão hiễm y tế", "bảo hiểm y tế"),
    ],
)
def test_a_confused_syllable_is_corrected_where_the_knowledge_is_sure(written: str, meant: str) -> None:
    assert UNDERSTANDING.read(written).text == meant


@pytest.mark.parametrize("text", ["người Lào được không", "Thường, chú tôi hỏi", "chú tôi thường đi", "mặt hàng lạ"])
def test_a_syllable_that_may_be_right_stays(text: str) -> None:
    assert UNDERSTANDING.read(text).text == text
