"""Gom câu hỏi giống nhau: chịu được cách gõ, không gom chuyện khác, thêm bớt không đổi kết quả."""

from __future__ import annotations

import pytest

from bot.knowledge.grouping import Groups, Likeness

LINES = (
    "làm căn cước ở đâu",
    "đổi mật khẩu VNeID thế nào",
    "thẻ bảo hiểm y tế trên điện thoại",
    "nộp hồ sơ qua mạng ở đâu",
    "chuyển tiền nhầm thì làm thế nào",
)
ROADS = ("Xin giấy phép đào đường ở đâu?", "xin giay phep dao duong", "giấy phép đào đường lấy chỗ nào")
FISH = ("Đăng ký tàu cá cần gì", "tàu cá đăng ký ở đâu")


@pytest.fixture
def groups() -> Groups:
    return Groups(Likeness(LINES))


def numbered(*texts: str, first: int = 0) -> dict[int, str]:
    return dict(enumerate(texts, first))


def test_the_same_question_typed_differently_is_one_group(groups: Groups) -> None:
    placed = groups.place(numbered(*ROADS, *FISH))
    assert len({placed[n] for n in range(3)}) == 1
    assert placed[3] == placed[4] != placed[0]
    assert all(group < 0 for group in placed.values())


def test_sharing_only_the_shape_of_a_question_is_not_enough(groups: Groups) -> None:
    placed = groups.place(numbered("làm hộ chiếu thế nào", "trồng cây cảnh thế nào"))
    assert placed[0] != placed[1]


def test_a_new_question_joins_a_named_group(groups: Groups) -> None:
    groups.rename({groups.place(numbered(ROADS[0]))[0]: 7})
    assert groups.place(numbered(*ROADS[1:], first=1)) == {1: 7, 2: 7}
    assert groups.members == {0: 7, 1: 7, 2: 7}


def test_groups_made_one_by_one_and_groups_read_back_agree(groups: Groups) -> None:
    texts = numbered(*ROADS, *FISH)
    one_by_one = Groups(Likeness(LINES))
    for number, text in texts.items():
        placed = one_by_one.place({number: text})
        one_by_one.rename({placed[number]: abs(placed[number]) * 100 + number} if placed[number] < 0 else {})
    read_back = Groups(Likeness(LINES))
    read_back.add(texts, one_by_one.members)
    together = groups.place(texts)
    same = {(a, b) for a in texts for b in texts if together[a] == together[b]}
    assert same == {(a, b) for a in texts for b in texts if read_back.members[a] == read_back.members[b]}
    assert read_back.place({99: ROADS[1]}) == {99: read_back.members[0]}


def test_a_removed_question_no_longer_draws_others(groups: Groups) -> None:
    groups.rename({groups.place(numbered(ROADS[0]))[0]: 7})
    groups.remove([0])
    assert groups.members == {}
    assert groups.place({1: ROADS[1]})[1] < 0


def test_the_label_is_a_typical_question_written_with_accents(groups: Groups) -> None:
    placed = groups.place(numbered("dao duong", *ROADS))
    group = placed[2]
    assert groups.label(group) in (ROADS[0], ROADS[2])


def test_a_question_without_a_single_word_stands_alone(groups: Groups) -> None:
    placed = groups.place(numbered("???", "🙂", ROADS[0]))
    assert len(set(placed.values())) == 3
    assert groups.label(placed[0]) == "???"
