"""`run`: chạy câu chuyện và nói câu nào hỏng, ở bước nào, vì sao."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import click
from rich.console import Console
from rich.markup import escape
from watchfiles import watch

from bot.settings import ROOT
from bot.stories.cli.common import CouldNotRun, chosen, files_argument, opened_stage, progress, story_option
from bot.stories.explain import explain
from bot.stories.model import Story
from bot.stories.remote import Remote, Speaker, UnreachableError
from bot.stories.report import compared, read_report, write_report
from bot.stories.results import StoryResult
from bot.stories.runner import play, runs_of

WATCHED = (ROOT / "tests" / "stories", ROOT / "knowledge")
LOOK_EVERY = 500
"""Mili giây giữa hai lần xem tệp có đổi không."""


@click.command()
@files_argument
@story_option
@click.option("--against", metavar="URL", help="Chạy với máy chủ bot hay cổng web đang chạy ở URL.")
@click.option(
    "--report", type=click.Path(file_okay=False, path_type=Path), help="Ghi report.html, .json, junit.xml vào đây."
)
@click.option(
    "--compare", type=click.Path(exists=True, path_type=Path), help="report.json của lần trước: tốt lên, xấu đi."
)
@click.option("--variants/--no-variants", default=True, help="Chạy cả các biến thể (mặc định có).")
@click.option("--watch", "watching", is_flag=True, help="Chạy lại mỗi khi câu chuyện hay kho kiến thức đổi.")
@click.pass_context
def run(
    context: click.Context,
    files: Sequence[Path],
    names: Sequence[str],
    against: str | None,
    report: Path | None,
    compare: Path | None,
    variants: bool,
    watching: bool,
) -> None:
    """Chạy câu chuyện trong FILES (mặc định tests/stories) bằng mô hình thật, hành động thật.

    Mã thoát: 0 mọi câu chuyện đạt, 1 có câu hỏng, 2 không chạy được.
    """
    console = Console(highlight=False, soft_wrap=True)
    before = read_report(compare) if compare else None

    def once() -> bool:
        stories = chosen(files, names)
        results = _played(console, stories, against, variants)
        if all(result.skipped for result in results):
            raise CouldNotRun(f"Không câu chuyện nào chạy được ở {against}: {results[0].skipped}")
        _tell(console, results)
        if report:
            write_report(report, results)
            console.print(f"Báo cáo: {report / 'report.html'}")
        if before:
            console.print(escape(compared(before, results)))
        return all(result.passed for result in results)

    if watching:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C là cách dừng bình thường
            _again_and_again(console, once, files)
    elif not once():
        context.exit(1)


def _played(console: Console, stories: Sequence[Story], against: str | None, variants: bool) -> list[StoryResult]:
    runs = runs_of(stories, variants)

    async def all_of(speaker: Speaker, tick: Callable[[], None]) -> list[StoryResult]:
        results = []
        async for result in play(speaker, runs):
            results.append(result)
            tick()
            if not result.passed:
                console.print(explain(result))
        return results

    async def far(url: str, tick: Callable[[], None]) -> list[StoryResult]:
        async with aiohttp.ClientSession() as session:
            return await all_of(Remote(url, session), tick)

    with progress(console, "Câu chuyện", len(runs)) as tick:
        if against:
            try:
                return asyncio.run(far(against, tick))
            except UnreachableError as error:
                raise CouldNotRun(str(error)) from error
        with opened_stage() as stage:
            return asyncio.run(all_of(stage, tick))


def _tell(console: Console, results: Sequence[StoryResult]) -> None:
    """Dòng tổng kết; bot ở xa thì nói cả điều không so được."""
    wrong = [result for result in results if not result.passed]
    skipped = [result for result in results if result.skipped]
    unseen = sum(len(turn.unseen) for result in results if not result.variant for turn in result.turns)
    stories = len({result.story.name for result in results})
    seconds = sum(result.seconds for result in results)
    turns = sum(len(result.turns) for result in results)
    colour = "red" if wrong else "green"
    told = f"{stories} câu chuyện, {len(results)} lần chạy, {turns} lượt, bot nghĩ {seconds:.1f} giây"
    console.print(f"[{colour}]{len(wrong)} hỏng[/{colour}]; {told}")
    if skipped:
        console.print(f"{len(skipped)} lần không chạy: {escape(skipped[0].skipped or '')}")
    if unseen:
        console.print(f"{unseen} điều về bên trong bot (intent, slot…) không so được qua HTTP")


def _again_and_again(console: Console, once: Callable[[], bool], files: Sequence[Path]) -> None:
    """Chạy, rồi chạy lại mỗi khi tệp đổi (cả khi đổi lúc đang chạy), tới khi Ctrl-C; tệp sai thì nói và đợi sửa."""
    watched = filter(Path.exists, (*WATCHED, *files))
    ran = False
    for changes in watch(*watched, raise_interrupt=False, yield_on_timeout=True, rust_timeout=LOOK_EVERY):
        if ran and not changes:
            continue
        ran = True
        try:
            once()
        except CouldNotRun as error:
            error.show()
        console.print("Đang đợi thay đổi; Ctrl-C để dừng.")
