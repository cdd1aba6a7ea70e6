"""Gợi ý khi đang gõ: chữ gõ dở, không dấu, chữ tắt; câu hợp nhất đứng trước; kho lớn vẫn nhanh."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_up import Mixer
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.period import Period
from bot.knowledge.suggestions import SuggestionIndex
from bot.vietnamese import fold


def written(answer_id: str, title: str, *asks: str) -> Answer:
    return Answer(answer_id, "vneid", title, "Có.", ("Có.",), (), Period.parse("2026-11"), "high", asks=asks)


SMALL = (
    written("mat-the", "Mất thẻ căn cước thì làm sao?", "đánh rơi thẻ", "rớt bóp mất giấy tờ"),
    written("doi-the", "Đổi thẻ căn cước ở đâu?", "thẻ cũ mờ chữ"),
    written("the-nao", "Làm thế nào khi mất điện thoại?"),
    written("bhyt-giay", "Thẻ BHYT giấy còn dùng được không?", "thẻ bảo hiểm y tế bìa giấy"),
    written("dien-thoai", "Điện thoại cũ không cài được VNeID?", "mất thẻ nhớ điện thoại cũ"),
)


@pytest.fixture(scope="module")
def index() -> SuggestionIndex:
    return SuggestionIndex(SMALL)


@pytest.fixture(scope="module")
def real_index(real_knowledge: Knowledge) -> SuggestionIndex:
    return SuggestionIndex(real_knowledge.answers.values())


def ids(index: SuggestionIndex, typed: str) -> list[str]:
    return [suggestion.id for suggestion in index.suggest(typed)]


@pytest.mark.parametrize("typed", ["mất thẻ căn c", "mat the can c", "MẤT THẺ", "  mất   thẻ ", "mất thẻ, căn"])
def test_accents_case_and_spaces_make_no_difference_and_the_last_word_may_be_unfinished(
    index: SuggestionIndex, typed: str
) -> None:
    assert ids(index, typed)[0] == "mat-the"


def test_a_way_of_asking_brings_the_title_of_its_answer(index: SuggestionIndex) -> None:
    assert index.suggest("danh roi") == [("mat-the", "Mất thẻ căn cước thì làm sao?")]


def test_words_together_as_typed_come_before_words_apart(index: SuggestionIndex) -> None:
    """ "Làm thế nào khi mất" có đủ "mat", "the" nhưng rời nhau."""
    assert ids(index, "mat the") == ["mat-the", "dien-thoai", "the-nao"]


def test_accents_that_were_typed_count(index: SuggestionIndex) -> None:
    assert ids(index, "thế")[0] == "the-nao"
    assert ids(index, "thẻ")[-1] == "the-nao"


def test_a_title_comes_before_a_way_of_asking_and_a_beginning_before_a_middle(index: SuggestionIndex) -> None:
    assert ids(index, "dien thoai") == ["dien-thoai", "the-nao"]


def test_the_shorter_title_comes_first() -> None:
    index = SuggestionIndex([written("dai", "Thẻ căn cước của trẻ em"), written("ngan", "Thẻ căn cước")])
    assert ids(index, "the") == ["ngan", "dai"]


@pytest.mark.parametrize("typed", ["bhy", "bhyt", "bảo hiểm y t", "the bao hiem y te"])
def test_a_short_form_is_found_while_typed_when_whole_and_in_full(index: SuggestionIndex, typed: str) -> None:
    assert ids(index, typed) == ["bhyt-giay"]


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyzt", "mat the xyzt", "\u200b"])
def test_nothing_is_suggested_where_nothing_matches(index: SuggestionIndex, typed: str) -> None:
    assert index.suggest(typed) == []


def test_an_empty_knowledge_suggests_nothing() -> None:
    assert SuggestionIndex([]).suggest("the") == []


def test_every_answer_is_found_by_its_whole_title(real_index: SuggestionIndex, real_knowledge: Knowledge) -> None:
    for answer in real_knowledge.answers.values():
        assert real_index.suggest(answer.title)[0].title == answer.title
        assert real_index.suggest(fold(answer.title))[0].title == answer.title


@settings(max_examples=300, deadline=None)
@given(typed=st.text(max_size=200), cut=st.integers(1, 60), line=st.integers(0, 10**6))
def test_any_text_is_answered_and_any_beginning_of_a_line_finds_something(
    real_index: SuggestionIndex, typed: str, cut: int, line: int
) -> None:
    found = real_index.suggest(typed)
    assert len({suggestion.id for suggestion in found}) == len(found) <= 5
    known = real_index.suggest(real_index._texts[line % len(real_index._texts)][:cut])
    assert known == [] or known[0].title


@settings(max_examples=200, deadline=None)
@given(number=st.integers(0, 10**6), words=st.integers(1, 8), letters=st.integers(1, 20))
def test_an_unfinished_title_always_brings_something(
    real_index: SuggestionIndex, real_knowledge: Knowledge, number: int, words: int, letters: int
) -> None:
    """Gõ tới giữa chữ nào cũng còn gợi ý, có dấu hay không."""
    titles = [answer.title for answer in real_knowledge.answers.values()]
    *whole, last = titles[number % len(titles)].split()[:words]
    typed = " ".join([*whole, last[:letters]])
    assert not any(map(str.isalnum, typed)) or real_index.suggest(typed)
    assert not any(map(str.isalnum, typed)) or real_index.suggest(fold(typed))


@pytest.mark.slow  # dựng kho bịa mười nghìn câu, tám mươi nghìn dòng
def test_a_large_knowledge_is_searched_within_the_time_of_a_keystroke(real_knowledge: Knowledge) -> None:
    """Kho mười nghìn câu: câu chậm nhất dưới 50 ms thời gian máy, kể cả những chữ có ở khắp nơi."""
    mixer = Mixer(real_knowledge, 7)
    index = SuggestionIndex(mixer.answer(number, ["nguon"]) for number in range(10_000))
    spent = []
    for typed in ("t", "c", "the", "bhyt", "lam the nao khi", "di bhyt gia", "can cuoc o dau", "khong co o tren v"):
        started = time.process_time()
        index.suggest(typed)
        spent.append(time.process_time() - started)
    assert max(spent) < 0.05
