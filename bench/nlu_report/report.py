"""Mọi số của báo cáo, và việc đo chúng từ đầu tới cuối."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed  # type: ignore[import-untyped]

from bench.nlu_report import answers, budget, noise, out_of_scope, slowest, words
from bench.nlu_report.answers import AnswerReport, Reply
from bench.nlu_report.budget import BudgetRow
from bench.nlu_report.curves import CoveragePoint, SureBin, calibration_error, coverage_error, covered, reliability
from bench.nlu_report.data import (
    HELD_OUT,
    TODAY,
    HeldOut,
    examples_only,
    hold_out,
    is_sampled,
    training_examples,
)
from bench.nlu_report.intents import PROCESSES, IntentReport, best, cross_validate, judge, split
from bench.nlu_report.noise import NoiseRow, Retyped
from bench.nlu_report.out_of_scope import OutOfScopeReport, OutsideReply
from bench.nlu_report.pipeline import Heard, Pipeline
from bench.nlu_report.slowest import SlowReport
from bot.knowledge.answerer import Answerer
from bot.knowledge.reader import read
from bot.knowledge.thresholds import Thresholds
from bot.settings import ROOT


@dataclass(frozen=True)
class Report:
    """Cả báo cáo; `answering` là điểm của đường phủ – sai ở mức trả lời thẳng, `by_words` như `words.measure`."""

    intents: IntentReport
    answers: AnswerReport
    budget: tuple[BudgetRow, ...]
    noise: tuple[NoiseRow, ...]
    out_of_scope: OutOfScopeReport
    coverage: tuple[CoveragePoint, ...]
    answering: CoveragePoint
    bins: tuple[SureBin, ...]
    calibration_error: float
    slow: SlowReport
    by_words: Mapping[str, float]

    def headlines(self) -> dict[str, float]:
        """Các số chính (`headlines.LABELS`), phần trăm, càng cao càng tốt."""
        total = self.answers.total
        shares = {
            "intent_macro_f1": self.intents.macro_f1,
            "answer_at_1": total.at_1,
            "answer_at_3": total.at_3,
            "answered_right": total.verdicts["right"],
            "not_wrong": 1.0 - total.verdicts["wrong"],
            "answered_reliable": 1.0 - self.budget[0].wrong,
            "noise_at_1": sum(row.noisy for row in self.noise) / len(self.noise),
            "out_of_scope_held": self.out_of_scope.held,
        }
        return {**{key: 100 * share for key, share in shares.items()}, **self.by_words}


@dataclass(frozen=True)
class Replies:
    """Mọi điều bot đáp trong một hay nhiều lượt đo."""

    inside: tuple[Reply, ...]
    retyped: tuple[Retyped, ...]
    outside: tuple[OutsideReply, ...]


def measure(folder: Path, say: Callable[[str], None]) -> Report:
    """Đo mọi thứ; `folder` trống, nơi ghi các mô hình; `say` nhận từng câu báo tiến độ."""
    say("Đọc câu huấn luyện và kho kiến thức…")
    examples = training_examples()
    truth = {example.get("text"): example.get("intent") for example in examples}
    knowledge = read(ROOT / "knowledge").knowledge()
    parts = [hold_out(knowledge, remainder) for remainder in HELD_OUT]
    asked = [ask.text for part in parts for ask in part.asks if is_sampled(ask.text)]

    say(f"Kiểm chéo NLU trên {len(examples)} câu…")
    heard = cross_validate(examples, split(examples), noise.variants(asked), folder)

    say("Hỏi lại những cách hỏi để dành, gõ khác đi, và câu ngoài phạm vi…")
    others = examples_only(truth, knowledge, out_of_scope.INTENTS)
    shares = [{name: texts[n :: len(parts)] for name, texts in others.items()} for n in range(len(parts))]
    jobs = [delayed(ask_part)(part, more, heard) for part, more in zip(parts, shares, strict=True)]
    replies = together(Parallel(n_jobs=PROCESSES)(jobs))

    say("Tin nhắn chậm nhất…")
    slow = slowest.measure(Pipeline.load(folder / "0"), Answerer(knowledge, lambda: TODAY), asked)
    intents = judge(list(truth.values()), [best(heard[text].intents) for text in truth])
    return report(intents, replies, slow, words.measure(knowledge))


def ask_part(part: HeldOut, examples: Mapping[str, Sequence[str]], heard: Mapping[str, Heard]) -> Replies:
    """Một lượt đo: hỏi một mẫu của những gì đã giấu, và trọn `examples` (câu ví dụ ngoài phạm vi, theo loại)."""
    answerer = Answerer(part.knowledge, lambda: TODAY)
    inside = answers.ask_all(answerer, [ask for ask in part.asks if is_sampled(ask.text)], heard)
    matters = {"known_matter": part.known, "strange_matter": part.strange}
    outside = {group: list(filter(is_sampled, texts)) for group, texts in matters.items()} | dict(examples)
    return Replies(
        inside=tuple(inside),
        retyped=tuple(noise.ask_again(answerer, inside, heard)),
        outside=tuple(out_of_scope.ask_all(answerer, outside, heard)),
    )


def together(parts: Sequence[Replies]) -> Replies:
    """Gộp các lượt đo."""
    return Replies(
        inside=tuple(reply for part in parts for reply in part.inside),
        retyped=tuple(each for part in parts for each in part.retyped),
        outside=tuple(reply for part in parts for reply in part.outside),
    )


def report(intents: IntentReport, replies: Replies, slow: SlowReport, by_words: Mapping[str, float]) -> Report:
    """Gom mọi câu đáp thành báo cáo.

    Xác suất được hiệu chuẩn trên cả câu kho trả lời được lẫn câu ngoài phạm vi, nên độ lệch cũng đo trên cả hai, mỗi
    bên một phần ba.
    """
    inside = replies.inside
    outside = [reply for reply in replies.outside if is_sampled(reply.text)]
    sure, near = [reply.sure for reply in inside], [reply.near for reply in inside]
    strange = [reply.sure for reply in outside]
    bins = reliability([*sure, *strange], [*near, *(False for _ in strange)])
    return Report(
        intents=intents,
        answers=answers.summarise(inside),
        budget=budget.spend(inside, outside),
        noise=noise.summarise(replies.retyped),
        out_of_scope=out_of_scope.summarise(replies.outside),
        coverage=tuple(coverage_error(sure, near, strange)),
        answering=covered(Thresholds().answer, sure, near, strange),
        bins=tuple(bins),
        calibration_error=calibration_error(bins),
        slow=slow,
        by_words=by_words,
    )
