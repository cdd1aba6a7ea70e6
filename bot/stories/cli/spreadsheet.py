"""`from-csv`, `to-csv`: câu chuyện viết ở bảng tính thành tệp YAML, và ngược lại."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.stories.cli.common import CouldNotRun, chosen, files_argument, told
from bot.stories.cli.output import deliver
from bot.stories.model import StoryError
from bot.stories.sheet_cells import COLUMNS
from bot.stories.spreadsheet import cases_of, read_sheet, write_sheet
from bot.stories.writer import write_cases


@click.command("from-csv", epilog="Các cột: " + ", ".join(COLUMNS) + ".")
@click.argument("sheet", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp YAML (mặc định: in ra màn hình).")
def from_csv(sheet: Path, out: Path | None) -> None:
    """Bảng tính FILE.csv (UTF-8, một hàng một lượt) thành câu chuyện YAML."""
    try:
        stories = read_sheet(sheet)
    except StoryError as error:
        raise CouldNotRun(told(error.problems)) from error
    deliver(write_cases(cases_of(stories)), out)


@click.command("to-csv")
@files_argument
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp CSV (mặc định: in ra màn hình).")
@click.option("--semicolon", is_flag=True, help="Ngăn ô bằng chấm phẩy, khi Excel dồn mọi ô vào một cột.")
def to_csv(files: Sequence[Path], out: Path | None, semicolon: bool) -> None:
    """Câu chuyện trong FILES (mặc định tests/stories) thành bảng CSV mở được bằng Excel."""
    table, left_out = write_sheet(chosen(files), ";" if semicolon else ",")
    deliver(table, out, encoding="utf-8-sig")
    if left_out:
        missing = ", ".join(f"{name} ({count})" for name, count in left_out.most_common())
        click.echo(f"Bảng không có cột cho: {missing}. Những điều ấy chỉ còn trong tệp YAML.", err=True)
