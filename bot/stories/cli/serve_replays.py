"""`serve-replays`: đợi việc hỏi lại của bàn làm việc. Tiến trình đợi không nạp Rasa; việc thì tiến trình con làm."""

from __future__ import annotations

import contextlib
import datetime
import subprocess
import sys
import time

import click
import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import open_engine
from bot.knowledge.draft_replays import Replays
from bot.log import configure
from bot.settings import ROOT, SettingError, Settings

LOOK_EVERY = 2.0
AFTER_FAILURE = 60.0
"""Giây nghỉ sau khi tiến trình làm hỏng: thiếu mô hình hay hết bộ nhớ thì thử lại ngay cũng thế."""
_log = structlog.get_logger(__name__)


@click.command("serve-replays")
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi thoát.")
def serve_replays(once: bool) -> None:
    """Hỏi lại các bản nháp của bàn làm việc trước khi xuất bản; `make run` chạy lệnh này."""
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        raise click.ClickException(str(error)) from error
    engine = open_engine(settings.database_url)
    if once:
        configure("WARNING")  # hàng nghìn lời đáp của câu chuyện không phải điều người vận hành cần đọc
        _work(engine)
        return
    configure(settings.log_level)
    while True:
        time.sleep(LOOK_EVERY if look(engine) else AFTER_FAILURE)


def look(engine: Engine) -> bool:
    """Có việc thì sinh tiến trình làm và đợi nó; False khi có điều hỏng, nên nghỉ lâu hơn."""
    try:
        if not Replays(engine, lambda: datetime.datetime.now(datetime.timezone.utc)).waiting():
            return True
    except SQLAlchemyError:
        _log.exception("replay.store_unreachable")
        return False
    code = subprocess.run(
        [sys.executable, "-m", "bot.stories", "serve-replays", "--once"], cwd=ROOT, check=False
    ).returncode
    (_log.error if code else _log.info)("replay.worker_ended", code=code)
    return code == 0


def _work(engine: Engine) -> None:
    from bot.stories.cli.common import chosen, opened_stage  # nạp Rasa: chỉ ở tiến trình làm
    from bot.stories.desk_jobs import do_waiting_jobs

    stories = chosen(())
    with contextlib.ExitStack() as stack:
        do_waiting_jobs(engine, stories, lambda: stack.enter_context(opened_stage()))
