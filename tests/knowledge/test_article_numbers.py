"""Đọc con số viết kiểu Việt Nam."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.article.numbers import find_numbers, read_amount


@given(st.integers(0, 10**10))
def test_a_whole_number_grouped_by_dots_is_read_back(number: int) -> None:
    assert read_amount(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 10**6), st.integers(0, 999).map(lambda n: f"{n:03}"))
def test_a_comma_is_the_decimal_mark(whole: int, decimals: str) -> None:
    assert read_amount(f"{whole},{decimals}") == float(f"{whole}.{decimals}")


@given(
    st.integers(1, 9999),
    st.sampled_from([("nghìn", 10**3), ("ngàn", 10**3), ("triệu", 10**6), ("tỷ", 10**9), ("nghìn tỷ", 10**12)]),
)
def test_a_word_of_scale_multiplies(number: int, scale: tuple[str, int]) -> None:
    assert math.isclose(read_amount(f"{number} {scale[0]}"), number * scale[1])


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("1,52 triệu hồ sơ", "SỐ", (1_520_000.0,)),
        ("1.200 tỷ đồng", "SỐ", (1.2e12,)),
        ("5 tỷ lệ", "SỐ", (5.0,)),
        ("02 hội nghị", "SỐ", (2.0,)),
        ("99,66%", "PHẦN_TRĂM", (99.66,)),
        ("99.5 %", "PHẦN_TRĂM", (99.5,)),
        ("12 phần trăm", "PHẦN_TRĂM", (12.0,)),
        ("0,5 điểm phần trăm", "PHẦN_TRĂM", (0.5,)),
        ("11/43 chỉ tiêu", "PHÂN_SỐ", (11.0, 43.0)),
        ("4.342/4.357 thôn", "PHÂN_SỐ", (4342.0, 4357.0)),
        ("91,5%/90%", "CẶP", (91.5, 90.0)),
        ("50% - 70%", "KHOẢNG", (50.0, 70.0)),
        ("3-5 người", "KHOẢNG", (3.0, 5.0)),
    ],
)
def test_a_number_is_read_with_its_kind(text: str, kind: str, values: tuple[float, ...]) -> None:
    (number,) = find_numbers(text)
    assert (number.kind, number.values) == (kind, values)


@pytest.mark.parametrize(
    "text",
    [
        "17/QĐ-UBND",
        "06-NQ/TU",
        "59/2022/NĐ-CP",
        "52/2019/QH14",
        "10:00",
        "7h30",
        "24/7",
        "0912 345 678",
        "0208.385.1234",
        "1900 6789",
        "IMG_7472.JPG",
        "5G",
        "4.0",
        "Covid-19",
        "bao-mau.vn/2024/12",
    ],
)
def test_digits_that_count_nothing_have_no_value(text: str) -> None:
    assert [number.values for number in find_numbers(text)] == [()]


@given(st.text(alphabet="0123456789.,/%-: aàđhQĐ()", max_size=40))
def test_found_numbers_are_spans_in_order(text: str) -> None:
    last = 0
    for number in find_numbers(text):
        assert last <= number.start < number.end <= len(text)
        last = number.end
