"""Lớp tiếng Việt: chữ người dân gõ được giữ nguyên, nhưng so khớp như nhau dù gõ kiểu nào."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.vietnamese import expand, fold, normalise, segment, terms
from bot.vietnamese.expand import shorthand

AWKWARD = [
    "Quên mật khẩu VNeID thì làm sao?",
    "di kham benh co can mang the bhyt giay khong",
    "hoà bình, hòa bình, Thanh Hoá, Thanh Hóa, thuỷ, thủy, quý, quí",
    unicodedata.normalize("NFD", "Đường Nguyễn Huệ, xã Thiệu Hoá"),
    "  hai   dấu  cách\tvà\nxuống dòng\r\n ",
    "số 038090001234 chuyển 100.000đ!!! 😀👨‍👩‍👧 ???",
    "\u200bẩn\u200d giữa\ufeff chữ",
    "ÐĂNG KÝ ĐĂNG KÝ đăng ký",
    "",
    "\u0301\u0323 dấu rời",
    "a" * 10_000,
    "tôi muốn hỏi " * 770,
]

anything = st.text(max_size=300) | st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ \u0301\u0300\u0309\u0303\u0323 .,?0123456789", max_size=300
)


def spans_cover_the_text(text: str) -> None:
    tokens = segment(text)
    reached = 0
    for token in tokens:
        assert token.start >= reached
        assert token.end > token.start
        assert text[token.start : token.end] == token.text
        assert not text[reached : token.start].strip(), "một ký tự bị bỏ rơi trước từ"
        reached = token.end
    assert not text[reached:].strip(), "một ký tự bị bỏ rơi ở cuối"


@pytest.mark.parametrize("text", AWKWARD)
def test_segment_gives_spans_of_the_text_that_cover_it(text: str) -> None:
    spans_cover_the_text(text)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_segment_covers_any_text(text: str) -> None:
    spans_cover_the_text(text)
    spans_cover_the_text(unicodedata.normalize("NFD", text))


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=100, max_size=100).map(lambda text: text * 100))
def test_segment_covers_ten_thousand_characters(text: str) -> None:
    spans_cover_the_text(text)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_normalise_and_fold_settle_in_one_go(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(once)) == fold(once)
    once.encode("utf-8")


def test_normalise_keeps_what_people_wrote() -> None:
    assert normalise("Hoà  và hòa\nở ĐÂY") == "Hoà  và hòa\nở ĐÂY"


def test_normalise_turns_lone_surrogates_and_controls_into_harmless_characters() -> None:
    assert normalise("a\ud800b\x00c\u200bd") == "a\ufffdb cd"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("ĐĂNG KÝ", "dang ky"),
        ("Ðồng", "dong"),
        (unicodedata.normalize("NFD", "Việt"), "viet"),
    ],
)
def test_fold_makes_every_spelling_equal(one: str, other: str) -> None:
    assert fold(normalise(one)) == fold(normalise(other))


def test_expand_replaces_whole_words_only() -> None:
    assert expand("ko có bhyt thì đc ko") == "không có bảo hiểm y tế thì được không"
    assert expand("kohe bhytx") == "kohe bhytx"


def test_no_full_form_in_the_shorthand_table_is_a_shorthand_itself() -> None:
    table = shorthand()
    assert {short: full for short, full in table.items() if expand(full) != full} == {}


@settings(max_examples=200, deadline=None)
@given(anything)
def test_expand_settles_in_one_go(text: str) -> None:
    assert expand(expand(text)) == expand(text)


def test_terms_keep_numbers_whole() -> None:
    assert terms("9.433 trạm, đạt 99,66% (15/63)") == ["9.433", "tram", "dat", "99,66%", "15/63"]


def test_terms_are_the_same_with_and_without_accents_and_shorthand() -> None:
    assert terms("Đi khám bệnh quên thẻ bảo hiểm y tế có được không") == terms("di kham benh quen the bhyt co dc ko")
