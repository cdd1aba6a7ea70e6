"""Phần chung của các lệnh: tuỳ chọn, lỗi “không chạy được”, dòng tiến độ."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.knowledge.problem import Problem
from bot.settings import ROOT, SettingError, Settings
from bot.stories.model import Story, StoryError
from bot.stories.reader import read
from bot.stories.rehearsal import rehearsal
from bot.stories.results import StoryResult
from bot.stories.runner import play, runs_of
from bot.stories.stage import Stage

STORIES = ROOT / "tests" / "stories"

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
story_option = click.option("--story", "names", multiple=True, metavar="TÊN", help="Chỉ câu chuyện mà tên có chữ này.")


class CouldNotRun(click.ClickException):
    """Không chạy được: tệp sai, chưa có mô hình, bot ở xa không tới được. Mã thoát 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """In nguyên văn: lời nói đã đủ."""
        click.echo(self.format_message(), err=True)


def chosen(files: Sequence[Path], names: Sequence[str] = ()) -> list[Story]:
    """Các câu chuyện được gọi tới; không nói tệp nào thì cả tests/stories.

    Raises:
        CouldNotRun: tệp có chỗ sai, hay không câu chuyện nào mang tên ấy.
    """
    try:
        found = read(files or [STORIES])
    except StoryError as error:
        raise CouldNotRun(told(error.problems)) from error
    wanted = [story for story in found if not names or any(name.casefold() in story.name.casefold() for name in names)]
    if not wanted:
        raise CouldNotRun("Không có câu chuyện nào như vậy. Các tên đang có:\n" + "\n".join(s.name for s in found))
    return wanted


def told(problems: Sequence[Problem]) -> str:
    """Mọi chỗ sai, mỗi chỗ một dòng `tệp:dòng: …`."""
    return "\n".join(map(str, problems)) + f"\n{len(problems)} chỗ cần sửa."


@contextlib.contextmanager
def opened_stage(*, words_only: bool = False) -> Iterator[Stage]:
    """Sân khấu theo ngày của môi trường (TODAY, hay hôm nay).

    Raises:
        CouldNotRun: chưa có mô hình, cài đặt sai, kho riêng của câu chuyện sai.
    """
    try:
        today: datetime.date = Settings.from_environment().current_date()
        with rehearsal(today, words_only=words_only) as stage:
            yield stage
    except FileNotFoundError as error:
        raise CouldNotRun(f"Chưa có mô hình {Path(str(error)).name}. Hãy chạy: make model") from error
    except SettingError as error:
        raise CouldNotRun(str(error)) from error
    except StoryError as error:
        raise CouldNotRun(told(error.problems)) from error


def rehearsed(console: Console, stage: Stage, stories: Sequence[Story], what: str = "Câu chuyện") -> list[StoryResult]:
    """Diễn các câu chuyện đúng như viết, không biến thể, có thanh tiến độ."""
    runs = runs_of(stories, with_variants=False)

    async def each(tick: Callable[[], None]) -> list[StoryResult]:
        results = []
        async for result in play(stage, runs):
            results.append(result)
            tick()
        return results

    with progress(console, what, len(runs)) as tick:
        return asyncio.run(each(tick))


@contextlib.contextmanager
def progress(console: Console, what: str, total: int) -> Iterator[Callable[[], None]]:
    """Thanh tiến độ ở terminal; trong CI và khi chuyển ra tệp thì không in gì."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
