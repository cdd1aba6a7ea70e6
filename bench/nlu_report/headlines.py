"""Con số chính của báo cáo, và so chúng với bản đã nhận gần nhất (`accepted.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ACCEPTED_FILE = Path(__file__).parent / "accepted.json"
MOST_FALL = 1.0
"""Số chính giảm quá chừng này điểm phần trăm thì CI hỏng."""

LABELS: Mapping[str, str] = {
    "intent_macro_f1": "F1 trung bình của các intent",
    "answer_at_1": "Câu trả lời đúng đứng đầu",
    "answer_at_3": "Câu trả lời đúng trong ba câu đầu",
    "answered_right": "Được trả lời thẳng và đúng",
    "not_wrong": "Không bị trả lời thẳng bằng câu chẳng liên quan",
    "answered_reliable": "Trong những câu được trả lời thẳng: đúng hay liên quan",
    "noise_at_1": "Đúng đứng đầu khi gõ khác đi, trung bình các kiểu",
    "out_of_scope_held": "Câu ngoài phạm vi không bị trả lời thẳng",
    "words_at_1": "Tìm chỉ theo chữ: câu đúng đứng đầu",
    "words_at_3": "Tìm chỉ theo chữ: câu đúng trong ba câu đầu",
}
"""Mọi số chính tính bằng phần trăm, càng cao càng tốt."""


class AcceptedReportError(ValueError):
    """Không đọc được bản đã nhận; mang tệp và lý do."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file.name}: {reason}; xem báo cáo, thấy được thì chạy: python -m bench.nlu_report --accept")
        self.file, self.reason = file, reason


@dataclass(frozen=True)
class Change:
    """Một số chính bây giờ và ở bản đã nhận; `accepted` None: số mới, chưa có gì để so."""

    key: str
    value: float
    accepted: float | None

    @property
    def label(self) -> str:
        """Tên cho người đọc."""
        return LABELS[self.key]

    @property
    def difference(self) -> float | None:
        """Tăng (dương) hay giảm (âm) bao nhiêu điểm phần trăm."""
        return None if self.accepted is None else self.value - self.accepted

    @property
    def fell(self) -> bool:
        """Giảm quá mức cho phép. Làm tròn để 1,00 điểm không thành 1,0000001."""
        return self.difference is not None and round(self.difference, 6) < -MOST_FALL


def compare(values: Mapping[str, float], accepted: Mapping[str, float]) -> list[Change]:
    """So từng số chính, theo thứ tự của `LABELS`."""
    return [Change(key, values[key], accepted.get(key)) for key in LABELS]


def verdict(changes: Sequence[Change]) -> str | None:
    """Câu báo hỏng, kể tên số đã giảm và bước tiếp theo; None khi không số nào giảm quá mức."""
    fallen = [
        f"{change.label} từ {percent(change.accepted or 0.0)} xuống {percent(change.value)}"
        for change in changes
        if change.fell
    ]
    if not fallen:
        return None
    return (
        f"Giảm quá {MOST_FALL:.0f} điểm so với bản đã nhận: {'; '.join(fallen)}. "
        "Hãy sửa, hoặc nếu chấp nhận thì chạy: python -m bench.nlu_report --accept"
    )


def percent(value: float) -> str:
    """ "79,3 %"."""
    return f"{decimal(value)} %"


def decimal(value: float, sign: str = "") -> str:
    """ "79,3"; `sign` "+" thì số tăng mang dấu cộng. Không bao giờ là "-0,0"."""
    return f"{round(value, 1) + 0.0:{sign}.1f}".replace(".", ",")


def read_accepted(file: Path) -> dict[str, float]:
    """Các số chính đã nhận.

    Raises:
        AcceptedReportError: chưa có tệp, tệp hỏng, hoặc nó có một số nay không còn đo (bỏ lặng lẽ thì CI không thấy).
    """
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AcceptedReportError(file, "chưa có bản nào được nhận") from error
    except ValueError as error:
        raise AcceptedReportError(file, "không phải JSON đọc được") from error
    if not isinstance(stored, dict) or not all(isinstance(value, (int, float)) for value in stored.values()):
        raise AcceptedReportError(file, "cần một bảng tên → số phần trăm")
    gone = stored.keys() - LABELS.keys()
    if gone:
        raise AcceptedReportError(file, f"có số không còn được đo ({', '.join(sorted(gone))})")
    return {key: float(value) for key, value in stored.items()}


def write_accepted(values: Mapping[str, float], file: Path) -> None:
    """Ghi các số chính làm bản đã nhận mới."""
    kept = {key: round(values[key], 2) for key in LABELS}
    file.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
