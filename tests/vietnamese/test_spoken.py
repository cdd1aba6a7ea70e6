"""Tên và cụm viết theo lời nói: nhiều từ thành một tên, có dấu hay không dấu, còn chữ lành thì giữ."""

import pytest

from bot.vietnamese.expand import shorthand
from bot.vietnamese.spoken import spoken
from bot.vietnamese.understand import Change, Understanding
from tests.vietnamese.lines import LINES

UNDERSTANDING = Understanding(LINES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("quên mật khẩu vi en ây đi", "quên mật khẩu vneid"),
        ("quên mật khẩu vi-en-i-đi", "quên mật khẩu vneid"),
        ("Ve nờ e i đê là gì", "vneid là gì"),
        ("đăng ký VN eID ở đâu", "đăng ký vneid ở đâu"),
        ("mã ô tê pê", "mã otp"),
        ("mk muốn đổi mk", "mình muốn đổi mật khẩu"),
        ("acc bank bị error, check giúp mk", "tài khoản ngân hàng bị lỗi, kiểm tra giúp mình"),
        ("wên pass hok ktra đc", "quên mật khẩu không kiểm tra được"),
        ("ra CAX, UBND làm CCCD", "ra công an xã, ủy ban nhân dân làm căn cước công dân"),
    ],
)
def test_what_people_say_becomes_what_the_knowledge_calls_it(written: str, meant: str) -> None:
    assert UNDERSTANDING.read(written).text == meant


@pytest.mark.parametrize("text", ["con vi phạm en nhé", "gửi vi-en-i-di@a.vn", "đi ra ca hát"])
def test_other_text_stays(text: str) -> None:
    assert UNDERSTANDING.read(text).text == text


def test_a_name_made_of_many_words_has_the_span_of_them_all() -> None:
    assert UNDERSTANDING.read("quên vi-en, i đi nhé").steps == (Change("spoken", 5, 16, "vi-en, i đi", "vneid"),)


def test_part_of_a_glued_word_may_join_the_next_word() -> None:
    understanding = Understanding([*LINES, *["Cài vi en ở đâu được?"] * 5])
    read = understanding.read("càivien i đi rồi")
    assert read.text == "cài vneid rồi"
    assert [(change.start, change.end) for change in read.steps] == [(0, 7), (0, 12)]


def test_what_the_table_gives_is_not_in_the_table_again() -> None:
    for meant in spoken().values():
        text = " ".join(meant)
        assert UNDERSTANDING.read(text).text == text


def test_a_single_word_belongs_in_the_shorthand_table() -> None:
    assert [said for said in spoken() if len(said) == 1] == []
    assert "vneid" not in shorthand()
