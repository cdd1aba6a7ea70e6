"""Thời điểm và quãng thời gian như nguồn nói."""

from __future__ import annotations

import datetime

import pytest

from bot.knowledge.period import Period, PeriodError


@pytest.mark.parametrize(
    ("text", "start", "end", "spoken"),
    [
        ("2024", "2024-01-01", "2024-12-31", "năm 2024"),
        ("2023-09", "2023-09-01", "2023-09-30", "tháng 9/2023"),
        ("2024-02", "2024-02-01", "2024-02-29", "tháng 2/2024"),
        ("2024-10-31", "2024-10-31", "2024-10-31", "ngày 31/10/2024"),
        ("2022..2023-08-10", "2022-01-01", "2023-08-10", "từ năm 2022 đến ngày 10/8/2023"),
        ("2024-01..2024-03", "2024-01-01", "2024-03-31", "từ tháng 1/2024 đến tháng 3/2024"),
    ],
)
def test_a_period_knows_its_first_and_last_day_and_how_people_say_it(
    text: str, start: str, end: str, spoken: str
) -> None:
    period = Period.parse(text)
    assert (period.start, period.end) == (datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))
    assert period.spoken() == spoken
    assert period.text == text


@pytest.mark.parametrize(
    "text", ["", "nay", "5/2024", "2024-13", "2024-02-30", "2024-1", "0000", "2025..2024", "2024..", "..2024", "2024 "]
)
def test_what_is_not_a_date_is_refused_with_the_right_way_to_write_it(text: str) -> None:
    with pytest.raises(PeriodError, match="viết kiểu 2024, 2024-07, 2024-07-01 hoặc 2022") as caught:
        Period.parse(text)
    assert caught.value.text == text


def test_a_period_covers_what_lies_wholly_inside_it() -> None:
    year = Period.parse("2024")
    assert year.covers(Period.parse("2024-10"))
    assert year.covers(year)
    assert not year.covers(Period.parse("2024-12..2025-01"))
    assert not Period.parse("2024-10").covers(year)


def test_two_periods_overlap_when_they_share_one_day() -> None:
    assert Period.parse("2024").overlaps(Period.parse("2024-12-31..2025-06"))
    assert Period.parse("2024-12-31..2025-06").overlaps(Period.parse("2024"))
    assert not Period.parse("2024").overlaps(Period.parse("2025"))
