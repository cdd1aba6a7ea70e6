"""Những câu về chính câu trả lời vừa rồi."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge import texts
from bot.knowledge.answerer import Answerer
from bot.knowledge.follow_up import follow_up
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text


@pytest.fixture
def small(folder: KnowledgeFolder) -> Answerer:
    knowledge = folder.knowledge()
    answers = dict(knowledge.answers)
    answers["mat-the"] = replace(
        answers["mat-the"],
        steps=("Đến công an xã.", "Khai mẫu.", "Nhận giấy hẹn."),
        details=("Không mất tiền.",),
        notes=("Mang giấy tờ gốc.", "Đi sớm."),
        confidence="high",
    )
    return Answerer(replace(knowledge, answers=answers), lambda: datetime.date(2026, 11, 21))


def _after(answerer: Answerer, answer_id: str) -> Context:
    return answerer.answer(Question("", answer_id=answer_id)).context


def _say(answerer: Answerer, context: Context, intent: str, text: str = "") -> Outcome:
    return follow_up(answerer, Question(text, context=context), intent)


@pytest.mark.parametrize("intent", ["repeat", "shorten", "next_step", "ask_source", "previous_answer_wrong"])
def test_with_nothing_said_before_the_bot_says_so(small: Answerer, intent: str) -> None:
    outcome = _say(small, Context(), intent)
    assert (outcome.kind, outcome.lead, outcome.items) == ("no_answer", texts.NOTHING_BEFORE, ())
    assert "mat-the" not in render_text(outcome)


def test_an_answer_removed_meanwhile_counts_as_nothing_said(small: Answerer) -> None:
    assert _say(small, Context(last_answers=("cau-da-xoa",)), "repeat").lead == texts.NOTHING_BEFORE


def test_repeat_says_the_same_again(small: Answerer) -> None:
    first = small.answer(Question("", answer_id="mat-the"))
    again = _say(small, first.context, "repeat")
    assert (again.kind, again.items, again.context) == (first.kind, first.items, first.context)


def test_shorten_leaves_the_short_answer_one_note_and_the_source(small: Answerer) -> None:
    (item,) = _say(small, _after(small, "mat-the"), "shorten").items
    assert (item.short, item.steps, item.details) == ("Báo công an xã.", (), ())
    assert item.notes == ("Mang giấy tờ gốc.",)
    assert item.sources


@pytest.mark.parametrize("text", ["bước 2 là gì", "buoc thu 2", "Bước 2?"])
def test_a_step_asked_for_by_number_is_given(small: Answerer, text: str) -> None:
    assert _say(small, _after(small, "mat-the"), "next_step", text).lead == "Bước 2: Khai mẫu."


@pytest.mark.parametrize("text", ["bước 4", "bước 0", "bước 99"])
def test_a_step_beyond_the_last_is_said_not_to_exist(small: Answerer, text: str) -> None:
    assert _say(small, _after(small, "mat-the"), "next_step", text).lead == "Việc này chỉ có 3 bước."


def test_without_a_number_all_steps_are_shown_again(small: Answerer) -> None:
    outcome = _say(small, _after(small, "mat-the"), "next_step", "rồi làm gì nữa")
    assert "3. Nhận giấy hẹn." in render_text(outcome)


def test_an_answer_without_steps_says_so(small: Answerer) -> None:
    assert _say(small, _after(small, "doi-the"), "next_step", "bước 1").lead == texts.NO_STEPS


@pytest.mark.parametrize(("from_url", "title"), [(False, "Bài về thẻ"), (True, texts.UNTITLED_SOURCE)])
def test_the_source_is_named_with_publisher_date_address_and_a_title_read_in_the_article(
    folder: KnowledgeFolder, from_url: bool, title: str
) -> None:
    knowledge = folder.knowledge()
    source = replace(knowledge.sources["bao-mau"], title_from_url=from_url)
    answerer = Answerer(replace(knowledge, sources={source.id: source}), lambda: datetime.date(2026, 11, 21))
    outcome = _say(answerer, _after(answerer, "mat-the"), "ask_source")
    assert outcome.lead == (f"{texts.SOURCES_ARE}\n- Báo Mẫu: {title}, ngày 1/5/2024 (https://bao-mau.example/the)")


def test_a_wrong_answer_is_followed_by_others_never_by_itself(answerer: Answerer) -> None:
    outcome = _say(answerer, Context("vneid", last_answers=("vneid-quen-mat-khau",)), "previous_answer_wrong")
    assert (outcome.kind, outcome.lead, outcome.items) == ("clarify", texts.SORRY_WRONG, ())
    assert len(outcome.suggestions) == 3
    assert "vneid-quen-mat-khau" not in outcome.suggestions
    assert [button.payload["answer"] for button in outcome.buttons] == list(outcome.suggestions)


def test_a_figure_is_repeated_as_a_figure_with_its_source(answerer: Answerer, ask: Callable[..., Outcome]) -> None:
    first = ask("Thanh Hoá có bao nhiêu dịch vụ công toàn trình?")
    again = _say(answerer, first.context, "repeat")
    assert again.kind == "figure"
    assert render_custom(again) == {**render_custom(first), "rule": "repeat"}
    assert "VnEconomy" in _say(answerer, first.context, "ask_source").lead


def test_a_derived_value_is_repeated_as_it_was_said(answerer: Answerer, ask: Callable[..., Outcome]) -> None:
    first = ask("Dịch vụ công trực tuyến một phần của Thanh Hoá năm 2020 là bao nhiêu?")
    assert render_text(_say(answerer, first.context, "repeat")) == render_text(first)
