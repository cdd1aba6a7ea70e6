"""Nơi quyết định: tìm kiếm luôn chạy, intent là bằng chứng, mỗi lượt đúng một kết cục có nguồn."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_folder import KnowledgeFolder

from bot.knowledge import texts
from bot.knowledge.answerer import SCAM_ANSWER, Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.question import Question
from bot.knowledge.ranking import TOPICS
from bot.knowledge.rendering import render_custom, render_text
from bot.knowledge.thresholds import Thresholds

Ask = Callable[..., Outcome]
Door = Callable[[Answerer, Question], Outcome]
FACTUAL = ("answer", "figure", "safety")


def _small(folder: KnowledgeFolder, *titles: tuple[str, str, str]) -> Knowledge:
    """Kho nhỏ: mỗi câu (id, chủ đề, tiêu đề)."""
    knowledge = folder.knowledge()
    base = knowledge.answers["doi-the"]
    answers = {
        name: replace(base, id=name, topic=topic, title=title, facts=(title,))  # type: ignore[arg-type]
        for name, topic, title in titles
    }
    return replace(knowledge, answers=answers)


def test_every_title_gets_its_own_answer(asked_by_title: dict[str, Outcome]) -> None:
    wrong = {wanted for wanted, outcome in asked_by_title.items() if _ids(outcome) != [wanted]}
    assert wrong == set()


def test_an_answer_is_found_even_when_every_intent_says_another_topic(ask: Ask, real_knowledge: Knowledge) -> None:
    for answer in list(real_knowledge.answers.values())[::10]:
        other = next(
            intent for intent, topics in TOPICS.items() if answer.topic not in topics and intent != "report_scam"
        )
        assert _ids(ask(answer.title, **{other: 1.0})) in ([answer.id], []), answer.id
        assert ask(answer.title, **{other: 1.0}).trace["hits"][0]["id"] == answer.id


def test_an_answer_just_published_is_found_without_any_intent_for_it(folder: KnowledgeFolder) -> None:
    knowledge = _small(folder, ("cau-moi", "an-toan", "Cách đọc tin báo sạt lở đất"))
    answerer = Answerer(knowledge, _november)
    outcome = answerer.answer(Question("cách đọc tin báo sạt lở đất", {"greet": 0.9, "ask_vneid": 0.1}))
    assert _ids(outcome) == ["cau-moi"]


def test_the_intent_tips_the_scale_between_two_like_answers(folder: KnowledgeFolder) -> None:
    knowledge = _small(
        folder,
        ("the-can-cuoc", "can-cuoc", "Mất thẻ căn cước thì làm sao?"),
        ("the-ngan-hang", "thanh-toan", "Mất thẻ ngân hàng thì làm sao?"),
    )
    answerer = Answerer(knowledge, _november)
    question = "mất thẻ thì làm sao?"
    for intent, first in (("ask_id_card", "the-can-cuoc"), ("ask_cashless_payment", "the-ngan-hang")):
        hits = answerer.answer(Question(question, {intent: 0.95})).trace["hits"]
        assert hits[0]["id"] == first


def test_a_weak_intent_moves_less_than_a_strong_one(ask: Ask) -> None:
    def score(**intents: float) -> float:
        hits = ask("Thẻ BHYT trên VNeID dùng thế nào?", **intents).trace["hits"]
        return float(max(hit["score"] for hit in hits))

    none = score()
    weak, strong = score(ask_health_insurance=0.2, ask_vneid=0.2), score(ask_health_insurance=1.0, ask_vneid=1.0)
    assert none < weak < strong


def test_what_nothing_supports_is_not_answered(ask: Ask) -> None:
    outcome = ask("bồ câu trắng đậu trên mái ngói rêu")
    assert (outcome.kind, outcome.items) == ("no_answer", ())
    assert outcome.lead == texts.NO_ANSWER
    assert {"say": texts.NEED_PERSON} in [button.payload for button in outcome.buttons]


def test_an_unsure_question_is_asked_back_with_at_most_three_titles(folder: KnowledgeFolder) -> None:
    titles = {f"c-{n}": f"{verb} tài khoản định danh" for n, verb in enumerate("Khoá Mở Xoá Đổi".split())}
    knowledge = _small(folder, *((key, "vneid", title) for key, title in titles.items()))
    unsure = Answerer(knowledge, _november, Thresholds(answer=0.99, clarify=0.1))
    outcome = unsure.answer(Question("tài khoản định danh nhà tui bị gì"))
    assert (outcome.kind, outcome.lead, outcome.items) == ("clarify", texts.CLARIFY, ())
    assert len(set(outcome.suggestions)) == 3
    assert [button.payload for button in outcome.buttons] == [{"answer": key} for key in outcome.suggestions]
    assert [button.title for button in outcome.buttons] == [titles[key] for key in outcome.suggestions]


def test_an_answer_with_a_close_rival_offers_the_rival_as_a_button(folder: KnowledgeFolder) -> None:
    rivals = {f"c-{n}": f"{verb} tài khoản định danh" for n, verb in enumerate(("Khoá", "Mở", "Xoá"))}
    knowledge = _small(folder, *((key, "vneid", title) for key, title in rivals.items()))
    outcome = Answerer(knowledge, _november).answer(Question("tài khoản định danh"))
    assert outcome.kind == "answer"
    assert {*outcome.suggestions, outcome.items[0].id} == set(rivals)
    assert [button.payload for button in outcome.buttons] == [{"answer": key} for key in outcome.suggestions]
    alone = Answerer(knowledge, _november).answer(Question("khoá tài khoản định danh"))
    assert (_ids(alone), alone.suggestions) == (["c-0"], ())


def test_the_thresholds_part_answering_asking_back_and_the_honest_no(folder: KnowledgeFolder) -> None:
    def kind(answer: float, clarify: float) -> str:
        thresholds = Thresholds(answer=answer, clarify=clarify)
        return Answerer(folder.knowledge(), _november, thresholds).answer(Question("đánh rơi mất thẻ")).kind

    assert [kind(0.0, 0.0), kind(1.0, 0.0), kind(1.0, 1.0)] == ["answer", "clarify", "no_answer"]


def test_a_question_about_ones_own_record_is_refused_with_where_to_look(ask: Ask) -> None:
    outcome = ask("hồ sơ của tôi đến đâu rồi", ask_own_record=0.9)
    assert (outcome.kind, outcome.lead, outcome.items) == ("own_record", texts.OWN_RECORD, ())
    assert "dvcqg-tra-cuu-ho-so" in outcome.suggestions


def test_a_matter_outside_is_declined_with_a_person(ask: Ask) -> None:
    outcome = ask("hôm qua ăn cơm với cá kho", out_of_scope=0.9)
    assert (outcome.kind, outcome.lead, outcome.items) == ("out_of_scope", texts.OUT_OF_SCOPE, ())
    assert outcome.trace["rule"] == "decline"
    assert [button.payload for button in outcome.buttons] == [{"say": texts.NEED_PERSON}]


def test_a_known_matter_outside_is_named_and_shown_its_door(ask: Ask, real_knowledge: Knowledge) -> None:
    for matter in real_knowledge.outside.values():
        outcome = ask(matter.asks[0])
        assert (outcome.kind, outcome.items) == ("no_answer" if matter.topic else "out_of_scope", ()), matter.id
        assert matter.name in outcome.lead
        assert outcome.suggestions == ((matter.door,) if matter.door else ())
        assert outcome.buttons[-1].payload == {"say": texts.NEED_PERSON}


def test_a_gap_inside_a_topic_is_said_to_be_unknown_not_foreign(folder: KnowledgeFolder) -> None:
    outcome = Answerer(folder.knowledge(), _november).answer(Question("vì sao thẻ đổi màu xanh thế"))
    assert (outcome.kind, outcome.items) == ("no_answer", ())
    assert outcome.lead == texts.NOT_KNOWN.format(name="màu của thẻ mới")


def test_abuse_is_met_calmly(ask: Ask) -> None:
    outcome = ask("đồ vô dụng", abuse=0.8, out_of_scope=0.2)
    assert (outcome.kind, outcome.lead, outcome.trace["rule"]) == ("out_of_scope", texts.ABUSE, "abuse")


@pytest.mark.parametrize("intent", ["out_of_scope", "abuse", "ask_own_record"])
def test_a_question_found_word_for_word_is_answered_whatever_the_intent_says(ask: Ask, intent: str) -> None:
    assert _ids(ask("Đề án 06 là gì?", **{intent: 0.95})) == ["de-an-06-la-gi"]


@pytest.mark.parametrize("intent", ["out_of_scope", "abuse", "ask_own_record", "report_scam"])
def test_a_weak_refusing_intent_refuses_nothing(ask: Ask, intent: str) -> None:
    assert _ids(ask("Đề án 06 là gì?", **{intent: 0.3})) == ["de-an-06-la-gi"]


@pytest.mark.parametrize("text", ["tôi vừa bị lừa chuyển tiền", "chúng nó lấy hết tiền của mẹ tôi rồi", "cứu", ""])
def test_a_scam_gets_the_urgent_steps_the_police_and_one_answer_on_safety(
    answerer: Answerer, real_knowledge: Knowledge, text: str
) -> None:
    outcome = answerer.safety(Question(text, {"report_scam": 0.9}))
    assert (outcome.kind, outcome.lead) == ("safety", texts.SAFETY)
    assert [call.number for call in outcome.calls] == ["113"]
    assert [real_knowledge.answers[key].topic for key in _ids(outcome)] == ["an-toan"]
    assert render_text(outcome).startswith(texts.SAFETY)


def test_a_scam_without_details_gets_the_answer_about_what_to_do(answerer: Answerer) -> None:
    assert _ids(answerer.safety(Question("cứu", {"report_scam": 0.9}))) == [SCAM_ANSWER]


def test_a_scam_is_met_even_when_the_knowledge_is_empty() -> None:
    outcome = Answerer(Knowledge(), _november).safety(Question("tôi bị lừa", {"report_scam": 1.0}))
    assert (outcome.kind, outcome.lead, outcome.items) == ("safety", texts.SAFETY, ())


def test_whoever_wants_a_person_is_told_where_to_find_one(answerer: Answerer) -> None:
    outcome = answerer.handoff(Question("quên mật khẩu VNeID"))
    assert (outcome.kind, outcome.lead, outcome.items) == ("handoff", texts.HANDOFF, ())
    assert "vneid-quen-mat-khau" in outcome.suggestions
    assert answerer.handoff(Question("gặp người")).kind == "handoff"
    assert Answerer(Knowledge(), _november).handoff(Question("")).suggestions == ()


def test_a_button_gives_exactly_its_answer_whatever_the_words_and_intents(
    answerer: Answerer, real_knowledge: Knowledge
) -> None:
    for answer in list(real_knowledge.answers.values())[::25]:
        question = Question("giá vàng", {"out_of_scope": 1.0, "report_scam": 1.0}, answer_id=answer.id)
        outcome = answerer.answer(question)
        assert (outcome.kind, _ids(outcome), outcome.trace["rule"]) == ("answer", [answer.id], "chosen")
        assert outcome.context.last_answers == (answer.id,)


def test_an_old_id_gives_the_answer_that_took_it_over(answerer: Answerer, real_knowledge: Knowledge) -> None:
    renamed = [answer for answer in real_knowledge.answers.values() if answer.aliases]
    assert renamed
    for answer in renamed:
        for alias in answer.aliases:
            assert _ids(answerer.answer(Question("", answer_id=alias))) == [answer.id]


def test_a_removed_id_gives_no_answer_and_a_person(answerer: Answerer) -> None:
    outcome = answerer.answer(Question("", answer_id="cau-da-xoa"))
    assert (outcome.kind, outcome.items, outcome.suggestions) == ("no_answer", (), ())
    assert outcome.buttons
    assert answerer.item("cau-da-xoa") is None


def test_every_answer_shows_its_sources_and_its_date(answerer: Answerer, real_knowledge: Knowledge) -> None:
    undated = 0
    for answer in real_knowledge.answers.values():
        outcome = answerer.answer(Question("", answer_id=answer.id))
        custom, text = render_custom(outcome), render_text(outcome)
        assert custom["sources"] and custom["items"][0]["sources"]
        dates = [s.published for s in map(real_knowledge.sources.__getitem__, answer.sources) if s.published]
        if dates:
            newest = max(dates, key=lambda period: (period.end, period.start))
            assert custom["as_of"] == newest.text
            assert newest.spoken() in text
        else:
            undated += 1
            assert custom["as_of"] is None
            assert "nguồn không ghi ngày, tra cứu 11/2026" in text
    assert undated == 107


def test_the_trace_tells_why(ask: Ask) -> None:
    outcome = ask("Đề án 06 là gì?", ask_online_service=0.7, greet=0.2)
    assert outcome.trace["rule"] == "found"
    assert outcome.trace["intents"] == {"ask_online_service": 0.7, "greet": 0.2}
    assert outcome.trace["hits"][0]["id"] == "de-an-06-la-gi"


def test_the_same_question_gets_the_same_outcome(ask: Ask) -> None:
    assert ask("quên mật khẩu vneid") == ask("quên mật khẩu vneid")


_PIECES = [
    "Thanh Hoá", "Hải Dương", "cả nước", "năm 2023", "31/2/2024", "từ 2022 đến 2020", "bao nhiêu", "tỷ lệ", "hạng mấy",
    "tăng bao nhiêu", "so sánh", "và", ",", "cấp xã", "dịch vụ công một phần", "VNeID", "50%", "thế còn", "chỉ tiêu",
]  # fmt: skip
_ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=8).map(" ".join),
)
_INTENTS = st.dictionaries(
    st.sampled_from([*TOPICS, "ask_local_figure", "ask_own_record", "out_of_scope", "abuse", "greet", "lạ"]),
    st.floats(0, 1),
    max_size=3,
)

_DOORS: list[Door] = [Answerer.answer, Answerer.answer, Answerer.safety, Answerer.handoff]


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_ANY_TEXT, _INTENTS, st.sampled_from(_DOORS)), min_size=1, max_size=3))
def test_any_talk_in_any_characters_gets_outcomes_that_can_be_sent(
    answerer: Answerer, talk: list[tuple[str, dict[str, float], Door]]
) -> None:
    context = Context()
    for text, intents, door in talk:
        outcome = door(answerer, Question(text, intents, context))
        assert render_text(outcome).encode()
        custom = render_custom(outcome)
        assert json.loads(json.dumps(custom, allow_nan=False)) == custom
        json.dumps(outcome.trace, allow_nan=False)
        assert "as_of" in custom
        assert len(custom["suggestions"]) <= 3
        if outcome.kind in FACTUAL:
            assert custom["items"] and custom["sources"]
            assert all(item["sources"] and "as_of" in item for item in custom["items"])
        else:
            assert custom["items"] == []
        context = outcome.context


@pytest.mark.parametrize(
    ("measure", "place"), [("chi-tieu-da-bo", "thanh-hoa"), ("dich-vu-cong-mot-phan", "noi-da-bo")]
)
def test_a_remembered_measure_or_place_that_is_gone_stops_nothing(answerer: Answerer, measure: str, place: str) -> None:
    remembered = Context("figure", (place,), (), (measure,))
    assert answerer.answer(Question("năm 2023 thì sao?", context=remembered)).kind


def _november() -> datetime.date:
    return datetime.date(2026, 11, 21)


def _ids(outcome: Outcome) -> list[str]:
    return [item.id for item in outcome.items]
