"""Một lần chạy gọn lại thành dữ liệu trơn, để so hai lần và để máy khác đọc: report.json.

Dạng: `{"version", "at", "runs": [Run]}`, tên trường như các lớp dưới đây.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bot.stories.claims import shown
from bot.stories.report.status import STATUSES, Status, status
from bot.stories.results import StoryResult, TurnResult

FILE = "report.json"
VERSION = 1

Part = TypeVar("Part")


class ReportError(click.ClickException):
    """Không đọc hay ghi được báo cáo; mang `path` và `reason`. Lệnh thoát với mã 2."""

    exit_code = 2

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    def show(self, file: IO[Any] | None = None) -> None:
        """In nguyên văn: lời nói đã đủ."""
        click.echo(self.format_message(), err=True)


@dataclass(frozen=True)
class Wrong:
    """Một điều sai: loại khẳng định, dòng của nó, cái cần và cái thấy, viết thành chữ."""

    kind: str
    line: int
    wanted: str
    got: str


@dataclass(frozen=True)
class TurnRecord:
    """Một lượt đã chạy. `kind` None: lời đáp không mang loại."""

    line: int
    said: str
    text: str
    kind: str | None
    answers: tuple[str, ...]
    seconds: float
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Run:
    """Một lần diễn. `first_wrong`: bước sai đầu tiên, từ 1; `reason`: vì sao đứt giữa chừng hay không chạy."""

    story: str
    file: str
    line: int
    variant: str | None
    status: Status
    seconds: float
    first_wrong: int | None
    reason: str | None
    turns: tuple[TurnRecord, ...]


@dataclass(frozen=True)
class Report:
    """Mọi lần diễn của một lần chạy, và lúc chạy (có múi giờ)."""

    at: datetime.datetime
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, results: Sequence[StoryResult], at: datetime.datetime) -> Report:
        """Gọn lại các kết quả."""
        return cls(at, tuple(map(_run, results)))

    def as_json(self) -> str:
        """Như `read_report` đọc lại được y nguyên."""
        data = {"version": VERSION, "at": self.at.isoformat(), "runs": [dataclasses.asdict(run) for run in self.runs]}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_report(path: Path) -> Report:
    """Báo cáo đã ghi; `path` là report.json, hay thư mục có nó.

    Raises:
        ReportError: không có tệp, hay tệp không phải báo cáo dạng này.
    """
    file = path / FILE if path.is_dir() else path
    try:
        return _report(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise ReportError(file, f"không đọc được ({error.strerror}); cần {FILE} của một lần chạy --report") from error
    except ValueError as error:
        reason = f"không phải {FILE} của một lần chạy --report ({error}); hãy chạy lại lần ấy với --report"
        raise ReportError(file, reason) from error


def _run(result: StoryResult) -> Run:
    wrong = result.first_wrong
    return Run(
        story=result.story.name,
        file=result.story.file,
        line=result.story.line,
        variant=result.variant,
        status=status(result),
        seconds=round(result.seconds, 4),
        first_wrong=wrong[0] if wrong else None,
        reason=result.error or result.skipped,
        turns=tuple(map(_turn, result.turns)),
    )


def _turn(turn: TurnResult) -> TurnRecord:
    custom = turn.seen.custom
    return TurnRecord(
        line=turn.turn.line,
        said=turn.said,
        text=turn.seen.text,
        kind=custom.get("kind"),
        answers=tuple(custom.get("answers", ())),
        seconds=round(turn.seen.seconds, 4),
        wrong=tuple(Wrong(claim.kind, claim.line, shown(claim.value), got) for claim, got in turn.failures),
    )


def _report(data: object) -> Report:
    version = _get(data, "version", int)
    if version != VERSION:
        raise ValueError(f"dạng {version}, bản này đọc dạng {VERSION}")
    return Report(
        datetime.datetime.fromisoformat(_get(data, "at", str)), tuple(map(_read_run, _get(data, "runs", list)))
    )


def _read_run(data: object) -> Run:
    return Run(
        story=_get(data, "story", str),
        file=_get(data, "file", str),
        line=_get(data, "line", int),
        variant=_maybe(data, "variant", str),
        status=_status(_get(data, "status", str)),
        seconds=_seconds(data),
        first_wrong=_maybe(data, "first_wrong", int),
        reason=_maybe(data, "reason", str),
        turns=tuple(map(_read_turn, _get(data, "turns", list))),
    )


def _read_turn(data: object) -> TurnRecord:
    return TurnRecord(
        line=_get(data, "line", int),
        said=_get(data, "said", str),
        text=_get(data, "text", str),
        kind=_maybe(data, "kind", str),
        answers=tuple(_get(data, "answers", list)),
        seconds=_seconds(data),
        wrong=tuple(map(_read_wrong, _get(data, "wrong", list))),
    )


def _read_wrong(data: object) -> Wrong:
    return Wrong(
        kind=_get(data, "kind", str),
        line=_get(data, "line", int),
        wanted=_get(data, "wanted", str),
        got=_get(data, "got", str),
    )


def _status(found: str) -> Status:
    if found not in STATUSES:
        raise ValueError(f"“status: {found}” không dùng được")
    return STATUSES[STATUSES.index(found)]


def _seconds(data: object) -> float:
    """Máy khác có thể ghi 0 thay vì 0.0."""
    value = data.get("seconds") if isinstance(data, dict) else None
    if not isinstance(value, (int, float)):
        raise ValueError("thiếu “seconds”, hay nó không phải số")
    return float(value)


def _get(data: object, name: str, kind: type[Part]) -> Part:
    """Trường `name`, đúng kiểu `kind`; thiếu hay khác kiểu là ValueError."""
    value = _maybe(data, name, kind)
    if value is None:
        raise ValueError(f"thiếu “{name}”")
    return value


def _maybe(data: object, name: str, kind: type[Part]) -> Part | None:
    value = data.get(name) if isinstance(data, dict) else None
    if value is not None and not isinstance(value, kind):
        raise ValueError(f"“{name}” khác kiểu")
    return value
