"""`make fit`: học lại xác suất của nơi quyết định (bot/knowledge/confidence.yml) trên những cách hỏi để dành.

Bảy lượt giấu như báo cáo NLU (`bench.nlu_report.data.hold_out`), rồi hỏi lại bằng những câu đã giấu và câu ví dụ ngoài
phạm vi. Câu nào cũng do mô hình NLU chưa thấy nó đọc và đoán intent (kiểm chéo). Không gì ở ../shared/eval được đọc.
"""

from __future__ import annotations

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

from bench.nlu_report.budget import BUDGET
from bench.nlu_report.curves import calibration_error, reliability
from bench.nlu_report.data import PARTS, Ask, examples_only, hold_out, training_examples
from bench.nlu_report.intents import cross_validate, split
from bench.nlu_report.pipeline import Heard
from bot.knowledge.confidence import WEIGHTS_FILE, evidence
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Question
from bot.knowledge.ranking import OUTSIDE, Ranker
from bot.knowledge.reader import read
from bot.knowledge.thresholds import Thresholds
from bot.settings import ROOT

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """Một câu đã hỏi: bằng chứng; câu đầu là câu đúng hay câu liên quan nó không; ba câu đầu có câu đúng không."""

    group: str
    given: dict[str, float]
    near: bool
    among: bool


def rows(knowledge: Knowledge, heard: Mapping[str, Heard], examples: Sequence[str]) -> Iterator[Row]:
    """Hỏi mọi câu để dành, từng lượt một; `examples` là câu ví dụ ngoài phạm vi, chia đều cho các lượt.

    Câu mà một việc ngoài phạm vi thắng mọi câu trả lời thì bot từ chối trước khi xét tới xác suất: không học.
    """
    for part in range(PARTS):
        held = hold_out(knowledge, part)
        ranker = Ranker(held.knowledge, Thresholds())
        outside = (*held.known, *held.strange, *examples[part::PARTS])
        for text, ask in (*((ask.text, ask) for ask in held.asks), *((text, None) for text in outside)):
            row = _row(ranker, heard[text].question, ask)
            if row.given["over_outside"] > 0:
                yield row


def _row(ranker: Ranker, question: Question, ask: Ask | None) -> Row:
    """`ask` None: câu ngoài phạm vi, không câu nào đúng."""
    ranking = ranker.rank(question)
    ids = [hit.id for hit in ranking.hits[:3]]
    return Row(
        group=ask.answer if ask else question.text,
        given=evidence(question, ranking),
        near=bool(ask and ids and ask.accepts(ids[0])),
        among=bool(ask and ask.answer in ids),
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
    intents = {example.get("text"): example.get("intent") for example in examples}
    knowledge = read(ROOT / "knowledge").knowledge()
    with tempfile.TemporaryDirectory() as folder:
        heard = cross_validate(examples, split(examples), {}, Path(folder))
    outside = examples_only(intents, knowledge, OUTSIDE).values()
    found = list(rows(knowledge, heard, sorted(text for texts in outside for text in texts)))
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
