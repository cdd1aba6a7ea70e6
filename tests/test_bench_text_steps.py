"""Máy đo các bước đọc chữ: chữ bịa đúng kiểu, câu hỏi để riêng không lọt vào mục lục."""

import random
from pathlib import Path

import pytest

from bench.text_steps import held_out, recall
from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.reader import read
from bot.stories.noise import NOISES
from bot.vietnamese import terms

ANSWERS = list(read(Path(__file__).parents[1] / "knowledge").knowledge().answers.values())[:5]
RNG = random.Random(1)  # noqa: S311


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("đúng", "Đăng ký được không, thưa má?"),
        ("Telex", "DDawng kys dduwowcj khoong, thuwa mas?"),
        ("VNI", "D9a8ng ky1 d9u7o7c5 kho6ng, thu7a ma1?"),
        ("không dấu", "Dang ky duoc khong, thua ma?"),
    ],
)
def test_noise_types_as_people_do(kind: str, expected: str) -> None:
    assert NOISES[kind]("Đăng ký được không, thưa má?", RNG) == expected


def test_shorthand_and_regional_noise_change_whole_words() -> None:
    short = NOISES["viết tắt"]("được gì", RNG)
    assert short != "được gì"
    assert terms(short) == terms("được gì")
    assert NOISES["tiếng địa phương"]("cần giấy tờ gì ở đâu", RNG) == "cần giấy tờ chi ở mô"


def test_held_out_questions_are_not_in_the_index() -> None:
    kept, asked = held_out(ANSWERS)
    assert asked
    assert {text for text, _ in asked}.isdisjoint(ask for answer in kept for ask in answer.asks)


def test_recall_counts_first_and_third() -> None:
    index = AnswerIndex(ANSWERS)
    asked = [(answer.asks[0], answer.id) for answer in ANSWERS]

    def search(text: str) -> list[str]:
        return [hit.id for hit in index.search(text, 3)]

    assert recall(search, asked, str) == (100.0, 100.0)
    assert recall(search, asked, lambda _: "") == (0.0, 0.0)
