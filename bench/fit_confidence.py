"""`make fit`: học lại xác suất của nơi quyết định (bot/knowledge/confidence.yml) trên những cách hỏi để dành.

Mỗi lượt giấu một phần bảy cách hỏi của mọi câu trả lời và mọi việc ngoài phạm vi, cùng trọn một phần bảy số việc ngoài
phạm vi (việc lạ hẳn), rồi hỏi lại bằng chúng. Intent do mô hình chưa thấy câu ấy đoán (kiểm chéo). Không gì ở
../shared/eval được đọc.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench.nlu_report.curves import calibration_error, reliability
from bench.nlu_report.data import PARTS, hold_out, training_examples
from bench.nlu_report.intents import Intents, cross_validate, split
from bot.knowledge.confidence import WEIGHTS_FILE, evidence
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Question
from bot.knowledge.ranking import OUTSIDE, Ranker
from bot.knowledge.reader import read
from bot.knowledge.thresholds import Thresholds
from bot.settings import ROOT

BUDGET = 0.10
"""Trong những câu được trả lời thẳng, tối đa chừng này sai: không phải câu đúng, cũng không phải câu liên quan nó."""


Floats = NDArray[np.float64]


class Row(NamedTuple):
    """Một câu đã hỏi: bằng chứng; câu đầu là câu đúng hay câu liên quan nó không; ba câu đầu có câu đúng không."""

    group: str
    given: dict[str, float]
    near: bool
    among: bool


def rows(knowledge: Knowledge, intents: Mapping[str, Intents], parts: Sequence[int]) -> Iterator[Row]:
    """Hỏi mọi câu để dành, từng lượt một."""
    for part in parts:
        kept, asks = hold_out(knowledge, part)
        matters = list(knowledge.outside.values())
        kept = dataclasses.replace(
            kept,
            outside={
                matter.id: dataclasses.replace(
                    matter, asks=tuple(ask for n, ask in enumerate(matter.asks) if n % PARTS != part)
                )
                for n, matter in enumerate(matters)
                if n % PARTS != part
            },
        )
        ranker = Ranker(kept, Thresholds())
        strange = [
            ask
            for n, matter in enumerate(matters)
            for m, ask in enumerate(matter.asks)
            if n % PARTS == part or m % PARTS == part
        ]
        far = [text for n, text in enumerate(_far(knowledge, intents)) if n % PARTS == part]
        for text, answer in [*((ask.text, ask.answer) for ask in asks), *((text, None) for text in (*strange, *far))]:
            yield _row(kept, ranker, Question(text, intents[text]), answer)


def _far(knowledge: Knowledge, intents: Mapping[str, Intents]) -> list[str]:
    """Câu ngoài phạm vi chỉ có trong bot/data."""
    return sorted(text for text, given in intents.items() if given.get("__outside__"))


def _row(knowledge: Knowledge, ranker: Ranker, question: Question, answer: str | None) -> Row:
    ranking = ranker.rank(question)
    ids = [hit.id for hit in ranking.hits[:3]]
    topic = knowledge.answers[ids[0]].topic if ids else ""
    right = knowledge.answers[answer] if answer else None
    near = bool(right and ids and (ids[0] == right.id or ids[0] in right.related))
    return Row(
        group=right.id if right else question.text,
        given=evidence(question, ranking, topic),
        near=near,
        among=bool(right and right.id in ids),
    )


def fit(found: Sequence[Row], truth: Sequence[bool]) -> tuple[dict[str, float], Floats]:
    """Hệ số, và xác suất kiểm chéo theo câu trả lời của chính các hàng ấy."""
    names = list(found[0].given)
    table = np.array([[row.given[name] for name in names] for row in found])
    model = LogisticRegression(C=100.0, max_iter=2000)
    groups = [row.group for row in found]
    held = cross_val_predict(model, table, truth, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
    model.fit(table, truth)
    weights = {"constant": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}
    return {name: round(weight, 3) for name, weight in weights.items()}, held


def threshold(found: Sequence[Row], sure: Floats) -> float:
    """Mức thấp nhất mà từ đó trở lên vẫn trong hạn mức sai."""
    order = np.argsort(-sure)
    wrong = np.cumsum([not found[n].near for n in order]) / np.arange(1, len(order) + 1)
    within = np.flatnonzero(wrong <= BUDGET)
    return float(sure[order[within[-1]]]) if len(within) else 1.0


@click.command()
def main() -> None:
    """Học, in độ chuẩn và mức trả lời thẳng theo hạn mức sai, ghi confidence.yml."""
    examples = training_examples()
    with tempfile.TemporaryDirectory() as folder:
        intents = cross_validate(examples, split(examples), {}, Path(folder))
    outside = {m.get("text") for m in examples if m.get("intent") in OUTSIDE}
    knowledge = read(ROOT / "knowledge").knowledge()
    named = {ask for matter in knowledge.outside.values() for ask in (matter.name, *matter.asks)}
    given = {text: {**found, "__outside__": float(text in outside - named)} for text, found in intents.items()}
    found = list(rows(knowledge, given, range(PARTS)))
    weights = {}
    for name, truth in (("near", [row.near for row in found]), ("among", [row.among for row in found])):
        weights[name], sure = fit(found, truth)
        error = calibration_error(reliability(sure.tolist(), truth))
        click.echo(f"{name}: {len(found)} câu, đúng {np.mean(truth):.1%}, lệch chuẩn {error:.3f}")
        if name == "near":
            limit = threshold(found, sure)
            click.echo(f"trả lời thẳng từ {limit:.2f}: {np.mean(sure >= limit):.1%} số câu, sai {BUDGET:.0%}")
    WEIGHTS_FILE.write_text(yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
