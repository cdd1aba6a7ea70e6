"""Đọc tin nhắn: các bước cùng chạy, giữ bản gốc, nói rõ đã đổi gì; không mất số, không lỗi với chữ nào."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.vietnamese.expand import shorthand
from bot.vietnamese.normalise import normalise
from bot.vietnamese.regional import regional
from bot.vietnamese.syllable import is_syllable
from bot.vietnamese.understand import STEPS, Change, Understanding
from tests.vietnamese.lines import LINES

UNDERSTANDING = Understanding(LINES)

_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
pieces = st.sampled_from(
    "toi muoons hoir to6i muo61n muonhoi cancuoc khogn ko bhyt đc tui ở mô muon hỏi 113 9.433 15/63 99,66% CT07 VNeID "
    "vi en ây đi vn eid mk lơi chú "
    "https://a.vn a@b.vn visa data ĐĂNG ký OTP d9u7o7c5 x1 2a . ? ! / - \u0301 ﬁ İ \ud800 \u200b 😀 năm2024 hoà".split(
        " "
    )
)
anything = (
    st.text(alphabet=st.characters(), max_size=120)
    | st.lists(pieces, max_size=14).map(" ".join)
    | st.lists(pieces, max_size=8).map("".join)
    | st.text(alphabet="aăâdđeêiouưmnghctksfrxjw0123456789 .,?\u0301\u0323", max_size=80)
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("toi muoons hoir caanf gif", "tôi muốn hỏi cần gì"),
        ("toi muonhoi lam cancuoc", "tôi muốn hỏi làm căn cước"),
        ("baohiemyte het han", "bảo hiểm y tế hết hạn"),
        ("muốnhỏi bảohiểmytế", "muốn hỏi bảo hiểm y tế"),
        ("tôi quên mâtj khẩu", "tôi quên mật khẩu"),
        ("khogn co bao hiem thi co duoc kham khong", "không có bảo hiểm thì có được khám không"),
        ("tôi muon hỏi the bao hiem", "tôi muốn hỏi thẻ bảo hiểm"),
        ("tui đăng ký ở mô", "tôi đăng ký ở đâu"),
        ("lên CA xã hỏi", "lên công an xã hỏi"),
        ("ko có bhyt", "không có bảo hiểm y tế"),
        ("tôi quên mật khẩu đuợc khôg", "tôi quên mật khẩu được không"),
        ("cóbảo hiểm khôngcó", "có bảo hiểm không có"),
        ("DANG KY O DAU", "ĐĂNG KÝ Ở ĐÂU"),
    ],
)
def test_read_understands_what_people_type(written: str, meant: str) -> None:
    assert UNDERSTANDING.read(written).text == meant


@pytest.mark.parametrize(
    "text",
    [
        *LINES[:7],
        "Tôi ở Thanh Hoá, xã Thiệu Hoá",
        "my name is John, I want to apply for a passport",
        "Gửi 2345/QĐ-NHNN tới muonhoi@khogn.vn",
        "Anh Khogn và chị Nguyeen",
        "camera data internet",
        "Tôi học thpt",
        "",
    ],
)
def test_read_leaves_good_text_and_names_and_codes_alone(text: str) -> None:
    assert UNDERSTANDING.read(text).text.replace("ứng dụng", "app") == text


def test_read_tells_what_each_step_changed_and_where() -> None:
    assert UNDERSTANDING.read("ko quen, muonhoi").steps == (
        Change("shorthand", 0, 2, "ko", "không"),
        Change("glued", 9, 16, "muonhoi", "muon hoi"),
        Change("accents", 3, 7, "quen", "quên"),
        Change("accents", 9, 16, "muon hoi", "muốn hỏi"),
    )


def test_spans_point_into_the_original_even_when_it_was_not_normalised() -> None:
    original = unicodedata.normalize("NFD", "tôi quên mật khẩu ") + "khogn co bao hiem"
    (typo, *_) = UNDERSTANDING.read(original).steps
    assert original[typo.start : typo.end] == typo.before == "khogn"


def test_a_step_can_be_switched_off() -> None:
    without = Understanding(LINES, [step for step in STEPS if step != "accents"])
    assert without.read("toi muonhoi").text == "toi muon hoi"


@pytest.mark.parametrize("lines", [[], [""], ["abc def"], ["không"]])
def test_a_tiny_knowledge_guesses_nothing(lines: list[str]) -> None:
    assert Understanding(lines).read("Toi muonhoi khogn lam 12").text == "Toi muonhoi khogn lam 12"


@settings(max_examples=500, deadline=None)
@given(anything)
def test_reading_settles_in_one_go(text: str) -> None:
    once = UNDERSTANDING.read(text).text
    assert UNDERSTANDING.read(once).text == once


@settings(max_examples=500, deadline=None)
@given(anything)
def test_reading_keeps_the_original_every_number_and_true_spans(text: str) -> None:
    read = UNDERSTANDING.read(text)
    assert read.original == text
    assert _NUMBER.findall(read.text) == _NUMBER.findall(normalise(text))
    for change in read.steps:
        assert 0 <= change.start < change.end <= len(text)
        assert change.before != change.after
    read.text.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(anything)
def test_a_first_change_tells_what_the_original_says_there(text: str) -> None:
    seen: list[tuple[int, int]] = []
    clean = normalise(text)
    for change in UNDERSTANDING.read(clean).steps:
        if all(change.end <= start or end <= change.start for start, end in seen):
            assert clean[change.start : change.end].lower() == change.before.lower()
        seen.append((change.start, change.end))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 100).flatmap(lambda size: anything.map(lambda text: (text * 10_000)[: size * 100])))
def test_any_text_of_ten_thousand_characters_is_read(text: str) -> None:
    once = UNDERSTANDING.read(text).text
    assert UNDERSTANDING.read(once).text == once
    assert _NUMBER.findall(once) == _NUMBER.findall(normalise(text))


def test_long_text_is_only_normalised() -> None:
    text = "muonhoi " * 2_000
    assert UNDERSTANDING.read(text).text == text


def test_no_common_word_in_the_regional_table_is_regional_itself() -> None:
    for said, common in regional().items():
        assert len(common) >= len(said)
        assert UNDERSTANDING.read(" ".join(common)).text == " ".join(common)


def test_the_regional_table_holds_syllables_that_shorthand_does_not_hold() -> None:
    for said, common in regional().items():
        assert all(map(is_syllable, (*said, *common)))
        assert " ".join(said) not in shorthand()


def test_a_guess_that_becomes_shorthand_is_expanded_in_the_same_reading() -> None:
    understanding = Understanding([*LINES, *["Con làm căn cước được hổng?"] * 5])
    assert understanding.read("lam can cuoc duoc hong").text == "làm căn cước được không"
