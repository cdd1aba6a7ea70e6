"""Bộ khung: mọi điều chưa thấy có một câu chuyện, đọc lại được, hỏi và khẳng định đúng điều ấy."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read as read_knowledge
from bot.settings import ROOT
from bot.stories.cli import stories as command
from bot.stories.coverage import Coverage, measure
from bot.stories.model import Story
from bot.stories.reader import read
from bot.stories.runner import play, runs_of
from bot.stories.skeletons import REMARK, skeletons
from bot.stories.stage import Stage
from bot.stories.writer import write_cases

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(ROOT / "knowledge").knowledge()


@pytest.fixture(scope="module")
def nothing_seen(knowledge: Knowledge) -> Coverage:
    return measure([], knowledge)


@pytest.fixture(scope="module")
def drafted(nothing_seen: Coverage, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> list[Story]:
    """Bộ khung của cả kho, viết ra rồi đọc lại."""
    path = tmp_path_factory.mktemp("missing") / "missing.yml"
    path.write_text(write_cases(skeletons(nothing_seen, knowledge, TODAY, []), REMARK), encoding="utf-8")
    return read([path])


def claims(story: Story) -> dict[str, str]:
    return {claim.kind: claim.value for claim in story.turns[0].claims}


def test_every_unseen_answer_and_figure_gets_a_story_the_reader_reads_back(
    drafted: list[Story], knowledge: Knowledge
) -> None:
    assert {claims(story)["answer"] for story in drafted} == {*knowledge.answers, *knowledge.figures}


def test_an_answer_is_asked_for_in_a_person_s_words_and_expected_with_its_source(
    drafted: list[Story], knowledge: Knowledge
) -> None:
    answer = knowledge.answers["vneid-quen-mat-khau"]
    story = next(story for story in drafted if claims(story)["answer"] == answer.id)
    assert (story.name, story.turns[0].user) == (answer.title, answer.asks[0])
    expected = claims(story)
    assert (expected["kind"], expected["source"]) == ("answer", answer.sources[0])
    assert answer.short.startswith(expected["says"])


@pytest.mark.parametrize(
    ("figure", "asked", "source"),
    [
        ("g004-007", "tổ công nghệ số cộng đồng của Sầm Sơn", "samson-dcs-2023"),
        (
            "g001-024",
            "tỷ lệ doanh nghiệp có phát sinh thuế đạt mức độ chuyển đổi số của Thanh Hoá tăng bao nhiêu năm 2024",
            "th-vneconomy-2024",
        ),
    ],
)
def test_a_figure_is_asked_for_by_its_measure_and_place(
    drafted: list[Story], figure: str, asked: str, source: str
) -> None:
    story = next(story for story in drafted if claims(story)["answer"] == figure)
    assert story.turns[0].user == asked
    assert (claims(story)["kind"], claims(story)["source"]) == ("figure", source)


def test_figures_of_one_measure_and_place_are_asked_for_differently(drafted: list[Story]) -> None:
    rank = "xếp hạng chuyển đổi số cấp tỉnh của Hải Dương"
    asked = [story.turns[0].user for story in drafted if story.turns[0].user.startswith(rank)]
    assert len(asked) > 1
    assert len(set(asked)) == len(asked)


def test_a_name_already_taken_gets_the_id(nothing_seen: Coverage, knowledge: Knowledge) -> None:
    answer = knowledge.answers["vneid-quen-mat-khau"]
    names = {each["test_case"] for each in skeletons(nothing_seen, knowledge, TODAY, [answer.title])}
    assert f"{answer.title} (vneid-quen-mat-khau)" in names
    assert answer.title not in names


def test_what_was_seen_gets_no_skeleton(nothing_seen: Coverage, knowledge: Knowledge) -> None:
    everything = {
        noun: type(part)(part.label, part.all, frozenset(part.all)) for noun, part in nothing_seen.parts.items()
    }
    assert skeletons(Coverage(everything), knowledge, TODAY, []) == []


@pytest.mark.slow
async def test_most_skeletons_pass_as_they_are(stage: Stage, drafted: list[Story]) -> None:
    results = [result async for result in play(stage, runs_of(drafted, with_variants=False))]
    wrong = [result.story.name for result in results if not result.passed]
    assert len(wrong) <= len(results) * 0.05, wrong


@pytest.mark.slow
def test_the_command_tells_the_coverage_and_writes_every_file(tmp_path: Path) -> None:
    written = {option: tmp_path / f"coverage.{option}" for option in ("html", "png", "missing")}
    options = [text for option, file in written.items() for text in (f"--{option}", str(file))]
    stories = ROOT / "tests" / "stories" / "test_small_talk.yml"
    result = CliRunner().invoke(command, ["coverage", str(stories), *options])
    assert result.exit_code == 0, result.output
    assert "Câu trả lời được đọc" in result.output
    assert "chưa thấy" in result.output
    assert written["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert written["png"].read_bytes().startswith(b"\x89PNG")
    assert len(read([stories, written["missing"]])) > 400
