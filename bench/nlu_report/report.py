"""Mọi số của báo cáo, và việc đo chúng từ đầu tới cuối."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.nlu_report import noise, out_of_scope, slowest
from bench.nlu_report.answers import AnswerReport, Reply, ask_all, summarise
from bench.nlu_report.curves import CoveragePoint, ScoreBin, calibration_error, coverage_error, reliability
from bench.nlu_report.data import HELD_OUT, TODAY, hold_out, is_sampled, training_examples
from bench.nlu_report.intents import IntentReport, best, cross_validate, judge, split
from bench.nlu_report.noise import NoiseRow
from bench.nlu_report.out_of_scope import OutOfScopeReport
from bench.nlu_report.pipeline import Pipeline
from bench.nlu_report.slowest import SlowReport
from bot.knowledge.answerer import Answerer
from bot.knowledge.reader import read
from bot.settings import ROOT


@dataclass(frozen=True)
class Report:
    """Cả báo cáo."""

    intents: IntentReport
    answers: AnswerReport
    noise: tuple[NoiseRow, ...]
    out_of_scope: OutOfScopeReport
    coverage: tuple[CoveragePoint, ...]
    bins: tuple[ScoreBin, ...]
    calibration_error: float
    slow: SlowReport

    def headlines(self) -> dict[str, float]:
        """Các số chính (`headlines.LABELS`), phần trăm, càng cao càng tốt."""
        total = self.answers.total
        shares = {
            "intent_macro_f1": self.intents.macro_f1,
            "answer_at_1": total.at_1,
            "answer_at_3": total.at_3,
            "answered_right": total.verdicts["right"],
            "not_wrong": 1.0 - total.verdicts["wrong"],
            "noise_at_1": sum(row.noisy for row in self.noise) / len(self.noise),
            "out_of_scope_held": self.out_of_scope.held,
        }
        return {key: 100 * share for key, share in shares.items()}


def measure(folder: Path, say: Callable[[str], None]) -> Report:
    """Đo mọi thứ; `folder` trống, nơi ghi các mô hình; `say` nhận từng câu báo tiến độ."""
    say("Đọc câu huấn luyện và kho kiến thức…")
    examples = training_examples()
    truth = {example.get("text"): example.get("intent") for example in examples}
    knowledge = read(ROOT / "knowledge").knowledge()
    parts = [hold_out(knowledge, remainder) for remainder in HELD_OUT]
    asked = [ask.text for _, asks in parts for ask in asks if is_sampled(ask.text)]

    say(f"Kiểm chéo intent trên {len(examples)} câu…")
    folds = split(examples)
    intents = cross_validate(examples, folds, noise.variants(asked), folder)

    say("Hỏi lại những cách hỏi để dành…")
    replies: list[tuple[Answerer, Reply]] = []
    for kept, asks in parts:
        answerer = Answerer(kept, lambda: TODAY)
        replies += [(answerer, reply) for reply in ask_all(answerer, asks, intents)]
    scores, right = [reply.score for _, reply in replies], [reply.first for _, reply in replies]
    say("Hỏi lại, gõ khác đi…")
    noisy = noise.measure([pair for pair in replies if is_sampled(pair[1].ask.text)], intents)

    say("Câu ngoài phạm vi, tin nhắn chậm nhất…")
    whole = Answerer(knowledge, lambda: TODAY)
    others = {name: [text for text in truth if truth[text] == name] for name in out_of_scope.INTENTS}
    outside = out_of_scope.measure(whole, others, intents)
    bins = reliability(scores, right)
    return Report(
        intents=judge(list(truth.values()), [best(intents[text]) for text in truth]),
        answers=summarise([reply for _, reply in replies]),
        noise=noisy,
        out_of_scope=outside,
        coverage=tuple(coverage_error(scores, right, outside.scores)),
        bins=tuple(bins),
        calibration_error=calibration_error(bins),
        slow=slowest.measure(Pipeline.load(folder / "0"), whole, asked),
    )
