"""Biến thể: gõ khác đi, mà lần nào cũng như nhau."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.variants import VARIANTS, retyped


@pytest.mark.parametrize(
    ("variant", "typed"),
    [
        ("no_accents", "Lam sao nop ho so o xa"),
        ("caps", "LÀM SAO NỘP HỒ SƠ Ở XÃ"),
        ("telex", "Lamf sao noopj hoof sow owr xax"),
        ("vni", "Lam2 sao no6p5 ho62 so7 o73 xa4"),
        ("south", "Làm sao nộp hồ sơ ở xả"),
        ("nghe", "Làm răng nộp hồ sơ ở xả"),
    ],
)
def test_a_variant_is_how_people_type(variant: str, typed: str) -> None:
    assert retyped("Làm sao nộp hồ sơ ở xã", variant) == typed


def test_the_north_confuses_some_onsets_and_nothing_else() -> None:
    said = "Làm sao nộp hồ sơ, trong xã chưa có lịch làm căn cước"
    heard = retyped(said, "north")
    assert heard != said
    table = str.maketrans({"l": "n", "s": "x"})
    assert heard.lower().replace("tr", "ch").translate(table) == said.lower().replace("tr", "ch").translate(table)


@given(st.text(max_size=300), st.sampled_from(sorted(VARIANTS)))
def test_the_same_text_is_always_retyped_the_same(text: str, variant: str) -> None:
    assert retyped(text, variant) == retyped(text, variant)
    assert retyped(text, None) == text
