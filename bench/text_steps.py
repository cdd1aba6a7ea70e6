"""`python -m bench.text_steps`: từng bước đọc chữ, bật riêng và bật cả, giúp tìm đúng câu trả lời tới đâu khi gõ xấu.

Cách hỏi cuối của mỗi câu trả lời được để riêng làm câu hỏi; mục lục và vốn từ dựng từ phần còn lại. Chữ xấu do máy bịa.
"""

from __future__ import annotations

import dataclasses
import functools
import random
import re
import statistics
import time
import unicodedata
from collections.abc import Callable, Sequence

import click

from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.model import Answer
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.stories.noise import NOISES
from bot.vietnamese import fold
from bot.vietnamese.spoken import spoken
from bot.vietnamese.syllable import is_syllable
from bot.vietnamese.understand import LONGEST, STEPS, Understanding
from bot.vietnamese.vocabulary import canonical

MOST_LOST = 0.3
"""Chữ viết đúng được mất nhiều nhất chừng này điểm phần trăm."""
SEED = 7

_MISHEARD_SHARE = 0.3
_MISHEARD = {
    r"^l": "n",
    r"^n(?![gh])": "l",
    r"^ch": "tr",
    r"^tr": "ch",
    r"^s": "x",
    r"^x": "s",
    r"^gi(?=[aeou])": "d",
    r"^d(?=[aou])": "gi",
    r"^r": "d",
    r"n$": "ng",
    r"ng$": "n",
    "\u0303": "\u0309",
    "\u0309": "\u0303",
}
_HARD = ("khogn " * 333, "muonhoi" * 285, "tramgianghoang " * 133, "w" * LONGEST, "an" * 1_000, "khogn muonhoi " * 714)
"""Những tin bịa cho bước nào cũng phải làm nhiều; tin cuối dài mười nghìn ký tự, chỉ được chuẩn hoá."""

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


Search = Callable[[str], list[str]]
"""Chữ → id ba câu trả lời đầu."""


def recall(search: Search, asked: Asked, reading: Callable[[str], str]) -> tuple[float, float]:
    """Recall@1 và Recall@3, phần trăm."""
    first = third = 0
    for text, right in asked:
        ids = search(reading(text))
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


def misheard(text: str, rng: random.Random) -> str:
    """Ba phần mười số từ viết lẫn âm (l/n, ch/tr, s/x, d/gi/r, n/ng, hỏi/ngã) thành một âm tiết khác."""
    return " ".join(_misheard(word, rng) if rng.random() < _MISHEARD_SHARE else word for word in text.split(" "))


def _misheard(word: str, rng: random.Random) -> str:
    written = unicodedata.normalize("NFD", word)
    ways = [
        unicodedata.normalize("NFC", re.sub(pattern, said, written, count=1))
        for pattern, said in _MISHEARD.items()
        if re.search(pattern, written)
    ]
    ways = [way for way in ways if is_syllable(way)]
    return rng.choice(ways) if ways else word


def spoken_names(text: str, rng: random.Random) -> str:
    """Tên và cụm có trong spoken.yml viết theo lời nói, mỗi chỗ một cách."""
    ways: dict[str, list[str]] = {}
    for said, meant in spoken().items():
        ways.setdefault(" ".join(meant), []).append(" ".join(said))
    return " ".join(rng.choice(ways.get(word.lower(), [word])) for word in text.split(" "))


KINDS = {**NOISES, "lẫn âm": misheard, "đọc thành tiếng": spoken_names}
"""Các kiểu chữ của bảng."""


def render(index: AnswerIndex, lines: Sequence[str], asked: Asked) -> str:
    """Bảng Recall@1 / @3: mỗi hàng một kiểu chữ, mỗi cột một cách bật."""

    @functools.cache
    def search(text: str) -> list[str]:
        return [hit.id for hit in index.search(text, 3)]

    readers: dict[str, Callable[[str], str]] = {"tắt cả": lambda text: text}
    for name, steps in (*((step, [step]) for step in STEPS), ("bật cả", STEPS)):
        understanding = Understanding(lines, steps)
        readers[name] = lambda text, understanding=understanding: understanding.read(text).text  # type: ignore[misc]
    table = [f"{'Recall@1 / @3':20}" + "".join(f"{name:>14}" for name in readers)]
    losses = []
    for kind, noise in KINDS.items():
        rng = random.Random(SEED)  # noqa: S311
        noisy = [(noise(text, rng), right) for text, right in asked]
        scores = {name: recall(search, noisy, reading) for name, reading in readers.items()}
        table.append(f"{kind:20}" + "".join(f"{f'{first:.1f} / {third:.1f}':>14}" for first, third in scores.values()))
        if kind == "đúng":
            losses = [off - on for off, on in zip(scores["tắt cả"], scores["bật cả"], strict=True)]
    verdict = "đạt" if max(losses) <= MOST_LOST else "CHƯA đạt"
    shown = " / ".join(f"{loss:.1f}" for loss in losses)
    return "\n".join([*table, "", f"Chữ viết đúng mất {shown} điểm (mức đặt ra ≤ {MOST_LOST}): {verdict}."])


def timings(lines: Sequence[str], asked: Asked) -> str:
    """Giờ bộ xử lý để dựng, để đọc một tin lần đầu theo kiểu chữ, và để đọc những tin rất dài."""
    started = time.process_time()
    understanding = Understanding(lines)
    rows = [f"Dựng từ {len(lines)} dòng: {1000 * (time.process_time() - started):.0f} ms.", ""]
    rows.append(f"{'Đọc một tin (ms)':20}{'giữa':>10}{'p95':>10}{'giữa, 12 từ':>14}{'2.000 ký tự':>14}")
    texts = [text for text, _ in asked]
    long = " ".join(texts)[:LONGEST]
    for kind, noise in KINDS.items():
        rng = random.Random(SEED)  # noqa: S311
        taken = sorted((_taken(understanding, noise(text, rng)), len(text.split())) for text in texts)
        usual = statistics.median(ms for ms, _ in taken)
        short = statistics.median(ms for ms, length in taken if abs(length - 12) <= 1)
        p95 = taken[int(0.95 * len(taken))][0]
        whole = _taken(understanding, noise(long, rng)[:LONGEST])
        rows.append(f"{kind:20}{usual:10.2f}{p95:10.2f}{short:14.2f}{whole:14.1f}")
    worst = {text[:12]: max(_taken(understanding, text) for _ in range(2)) for text in _HARD}
    rows.append("Tin bịa khó nhất: " + ", ".join(f"{text!r}… {ms:.0f} ms" for text, ms in worst.items()) + ".")
    return "\n".join(rows)


def _taken(understanding: Understanding, text: str) -> float:
    started = time.process_time()
    understanding.read(text)
    return 1000 * (time.process_time() - started)


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
