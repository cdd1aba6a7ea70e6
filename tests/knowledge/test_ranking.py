"""Xếp hạng: véc-tơ nghĩa chỉ được hỏi khi hai câu đầu ngang nhau, và không có nó thì vẫn tìm được."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Context
from bot.knowledge.passage_vectors import PassageVectors
from bot.knowledge.question import Question
from bot.knowledge.ranking import LARGEST, Meaning, Ranker, passages
from bot.knowledge.thresholds import Thresholds


class TwoDirections:
    """Véc-tơ mẫu: đoạn nói "hộ chiếu" một hướng, đoạn khác hướng kia; câu hỏi luôn hướng thứ nhất."""

    model = "mẫu"

    def question(self, text: str) -> Any:
        return np.array([1.0, 0.0], dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Any:
        return np.array([[1.0, 0.0] if "hộ chiếu" in text else [0.0, 1.0] for text in texts], dtype=np.float32)


@pytest.fixture
def twins(folder: KnowledgeFolder) -> Knowledge:
    """Hai câu trả lời mà chữ không phân được."""
    knowledge = folder.knowledge()
    base = replace(knowledge.answers["doi-the"], title="Cấp đổi giấy tờ ở đâu?", asks=(), facts=("Cấp đổi.",))
    answers = {"a": replace(base, id="a", short="Đến công an."), "b": replace(base, id="b", short="Làm hộ chiếu.")}
    return replace(knowledge, answers=answers)


def _ranker(knowledge: Knowledge, tmp_path: Path, searches: list[bool], thresholds: Thresholds) -> Ranker:
    vectors = PassageVectors(TwoDirections(), tmp_path / "v.npz")
    vectors.fill(passages(knowledge))
    ranker = Ranker(knowledge, thresholds, Meaning(vectors, searches.append))
    vectors.fill(ranker._passages)
    return ranker


def test_meaning_settles_what_words_cannot(twins: Knowledge, tmp_path: Path) -> None:
    searches: list[bool] = []
    ranker = _ranker(twins, tmp_path, searches, Thresholds(close=1.0, meaning=0.9, near=0.0))
    assert [hit.id for hit in ranker.rank(Question("cấp đổi giấy tờ")).hits] == ["b", "a"]
    assert searches == [True]


def test_meaning_is_not_asked_when_words_are_sure(twins: Knowledge, tmp_path: Path) -> None:
    searches: list[bool] = []
    ranker = _ranker(twins, tmp_path, searches, Thresholds(close=0.0))
    ranker.rank(Question("cấp đổi giấy tờ"))
    assert searches == [False]


def test_scores_stay_on_the_scale_of_the_words(twins: Knowledge, tmp_path: Path) -> None:
    words = [hit.score for hit in Ranker(twins, Thresholds()).rank(Question("cấp đổi giấy tờ")).hits]
    ranker = _ranker(twins, tmp_path, [], Thresholds(close=1.0, near=0.0))
    blended = [hit.score for hit in ranker.rank(Question("cấp đổi giấy tờ")).hits]
    assert min(words) <= min(blended) <= max(blended) <= max(words) + 1e-9


def test_a_knowledge_too_large_has_no_passages(twins: Knowledge) -> None:
    base = twins.answers["a"]
    many = {str(n): replace(base, id=str(n)) for n in range(LARGEST + 1)}
    assert passages(replace(twins, answers=many)) == ()
    assert len(passages(twins)) == 2


def test_a_matter_outside_is_found_beside_the_answers(folder: KnowledgeFolder) -> None:
    ranking = Ranker(folder.knowledge(), Thresholds()).rank(Question("sang tên sổ đỏ"))
    assert ranking.outside is not None
    assert ranking.outside.id == "dat-dai"
    assert all(hit.id != "dat-dai" for hit in ranking.hits)
    assert ranking.outside.score > ranking.best


def test_a_continuing_question_leans_to_the_topic_being_talked_about(folder: KnowledgeFolder) -> None:
    knowledge = folder.knowledge()
    ranker = Ranker(knowledge, Thresholds(continuing=0.5))
    topic = knowledge.answers["mat-the"].topic
    plain = {hit.id: hit.score for hit in ranker.rank(Question("mất thẻ", {}, Context(topic=topic))).hits}
    continuing = {hit.id: hit.score for hit in ranker.rank(Question("còn mất thẻ", {}, Context(topic=topic))).hits}
    assert continuing["mat-the"] > plain["mat-the"]
