"""Lúc mà con số nói tới: trong câu, trong đoạn, hay "đến nay" của bài."""

from __future__ import annotations

import pytest
from article_reading import read_figures, read_one

from bot.knowledge.article.time_points import find_points
from bot.knowledge.period import Period

NOW = Period.parse("2024-08-15")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("ngày 10/8/2023", "2023-08-10"),
        ("ngày 2 tháng 9 năm 2023", "2023-09-02"),
        ("chiều 3/4", "2024-04-03"),
        ("tháng 5/2023", "2023-05"),
        ("tháng 5 năm 2023", "2023-05"),
        ("tháng 11", "2023-11"),
        ("Quý II/2024", "2024-04..2024-06"),
        ("quý I", "2024-01..2024-03"),
        ("6 tháng đầu năm 2023", "2023-01..2023-06"),
        ("Sáu tháng đầu năm", "2024-01..2024-06"),
        ("3 tháng cuối năm 2023", "2023-10..2023-12"),
        ("năm 2022", "2022"),
        ("năm ngoái", "2023"),
        ("so với tháng trước", "2024-07"),
    ],
)
def test_a_written_time_is_read(text: str, period: str) -> None:
    assert [point.period.text for point in find_points(text, NOW)] == [period]


@pytest.mark.parametrize("text", ["xếp thứ 15/63", "31/2/2024", "2.024 hồ sơ", "hàng năm"])
def test_what_is_not_a_time_is_left_alone(text: str) -> None:
    assert find_points(text, NOW) == []


@pytest.mark.parametrize(
    ("sentence", "as_of", "basis"),
    [
        ("Xã cấp 12 thẻ.", "2024-08-15", "article"),
        ("Năm 2022, xã cấp 12 thẻ.", "2022", "stated"),
        ("Xã cấp 12 thẻ trong năm 2022.", "2022", "stated"),
        ("Năm 2022 đã rà soát, đến nay xã cấp 12 thẻ.", "2024-08-15", "article"),
        ("Từ năm 2021 đến nay, xã cấp 12 thẻ.", "2021..2024-08-15", "stated"),
        ("Từ năm 2022 đến ngày 10/8/2023, xã cấp 12 thẻ.", "2022..2023-08-10", "stated"),
        ("Từ đầu năm đến nay, xã cấp 12 thẻ.", "2024-01..2024-08-15", "stated"),
        ("Tính đến hết tháng 10/2023, xã cấp 12 thẻ.", "2023-10-31", "stated"),
        ("Đến tháng 6/2024, xã cấp 12 thẻ.", "2024-06", "stated"),
        ("Xã cấp 12 thẻ (tính đến 30/6/2024).", "2024-06-30", "stated"),
        ("Giai đoạn 2021 - 2023, xã cấp 12 thẻ.", "2021..2023", "stated"),
        ("Theo Kế hoạch số 10/KH-UBND ngày 05/2/2023, xã cấp 12 thẻ.", "2024-08-15", "article"),
        ("Theo kế hoạch năm 2023, xã cấp 12 thẻ.", "2024-08-15", "article"),
        ("Thực hiện Đề án giai đoạn 2022 - 2025, xã cấp 12 thẻ.", "2024-08-15", "article"),
    ],
)
def test_the_time_of_a_figure(sentence: str, as_of: str, basis: str) -> None:
    figure = read_one(sentence)
    assert (figure.as_of.text, figure.as_of_basis) == (as_of, basis)


def test_a_base_of_comparison_in_front_of_brackets_is_their_time() -> None:
    times, base = read_figures("Xã cấp thẻ gấp 3,5 lần so với năm 2022 (48 thẻ).")
    assert (times.as_of.text, times.compared_with and times.compared_with.text) == ("2024-08-15", "2022")
    assert (base.value, base.as_of.text, base.as_of_basis) == (48, "2022", "stated")


def test_each_of_two_years_keeps_its_own_figure() -> None:
    figures = read_figures("Tỷ lệ nộp qua mạng tăng từ 50% năm 2022 lên 70% năm 2023.")
    assert [(figure.value, figure.as_of.text) for figure in figures] == [(50, "2022"), (70, "2023")]


def test_a_period_that_opens_a_paragraph_holds_for_its_later_sentences() -> None:
    first, second = read_figures("Quý I/2024, xã cấp 12 thẻ. Huyện mở 5 lớp.")
    assert (first.as_of.text, first.as_of_basis) == ("2024-01..2024-03", "stated")
    assert (second.as_of.text, second.as_of_basis) == ("2024-01..2024-03", "inferred")


def test_until_now_holds_for_its_own_sentence_only() -> None:
    _, second = read_figures("Từ năm 2022 đến nay, xã cấp 12 thẻ. Huyện có 5 lớp.")
    assert (second.as_of.text, second.as_of_basis) == ("2024-08-15", "article")
