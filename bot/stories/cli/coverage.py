"""`coverage`: câu chuyện đã thấy bao nhiêu phần của kho và của domain; viết bộ khung cho phần chưa thấy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from bot.stories.cli.common import CouldNotRun, chosen, files_argument, opened_stage, rehearsed, story_option
from bot.stories.coverage import Coverage, measure
from bot.stories.coverage_page import chart, page
from bot.stories.skeletons import REMARK, skeletons
from bot.stories.writer import write_cases

FEW = 5
"""In chừng này điều chưa thấy của mỗi loại; đủ cả thì ở trang HTML."""
_file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@files_argument
@story_option
@click.option("--html", type=_file, help="Ghi bảng, hình và mọi điều chưa thấy vào trang này.")
@click.option("--png", type=_file, help="Ghi hình vào đây.")
@click.option("--missing", type=_file, help="Ghi bộ khung câu chuyện cho câu trả lời, số liệu chưa thấy vào đây.")
@click.pass_context
def coverage(
    context: click.Context,
    files: Sequence[Path],
    names: Sequence[str],
    html: Path | None,
    png: Path | None,
    missing: Path | None,
) -> None:
    """Chạy câu chuyện trong FILES (mặc định tests/stories, không biến thể) rồi nói chúng đã thấy những gì.

    Mã thoát: 0 mọi câu chuyện đạt, 1 có câu hỏng (độ phủ vẫn được đo), 2 không chạy được.
    """
    console = Console(highlight=False, soft_wrap=True)
    stories = chosen(files, names)
    with opened_stage() as stage:
        today, knowledge = stage.today(), stage.base
        results = rehearsed(console, stage, stories)
    found = measure(results, knowledge)
    console.print(found.table())
    _tell_unseen(console, found)
    if png:
        _write(console, png, chart(found))
    if html:
        _write(console, html, page(found).encode("utf-8"))
    if missing:
        cases = skeletons(found, knowledge, today, [story.name for story in stories])
        _write(console, missing, write_cases(cases, REMARK).encode("utf-8"))
    wrong = [result.story.name for result in results if not result.passed]
    if wrong:
        console.print(f"[red]{len(wrong)} câu chuyện hỏng[/red], độ phủ có thể sai: {escape('; '.join(wrong))}")
        context.exit(1)


def _tell_unseen(console: Console, found: Coverage) -> None:
    for part in found.parts.values():
        if part.unseen:
            rest = "…" if len(part.unseen) > FEW else ""
            console.print(escape(f"{part.label}, chưa thấy {len(part.unseen)}: {', '.join(part.unseen[:FEW])}{rest}"))


def _write(console: Console, file: Path, content: bytes) -> None:
    """Ghi một tệp và nói nó ở đâu.

    Raises:
        CouldNotRun: không ghi được.
    """
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CouldNotRun(f"Không ghi được {file} ({error.strerror}); xem lại thư mục và quyền ghi.") from error
    console.print(escape(f"Đã ghi {file}"))
