"""`record`: lưu một cuộc nói chuyện thành câu chuyện."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.conversations.export import exchanges_of
from bot.conversations.log import ConversationNotFound
from bot.server.talk import NoReplyError
from bot.stories.cli.common import CouldNotRun, opened_stage
from bot.stories.cli.journal import opened_journal
from bot.stories.cli.output import deliver
from bot.stories.record import PROMPT, asked, said_in_shell, story_of
from bot.stories.talks import LoggedTalk, numbered


@click.command()
@click.option("--conversation", metavar="MÃ", help="Mã cuộc trò chuyện ở tiện ích, lấy từ nhật ký của cổng.")
@click.option(
    "--shell",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bản chép màn hình `rasa shell`: lấy lời người dân, hỏi lại bot thật.",
)
@click.option("--name", metavar="TÊN", help="Tên câu chuyện (mặc định: lời đầu tiên).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp YAML mới (mặc định: in ra màn hình).")
def record(conversation: str | None, shell: Path | None, name: str | None, out: Path | None) -> None:
    """Một cuộc nói chuyện thành câu chuyện YAML, đã che số cá nhân; đọc lại và sửa trước khi giữ."""
    if (conversation is None) == (shell is None):
        raise CouldNotRun("Cần đúng một trong hai: --conversation MÃ, hay --shell TỆP.")
    if out and out.exists():
        raise CouldNotRun(f"{out} đã có, có thể đã được sửa tay; hãy chọn tên tệp khác.")
    talk = _from_shell(shell) if shell else _from_journal(conversation or "")
    deliver(story_of(talk, name), out)


def _from_journal(conversation: str) -> LoggedTalk:
    try:
        with opened_journal() as engine:
            return numbered(exchanges_of(engine, conversation))[0]
    except ConversationNotFound as error:
        raise CouldNotRun("Không có cuộc trò chuyện này, hay chưa lời nào được trả lời; xem lại mã.") from error


def _from_shell(transcript: Path) -> LoggedTalk:
    said = said_in_shell(transcript.read_text("utf-8", errors="replace"))
    if not said:
        raise CouldNotRun(f"{transcript} không có dòng “{PROMPT} …” nào; chép cả màn hình của `rasa shell`.")
    with opened_stage() as stage:
        try:
            return asyncio.run(asked(stage, said))
        except NoReplyError as error:
            raise CouldNotRun(f"{transcript}: {error}; xem nhật ký của hành động.") from error
