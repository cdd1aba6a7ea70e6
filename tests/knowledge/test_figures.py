"""Số liệu trong câu trả lời: đúng nơi, đúng lúc, đúng kiểu; thiếu thì nói thiếu."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Figure, Knowledge, Scope
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.period import Period
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text
from bot.knowledge.words import number
from bot.vietnamese import fold

Ask = Callable[..., Outcome]


TEMPLATES = (
    "{measure} của {place} {when}?",
    "cho tôi hỏi {when} {measure} của {place} là bao nhiêu ạ",
    "{place} {when} {measure} thế nào, được bao nhiêu?",
)
"""Cách hỏi một số liệu bằng chỉ tiêu, nơi và lúc của nó."""
BY_KIND = {
    "value": "{measure}",
    "target": "chỉ tiêu {measure}",
    "increase": "{measure} tăng bao nhiêu so với {before}",
    "decrease": "{measure} giảm bao nhiêu so với {before}",
    "times": "{measure} gấp mấy lần {before}",
}


@pytest.mark.parametrize("plain", [False, True], ids=["as written", "no accents"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_figure_comes_back_when_asked_for_by_name_place_and_time(
    ask: Ask, real_knowledge: Knowledge, template: str, plain: bool
) -> None:
    failures = {}
    for figure in real_knowledge.figures.values():
        before = figure.compared_with.spoken() if figure.compared_with else ""
        measure = BY_KIND[figure.kind].format(measure=_measure(real_knowledge, figure), before=before)
        when = "" if before else figure.as_of.spoken()
        text = template.format(measure=measure, place=_place(real_knowledge, figure), when=when)
        outcome = ask(fold(text) if plain else text)
        if outcome.kind != "figure" or not any(item.id == figure.id for item in outcome.items):
            failures[figure.id] = f"{text} -> {outcome.kind}: {_ids(outcome)}"
    assert failures == {}
    assert len(real_knowledge.figures) >= 126


def test_every_figure_shown_carries_its_place_its_source_and_its_time(ask: Ask, real_knowledge: Knowledge) -> None:
    for figure in real_knowledge.figures.values():
        outcome = ask(f"{_measure(real_knowledge, figure)} của {_place(real_knowledge, figure)} là bao nhiêu?")
        for item in outcome.items if outcome.kind == "figure" else ():
            shown = real_knowledge.figures[item.id]
            assert shown.place == figure.place
            assert item.sources == (real_knowledge.sources[shown.source],)
            assert item.as_of == shown.as_of.text
            assert _place(real_knowledge, shown) in item.short
            assert shown.literal in item.short
            assert real_knowledge.sources[shown.source].publisher in render_text(outcome)


@pytest.mark.parametrize("template", ["{measure} của {place}?", "năm 2024 {place} có bao nhiêu {measure}"])
@pytest.mark.parametrize("place", ["Cà Mau", "tỉnh Nghệ An", "Hà Nội"])
def test_a_place_without_the_figure_gets_no_number_of_another_place(
    ask: Ask, real_knowledge: Knowledge, template: str, place: str
) -> None:
    wrong = {}
    for indicator in real_knowledge.indicators.values():
        outcome = ask(template.format(measure=indicator.name, place=place))
        if outcome.kind != "no_answer" or outcome.items:
            wrong[indicator.id] = outcome.kind
        first, *others = outcome.lead.split(" Của ")
        for noun in real_knowledge.indicators.values():
            first = first.replace(noun.name, "")
        assert _numbers(first) == set(), "câu nói chưa có thì không mang con số nào"
        names = {_place(real_knowledge, row) for row in real_knowledge.figures.values()}
        for sentence in others:
            assert any(sentence.startswith(name) for name in names), sentence
    assert wrong == {}


def test_a_missing_place_is_said_plainly_with_the_places_that_have_it(ask: Ask) -> None:
    outcome = ask("dịch vụ công trực tuyến một phần của Cà Mau?")
    assert outcome.lead.startswith("Tôi chưa có số liệu về dịch vụ công trực tuyến một phần của Cà Mau.")
    assert {button.payload["say"] for button in outcome.buttons} == {
        "dịch vụ công trực tuyến một phần của Thanh Hoá",
        "dịch vụ công trực tuyến một phần của Hải Dương",
    }
    for button in outcome.buttons:
        assert ask(button.payload["say"]).kind == "figure"


def test_the_newest_figure_is_given_when_no_time_is_named(ask: Ask) -> None:
    assert _ids(ask("Thanh Hoá có bao nhiêu dịch vụ công một phần?")) == ["g001-014"]
    assert _ids(ask("Thanh Hoá có bao nhiêu dịch vụ công một phần năm 2023?")) == ["g000-055"]


def test_a_time_that_has_no_figure_is_said_before_the_newest_one_is_given(ask: Ask) -> None:
    outcome = ask("Thanh Hoá có bao nhiêu dịch vụ công một phần năm 2019?")
    assert outcome.kind == "figure"
    assert render_text(outcome).startswith(
        "Tôi chưa có số liệu năm 2019 về dịch vụ công trực tuyến một phần của Thanh Hoá; số mới nhất tôi có:"
    )
    assert _ids(outcome) == ["g001-014"]


def test_follow_ups_change_place_measure_and_time_one_by_one(ask: Ask) -> None:
    first = ask("Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    assert "982 dịch vụ" in render_text(first)
    place = ask("thế còn Hải Dương?", first.context)
    assert (_ids(place), place.kind) == (["g003-053"], "figure")
    measure = ask("còn một phần?", place.context)
    assert _ids(measure) == ["g003-052"]
    time = ask("năm 2023 thì sao?", measure.context)
    assert time.lead.startswith("Tôi chưa có số liệu năm 2023 về dịch vụ công trực tuyến một phần của Hải Dương")
    back = ask("thế còn Thanh Hoá?", time.context)
    assert _ids(back) == ["g000-055"]


def test_a_follow_up_about_another_matter_leaves_the_figures(ask: Ask) -> None:
    first = ask("Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    outcome = ask("Đề án 06 là gì?", first.context)
    assert (outcome.kind, _ids(outcome)) == ("answer", ["de-an-06-la-gi"])


def test_an_indicator_that_has_lost_its_figures_is_not_asked_about(real_knowledge: Knowledge) -> None:
    figures = {key: each for key, each in real_knowledge.figures.items() if each.indicator != "dich-vu-cong-toan-trinh"}
    answerer = Answerer(replace(real_knowledge, figures=figures), lambda: datetime.date(2026, 11, 21))
    context = Context(topic="figure", place=("thanh-hoa",), measure=("dich-vu-cong-toan-trinh",))
    for asked in (
        Question("Thanh Hoá có bao nhiêu dịch vụ công toàn trình"),
        Question("thế còn Hải Dương", context=context),
    ):
        assert "dịch vụ công toàn trình của" not in render_text(answerer.answer(asked)).lower()


def test_two_places_are_compared_with_the_difference(ask: Ask) -> None:
    outcome = ask("So sánh dịch vụ công trực tuyến toàn trình của Thanh Hoá và Hải Dương")
    assert outcome.lead == "Thanh Hoá nhiều hơn Hải Dương 554 dịch vụ."
    assert _ids(outcome) == ["g001-015", "g003-053"]


def test_a_better_rank_is_the_smaller_number(ask: Ask) -> None:
    outcome = ask("So sánh hạng chuyển đổi số của Thanh Hoá và Hải Dương năm 2022")
    assert outcome.lead == "Hải Dương xếp trên Thanh Hoá 2 bậc."


def test_a_comparison_of_two_different_times_says_so(folder: KnowledgeFolder) -> None:
    assert _compared(folder, as_of="2023", scope="province") == (
        "Tỉnh Mẫu nhiều hơn Huyện Mẫu 5 trạm. Hai số ở hai thời điểm khác nhau nên chỉ so được tương đối."
    )
    assert _compared(folder, as_of="2024", scope="province") == "Tỉnh Mẫu nhiều hơn Huyện Mẫu 5 trạm."


def test_figures_of_different_levels_are_not_subtracted(folder: KnowledgeFolder, ask: Ask) -> None:
    assert _compared(folder, as_of="2024", scope="city") == ""
    real = ask("So sánh tỷ lệ ký số của Thanh Hoá và Lào Cai")
    assert (real.kind, real.lead, len(real.items)) == ("figure", "", 2)


def test_a_comparison_with_a_place_that_has_none_says_which_one_is_missing(ask: Ask) -> None:
    outcome = ask("so sánh dịch vụ công một phần của Thanh Hoá và Cà Mau")
    assert "Tôi chưa có số liệu về dịch vụ công trực tuyến một phần của Cà Mau." in outcome.lead
    assert _ids(outcome) == ["g001-014"]
    assert "nhiều hơn" not in outcome.lead


def test_two_times_of_one_place_give_the_trend(ask: Ask) -> None:
    outcome = ask("dịch vụ công trực tuyến toàn trình của Thanh Hoá năm 2023 so với năm 2024")
    assert outcome.lead == "Từ tháng 9/2023 đến năm 2024: tăng 255 dịch vụ."
    assert _ids(outcome) == ["g000-057", "g001-015"]


def test_a_question_about_change_is_answered_with_the_change(ask: Ask) -> None:
    fallen = ask("Dịch vụ công trực tuyến một phần của Thanh Hoá giảm bao nhiêu so với năm 2020?")
    assert "giảm 395 dịch vụ so với năm 2020" in render_text(fallen)
    risen = ask("Dịch vụ công trực tuyến toàn trình của Thanh Hoá tăng bao nhiêu?")
    assert "tăng 550 dịch vụ so với năm 2020" in render_text(risen)


def test_a_derived_value_says_that_it_is_derived_and_from_what(ask: Ask) -> None:
    outcome = ask("Dịch vụ công trực tuyến một phần của Thanh Hoá năm 2020 là bao nhiêu?")
    (item,) = outcome.items
    assert "623 dịch vụ (năm 2020). Số này tôi suy ra: nguồn ghi 228 dịch vụ (tháng 9/2023)" in item.short
    assert item.as_of == "2020"
    assert "177 dịch vụ (năm 2020)" in render_text(ask("Dịch vụ công toàn trình của Thanh Hoá năm 2020 là bao nhiêu?"))


def test_the_target_and_the_result_are_told_apart(ask: Ask) -> None:
    result = ask("tỷ lệ người trưởng thành dùng điện thoại thông minh của Lào Cai là bao nhiêu?")
    assert "82%" in render_text(result)
    assert "80%" not in render_text(result)
    target = ask("chỉ tiêu tỷ lệ người trưởng thành dùng điện thoại thông minh của Lào Cai là bao nhiêu?")
    assert target.items[0].short.startswith("Chỉ tiêu tỷ lệ người dân trưởng thành")
    assert "80%" in render_text(target)
    assert "82%" not in render_text(target)


def test_the_city_and_its_communes_are_told_apart(ask: Ask) -> None:
    communes = ask("hồ sơ toàn trình của Sầm Sơn cấp xã là bao nhiêu?")
    assert _ids(communes) == ["g004-036"]
    assert ", phần cấp xã" in communes.items[0].short
    both = ask("hồ sơ toàn trình tiếp nhận của Sầm Sơn là bao nhiêu?")
    assert set(_ids(both)) == {"g004-033", "g004-036"}


def test_a_merged_place_says_since_when_and_whose_figure_this_is(ask: Ask) -> None:
    shown = render_text(ask("Hải Dương có bao nhiêu dịch vụ công một phần?"))
    assert "Từ ngày 1/7/2025, Hải Dương đã nhập vào Hải Phòng; số liệu này là của Hải Dương trước ngày đó." in shown


def test_the_merger_is_said_once_even_with_several_figures(ask: Ask) -> None:
    shown = render_text(ask("tỷ lệ hồ sơ nộp trực tuyến và tỷ lệ trả kết quả trực tuyến của Hải Dương"))
    assert shown.count("đã nhập vào Hải Phòng") == 1


def test_the_new_province_is_not_given_the_figure_of_the_old_one(ask: Ask) -> None:
    outcome = ask("Hải Phòng có bao nhiêu dịch vụ công một phần?")
    assert (outcome.kind, outcome.items) == ("no_answer", ())
    assert "Của Hải Dương (nhập vào Hải Phòng từ ngày 1/7/2025) thì có: 958 dịch vụ" in outcome.lead


def test_a_figure_known_to_be_older_than_its_article_says_so(ask: Ask) -> None:
    shown = render_text(ask("Hải Dương có bao nhiêu tổ công nghệ số cộng đồng?"))
    assert "1340 tổ (theo bài viết năm 2024)" in shown
    assert "nên là số cũ" in shown


def test_the_qualifier_of_the_source_is_kept(ask: Ask) -> None:
    assert "gần 2,7 triệu thuê bao" in render_text(ask("Thanh Hoá có bao nhiêu thuê bao internet?"))


def test_a_question_without_accents_gets_the_same_figure(ask: Ask) -> None:
    text = "Thanh Hoá có bao nhiêu dịch vụ công toàn trình năm 2023?"
    assert render_custom(ask(fold(text))) == render_custom(ask(text))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1711.0, "1.711"),
        (99.66, "99,66"),
        (3.0, "3"),
        (1520000.0, "1.520.000"),
        (88.6, "88,6"),
        (0.5, "0,5"),
        (0.0, "0"),
    ],
)
def test_a_number_is_written_the_vietnamese_way(value: float, written: str) -> None:
    assert number(value) == written


def test_a_derived_value_and_the_value_it_comes_from_are_both_shown(ask: Ask) -> None:
    outcome = ask("so sánh dịch vụ công một phần của Thanh Hoá năm 2020 và năm 2023")
    assert [item.as_of for item in outcome.items] == ["2020", "2023-09"]


def test_how_many_times_that_of_a_year_is_not_refused_before_it_is_answered(ask: Ask) -> None:
    outcome = ask("đơn vị được duyệt an toàn thông tin của Thanh Hoá gấp mấy lần năm 2022?")
    assert "gấp 17,8 lần so với năm 2022" in render_text(outcome)
    assert "chưa có số liệu" not in render_text(outcome)


def test_a_missing_figure_does_not_push_aside_an_answer_found_word_for_word(
    ask: Ask, real_knowledge: Knowledge
) -> None:
    asked = real_knowledge.answers["smart-hai-phong"]
    assert _ids(ask(asked.title)) == [asked.id]


def test_a_measure_that_has_only_a_change_is_still_told_when_its_target_is_asked(folder: KnowledgeFolder) -> None:
    knowledge = folder.knowledge()
    rise = replace(
        knowledge.figures["f-1"], kind="increase", value=5.0, literal="5 trạm", compared_with=Period.parse("2020")
    )
    answerer = Answerer(replace(knowledge, figures={"f-1": rise}), lambda: datetime.date(2026, 11, 21))
    outcome = answerer.answer(Question("chỉ tiêu số trạm sạc của Tỉnh Mẫu là bao nhiêu"))
    assert "tăng 5 trạm so với năm 2020" in render_text(outcome)


def test_all_figures_about_a_matter_come_as_a_table_newest_first(ask: Ask, real_knowledge: Knowledge) -> None:
    (item,) = ask("tất cả số liệu về dịch vụ công của Thanh Hoá").items
    assert item.table
    assert item.table["columns"] == ["Số liệu", "Giá trị", "Lúc"]
    assert item.short == "Tôi có 8 số liệu của Thanh Hoá:"
    rows = item.table["rows"]
    assert ["Dịch vụ công trực tuyến toàn trình", "982 dịch vụ", "năm 2024"] in rows
    assert ["Dịch vụ công trực tuyến một phần", "giảm 395 dịch vụ so với năm 2020", "tháng 9/2023"] in rows
    assert {source.id for source in item.sources} == {"th-vneconomy-2024", "th-congluan-2023"}


def test_a_table_of_several_places_names_the_place_of_every_row(ask: Ask) -> None:
    (item,) = ask("toàn bộ số liệu về tổ công nghệ số").items
    assert item.table
    places = ("của Thanh Hoá", "của Hải Dương", "của Sầm Sơn")
    assert all(row[0].endswith(places) for row in item.table["rows"])


def test_a_long_table_shows_the_newest_and_says_how_many_are_left(ask: Ask) -> None:
    (item,) = ask("cho tôi tất cả số liệu của Lào Cai").items
    assert item.table and len(item.table["rows"]) == 8
    assert item.short == "Tôi có 16 số liệu của Lào Cai; đây là 8 số mới nhất:"
    assert "Còn 8 số nữa" in item.notes[-1]


def test_a_table_can_be_shown_again_by_its_id(answerer: Answerer, ask: Ask) -> None:
    for question in ("tất cả số liệu của Lào Cai", "toàn bộ số liệu về tổ công nghệ số"):
        (item,) = ask(question).items
        assert answerer.item(item.id) == item


def test_all_figures_of_a_place_that_has_none_is_an_honest_no(ask: Ask) -> None:
    outcome = ask("tất cả số liệu của Cà Mau")
    assert (outcome.kind, outcome.items) == ("no_answer", ())


def test_words_about_data_that_name_no_measure_are_no_table(ask: Ask) -> None:
    assert not any(item.table for item in ask("các số liệu cá nhân của tôi trên VNeID có bị lộ không").items)


def test_the_figure_of_earlier_is_the_one_before_the_newest(ask: Ask) -> None:
    assert _ids(ask("trước đây Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")) == ["g000-057"]


def test_a_rise_no_source_states_is_told_from_the_two_last_figures(folder: KnowledgeFolder) -> None:
    knowledge = folder.knowledge()
    first = knowledge.figures["f-1"]
    older = replace(first, id="f-2", value=7.0, literal="7 trạm", as_of=Period.parse("2022"))
    answerer = Answerer(replace(knowledge, figures={"f-1": first, "f-2": older}), lambda: datetime.date(2026, 11, 21))
    outcome = answerer.answer(Question("số trạm sạc của Tỉnh Mẫu tăng bao nhiêu?"))
    assert outcome.lead == "Từ năm 2022 đến năm 2024: tăng 5 trạm."
    assert _ids(outcome) == ["f-1", "f-2"]


def test_a_bare_how_much_did_it_rise_follows_the_figure_just_told(ask: Ask) -> None:
    first = ask("Thanh Hoá có bao nhiêu dịch vụ công toàn trình năm 2023?")
    assert "tăng 550 dịch vụ so với năm 2020" in render_text(ask("tăng bao nhiêu?", first.context))


def test_a_second_place_after_the_first_can_be_compared(ask: Ask) -> None:
    first = ask("Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    outcome = ask("so với Hải Dương thì sao?", first.context)
    assert outcome.lead == "Thanh Hoá nhiều hơn Hải Dương 554 dịch vụ."


def _compared(folder: KnowledgeFolder, *, as_of: str, scope: Scope) -> str:
    """Câu so sánh khi Tỉnh Mẫu có 12 trạm năm 2024 và Huyện Mẫu có 7 trạm."""
    knowledge = folder.knowledge()
    first = knowledge.figures["f-1"]
    second = replace(
        first, id="f-2", place="huyen-mau", value=7.0, literal="7 trạm", as_of=Period.parse(as_of), scope=scope
    )
    answerer = Answerer(replace(knowledge, figures={"f-1": first, "f-2": second}), lambda: datetime.date(2026, 11, 21))
    return answerer.answer(Question("so sánh số trạm sạc của Tỉnh Mẫu và Huyện Mẫu")).lead


def _ids(outcome: Outcome) -> list[str]:
    return [item.id for item in outcome.items]


def _measure(knowledge: Knowledge, figure: Figure) -> str:
    return knowledge.indicators[figure.indicator].name


def _place(knowledge: Knowledge, figure: Figure) -> str:
    return knowledge.places[figure.place].name


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,/]\d+)*", text))
