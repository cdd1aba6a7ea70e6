"""Các kết quả xếp lại như trang report.html cho xem: theo chủ đề, hỏng lên trước, biến thể cùng hàng."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from bot.knowledge.period import Period, PeriodError
from bot.stories.report.inside import Fact, Near, facts, nearest
from bot.stories.report.pieces import Wrong, wrong
from bot.stories.report.status import LABELS, STATUSES, WRONG, Status, status, variant_label, worst
from bot.stories.report.waiting import spoken
from bot.stories.results import StoryResult, TurnResult

_WEB = re.compile(r"https?://", re.IGNORECASE)


class Citation(NamedTuple):
    """Một nguồn của lời đáp; `url` None khi không biết, hay không phải địa chỉ trang web."""

    title: str
    publisher: str
    date: str
    url: str | None


@dataclass(frozen=True)
class TurnView:
    """Một lượt thành hai bong bóng. `clashes`: điều sai, những điều liền nhau mà cùng một cái được thì đi chung.

    `facts` trống thì lượt này không có nếp gấp “bên trong bot”.
    """

    number: int
    line: int
    said: str
    press: bool
    text: str
    kind: str
    buttons: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    clashes: tuple[tuple[Wrong, ...], ...]
    facts: tuple[Fact, ...]
    nearest: tuple[Near, ...]


@dataclass(frozen=True)
class RunView:
    """Một lần diễn. Biến thể đạt chỉ có `typed`; `stopped`: vì sao đứt hay không chạy; `unsaid`: lời chưa nói được."""

    label: str
    as_written: bool
    status: Status
    time: str
    typed: tuple[str, ...]
    turns: tuple[TurnView, ...]
    first_wrong: TurnView | None
    stopped: str
    unsaid: str

    @property
    def told(self) -> str:
        """Kết quả bằng tiếng Việt."""
        return LABELS[self.status]

    @property
    def is_wrong(self) -> bool:
        """Sai, hay đứt giữa chừng."""
        return self.status in WRONG


@dataclass(frozen=True)
class StoryView:
    """Một câu chuyện cùng mọi lần diễn; `anchor`: chỗ của nó trong trang."""

    anchor: str
    name: str
    place: str
    status: Status
    runs: tuple[RunView, ...]

    @property
    def told(self) -> str:
        """Kết quả bằng tiếng Việt."""
        return LABELS[self.status]

    @property
    def is_wrong(self) -> bool:
        """Có lần diễn hỏng."""
        return self.status in WRONG

    @property
    def main_run(self) -> RunView:
        """Lần diễn mà cuộc nói chuyện được mở sẵn: lần hỏng đầu tiên, không hỏng thì đúng như viết."""
        return next((run for run in self.runs if run.is_wrong), self.runs[0])

    @property
    def full_runs(self) -> tuple[RunView, ...]:
        """Những lần diễn cho xem cả cuộc nói chuyện: đúng như viết, và biến thể hỏng."""
        return tuple(run for run in self.runs if run.as_written or run.is_wrong)

    @property
    def brief_runs(self) -> tuple[RunView, ...]:
        """Những biến thể chỉ cho xem chữ đã gõ."""
        return tuple(run for run in self.runs if run.typed and run not in self.full_runs)


@dataclass(frozen=True)
class TopicView:
    """Các câu chuyện của một chủ đề (một tệp), hỏng lên trước."""

    name: str
    anchor: str
    stories: tuple[StoryView, ...]

    @property
    def wrong(self) -> int:
        """Số câu chuyện hỏng."""
        return sum(story.is_wrong for story in self.stories)


def topics_of(results: Sequence[StoryResult]) -> tuple[TopicView, ...]:
    """Các chủ đề, chủ đề có câu hỏng lên trước; ngoài ra giữ thứ tự đã chạy."""
    stories: dict[str, list[StoryResult]] = {}
    for result in results:
        stories.setdefault(result.story.name, []).append(result)
    topics: dict[str, list[StoryView]] = {}
    for number, runs in enumerate(stories.values(), 1):
        topics.setdefault(runs[0].story.topic, []).append(_story(number, runs))
    views = [
        TopicView(name, f"chu-de-{number}", tuple(sorted(found, key=lambda story: STATUSES.index(story.status))))
        for number, (name, found) in enumerate(topics.items(), 1)
    ]
    return tuple(sorted(views, key=lambda topic: topic.wrong == 0))


def _story(number: int, results: Sequence[StoryResult]) -> StoryView:
    story = results[0].story
    runs = tuple(map(_run, results))
    found = worst(run.status for run in runs)
    return StoryView(f"cau-{number}", story.name, f"{story.file}:{story.line}", found, runs)


def _run(result: StoryResult) -> RunView:
    found = status(result)
    as_written = result.variant is None
    shown = as_written or found in WRONG
    turns = [_turn(number, turn, as_written) for number, turn in enumerate(result.turns, 1)] if shown else []
    left = result.story.turns[len(result.turns) :]
    return RunView(
        label=variant_label(result.variant),
        as_written=as_written,
        status=found,
        time=spoken(result.seconds),
        typed=tuple(turn.said for turn in result.turns if not turn.turn.press),
        turns=tuple(turns),
        first_wrong=next((turn for turn in turns if turn.clashes), None),
        stopped=result.error or result.skipped or "",
        unsaid=left[0].user if result.error and left else "",
    )


def _turn(number: int, turn: TurnResult, as_written: bool) -> TurnView:
    """Biến thể hỏng chỉ mở bên trong bot ở lượt sai: các lượt khác giống lần đúng như viết, mà trang phải nhẹ."""
    custom, deep = turn.seen.custom, as_written or bool(turn.failures)
    return TurnView(
        number=number,
        line=turn.turn.line,
        said=turn.said,
        press=turn.turn.press,
        text=turn.seen.text,
        kind=custom.get("kind") or "",
        buttons=tuple(button["title"] for button in custom.get("buttons", ())),
        calls=tuple((call["label"], call["number"]) for call in custom.get("calls", ())),
        citations=tuple(map(_citation, custom.get("sources", ()))),
        clashes=tuple(tuple(same) for _, same in groupby(map(wrong, turn.failures), key=lambda each: each.got)),
        facts=facts(turn) if deep else (),
        nearest=nearest(turn) if deep else (),
    )


def _citation(source: dict[str, Any]) -> Citation:
    url = source["url"] or ""
    return Citation(source["title"], source["publisher"], _date(source["published"]), url if _WEB.match(url) else None)


def _date(published: str | None) -> str:
    """Ngày nói thành lời; bot ở xa ghi ngày kiểu lạ thì để nguyên cho người đọc thấy."""
    if not published:
        return "không ghi ngày"
    try:
        return Period.parse(published).spoken()
    except PeriodError:
        return published
