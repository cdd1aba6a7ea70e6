"""`log`: lấy các cuộc nói chuyện thật ra một tệp, đã che số và bỏ mã."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from bot.conversations.export import exchanges
from bot.stories.cli.common import CouldNotRun
from bot.stories.cli.journal import opened_journal
from bot.stories.cli.output import deliver
from bot.stories.talks import numbered, write_talks


@click.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), metavar="NGÀY", help="Chỉ những cuộc bắt đầu từ ngày này."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp LOG.jsonl (mặc định: in ra màn hình)."
)
def log(since: datetime.datetime | None, out: Path | None) -> None:
    """Nhật ký của cổng thành LOG.jsonl: một dòng một lượt, để `replay` hỏi lại."""
    with opened_journal() as engine:
        talks = numbered(exchanges(engine, since.astimezone() if since else None))
    if not talks:
        raise CouldNotRun("Nhật ký chưa có cuộc nói chuyện nào như vậy; thử một ngày sớm hơn, hay bỏ --since.")
    deliver(write_talks(talks), out)
    turns = sum(len(talk.turns) for talk in talks)
    click.echo(f"{len(talks)} cuộc, {turns} lượt. Tệp này không tự hết hạn như nhật ký: xong việc thì xoá.", err=True)
