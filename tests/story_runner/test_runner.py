"""Câu chuyện chạy trên bot thật: đúng thì đạt, sai điều gì thì nói điều ấy ở bước nào."""

from __future__ import annotations

import asyncio
import textwrap
from pathlib import Path

import pytest

from bot.stories.explain import explain
from bot.stories.reader import read
from bot.stories.results import StoryResult
from bot.stories.runner import play, runs_of
from bot.stories.stage import Stage
from bot.stories.variants import VARIANTS, retyped

pytestmark = pytest.mark.slow

RIGHT = {
    "kind": "answer",
    "answer": "vneid-quen-mat-khau",
    "source": "dantri-cach-xu-ly-trong-truong",
    "as_of": "2025-12-04",
    "says": "“Quên mật khẩu”",
}
WRONG = {
    "kind": "clarify",
    "answer": "vneid-hotline",
    "source": "cafef",
    "as_of": "2024-12-04",
    "says": "gọi 115",
    "button": "Nút không có",
    "intent": "greet",
    "action": "action_safety",
}


def perform(stage: Stage, folder: Path, text: str, *, variants: bool = True) -> list[StoryResult]:
    path = folder / "story.yml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")

    async def all_of() -> list[StoryResult]:
        return [result async for result in play(stage, runs_of(read([path]), variants))]

    return asyncio.run(all_of())


def forgot_password(expect: dict[str, str]) -> str:
    lines = "".join(f"          {name}: {value!r}\n" for name, value in expect.items())
    return (
        "test_cases:\n  - test_case: Quên mật khẩu\n    steps:\n      - user: xin chào\n"
        f"      - user: quen mat khau vneid\n        expect:\n{lines}"
    )


def test_a_true_story_passes(stage: Stage, tmp_path: Path) -> None:
    (result,) = perform(stage, tmp_path, forgot_password(RIGHT))
    assert result.passed
    assert all(turn.seen.seconds > 0 for turn in result.turns)


@pytest.mark.parametrize("name", WRONG)
def test_a_false_claim_fails_and_names_the_step(stage: Stage, tmp_path: Path, name: str) -> None:
    (result,) = perform(stage, tmp_path, forgot_password({**RIGHT, name: WRONG[name]}))
    assert not result.passed
    assert result.first_wrong
    assert result.first_wrong[0] == 2
    told = explain(result)
    assert "bước 2, “quen mat khau vneid”" in told
    assert f"story.yml:{result.first_wrong[1].turn.line}" in told
    assert WRONG[name] in told


def test_a_button_of_the_last_reply_can_be_pressed(stage: Stage, tmp_path: Path) -> None:
    (result,) = perform(
        stage,
        tmp_path,
        """
        test_cases:
          - test_case: Bấm nút
            steps:
              - user: giá vàng hôm nay
                expect: {kind: out_of_scope, button: Tôi cần gặp người hỗ trợ}
              - press: Tôi cần gặp người hỗ trợ
                expect: {kind: handoff, call: 113}
        """,
    )
    assert result.passed, explain(result)


def test_pressing_a_button_that_is_not_there_is_a_failure_with_the_buttons_that_are(
    stage: Stage, tmp_path: Path
) -> None:
    (result,) = perform(
        stage,
        tmp_path,
        """
        test_cases:
          - test_case: Bấm nhầm
            steps:
              - user: giá vàng hôm nay
              - press: Khoá thẻ
        """,
    )
    assert not result.passed
    assert "không có nút “Khoá thẻ”; đang có: Tôi cần gặp người hỗ trợ" in explain(result)


def test_the_clock_of_a_story_moves_the_bot_and_only_for_that_story(stage: Stage, tmp_path: Path) -> None:
    results = perform(
        stage,
        tmp_path,
        """
        answers:
          - {id: vneid-quen-mat-khau, valid_until: 2026-12-31}
        test_cases:
          - test_case: Sau khi hết hiệu lực
            today: 2027-01-01
            steps:
              - user: quên mật khẩu vneid
                expect: {answer: vneid-quen-mat-khau, says: đã hết sau ngày 31/12/2026}
          - test_case: Trước khi hết hiệu lực
            steps:
              - user: quên mật khẩu vneid
                expect: {answer: vneid-quen-mat-khau, never_says: đã hết sau}
        """,
    )
    assert [result.passed for result in results] == [True, True], [explain(result) for result in results]


def test_a_fixture_is_what_the_bot_remembers_before_the_first_word(stage: Stage, tmp_path: Path) -> None:
    with_fixture, without = perform(
        stage,
        tmp_path,
        """
        fixtures:
          - dang_hoi: {topic: figure, place: [thanh-hoa], measure: [dich-vu-cong-toan-trinh]}
        test_cases:
          - test_case: Đang hỏi dở
            fixtures: dang_hoi
            steps:
              - user: thế còn Hải Dương?
                expect: {kind: figure, answer: g003-053}
          - test_case: Chưa hỏi gì
            steps:
              - user: thế còn Hải Dương?
                expect: {kind: figure}
        """,
    )
    assert with_fixture.passed, explain(with_fixture)
    assert not without.passed


def test_each_variant_retypes_what_the_citizen_says_and_is_judged_by_what_is_shown(
    stage: Stage, tmp_path: Path
) -> None:
    text = forgot_password({**RIGHT, "intent": "ask_vneid"}).replace("quen mat khau", "Quên mật khẩu")
    results = perform(stage, tmp_path, f"variants: [{', '.join(VARIANTS)}]\n" + text)
    assert [result.variant for result in results] == [None, *VARIANTS]
    for result in results[1:]:
        assert result.turns[1].said == retyped("Quên mật khẩu vneid", result.variant)
        assert [claim.kind for claim in result.turns[1].unseen] == ["intent"]
    assert len(perform(stage, tmp_path, f"variants: [caps]\n{text}", variants=False)) == 1


def test_a_personal_number_never_reaches_the_bot_or_the_report(stage: Stage, tmp_path: Path) -> None:
    (result,) = perform(
        stage,
        tmp_path,
        """
        test_cases:
          - test_case: Gửi cả số căn cước
            steps:
              - user: căn cước của tôi 038085001234 bị mất thì làm lại ở đâu
                expect: {never_says: 038085001234}
        """,
    )
    assert result.passed
    assert "038085001234" not in str(result.turns[0].seen)
    assert "038085001234" not in result.turns[0].said


def test_evidence_and_memory_are_kept_for_the_report(stage: Stage, tmp_path: Path) -> None:
    (result,) = perform(stage, tmp_path, forgot_password(RIGHT))
    inside = result.turns[1].seen.inside
    assert inside
    assert inside.slots["last_answers"] == ["vneid-quen-mat-khau"]
    assert inside.evidence["rule"] == "found"
    assert inside.evidence["hits"][0]["id"] == "vneid-quen-mat-khau"
    assert inside.actions == ("action_answer",)
