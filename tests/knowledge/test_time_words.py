"""Thời gian trong câu hỏi, theo cách người dân nói."""

from __future__ import annotations

import datetime

import pytest

from bot.knowledge.period import Period
from bot.knowledge.time_words import read_periods

TODAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("năm 2023", ["2023"]),
        ("nam 2023 co bao nhieu", ["2023"]),
        ("2023 thì sao", ["2023"]),
        ("tháng 8/2023", ["2023-08"]),
        ("tháng 8 năm 2023", ["2023-08"]),
        ("thang 08-2023", ["2023-08"]),
        ("8/2023", ["2023-08"]),
        ("ngày 10/8/2023", ["2023-08-10"]),
        ("10-08-2023", ["2023-08-10"]),
        ("quý I/2024", ["2024-01..2024-03"]),
        ("quý 1 năm 2024", ["2024-01..2024-03"]),
        ("quy iv nam 2023", ["2023-10..2023-12"]),
        ("năm ngoái", ["2025"]),
        ("nam truoc", ["2025"]),
        ("năm nay", ["2026"]),
        ("năm 2020 và năm 2023", ["2020", "2023"]),
        ("năm 2023 so với năm 2020", ["2023", "2020"]),
        ("từ năm 2022 đến tháng 9/2023", ["2022..2023-09"]),
        ("từ 2022 đến nay", ["2022"]),
        ("hiện nay", []),
        ("bây giờ có mấy", []),
        ("", []),
    ],
)
def test_a_time_is_read_as_people_say_it(text: str, periods: list[str]) -> None:
    assert [period.text for period in read_periods(text, TODAY)] == periods


@pytest.mark.parametrize(
    "text",
    [
        "ngày 31/2/2024",
        "tháng 13/2023",
        "ngày 45/99/2024",
        "từ năm 2024 đến năm 2022",
        "0986 123 456",
        "hotline 18001096",
    ],
)
def test_what_is_no_date_is_read_as_no_time_at_all(text: str) -> None:
    assert read_periods(text, TODAY) == []


@pytest.mark.parametrize("text", ["Nghị định 69/2024/NĐ-CP", "Luật 118/2025/QH15", "Quyết định 06/QĐ-TTg"])
def test_the_number_of_a_document_never_stops_the_reader(text: str) -> None:
    assert all(isinstance(period, Period) for period in read_periods(text, TODAY))


@pytest.mark.parametrize("text", ["2024", "2023-09", "2024-10-31", "2022..2023-09"])
def test_the_way_we_say_a_period_is_read_back_as_that_period(text: str) -> None:
    spoken = Period.parse(text).spoken()
    assert [period.text for period in read_periods(spoken, TODAY)] == [text]
    assert [period.text for period in read_periods(f"Hải Dương {spoken} có bao nhiêu?", TODAY)] == [text]
