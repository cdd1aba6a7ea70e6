"""`replay`: hỏi lại nhật ký với mô hình và kho hiện tại, để một người ký những lời đáp đã đổi trước khi xuất bản."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from bot.stories.cli.common import CouldNotRun, opened_stage, progress, told
from bot.stories.cli.output import deliver
from bot.stories.explain import short
from bot.stories.model import StoryError
from bot.stories.replay import DIFFERENCES, Change, Reply
from bot.stories.replay import replay as ask_again
from bot.stories.replay_page import rendered
from bot.stories.signatures import Signature, read_signatures, signed, unsigned, write_signatures
from bot.stories.talks import LoggedTalk, read_talks


@click.command()
@click.argument("log", metavar="LOG.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--signed",
    "signed_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp các chữ ký (mặc định: LOG.signed.yml cạnh nhật ký).",
)
@click.option("--sign", "signer", metavar="TÊN", help="Ký mọi thay đổi đang liệt kê bằng tên này.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Trang HTML: trước và nay cạnh nhau.")
@click.pass_context
def replay(
    context: click.Context, log: Path, signed_file: Path | None, signer: str | None, report: Path | None
) -> None:
    """Hỏi lại các cuộc nói chuyện trong LOG.jsonl và kể những lời đáp đã đổi mà chưa ai ký.

    Mã thoát: 0 không còn thay đổi chưa ký, 1 còn, 2 không chạy được.
    """
    console = Console(highlight=False, soft_wrap=True)
    signed_file = signed_file or log.with_suffix(".signed.yml")
    talks, signatures = _read(log, signed_file)
    changes = _asked_again(console, talks)
    left = unsigned(changes, signatures)
    for change in left:
        console.print(_told(change))
    now = datetime.datetime.now().astimezone()
    if signer and left:
        signatures = signed(signatures, left, signer, now)
        deliver(write_signatures(signatures), signed_file)
        console.print(
            f"{escape(signer)} đã ký {sum(c.after is not None for c in left)} thay đổi vào {escape(str(signed_file))}"
        )
        left = unsigned(changes, signatures)
    if report:
        deliver(rendered(talks, changes, signatures, now), report)
        console.print(f"Trang để xem: {escape(str(report))}")
    turns = sum(len(talk.turns) for talk in talks)
    colour = "red" if left else "green"
    console.print(f"[{colour}]{len(left)} thay đổi chưa ký[/{colour}]; {len(changes)} thay đổi, {turns} lượt")
    if left:
        context.exit(1)


def _read(log: Path, signed_file: Path) -> tuple[list[LoggedTalk], list[Signature]]:
    try:
        return read_talks(log), read_signatures(signed_file)
    except StoryError as error:
        raise CouldNotRun(told(error.problems)) from error


def _asked_again(console: Console, talks: list[LoggedTalk]) -> list[Change]:
    with opened_stage() as stage, progress(console, "Hỏi lại", sum(len(talk.turns) for talk in talks)) as tick:
        return asyncio.run(ask_again(stage, talks, tick))


def _told(change: Change) -> str:
    now = _shown(change.after) if change.after else change.error
    return "\n".join(
        [
            f"[red]≠[/red] cuộc {escape(change.talk)}, lượt {change.turn}: {DIFFERENCES[change.difference]}: "
            f"“{escape(short(change.said))}”",
            f"    trước: {escape(_shown(change.before))}",
            f"    nay:   {escape(now)}",
        ]
    )


def _shown(reply: Reply) -> str:
    return short(f"({', '.join((reply.kind, *reply.answers))}) {reply.text}")
