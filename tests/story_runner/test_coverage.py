"""Độ phủ: đếm đúng điều mỗi lượt cho xem, trên kho thật; và bảng, hình, trang nói đúng những số ấy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.stories import meanings
from bot.stories.coverage import Coverage, Part, measure, touched
from bot.stories.coverage_page import chart, page
from bot.stories.domain import read_domain
from bot.stories.overlay import Overlay
from bot.stories.reader import read as read_stories
from bot.stories.results import Inside, StoryResult, TurnResult
from bot.stories.runner import play, runs_of
from bot.stories.stage import Stage
from tests.story_runner.sample import played, turn

FIGURE, CHANGE, DERIVED = "g003-103", "g003-102", "g003-102@2021"
ANSWER, OFFERED = "vneid-quen-mat-khau", "vneid-mat-dien-thoai"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(ROOT / "knowledge").knowledge()


def decided(rule: str = "", intent: str = "ask_vneid", action: str = "action_answer", **evidence: Any) -> Inside:
    return Inside(intent, 0.9, (), {}, (action,), {**({"rule": rule} if rule else {}), **evidence})


def shown(*ids: str, inside: Inside | None = None, **custom: Any) -> TurnResult:
    """Một lượt cho xem các mục mang những id này."""
    return turn("hỏi", inside=inside, **{"suggestions": [], "answers": list(ids), **custom})


def of_own_knowledge(result: StoryResult) -> StoryResult:
    return replace(result, story=replace(result.story, overlay=Overlay("riêng.yml", own=True)))


def test_an_answer_names_every_story_that_showed_it(knowledge: Knowledge) -> None:
    results = [played("một", shown(ANSWER)), played("hai", shown(OFFERED), shown(ANSWER)), played("ba", shown())]
    assert touched(results, knowledge).answers == {ANSWER: {"một", "hai"}, OFFERED: {"hai"}}


def test_an_answer_offered_as_a_button_is_not_shown(knowledge: Knowledge) -> None:
    offer = shown(ANSWER, suggestions=[OFFERED], buttons=[{"title": "Mất máy?", "payload": {"answer": OFFERED}}])
    found = touched([played("một", offer)], knowledge)
    assert (set(found.answers), set(found.suggested), set(found.offered)) == ({ANSWER}, {OFFERED}, {"Mất máy?"})
    parts = measure([played("một", offer)], knowledge).parts
    assert OFFERED in parts["answers"].unseen
    assert OFFERED not in parts["suggested"].unseen


def test_a_figure_touches_its_indicator_and_its_place(knowledge: Knowledge) -> None:
    found, figure = touched([played("một", shown(FIGURE))], knowledge), knowledge.figures[FIGURE]
    assert (set(found.figures), set(found.indicators), set(found.places)) == (
        {FIGURE},
        {figure.indicator},
        {figure.place},
    )


def test_a_derived_figure_touches_both_figures_it_comes_from(knowledge: Knowledge) -> None:
    found = touched([played("một", shown(DERIVED))], knowledge)
    assert set(found.derived) == {DERIVED}
    assert CHANGE in found.figures
    assert len(found.figures) == 2


def test_a_list_of_facts_touches_each_of_them(knowledge: Knowledge) -> None:
    subject = next(key for key in knowledge.subjects if sum(f.subject == key for f in knowledge.facts.values()) > 1)
    found = touched([played("một", shown(f"{subject}@moi-noi"))], knowledge)
    assert set(found.facts) == {fact.id for fact in knowledge.facts.values() if fact.subject == subject}
    assert not found.figures


def test_a_table_touches_the_figures_in_its_rows_only(knowledge: Knowledge) -> None:
    found = touched([played("một", shown("so-lieu@sam-son@"))], knowledge)
    assert len(found.figures) == 8
    assert set(found.places) == {"sam-son"}


def test_a_place_asked_in_vain_is_touched_but_one_only_mentioned_is_not(knowledge: Knowledge) -> None:
    asked = {"query": {"places": ("lao-cai",), "indicators": ("thue-bao-internet",)}}
    in_vain = shown(kind="no_answer", inside=decided("figure", **asked))
    mentioned = shown(ANSWER, inside=decided("found", **asked))
    found = touched([played("hỏi số", in_vain), played("nhắc tên", mentioned)], knowledge)
    assert found.places == {"lao-cai": {"hỏi số"}}
    assert found.indicators == {"thue-bao-internet": {"hỏi số"}}


def test_outside_matters_count_as_one_rule(knowledge: Knowledge) -> None:
    turns = [shown(kind="out_of_scope", inside=decided(f"outside:{matter}")) for matter in ("gia-vang", "thoi-tiet")]
    assert touched([played("một", *turns)], knowledge).rules == {"outside": {"một"}}


def test_a_pressed_button_is_counted_among_those_offered(knowledge: Knowledge) -> None:
    offer = shown(kind="clarify", buttons=[{"title": title, "payload": {"say": title}} for title in ("A?", "B?")])
    pressed = turn("A?", press=True, suggestions=[], kind="answer")
    part = measure([played("một", offer, pressed)], knowledge).parts["buttons"]
    assert (part.seen, part.unseen, part.share) == ({"A?"}, ("B?",), 0.5)


def test_a_story_with_its_own_knowledge_covers_no_real_content(knowledge: Knowledge) -> None:
    result = played("một", shown(ANSWER, inside=decided("found"), suggestions=[OFFERED]))
    found = touched([of_own_knowledge(result)], knowledge)
    assert not found.answers
    assert not found.suggested
    assert (set(found.rules), set(found.intents), set(found.actions)) == ({"found"}, {"ask_vneid"}, {"action_answer"})


def test_a_distant_bot_shows_content_but_no_inside(knowledge: Knowledge) -> None:
    found = touched([played("một", shown(ANSWER, sources=[{"id": "bao"}]))], knowledge)
    assert (set(found.answers), set(found.sources), found.intents) == ({ANSWER}, {"bao"}, {})


def test_ids_the_knowledge_does_not_have_are_never_covered(knowledge: Knowledge) -> None:
    parts = measure([played("một", shown("khong-co", sources=[{"id": "la"}]))], knowledge).parts
    assert not parts["answers"].seen
    assert not parts["sources"].seen


def test_nothing_played_covers_nothing_of_everything(knowledge: Knowledge) -> None:
    parts, domain = measure([], knowledge).parts, read_domain()
    assert {noun: len(part.all) for noun, part in parts.items()} | {"derived": 0} == {
        "answers": len(knowledge.answers),
        "suggested": len(knowledge.answers),
        "figures": len(knowledge.figures),
        "derived": 0,
        "facts": len(knowledge.facts),
        "indicators": len(knowledge.indicators),
        "places": len(knowledge.places),
        "sources": len(knowledge.sources),
        "intents": len(domain.intents),
        "rules": len(meanings.RULES),
        "kinds": len(meanings.KINDS),
        "actions": len([name for name in domain.actions if not name.startswith("validate_")]),
        "buttons": 0,
    }
    assert DERIVED in parts["derived"].unseen
    assert not any(part.seen for part in parts.values())


@pytest.fixture(scope="module")
def half(knowledge: Knowledge) -> Coverage:
    return measure([played("một", shown(ANSWER, FIGURE, inside=decided("found")))], knowledge)


def test_the_table_has_a_row_for_each_kind(half: Coverage) -> None:
    assert half.table().row_count == len(half.parts)


def test_the_picture_is_a_png(half: Coverage) -> None:
    assert chart(half).startswith(b"\x89PNG")


def test_the_page_stands_alone_and_its_picture_is_told_in_words(half: Coverage) -> None:
    html = page(half)
    assert "http" not in html
    assert "<script" not in html
    assert f"Câu trả lời được đọc 1/{len(half.parts['answers'].all)};" in html
    assert f"<code>{OFFERED}</code>" in html
    assert f"<code>{ANSWER}</code>" not in html


def test_names_from_the_knowledge_cannot_break_the_page() -> None:
    poisoned = Part("Câu trả lời", {"x": "<script>alert(1)</script>"}, frozenset())
    assert "&lt;script&gt;" in page(Coverage({"answers": poisoned}))


@pytest.mark.slow
async def test_a_real_run_meets_only_names_the_catalogue_knows(stage: Stage) -> None:
    runs = runs_of(read_stories([ROOT / "tests" / "stories" / "test_figures.yml"]), with_variants=False)
    results = [result async for result in play(stage, runs)]
    found = touched(results, stage.base)
    parts = measure(results, stage.base).parts
    assert set(found.rules) <= set(parts["rules"].all)
    assert set(found.intents) <= set(parts["intents"].all)
    assert set(found.actions) <= set(parts["actions"].all)
    assert {"g001-015", "g003-053"} <= parts["figures"].seen
    assert {"thanh-hoa", "sam-son", "hai-duong"} <= parts["places"].seen
    assert "th-vneconomy-2024" in parts["sources"].seen
