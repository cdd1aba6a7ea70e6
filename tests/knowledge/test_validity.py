"""Quy định đã hết hay chưa tới ngày hiệu lực không bao giờ nói như đang có hiệu lực."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge import texts
from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.period import Period
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text


@pytest.fixture
def sample(folder: KnowledgeFolder) -> Knowledge:
    return folder.knowledge()


def _shown(knowledge: Knowledge, answer: Answer, today: str) -> str:
    changed = replace(knowledge, answers={**knowledge.answers, answer.id: answer})
    clock = datetime.date.fromisoformat(today)
    return render_text(Answerer(changed, lambda: clock).answer(Question(answer.title)))


@pytest.mark.parametrize(
    ("today", "expired"), [("2025-12-31", False), ("2026-01-01", True), ("2024-01-01", False), ("2030-06-01", True)]
)
def test_an_answer_past_its_last_day_says_it_is_no_longer_valid(sample: Knowledge, today: str, expired: bool) -> None:
    answer = replace(sample.answers["doi-the"], valid_until=Period.parse("2025"))
    told = "Quy định này đã hết sau năm 2025. "
    assert _shown(sample, answer, today).startswith(told) is expired


@pytest.mark.parametrize(("today", "future"), [("2026-06-30", True), ("2026-07-01", False), ("2026-11-21", False)])
def test_an_answer_before_its_first_day_says_since_when(sample: Knowledge, today: str, future: bool) -> None:
    answer = replace(sample.answers["doi-the"], valid_from=Period.parse("2026-07-01"))
    told = "Hôm nay chưa áp dụng: quy định này bắt đầu từ ngày 1/7/2026. "
    assert _shown(sample, answer, today).startswith(told) is future


def test_a_replaced_answer_names_the_one_in_force(sample: Knowledge) -> None:
    answer = replace(sample.answers["doi-the"], valid_until=Period.parse("2025-06"), superseded_by="mat-the")
    assert "Nay xem câu “Mất thẻ thì làm sao?”." in _shown(sample, answer, "2026-11-21")
    assert "Nay xem câu" not in _shown(sample, answer, "2025-06-30")


def test_an_ended_rule_is_said_to_have_ended_before_it_is_told(sample: Knowledge) -> None:
    answer = replace(sample.answers["doi-the"], valid_until=Period.parse("2025"))
    shown = _shown(sample, answer, "2026-11-21")
    assert shown.index("đã hết sau") < shown.index(answer.short)


def test_an_answer_past_its_review_day_says_so(sample: Knowledge) -> None:
    answer = replace(sample.answers["doi-the"], review_by=Period.parse("2026-10"))
    assert texts.NEEDS_REVIEW in _shown(sample, answer, "2026-11-01")
    assert texts.NEEDS_REVIEW not in _shown(sample, answer, "2026-10-31")


def test_an_answer_of_a_single_source_says_so_and_a_sure_one_does_not(sample: Knowledge) -> None:
    assert texts.MEDIUM_CONFIDENCE in _shown(sample, sample.answers["doi-the"], "2026-11-21")
    assert texts.MEDIUM_CONFIDENCE not in _shown(sample, sample.answers["mat-the"], "2026-11-21")


def test_the_dates_stand_in_the_structured_reply(sample: Knowledge) -> None:
    answer = replace(
        sample.answers["doi-the"],
        valid_from=Period.parse("2024"),
        valid_until=Period.parse("2025-06"),
        superseded_by="mat-the",
    )
    knowledge = replace(sample, answers={**sample.answers, "doi-the": answer})
    answerer = Answerer(knowledge, lambda: datetime.date(2026, 11, 21))
    (item,) = render_custom(answerer.answer(Question(answer.title)))["items"]
    assert (item["valid_from"], item["valid_until"], item["superseded_by"]) == ("2024", "2025-06", "mat-the")
    assert item["read_on"] == "2026-11"


def test_every_real_answer_no_longer_in_force_says_so(real_knowledge: Knowledge, answerer: Answerer) -> None:
    today = datetime.date(2026, 11, 21)
    ended = [a for a in real_knowledge.answers.values() if a.valid_until and a.valid_until.end < today]
    assert ended
    for answer in ended:
        item = answerer.item(answer.id)
        assert item and item.short.startswith("Quy định này đã hết sau ")
