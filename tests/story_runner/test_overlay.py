"""Kho riêng của tệp câu chuyện: sửa, thêm, bỏ; chỗ sai có dòng."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read as read_knowledge
from bot.settings import ROOT
from bot.stories.overlay import Overlay
from bot.stories.reader import read

STORY = "test_cases:\n  - test_case: Một\n    steps: [user: a]\n"


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return read_knowledge(ROOT / "knowledge").knowledge()


def overlay(folder: Path, text: str) -> Overlay:
    path = folder / "story.yml"
    path.write_text(textwrap.dedent(text) + STORY, encoding="utf-8")
    (story,) = read([path])
    assert story.overlay
    return story.overlay


def test_a_known_id_changes_only_the_fields_written(tmp_path: Path, base: Knowledge) -> None:
    before = base.answers["vneid-quen-mat-khau"]
    knowledge, problems = overlay(
        tmp_path, "answers:\n  - {id: vneid-quen-mat-khau, short: Lời khác., valid_from: 2026-01-01}\n"
    ).apply(base)
    after = knowledge.answers["vneid-quen-mat-khau"]
    assert problems == []
    assert (after.short, after.valid_from and after.valid_from.text) == ("Lời khác.", "2026-01-01")
    assert (after.title, after.steps, after.sources) == (before.title, before.steps, before.sources)
    assert base.answers["vneid-quen-mat-khau"] is before


def test_a_new_record_is_added_and_an_unwanted_one_is_gone(tmp_path: Path, base: Knowledge) -> None:
    knowledge, problems = overlay(
        tmp_path,
        """\
        without: [vneid-hotline]
        sources:
          - {id: bao-thu, title: Bài thử, publisher: Báo Thử, published: 2026}
        answers:
          - id: viec-moi
            topic: vneid
            title: Việc mới làm thế nào?
            short: Làm ở xã.
            facts: [Làm ở xã.]
            sources: [bao-thu]
            read_on: 2026-11-20
            confidence: high
        """,
    ).apply(base)
    assert problems == []
    assert knowledge.answers["viec-moi"].sources == ("bao-thu",)
    assert "vneid-hotline" not in knowledge.answers


def test_a_knowledge_of_its_own_holds_nothing_else(tmp_path: Path, base: Knowledge) -> None:
    knowledge, _ = overlay(tmp_path, "knowledge: own\nplaces:\n  - {id: xa-thu, name: Xã Thử, level: commune}\n").apply(
        base
    )
    assert list(knowledge.places) == ["xa-thu"]
    assert knowledge.answers == {}


def test_a_mistake_is_told_with_its_line(tmp_path: Path, base: Knowledge) -> None:
    _, problems = overlay(
        tmp_path,
        """\
        answers:
          - id: vneid-quen-mat-khau
            confidence: chắc
          - id: vneid-hotline
            sources: [khong-co]
        """,
    ).apply(base)
    assert [(problem.line, problem.message.split("”")[0]) for problem in problems] == [
        (3, "“confidence"),
        (5, "không có nguồn “khong-co"),
    ]
