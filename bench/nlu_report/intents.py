"""Kiểm chéo NLU: ba mô hình, mỗi câu được đọc và đoán intent bởi mô hình không học nó."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed  # type: ignore[import-untyped]
from rasa.shared.nlu.training_data.message import Message
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from sklearn.model_selection import StratifiedGroupKFold

from bench.nlu_report.pipeline import Heard, Pipeline, tokenise, train
from bot.vietnamese import terms

FOLDS = 3
SEED = 42
PROCESSES = 2


@dataclass(frozen=True)
class IntentRow:
    """Số đo của một intent; `confused_with`: intent mà nó hay bị đoán nhầm thành nhất."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int
    confused_with: str | None


@dataclass(frozen=True)
class IntentReport:
    """`confusion[thật][đoán]` là số câu, theo thứ tự của `rows`."""

    macro_f1: float
    accuracy: float
    rows: tuple[IntentRow, ...]
    confusion: tuple[tuple[int, ...], ...]


def split(examples: Sequence[Message]) -> dict[str, int]:
    """Câu nào thuộc phần nào; đủ tỷ lệ intent ở mỗi phần, câu chỉ khác dấu thì đi cùng nhau."""
    texts = [example.get("text") for example in examples]
    groups = [" ".join(terms(text)) for text in texts]
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    parts = folds.split(texts, [example.get("intent") for example in examples], groups)
    return {texts[n]: fold for fold, (_, held) in enumerate(parts) for n in held}


def cross_validate(
    examples: Sequence[Message], folds: Mapping[str, int], more: Mapping[str, str], folder: Path
) -> dict[str, Heard]:
    """Chữ đã đọc và xác suất intent của mọi câu ví dụ, mọi câu trong `more`.

    Args:
        examples: câu huấn luyện; được tách từ tại chỗ.
        folds: phần của từng câu (`split`).
        more: câu cần đoán thêm → câu ví dụ gốc của nó; mô hình đoán nó chưa thấy câu gốc.
        folder: nơi ghi các mô hình, mỗi phần một thư mục mang số của phần.
    """
    parts = [folds[example.get("text")] for example in examples]
    tokenise(examples, folder)
    jobs = []
    for fold in range(FOLDS):
        home = folder / str(fold)
        home.mkdir()
        learned = [example for example, part in zip(examples, parts, strict=True) if part != fold]
        asked = [text for text, part in folds.items() if part == fold]
        asked += [text for text, origin in more.items() if folds[origin] == fold]
        jobs.append(delayed(_train_and_ask)(learned, asked, home))
    found: dict[str, Heard] = {}
    for part in Parallel(n_jobs=PROCESSES)(jobs):
        found |= part
    return found


def _train_and_ask(learned: Sequence[Message], asked: Sequence[str], folder: Path) -> dict[str, Heard]:
    train(learned, folder)
    return dict(zip(asked, Pipeline.load(folder).read(asked), strict=True))


def judge(truth: Sequence[str], guessed: Sequence[str]) -> IntentReport:
    """Độ đúng, độ phủ, F1 của từng intent và ma trận nhầm lẫn."""
    names = sorted({*truth, *guessed})
    scores = precision_recall_fscore_support(truth, guessed, labels=names, zero_division=0)
    confusion = confusion_matrix(truth, guessed, labels=names)
    rows = []
    for n, (name, precision, recall, f1, support) in enumerate(zip(names, *scores, strict=True)):
        missed = confusion[n].copy()
        missed[n] = 0
        other = names[int(missed.argmax())] if missed.any() else None
        rows.append(IntentRow(name, float(precision), float(recall), float(f1), int(support), other))
    macro = sum(row.f1 for row in rows) / len(rows)
    table = tuple(tuple(int(count) for count in line) for line in confusion)
    return IntentReport(macro, float(accuracy_score(truth, guessed)), tuple(rows), table)


def best(intents: Mapping[str, float]) -> str:
    """Intent có xác suất cao nhất."""
    return max(intents, key=lambda name: intents[name])
