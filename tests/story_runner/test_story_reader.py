"""Tệp câu chuyện: hai dạng đọc ra cùng một thứ; chỗ sai được báo bằng tệp và dòng."""

from __future__ import annotations

import datetime
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.lined import load
from bot.stories.model import Story, StoryError
from bot.stories.reader import read


def written(folder: Path, text: str, name: str = "story.yml") -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def one(folder: Path, text: str) -> Story:
    (story,) = read([written(folder, text)])
    return story


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(StoryError) as caught:
        read([written(folder, text)])
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_rasa_story_gives_its_text_intent_entities_actions_and_expectations(tmp_path: Path) -> None:
    story = one(
        tmp_path,
        """
        stories:
          - story: Hỏi số của Thanh Hoá
            metadata:
              today: 2026-01-02
              variants: no_accents
              expect:
                - {kind: figure, says: [982, dịch vụ]}
            steps:
              - user: |
                  [Thanh Hoá]{"entity": "place", "value": "thanh-hoa"} có bao nhiêu dịch vụ
                intent: ask_local_figure
              - action: action_answer
              - slot_was_set:
                  - topic: figure
        """,
    )
    (turn,) = story.turns
    assert turn.user == "Thanh Hoá có bao nhiêu dịch vụ"
    assert story.today == datetime.date(2026, 1, 2)
    assert story.variants == ("no_accents",)
    assert [(claim.kind, claim.value) for claim in turn.claims] == [
        ("intent", "ask_local_figure"),
        ("entities", {"place": "thanh-hoa"}),
        ("action", "action_answer"),
        ("slots", {"topic": "figure"}),
        ("kind", "figure"),
        ("says", "982"),
        ("says", "dịch vụ"),
    ]


def test_a_rasa_pro_case_gives_fixtures_metadata_steps_and_assertions(tmp_path: Path) -> None:
    story = one(
        tmp_path,
        """
        fixtures:
          - o_thanh_hoa:
              - place: [thanh-hoa]
              - topic: figure
        metadata:
          - dien_thoai:
              os: android
        test_cases:
          - test_case: Hỏi tiếp
            fixtures: [o_thanh_hoa]
            steps:
              - user: thế còn Hải Dương
                metadata: dien_thoai
                assertions:
                  - slot_was_set:
                      - name: place
                        value: [hai-duong]
                      - name: topic
                  - bot_uttered:
                      utter_name: utter_greet
                      text_matches: Hải Dương
                  - bot_did_not_utter:
                      text_matches: Thanh Hoá
              - press: Câu khác
              - utter: utter_thank
              - bot: Không có gì ạ.
              - slot_was_not_set:
                  - time
        """,
    )
    first, second = story.turns
    assert story.slots == {"place": ["thanh-hoa"], "topic": "figure"}
    assert first.metadata == {"os": "android"}
    assert [claim.kind for claim in first.claims] == ["slots", "slots", "action", "matches", "never_matches"]
    assert (second.press, second.user) == (True, "Câu khác")
    assert [claim.kind for claim in second.claims] == ["action", "text", "never_slots"]


def test_the_clock_and_variants_of_the_file_hold_for_its_stories_unless_they_say_otherwise(tmp_path: Path) -> None:
    first, second = read(
        [
            written(
                tmp_path,
                """
                today: 2026-05-01
                variants: [caps, typo]
                test_cases:
                  - test_case: Theo tệp
                    steps: [user: a]
                  - test_case: Riêng
                    today: 2027-01-01
                    variants: []
                    steps: [user: b]
                """,
            )
        ]
    )
    assert (first.today, first.variants) == (datetime.date(2026, 5, 1), ("caps", "typo"))
    assert (second.today, second.variants) == (datetime.date(2027, 1, 1), ())


def test_every_mistake_is_told_with_its_line_in_one_go(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
        today: hôm nay
        variants: [xyz]
        mon_an: phở
        test_cases:
          - test_case: Sai đủ kiểu
            fixtures: [khong_co]
            steps:
              - bot: chào
              - user: a
                expect:
                  kind: hmm
                  anwser: x
                assertions:
                  - flow_started: chuyen_tien
                  - la_lung: 1
              - user: b
                press: c
          - test_case: Chưa có bước
        """,
    )
    told = [
        ("1:", "2026-11-21"),
        ("2:", "“xyz”"),
        ("3:", "“mon_an”"),
        ("6:", "“khong_co”"),
        ("8:", "bắt đầu bằng lời người dân"),
        ("11:", "“hmm”"),
        ("12:", "“anwser”"),
        ("14:", "“flow_started”"),
        ("15:", "“la_lung”"),
        ("16:", "không cả hai"),
        ("18:", "chưa có bước nào"),
    ]
    assert len(found) == len(told)
    for line, (number, part) in zip(found, told, strict=True):
        assert line.startswith(number)
        assert part in line


def test_the_expectations_of_a_rasa_story_must_be_one_a_turn(tmp_path: Path) -> None:
    (found,) = problems(
        tmp_path,
        """\
        stories:
          - story: Thiếu dòng
            metadata:
              expect:
                - {kind: answer}
            steps:
              - user: a
              - user: b
        """,
    )
    assert found.startswith("4: ")
    assert "1 dòng mà người dân nói 2 lượt" in found


def test_two_stories_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    text = "test_cases:\n  - test_case: Trùng\n    steps: [user: a]\n"
    written(tmp_path, text, "mot.yml"), written(tmp_path, text, "hai.yml")
    with pytest.raises(StoryError, match=r"“Trùng” đã có ở .*hai\.yml:2"):
        read([tmp_path])


@pytest.mark.parametrize("text", ["", "[]", "a: [", "test_cases: x", "test_cases: [x]", "khác: 1", "a: 1\na: 2"])
def test_a_file_that_is_no_story_file_is_told_not_raised(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_or_refused_with_a_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text("test_cases:\n" + text, encoding="utf-8")
    try:
        read([path])
    except StoryError as error:
        assert all(problem.line >= 1 for problem in error.problems)


def test_failed_stories_are_read_from_the_files_they_point_to(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        variants: [caps, typo]
        test_cases:
          - test_case: Một
            steps: [user: a]
          - test_case: Hai
            steps: [user: b]
        """,
        "goc.yml",
    )
    failed = f"failed:\n  - {{story: Hai, file: {tmp_path / 'goc.yml'}, variants: [typo]}}\n"
    (story,) = read([written(tmp_path, failed, "failed_stories.yml")])
    assert (story.name, story.variants) == ("Hai", ("typo",))


def test_dates_stay_text_and_lines_are_kept(tmp_path: Path) -> None:
    entries = load(written(tmp_path, "a: 2026-11-21\nb:\n  - x\n  - y\n"), "t.yml")
    assert not isinstance(entries, tuple)
    assert entries["a"] == "2026-11-21"
    assert entries.lines == {"a": 1, "b": 2}
    assert entries["b"].lines == [3, 4]
