"""Câu hỏi về số liệu: hỏi chỉ tiêu nào, ở đâu, lúc nào, kiểu gì."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.knowledge.figure_query import FigureQuery, Manner, QueryReader
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Indicator, Knowledge, Scope
from bot.knowledge.outcome import Outcome
from bot.knowledge.period import Period
from bot.vietnamese import fold

TODAY = datetime.date(2026, 11, 21)
PARTLY, WHOLLY = "dich-vu-cong-mot-phan", "dich-vu-cong-toan-trinh"


@pytest.fixture(scope="module")
def reader(real_knowledge: Knowledge) -> QueryReader:
    return QueryReader(real_knowledge, Gazetteer(real_knowledge.places))


@pytest.mark.parametrize(
    ("text", "indicators", "places", "periods"),
    [
        ("Thanh Hoá có bao nhiêu dịch vụ công toàn trình?", (WHOLLY,), ("thanh-hoa",), []),
        ("năm 2023 Thanh Hóa có mấy dịch vụ công một phần", (PARTLY,), ("thanh-hoa",), ["2023"]),
        (
            "Hải Dương xếp hạng mấy về chuyển đổi số năm 2022?",
            ("hang-chuyen-doi-so-cap-tinh",),
            ("hai-duong",),
            ["2022"],
        ),
        ("Sầm Sơn và Lào Cai có bao nhiêu tổ công nghệ số?", ("to-cong-nghe-so",), ("sam-son", "lao-cai"), []),
        ("Dịch vụ công toàn trình và một phần của Thanh Hoá?", (WHOLLY, PARTLY), ("thanh-hoa",), []),
    ],
)
def test_a_question_is_read_into_measure_place_and_time(
    reader: QueryReader, text: str, indicators: tuple[str, ...], places: tuple[str, ...], periods: list[str]
) -> None:
    for written in (text, fold(text), text.upper()):
        query = reader.read(written, TODAY)
        assert (query.indicators, query.places) == (indicators, places)
        assert [period.text for period in query.periods] == periods
        assert query.match > reader.RECOGNISED


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Thanh Hoá có bao nhiêu dịch vụ công một phần?", "value"),
        ("Dịch vụ công một phần của Thanh Hoá giảm bao nhiêu so với năm 2020?", "change"),
        ("đơn vị được duyệt an toàn thông tin của Thanh Hoá tăng gấp mấy lần", "change"),
        ("So sánh dịch vụ công một phần của Thanh Hoá với Hải Dương", "compare"),
        ("dịch vụ công một phần của Thanh Hoá và Hải Dương", "compare"),
        ("chỉ tiêu người trưởng thành dùng điện thoại thông minh của Lào Cai", "target"),
    ],
)
def test_the_manner_of_asking_is_read(reader: QueryReader, text: str, manner: Manner) -> None:
    assert reader.read(text, TODAY).manner == manner


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("hồ sơ toàn trình cấp xã của Sầm Sơn", "commune"),
        ("các xã phường của Sầm Sơn có bao nhiêu văn bản đi", "commune"),
        ("văn bản đi cấp thành phố của Sầm Sơn", "city"),
        ("văn bản đi của Sầm Sơn", None),
    ],
)
def test_the_level_of_government_is_read(reader: QueryReader, text: str, scope: Scope | None) -> None:
    assert reader.read(text, TODAY).scope == scope


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Thanh Hoá có bao nhiêu dịch vụ công?", True),
        ("thanh hoa xep hang may", True),
        ("cách đăng nhập dịch vụ công ở Thanh Hoá", False),
    ],
)
def test_a_question_that_wants_a_number_looks_so(reader: QueryReader, text: str, sure: bool) -> None:
    assert reader.read(text, TODAY).sure is sure


def test_a_share_and_a_count_of_one_thing_are_two_measures(reader: QueryReader) -> None:
    query = reader.read("Bao nhiêu doanh nghiệp Thanh Hoá đạt mức độ chuyển đổi số, tỷ lệ bao nhiêu?", TODAY)
    assert set(query.indicators) == {
        "doanh-nghiep-dat-muc-chuyen-doi-so",
        "ty-le-doanh-nghiep-dat-muc-chuyen-doi-so",
    }


def test_the_nation_is_only_asked_about_when_no_other_place_is(reader: QueryReader) -> None:
    assert reader.read("Thanh Hoá đứng thứ mấy cả nước về chuyển đổi số", TODAY).places == ("thanh-hoa",)
    assert reader.read("cả nước có bao nhiêu tổ công nghệ số", TODAY).places == ("toan-quoc",)


def test_a_follow_up_borrows_what_it_leaves_out(reader: QueryReader) -> None:
    earlier = FigureQuery((PARTLY,), ("thanh-hoa",), (Period.parse("2023"),))
    other_place = reader.read("thế còn Hải Dương?", TODAY, earlier)
    assert (other_place.indicators, other_place.places) == ((PARTLY,), ("hai-duong",))
    assert [period.text for period in other_place.periods] == ["2023"]
    other_time = reader.read("năm 2024 thì sao?", TODAY, earlier)
    assert (other_time.indicators, other_time.places) == ((PARTLY,), ("thanh-hoa",))
    assert [period.text for period in other_time.periods] == ["2024"]
    other_measure = reader.read("còn toàn trình?", TODAY, earlier)
    assert (other_measure.indicators, other_measure.places) == ((WHOLLY,), ("thanh-hoa",))


def test_without_an_earlier_question_nothing_is_borrowed(reader: QueryReader) -> None:
    assert reader.read("năm 2024 thì sao?", TODAY).places == ()


def test_another_matter_after_a_figure_borrows_no_measure(reader: QueryReader) -> None:
    earlier = FigureQuery((PARTLY,), ("thanh-hoa",))
    assert reader.read("cảm ơn nhé", TODAY, earlier).indicators != (PARTLY,)


def test_an_indicator_named_with_words_that_look_like_fillers_is_found(real_knowledge: Knowledge) -> None:
    indicator = Indicator("x", "máy bán thẻ", "máy", "khac")
    figure = replace(next(iter(real_knowledge.figures.values())), id="f-x", indicator="x", place="thanh-hoa")
    knowledge = replace(real_knowledge, indicators={"x": indicator}, figures={"f-x": figure})
    reader = QueryReader(knowledge, Gazetteer(real_knowledge.places))
    assert reader.read("Thanh Hoá có bao nhiêu máy bán thẻ?", TODAY).indicators == ("x",)


def test_two_measures_of_one_question_are_both_read_in_any_process(ask: Callable[..., Outcome]) -> None:
    """Hai chỉ tiêu cùng khớp trọn: thứ tự không được tuỳ vào cách Python băm chữ lần ấy."""
    outcome = ask("Năm 2024 Thanh Hoá xây mới bao nhiêu trạm phát sóng di động, tổng cộng bao nhiêu trạm?")
    assert {item.id for item in outcome.items} == {"g001-005", "g001-006"}
