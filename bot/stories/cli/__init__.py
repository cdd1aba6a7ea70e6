"""Các lệnh của `python -m bot.stories`, mỗi lệnh một tệp. Mã thoát: 0 đạt, 1 có câu chuyện hỏng, 2 không chạy được."""

from __future__ import annotations

import click

from bot.stories.cli.catalogue import catalogue
from bot.stories.cli.coverage import coverage
from bot.stories.cli.log import log
from bot.stories.cli.mutants import mutants
from bot.stories.cli.record import record
from bot.stories.cli.replay import replay
from bot.stories.cli.run import run
from bot.stories.cli.spreadsheet import from_csv, to_csv


@click.group()
def stories() -> None:
    """Câu chuyện hội thoại: chạy bằng bot thật, đo, ghi lại, viết mới."""


for command in (run, coverage, catalogue, from_csv, to_csv, log, record, replay, mutants):
    stories.add_command(command)
