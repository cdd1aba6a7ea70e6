"""Tìm câu trả lời theo chữ: có dấu hay không, đủ chữ hay gõ sai."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_folder import KnowledgeFolder

from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.answerer import Answerer
from bot.knowledge.document_index import DocumentIndex
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.ngrams import CODE_BITS, Grams, characters, words
from bot.knowledge.outcome import Context, Outcome
from bot.knowledge.text_index import TextIndex
from bot.vietnamese import fold, terms


@pytest.fixture
def index(folder: KnowledgeFolder) -> AnswerIndex:
    return AnswerIndex(list(folder.knowledge().answers.values()))


NO_BUDGET = 2**62


@pytest.fixture(scope="module")
def real_index(real_knowledge: Knowledge) -> AnswerIndex:
    return AnswerIndex(list(real_knowledge.answers.values()))


@pytest.fixture(scope="module")
def real_asks(real_knowledge: Knowledge) -> list[str]:
    """Cách hỏi của một phần sáu kho, bớt một chữ cho khỏi trùng hẳn."""
    return [" ".join(answer.asks[-1].split()[1:]) for answer in list(real_knowledge.answers.values())[::6]]


def _codes(grams: Callable[[Sequence[str]], Grams], line: str) -> list[int]:
    return grams([line]).codes.tolist()


def test_words_are_syllables_and_neighbouring_pairs() -> None:
    assert len(_codes(words, "y te xa")) == 5
    alone = {*_codes(words, "y xa"), *_codes(words, "te xa")}
    assert set(_codes(words, "y te")) - alone, "cặp “y te” là một đặc trưng riêng"
    assert set(_codes(words, "y te")) != set(_codes(words, "te y"))


def test_characters_are_runs_of_three_to_five_over_the_whole_line() -> None:
    assert len(_codes(characters, "y te")) == 4 + 3 + 2  # " y te " có sáu ký tự
    assert set(_codes(characters, "te")) < set(_codes(characters, "y te"))
    assert len({*_codes(characters, "abc"), *_codes(characters, "cba")}) > len(set(_codes(characters, "abc")))


@pytest.mark.parametrize("grams", [words, characters])
def test_lines_read_together_are_read_as_if_alone(grams: Callable[[Sequence[str]], Grams]) -> None:
    lines = ["mat the can cuoc", "", "a", "đổi thẻ 漢", "mat the"]
    together = grams(lines)
    for number, line in enumerate(lines):
        assert sorted(together.codes[together.rows == number].tolist()) == sorted(_codes(grams, line))
    assert together.codes.min() >= 0
    assert together.codes.max() < 2**CODE_BITS


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
    assert best.score > best.phrasing


@pytest.mark.parametrize("text", ["", "   ", "?!.", "🙂"])
def test_a_text_without_syllables_finds_nothing(index: AnswerIndex, text: str) -> None:
    assert index.search(text) == []


def test_an_empty_index_finds_nothing() -> None:
    assert AnswerIndex([]).search("mất thẻ") == []


def test_the_next_best_answers_never_include_the_answer_itself(answerer: Answerer, real_knowledge: Knowledge) -> None:
    for answer in list(real_knowledge.answers.values())[::40]:
        others = answerer.next_best(Context(last_answers=(answer.id,)))
        assert answer.id not in others
        assert len(others) == len(set(others)) == 3
    assert answerer.next_best(Context(last_answers=("khong-co-cau-nay",))) == ()


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


def _plain_scores(texts: Sequence[Sequence[str]], asked: Sequence[str]) -> list[float]:
    """Cosine TF-IDF viết theo định nghĩa, không chỉ mục: trung bình theo âm tiết và theo cụm ký tự.

    Văn bản đếm mỗi đặc trưng một lần; câu hỏi đếm số lần.
    """

    def by_words(part: Sequence[str]) -> list[str]:
        return [*part, *(f"{left}_{right}" for left, right in itertools.pairwise(part))]

    def by_characters(part: Sequence[str]) -> list[str]:
        line = f" {' '.join(part)} "
        return [line[n : n + size] for size in (3, 4, 5) for n in range(len(line) - size + 1)]

    totals = [0.0] * len(texts)
    for features in (by_words, by_characters):
        counted = [Counter(features(text)) for text in texts]
        having = Counter(feature for each in counted for feature in each)
        once = [Counter(dict.fromkeys(each, 1)) for each in counted]
        weights = [_weights(each, having, len(texts)) for each in (*once, Counter(features(asked)))]
        query = weights.pop()
        for n, text in enumerate(weights):
            totals[n] += sum(weight * text.get(feature, 0.0) for feature, weight in query.items()) / 2
    return totals


def _weights(counted: Counter[str], having: Counter[str], size: int) -> dict[str, float]:
    raw = {f: (1 + math.log(n)) * (math.log((1 + size) / (1 + having[f])) + 1) for f, n in counted.items()}
    length = math.sqrt(sum(weight**2 for weight in raw.values()))
    return {feature: weight / length for feature, weight in raw.items()}


def test_scores_are_the_plain_cosine_of_the_definition(real_knowledge: Knowledge, real_asks: list[str]) -> None:
    texts = [terms(answer.title) for answer in list(real_knowledge.answers.values())[::4]]
    index = TextIndex(texts)
    for asked in real_asks[::9]:
        assert index.scores(terms(asked)) == pytest.approx(_plain_scores(texts, terms(asked)), abs=1e-5)


def test_the_front_runners_are_those_of_scoring_every_answer(
    monkeypatch: pytest.MonkeyPatch, real_index: AnswerIndex, real_asks: list[str]
) -> None:
    """Kho thật chưa chạm hạn mức: mười câu đầu phải đúng là mười câu đầu khi chấm trọn mọi câu."""
    found = [real_index.search(asked) for asked in real_asks]
    monkeypatch.setattr(AnswerIndex, "CANDIDATES", 1_000_000)
    assert found == [real_index.search(asked, budget=NO_BUDGET) for asked in real_asks]


@pytest.mark.parametrize("budget", [2_000, 20_000])
def test_a_tight_budget_finds_the_same_first_answer_with_the_same_score(
    monkeypatch: pytest.MonkeyPatch, real_index: AnswerIndex, real_asks: list[str], budget: int
) -> None:
    """Kho lớn chỉ đọc đặc trưng hiếm trong hạn mức: câu đầu như chấm trọn, và điểm nào trả ra cũng là điểm trọn."""
    monkeypatch.setattr(AnswerIndex, "CANDIDATES", 60)
    fast = [real_index.search(asked, budget=budget) for asked in real_asks]
    monkeypatch.setattr(AnswerIndex, "CANDIDATES", 1_000_000)
    every = [real_index.search(asked, budget=NO_BUDGET) for asked in real_asks]
    same = [few[0].id == full[0].id for few, full in zip(fast, every, strict=True)]
    assert sum(same) >= 0.99 * len(same)
    for few, full in zip(fast, every, strict=True):
        exact = {hit.id: hit.score for hit in full}
        for hit in few:
            assert hit.score == pytest.approx(exact.get(hit.id, hit.score), abs=1e-5)


def test_a_big_store_is_searched_within_the_budget(monkeypatch: pytest.MonkeyPatch, real_knowledge: Knowledge) -> None:
    answers, budgets = list(real_knowledge.answers.values()), []
    within = DocumentIndex.within
    monkeypatch.setattr(AnswerIndex, "SMALL", 100)
    monkeypatch.setattr(DocumentIndex, "within", lambda *given: budgets.append(given[-1]) or within(*given))
    for size, budget in ((100, NO_BUDGET), (101, AnswerIndex.BUDGET)):
        assert AnswerIndex(answers[:size]).search(answers[7].title)[0].id == answers[7].id
        assert set(budgets) == {budget}
        budgets.clear()


def test_a_feature_repeated_beyond_counting_does_not_break_the_score() -> None:
    index = TextIndex([["mat"] * 1000, ["the"]])
    scores = index.scores(["mat"] * 1000)
    assert scores[0] > 0.95
    assert scores[1] == 0.0


def test_the_nearest_way_of_asking_is_named_even_among_thousands_of_lines(real_index: AnswerIndex) -> None:
    few, many = real_index.search("quên mật khẩu VNeID", limit=3), real_index.search("quên mật khẩu VNeID", limit=400)
    assert many[:3] == few
    assert all(hit.phrasing <= 1.0 + 1e-9 for hit in many)
