"""Xác suất của nơi quyết định: nằm trong [0, 1], tăng theo bằng chứng, và đủ hệ số cho mọi bằng chứng."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.confidence import WEIGHTS_FILE, confidence, evidence
from bot.knowledge.question import Question
from bot.knowledge.ranking import Ranking

GIVEN = evidence(Question("mất thẻ"), Ranking([], None))


def test_every_piece_of_evidence_has_a_weight_and_nothing_else_does() -> None:
    weights = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert set(weights) == {"near", "among"}
    for names in weights.values():
        assert set(names) == {"constant", *GIVEN}


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(GIVEN), max_size=len(GIVEN)))
def test_any_evidence_gives_probabilities(values: list[float]) -> None:
    sure = confidence(dict(zip(GIVEN, values, strict=True)))
    assert 0.0 <= sure.near <= 1.0
    assert 0.0 <= sure.among <= 1.0


@pytest.mark.parametrize("name", ["score", "lead", "spread"])
def test_better_evidence_makes_surer(name: str) -> None:
    assert confidence({**GIVEN, name: 0.5}).near > confidence(GIVEN).near


def test_an_intent_for_what_is_outside_makes_less_sure() -> None:
    assert confidence({**GIVEN, "outside_intent": 0.9}).near < confidence(GIVEN).near
