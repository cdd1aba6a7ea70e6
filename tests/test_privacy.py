"""Che số cá nhân: số giấy tờ không lọt, số tiền không mất."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import PLACEHOLDERS, mask

CASES = json.loads((Path(__file__).parent / "privacy_cases.json").read_text(encoding="utf-8"))

words = st.text(st.characters(exclude_categories=("Nd", "Cs")), max_size=30)
digits = st.characters(categories=("Nd",))
talk = st.text(
    st.one_of(st.sampled_from("0123456789 .-/,[]()+đk\n"), st.characters(exclude_categories=("Cs",))), max_size=80
)
pieces = st.lists(
    st.one_of(
        st.sampled_from(
            ["stk ", "tài khoản ", "mã OTP ", "căn cước ", "bhxh ", "bhyt ", "ngân hàng", " đồng", "số tiền ", "ngày "]
        ),
        st.sampled_from(["[số thẻ]", "[số tài khoản]", "[mã OTP]", "[", "]", "GD", "+84", "1900", "0", "000", "2024"]),
        st.sampled_from([" ", ".", "-", ", ", "/", ") (", "\n"]),
        st.integers(0, 10**13).map(str),
        st.text(digits, max_size=6),
        words,
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_each_case_is_masked_as_the_table_says(case: dict[str, str]) -> None:
    assert mask(case["text"]).text == case["masked"]


def test_kinds_name_what_was_found_once_and_in_order() -> None:
    assert mask("0912345678, 0987654321 và 038090001234").kinds == ("phone", "id_card")
    assert mask("lệ phí 50.000 đồng").kinds == ()


def test_every_placeholder_survives_masking() -> None:
    for placeholder in PLACEHOLDERS.values():
        assert mask(placeholder).text == placeholder


@given(st.one_of(talk, pieces))
def test_masking_twice_equals_masking_once(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@given(
    words, st.from_regex(r"0[0-9]{11}", fullmatch=True), st.sampled_from(["", " ", ".", "-", "\u00a0", " - "]), words
)
def test_no_digit_of_an_identity_number_survives(before: str, number: str, gap: str, after: str) -> None:
    """Dù viết liền hay tách ba chữ số một, giữa bất cứ lời nào."""
    written = gap.join(number[n : n + 3] for n in range(0, 12, 3))
    masked = mask(before + " " + written + " " + after).text
    assert not any(char in "0123456789" for char in masked), masked


@given(
    st.sampled_from(["", "tôi chuyển nhầm ", "số tiền ", "ngân hàng trừ ", "tài khoản còn ", "mất otp và "]),
    st.integers(1, 10**12),
    st.booleans(),
    st.sampled_from([" đồng", "đ", " đ", " VNĐ", " vnd", " nghìn", " triệu", " tỷ", "k"]),
    st.sampled_from(["", " rồi", ", làm sao lấy lại?"]),
)
def test_sums_of_money_survive(before: str, amount: int, dotted: bool, unit: str, after: str) -> None:
    text = before + (f"{amount:,}".replace(",", ".") if dotted else str(amount)) + unit + after
    assert mask(text).text == text


@given(words)
def test_text_without_digits_is_left_alone(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    "unit", ["1 ", "1", "1234 ", "stk 123456 ", "012 ", "0912345678.", "ab ", "1. - ", "otp tk ", "[1", " ", "GD4 "]
)
def test_ten_thousand_characters_take_linear_time(unit: str) -> None:
    """Gấp bốn độ dài không được tốn quá khoảng tám lần thời gian; biểu thức quay lui thì tốn mười sáu lần trở lên."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9e9
        for _ in range(3):
            started = time.process_time()
            mask(text)
            best = min(best, time.process_time() - started)
        return best

    assert seconds(10_000) < 8 * seconds(2_500) + 0.05
