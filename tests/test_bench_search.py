"""Máy đo tìm kiếm: đọc đúng tệp, đếm đúng, báo hỏng khi chưa đạt mức."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.search import (
    LEAST,
    OURS,
    Asked,
    Found,
    PassageIndex,
    Result,
    after,
    below,
    measure,
    methods,
    read_xquad,
    without_accents,
)
from bench.search_peers import BM25, FullText, folded, syllables
from bot.knowledge.embedding import Matrix, Vector
from bot.vietnamese.understand import Understanding

PASSAGES = ["Hồ sơ nộp ở bưu điện phường.", "Căn cước cấp ở công an tỉnh. Đem theo giấy khai sinh.", "Đò dọc sông Mã."]


class ByLength:
    """Mô hình giả: nghĩa của một câu là số chữ của nó."""

    model = "giả"

    def question(self, text: str) -> Vector:
        return self.passages([text])[0]

    def passages(self, texts: Sequence[str]) -> Matrix:
        angles = np.array([len(text) / 100 for text in texts])
        return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def test_a_question_knows_its_passage(tmp_path: Path) -> None:
    file = tmp_path / "xquad.json"
    paragraphs = [{"context": text, "qas": [{"question": f"Câu {n}?"}]} for n, text in enumerate(PASSAGES)]
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs[:2]}, {"paragraphs": paragraphs[2:]}]}))
    assert read_xquad(file) == (PASSAGES, [Asked("Câu 0?", 0), Asked("Câu 1?", 1), Asked("Câu 2?", 2)])


def test_accents_go_and_capitals_stay() -> None:
    assert without_accents("Đường Lê Lợi ở Thanh Hoá, đúng không?") == "Duong Le Loi o Thanh Hoa, dung khong?"


@pytest.mark.parametrize(
    ("searcher", "bare_too"),
    [(BM25(PASSAGES, syllables), False), (BM25(PASSAGES, folded), True), (PassageIndex(PASSAGES), True)],
    ids=["syllables", "folded", "ours"],
)
def test_searching_by_words_finds_the_passage(searcher: BM25 | PassageIndex, bare_too: bool) -> None:
    assert searcher.scores("căn cước cấp ở đâu").argmax() == 1
    assert (searcher.scores("dem giay").argmax() == 1) == bare_too


def test_fts5_takes_any_question_and_leaves_d_bar_unfolded() -> None:
    searcher = FullText(PASSAGES)
    assert searcher.scores('căn "cước" AND (ở) đâu*?').argmax() == 1
    assert searcher.scores("so nop ho").argmax() == 0
    assert not searcher.scores("do").any()


def test_bm25_of_one_word_is_the_published_formula() -> None:
    lengths, idf = [7, 12, 4], math.log(1 + 2.5 / 1.5)
    expected = idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths[2] / (sum(lengths) / 3)))
    assert BM25(PASSAGES, syllables).scores("sông").tolist() == pytest.approx([0.0, 0.0, expected])


def test_measuring_counts_first_third_and_time() -> None:
    found = Found(np.array([0.1, 0.4, 0.3, 0.2]), 2.0)
    rows = [Asked("a", 1), Asked("b", 3), Asked("c", 0), Asked("d", 2)]
    assert measure(lambda _: found, rows) == Result(25.0, 75.0, 2.0)


def test_reading_first_gives_the_search_what_the_bot_would_read() -> None:
    heard = []

    def listening(text: str) -> Found:
        heard.append(text)
        return Found(np.zeros(1), 0.0)

    after(Understanding(PASSAGES), listening)("ho so nop o buu dien")
    assert heard == ["hồ sơ nộp ở bưu điện"]


def test_every_method_runs_and_ours_is_last() -> None:
    every = methods(PASSAGES, ByLength())
    assert list(every)[-1] == OURS
    assert all(len(method("căn cước").scores) == len(PASSAGES) for method in every.values())


def test_below_the_bar_is_said_in_vietnamese() -> None:
    enough = {name: Result(least, 99.0, 1.0) for name, least in LEAST.items()}
    assert below(enough) == []
    lacking = enough | {"mất dấu": Result(92.9, 99.0, 1.0)}
    assert below(lacking) == ["Câu hỏi mất dấu: cách của bot tìm đúng 92,9 %, mức phải đạt là 93 %."]
