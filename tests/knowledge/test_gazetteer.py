"""Tên nơi trong câu hỏi, và nơi ấy nay thuộc đâu."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge, Place
from bot.knowledge.period import Period
from bot.vietnamese import fold, terms

TODAY = datetime.date(2026, 11, 21)
PLACES = {
    "tinh": Place("tinh", "Thanh Hoá", "province", aliases=("tỉnh Thanh Hoá", "Thanh Hóa")),
    "tp": Place(
        "tp",
        "TP Thanh Hoá",
        "city",
        aliases=("thành phố Thanh Hoá",),
        merged_into=("phuong-a", "phuong-b"),
        merged_on=Period.parse("2025-07-01"),
    ),
    "phuong-a": Place("phuong-a", "phường Hạc Thành", "ward"),
    "phuong-b": Place("phuong-b", "phường Hàm Rồng", "ward"),
    "huyen": Place("huyen", "Hoà Bình", "province", merged_into=("tinh",), merged_on=Period.parse("2025-07-01")),
}


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer(PLACES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanh Hoá có bao nhiêu trạm?", ["tinh"]),
        ("THANH HÓA", ["tinh"]),
        ("o tinh thanh hoa", ["tinh"]),
        ("thành phố Thanh Hoá", ["tp"]),
        ("TP. Thanh Hóa và tỉnh Thanh Hoá", ["tp", "tinh"]),
        ("Hòa Bình so với Thanh Hoá", ["huyen", "tinh"]),
        ("thanh toán hoá đơn", []),
        ("", []),
    ],
)
def test_places_are_found_in_order_the_longest_name_first(gazetteer: Gazetteer, text: str, found: list[str]) -> None:
    assert [mention.place.id for mention in gazetteer.find(terms(text))] == found


def test_a_mention_says_which_syllables_it_took(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find(["o", "thanh", "pho", "thanh", "hoa", "nay"])
    assert (mention.start, mention.end) == (1, 5)


@settings(deadline=None)
@given(st.lists(st.sampled_from("thanh pho hoa tinh binh ham rong phuong tp x".split()), max_size=12))
def test_mentions_are_names_and_never_overlap(syllables: list[str]) -> None:
    mentions = Gazetteer(PLACES).find(syllables)
    ends = [0]
    for mention in mentions:
        assert mention.start >= ends[-1]
        ends.append(mention.end)
        names = [terms(name) for name in (mention.place.name, *mention.place.aliases)]
        assert syllables[mention.start : mention.end] in names


def test_a_place_merged_into_its_like_says_since_when(gazetteer: Gazetteer) -> None:
    assert gazetteer.merger_sentence(PLACES["huyen"], TODAY) == (
        "Từ ngày 1/7/2025, Hoà Bình đã nhập vào Thanh Hoá; số liệu này là của Hoà Bình trước ngày đó."
    )


def test_a_place_split_into_lower_ones_says_it_was_reorganised(gazetteer: Gazetteer) -> None:
    sentence = gazetteer.merger_sentence(PLACES["tp"], TODAY)
    assert sentence and "được tổ chức lại thành phường Hạc Thành và phường Hàm Rồng" in sentence


def test_a_place_that_stands_says_nothing_about_mergers(gazetteer: Gazetteer) -> None:
    assert gazetteer.merger_sentence(PLACES["tinh"], TODAY) is None


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer({}).find(["thanh", "hoa"]) == []


def test_every_real_name_is_found_with_and_without_accents(real_knowledge: Knowledge) -> None:
    gazetteer = Gazetteer(real_knowledge.places)
    lost = []
    for place in real_knowledge.places.values():
        for name in (place.name, *place.aliases):
            for written in (name, fold(name)):
                found = [mention.place.id for mention in gazetteer.find(terms(written))]
                if found != [place.id]:
                    lost.append((place.id, written, found))
    assert lost == []
