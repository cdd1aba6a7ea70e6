"""`mutants`: đổi từng điều một lúc chạy, đếm số đột biến mà câu chuyện nhận ra."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.stories.cli.common import CouldNotRun, chosen, files_argument, opened_stage, progress, rehearsed
from bot.stories.coverage import measure, touched
from bot.stories.model import Story
from bot.stories.mutants import Verdict, draw, judge, usable
from bot.stories.results import StoryResult
from bot.stories.stage import Stage


@click.command()
@files_argument
@click.option("--count", default=200, show_default=True, help="Số đột biến.")
@click.option("--seed", default=1, show_default=True, help="Hạt giống: cùng số thì cùng các đột biến.")
@click.option("--least", default=85.0, show_default=True, help="Phần trăm phải nhận ra; thấp hơn thì mã thoát 1.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi kết quả ra tệp JSON.")
@click.pass_context
def mutants(
    context: click.Context, files: Sequence[Path], count: int, seed: int, least: float, out: Path | None
) -> None:
    """Kiểm thử của kiểm thử: câu chuyện trong FILES có nhận ra khi bot hỏng không."""
    console = Console(highlight=False, soft_wrap=True)
    stories = chosen(files)
    with opened_stage(words_only=True) as stage:
        results = rehearsed(console, stage, stories, "Chưa đổi gì")
        good = usable(results)
        if not good:
            raise CouldNotRun("Không câu chuyện nào đạt khi chưa đổi gì; sửa chúng trước (make stories).")
        console.print(measure(results, stage.base).table())
        sound = [result for result in results if result.story.name in good]
        verdicts = asyncio.run(_judged(console, stage, good, sound, count, seed))
    share = 100 * sum(verdict.noticed_by is not None for verdict in verdicts) / len(verdicts)
    _tell(console, verdicts, share, len(good))
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(
            json.dumps([_row(verdict) for verdict in verdicts], ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    if share < least:
        context.exit(1)


async def _judged(
    console: Console, stage: Stage, stories: dict[str, Story], results: Sequence[StoryResult], count: int, seed: int
) -> list[Verdict]:
    drawn = itertools.islice(draw(stage.base, touched(results, stage.base), frozenset(stories), seed), count)
    verdicts = []
    with progress(console, "Đột biến", count) as tick:
        for mutant in drawn:
            verdicts.append(await judge(stage, mutant, stories))
            tick()
    return verdicts


def _tell(console: Console, verdicts: Sequence[Verdict], share: float, stories: int) -> None:
    table = Table("loại", "nhận ra", "tất cả", title=f"Đột biến, {stories} câu chuyện")
    by_kind: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_kind.setdefault(verdict.mutant.kind, []).append(verdict)
    for kind, some in sorted(by_kind.items()):
        table.add_row(kind, str(sum(each.noticed_by is not None for each in some)), str(len(some)))
    console.print(table)
    console.print(f"Nhận ra {share:.1f} % của {len(verdicts)} đột biến.")
    survivors = [verdict.mutant for verdict in verdicts if verdict.noticed_by is None]
    if survivors:
        console.print("Sống sót:")
    for mutant in survivors:
        console.print(escape(f"- {mutant.kind} {mutant.target}: {mutant.told} ({len(mutant.stories)} câu chuyện chạm)"))


def _row(verdict: Verdict) -> dict[str, str | int | None]:
    mutant = verdict.mutant
    return {
        "kind": mutant.kind,
        "target": mutant.target,
        "told": mutant.told,
        "stories": len(mutant.stories),
        "noticed_by": verdict.noticed_by,
    }
