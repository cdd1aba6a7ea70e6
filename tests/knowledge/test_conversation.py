"""Hỏi tiếp, hỏi nhiều điều một lượt, nói ra đã hiểu là gì: những lượt cần nhiều hơn một câu hỏi gọn."""

from __future__ import annotations

import pytest

from bot.knowledge import texts
from bot.knowledge.answerer import MOST_ANSWERS, Answerer
from bot.knowledge.follow_up import follow_up
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_text

CHILD = "can-cuoc-tre-duoi-14-lam-the-nao"
STORY = (
    "Mẹ tôi mất căn cước, làm lại ở đâu? Với lại thẻ bảo hiểm y tế giấy bị rách thì đổi sao? "
    "Cho hỏi thêm quên mật khẩu VNeID thì lấy lại thế nào?"
)


def _talk(answerer: Answerer, *turns: str) -> Outcome:
    """Nói lần lượt từng câu, nhớ như các slot nhớ; trả kết cục của câu cuối."""
    context, outcome = Context(), Outcome("no_answer")
    for text in turns:
        outcome = answerer.answer(Question(text, {}, context))
        context = outcome.context if outcome.context != Context() else context
    return outcome


@pytest.mark.parametrize(
    ("question", "told"),
    [("mất bao lâu?", "07 ngày làm việc"), ("làm ở đâu?", "cơ quan quản lý căn cước"), ("cần giấy tờ gì?", "giấy tờ")],
)
def test_a_bare_question_is_about_the_last_answer(answerer: Answerer, question: str, told: str) -> None:
    outcome = _talk(answerer, "làm căn cước cho trẻ dưới 14 tuổi thế nào", question)
    assert (outcome.kind, [item.id for item in outcome.items]) == ("answer", [CHILD])
    assert told in outcome.lead


def test_what_the_last_answer_does_not_say_is_not_made_up(answerer: Answerer) -> None:
    outcome = _talk(answerer, "quên mật khẩu VNeID thì làm sao", "mất bao lâu?")
    assert outcome.kind in ("no_answer", "clarify")
    assert outcome.items == ()
    assert outcome.context.last_answers == ("vneid-quen-mat-khau",)


@pytest.mark.parametrize("question", ["mất bao lâu?", "cần giấy tờ gì", "tốn phí hay không"])
def test_a_bare_question_out_of_the_blue_is_asked_which_matter_it_means(answerer: Answerer, question: str) -> None:
    outcome = _talk(answerer, question)
    assert (outcome.kind, outcome.lead) == ("clarify", texts.WHICH_MATTER)
    topics = [answerer.knowledge.answers[key].topic for key in outcome.suggestions]
    assert len(topics) == len(set(topics)) == 3


def test_a_continuing_question_stays_in_the_topic(answerer: Answerer) -> None:
    outcome = _talk(answerer, "quên mật khẩu VNeID thì làm sao", "thế còn mất điện thoại thì sao?")
    assert [item.id for item in outcome.items] == ["vneid-mat-dien-thoai"]


def test_a_change_of_subject_drops_what_was_remembered(answerer: Answerer) -> None:
    outcome = _talk(answerer, "quên mật khẩu VNeID thì làm sao", "thẻ bảo hiểm y tế giấy bị rách thì đổi ở đâu")
    assert outcome.context.topic == "bhyt"
    assert "vneid-quen-mat-khau" not in outcome.context.last_answers


def test_several_questions_get_several_answers_the_shortest_first(answerer: Answerer) -> None:
    outcome = _talk(answerer, STORY)
    ids = [item.id for item in outcome.items]
    assert set(ids) == {"vneid-quen-mat-khau", "can-cuoc-mat-cap-lai", "doi-the-bhyt-rach-hong"}
    assert [len(item.short) for item in outcome.items] == sorted(len(item.short) for item in outcome.items)
    assert all(item.sources for item in outcome.items)
    assert render_text(outcome).count("Nguồn:") == len(ids) <= MOST_ANSWERS


def test_a_masked_number_in_a_story_does_not_disturb(answerer: Answerer) -> None:
    outcome = _talk(answerer, "Số của tôi là [số căn cước]. Tôi quên mật khẩu VNeID rồi, lấy lại kiểu gì?")
    assert [item.id for item in outcome.items] == ["vneid-quen-mat-khau"]


def test_a_decoded_message_is_told_how_it_was_understood(answerer: Answerer) -> None:
    question = Question("quên mật khẩu VNeID thì làm sao", original="queen maajt khaaur VNeID thif lamf sao")
    title = answerer.knowledge.answers["vneid-quen-mat-khau"].title
    assert answerer.answer(question).lead == texts.UNDERSTOOD.format(title=title)
    plain = Question("quên mật khẩu VNeID thì làm sao", original="Chào bạn, quên mật khẩu VNeID thì làm sao")
    assert answerer.answer(plain).lead == ""


def test_not_my_meaning_offers_what_came_next(answerer: Answerer) -> None:
    first = _talk(answerer, "làm căn cước cho trẻ dưới 14 tuổi thế nào")
    assert CHILD not in first.context.runners_up
    again = follow_up(answerer, Question("không phải ý tôi", {}, first.context), "previous_answer_wrong")
    assert again.suggestions == first.context.runners_up[:3]
