"""Tìm câu trả lời theo chữ: có dấu hay không, đủ chữ hay gõ sai."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_folder import KnowledgeFolder

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.search import AnswerIndex, TextIndex, characters, words
from bot.vietnamese import fold, terms


@pytest.fixture
def index(folder: KnowledgeFolder) -> AnswerIndex:
    return AnswerIndex(list(folder.knowledge().answers.values()))


def test_words_are_syllables_and_neighbouring_pairs() -> None:
    assert len(words("y te xa")) == 5
    assert set(words("y te")) - set(words("y xa")) - set(words("te xa")), "cặp “y_te” là một đặc trưng riêng"


def test_characters_are_runs_of_three_to_five_over_the_whole_line() -> None:
    assert len(characters("y te")) == 4 + 3 + 2  # " y te " có sáu ký tự
    assert set(characters("te")) < set(characters("y te"))
    assert len(set(characters("abc")) | set(characters("cba"))) > len(set(characters("abc")))


def test_a_text_is_most_like_itself() -> None:
    index = TextIndex([["mat", "the"], ["doi", "the"], []])
    scores = index.scores(["mat", "the"]).tolist()
    assert scores[0] == pytest.approx(1.0, abs=1e-5)
    assert scores[0] > scores[1] > scores[2] == 0.0


def test_strange_words_pull_every_score_down() -> None:
    index = TextIndex([["mat", "the"], ["doi", "the"]])
    assert index.scores(["mat", "the", "xyzw", "qqq"])[0] < index.scores(["mat", "the"])[0]


def test_words_nobody_wrote_match_nothing() -> None:
    assert TextIndex([["mat", "the"]]).scores(["zzzz"]).tolist() == [0.0]


def test_every_title_finds_its_own_answer_first(asked_by_title: dict[str, Outcome]) -> None:
    best = {wanted: outcome.trace["hits"][0]["id"] for wanted, outcome in asked_by_title.items()}
    assert {wanted: found for wanted, found in best.items() if wanted != found} == {}


def test_a_title_without_accents_finds_the_same_answer_with_the_same_score(
    ask: Callable[..., Outcome], real_knowledge: Knowledge
) -> None:
    for answer in list(real_knowledge.answers.values())[::20]:
        assert ask(fold(answer.title)).trace["hits"] == ask(answer.title).trace["hits"]


def test_a_way_of_asking_counts_like_the_title(index: AnswerIndex) -> None:
    best = index.search("đánh rơi thẻ")[0]
    assert best.id == "mat-the"
    assert best.phrasing == pytest.approx(1.0, abs=1e-5)


def test_the_best_comes_first_and_no_more_than_asked(index: AnswerIndex) -> None:
    hits = index.search("mất thẻ công an xã")
    assert [hit.id for hit in hits] == ["mat-the", "doi-the"]
    assert hits[0].score > hits[1].score
    assert index.search("mất thẻ công an xã", limit=1) == hits[:1]


def test_one_wrong_letter_still_finds_the_answer(index: AnswerIndex) -> None:
    assert index.search("danh roi thr")[0].id == "mat-the"


def test_the_words_of_the_facts_count_too(folder: KnowledgeFolder) -> None:
    answers = folder.knowledge().answers
    index = AnswerIndex([replace(answers["doi-the"], facts=("Mang theo hộ chiếu cũ.",)), answers["mat-the"]])
    best = index.search("hộ chiếu cũ")[0]
    assert best.id == "doi-the"
    assert best.phrasing < 0.1
    assert best.body > 0.2
    assert best.score > best.phrasing


@pytest.mark.parametrize("text", ["", "   ", "?!.", "🙂"])
def test_a_text_without_syllables_finds_nothing(index: AnswerIndex, text: str) -> None:
    assert index.search(text) == []


def test_an_empty_index_finds_nothing() -> None:
    assert AnswerIndex([]).search("mất thẻ") == []


def test_similar_answers_never_include_the_answer_itself(answerer: Answerer, real_knowledge: Knowledge) -> None:
    for answer in list(real_knowledge.answers.values())[::40]:
        similar = answerer.similar(answer.id)
        assert answer.id not in similar
        assert len(similar) == len(set(similar)) == 3
    assert answerer.similar("khong-co-cau-nay") == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("mat the doi o dau cong an xa 12 vneid zzz".split()), max_size=8))
def test_scores_stay_between_zero_and_one(syllables: list[str]) -> None:
    texts = [terms("Mất thẻ thì làm sao?"), terms("Đổi thẻ ở đâu?"), terms("12 công an xã")]
    scores = TextIndex(texts).scores(syllables)
    assert scores.min() >= 0.0
    assert scores.max() <= 1.0 + 1e-5


def test_an_answer_without_other_ways_of_asking_does_not_shift_its_neighbours(folder: KnowledgeFolder) -> None:
    """Điểm cách hỏi gom theo từng câu: câu chỉ có tiêu đề nằm giữa không được lấy nhầm điểm của câu bên cạnh."""
    base = folder.knowledge().answers["doi-the"]
    answers: list[Answer] = [
        replace(base, id="a", title="xem lương hưu", asks=("tra cứu lương hưu", "lương hưu tháng này")),
        replace(base, id="b", title="nộp thuế đất", asks=()),
        replace(base, id="c", title="khai sinh", asks=("làm khai sinh cho con",)),
    ]
    index = AnswerIndex(answers)
    assert [index.search(a.title)[0].id for a in answers] == ["a", "b", "c"]
    assert index.search("làm khai sinh cho con")[0].id == "c"


@pytest.mark.parametrize("amount", ["100000000", "5.000.000", "1234567890123"])
def test_an_amount_of_the_asker_does_not_make_the_question_strange(index: AnswerIndex, amount: str) -> None:
    plain, with_amount = index.search("mất thẻ làm sao"), index.search(f"mất thẻ {amount} làm sao")
    assert with_amount == plain
