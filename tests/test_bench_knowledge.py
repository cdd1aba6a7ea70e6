"""Phép đo kho lớn còn chạy được: một bản tí hon, không đo thời gian."""

from __future__ import annotations

from pathlib import Path

from bench.knowledge import Asked, Stored, measure_asking, measure_sync, render
from bench.made_up import ASKS, FIGURES_PER_ANSWER, made_up
from bench.made_up_questions import questions
from bot.knowledge.reader import read
from bot.settings import ROOT

ANSWERS = 30


def test_a_made_up_store_is_the_same_every_time_and_hangs_together() -> None:
    real = read(ROOT / "knowledge").knowledge()
    made = made_up(real, ANSWERS)
    assert made == made_up(real, ANSWERS)
    assert (len(made.answers), len(made.figures)) == (ANSWERS, ANSWERS * FIGURES_PER_ANSWER)
    assert all(
        len(answer.asks) == ASKS and set(answer.sources) <= set(made.sources) for answer in made.answers.values()
    )
    for figure in made.figures.values():
        assert figure.indicator in made.indicators
        assert figure.place in made.places
        assert figure.source in made.sources


def test_every_kind_of_question_is_asked() -> None:
    made = made_up(read(ROOT / "knowledge").knowledge(), ANSWERS)
    asked = questions(made, each=3)
    assert len(asked) == 6
    assert all(len(texts) == 3 and all(texts) for texts in asked.values())


def test_the_bench_measures_and_prints_its_table(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kho.sqlite'}"
    stored = measure_sync(ANSWERS, url)
    asked = measure_asking(url, each=2)
    assert asked.agreement == 1.0
    assert asked.peak_mb > 0
    table = render({ANSWERS: (stored, asked)})
    assert "Một câu hỏi, p95 (ms)" in table
    assert "số liệu một nơi" in table


def test_the_table_says_when_a_target_is_missed() -> None:
    stored = Stored(1.0, 1.0, peak_mb=4000.0)
    asked = Asked(1.0, 1.0, 100.0, 1.0, 26.0, 20.0, {"gõ sai": 26.0}, 1.0, 1.0, 0.99)
    table = render({1: (stored, asked)})
    assert table.count("CHƯA ĐẠT") == 2
    fine = render({1: (Stored(1.0, 1.0, 100.0), Asked(1.0, 1.0, 100.0, 1.0, 24.0, 20.0, {}, 1.0, 1.0, 0.99))})
    assert "CHƯA ĐẠT" not in fine
