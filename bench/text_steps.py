"""`python -m bench.text_steps`: từng bước đọc chữ, bật riêng và bật cả, giúp tìm đúng câu trả lời tới đâu khi gõ xấu.

Cách hỏi cuối của mỗi câu trả lời được để riêng làm câu hỏi; mục lục và vốn từ dựng từ phần còn lại. Chữ xấu do máy bịa.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import time
from collections.abc import Callable, Sequence

import click

from bench.noise import NOISES
from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.model import Answer
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.vietnamese import fold
from bot.vietnamese.understand import STEPS, Understanding
from bot.vietnamese.vocabulary import canonical

MOST_LOST = 0.3
"""Chữ viết đúng được mất nhiều nhất chừng này điểm phần trăm."""
SEED = 7

Asked = list[tuple[str, str]]
"""Câu hỏi và id câu trả lời của nó."""


def held_out(answers: Sequence[Answer]) -> tuple[list[Answer], Asked]:
    """Các câu trả lời bớt cách hỏi cuối, và các cách hỏi ấy, chỉ những cách viết đủ dấu."""
    kept = [dataclasses.replace(answer, asks=answer.asks[:-1]) for answer in answers]
    asked = [(answer.asks[-1], answer.id) for answer in answers if fold(answer.asks[-1]) != answer.asks[-1].lower()]
    return kept, asked


def knowledge_lines(answers: Sequence[Answer]) -> list[str]:
    """Chữ của kho để học cách viết."""
    return [
        text
        for answer in answers
        for text in (answer.title, *answer.asks, answer.short, *answer.facts, *answer.steps, *answer.details)
    ]


def recall(index: AnswerIndex, asked: Asked, reading: Callable[[str], str]) -> tuple[float, float]:
    """Recall@1 và Recall@3, phần trăm."""
    first = third = 0
    for text, right in asked:
        ids = [hit.id for hit in index.search(reading(text), 3)]
        first += ids[:1] == [right]
        third += right in ids
    return 100 * first / len(asked), 100 * third / len(asked)


def accuracy(asked: Asked, understanding: Understanding) -> dict[str, float]:
    """Phần trăm âm tiết đúng cả dấu sau khi bỏ dấu rồi thêm lại: bỏ cả, và bỏ ở mỗi từ với xác suất một nửa."""
    rng = random.Random(SEED)  # noqa: S311
    ways: dict[str, Callable[[str], bool]] = {"bỏ hết dấu": lambda _: True, "bỏ nửa dấu": lambda _: rng.random() < 0.5}
    result = {}
    for name, drops in ways.items():
        right = whole = 0
        for text, _ in asked:
            words = text.split()
            bare = " ".join(_stripped(word) if drops(word) else word for word in words)
            restored = understanding.read(bare).text.split()
            right += sum(canonical(one) == canonical(other) for one, other in zip(words, restored, strict=True))
            whole += len(words)
        result[name] = 100 * right / whole
    return result


def _stripped(word: str) -> str:
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in word)


def render(index: AnswerIndex, lines: Sequence[str], asked: Asked) -> str:
    """Bảng Recall@1 / @3: mỗi hàng một kiểu chữ, mỗi cột một cách bật."""
    readers: dict[str, Callable[[str], str]] = {"tắt cả": lambda text: text}
    for name, steps in (*((step, [step]) for step in STEPS), ("bật cả", STEPS)):
        understanding = Understanding(lines, steps)
        readers[name] = lambda text, understanding=understanding: understanding.read(text).text  # type: ignore[misc]
    table = [f"{'Recall@1 / @3':20}" + "".join(f"{name:>14}" for name in readers)]
    losses = []
    for kind, noise in NOISES.items():
        rng = random.Random(SEED)  # noqa: S311
        noisy = [(noise(text, rng), right) for text, right in asked]
        scores = {name: recall(index, noisy, reading) for name, reading in readers.items()}
        table.append(f"{kind:20}" + "".join(f"{f'{first:.1f} / {third:.1f}':>14}" for first, third in scores.values()))
        if kind == "đúng":
            losses = [off - on for off, on in zip(scores["tắt cả"], scores["bật cả"], strict=True)]
    verdict = "đạt" if max(losses) <= MOST_LOST else "CHƯA đạt"
    shown = " / ".join(f"{loss:.1f}" for loss in losses)
    return "\n".join([*table, "", f"Chữ viết đúng mất {shown} điểm (mức đặt ra ≤ {MOST_LOST}): {verdict}."])


def timings(lines: Sequence[str], asked: Asked) -> str:
    """Giờ bộ xử lý để dựng và để đọc một tin, đọc lần đầu."""
    started = time.process_time()
    understanding = Understanding(lines)
    build = 1000 * (time.process_time() - started)
    taken = []
    rng = random.Random(SEED)  # noqa: S311
    for text in [noise(text, rng) for noise in NOISES.values() for text, _ in asked]:
        started = time.process_time()
        understanding.read(text)
        taken.append(1000 * (time.process_time() - started))
    taken.sort()
    p95 = taken[int(0.95 * len(taken))]
    return (
        f"Dựng từ {len(lines)} dòng: {build:.0f} ms. Đọc một tin: {statistics.median(taken):.2f} ms, p95 {p95:.2f} ms."
    )


@click.command()
def main() -> None:
    """Đo các bước đọc chữ trên cách hỏi để riêng của kho."""
    kept, asked = held_out(list(read(ROOT / "knowledge").knowledge().answers.values()))
    lines = knowledge_lines(kept)
    click.echo(timings(lines, asked))
    shares = accuracy(asked, Understanding(lines, ["accents"]))
    click.echo(
        "Thêm dấu, âm tiết đúng: " + ", ".join(f"{name} {share:.1f} %" for name, share in shares.items()) + ".\n"
    )
    click.echo(render(AnswerIndex(kept), lines, asked))


if __name__ == "__main__":
    main()
