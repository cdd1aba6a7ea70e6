"""Làm các việc hỏi lại đang chờ của bàn làm việc, bằng một sân khấu thật; hết việc thì thôi, trả lại bộ nhớ."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.engine import Engine

from bot.knowledge.draft import UnknownDraftError
from bot.knowledge.draft_check import applied
from bot.knowledge.draft_replays import LostJobError, Replay, Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.store import load
from bot.stories.desk_replay import compare, recent_talks, steps
from bot.stories.model import Story
from bot.stories.stage import Stage

BEAT_EVERY = 5.0
"""Giây giữa hai lần báo còn sống; xa dưới `draft_replays.SILENT`."""
_log = structlog.get_logger(__name__)


def do_waiting_jobs(engine: Engine, stories: Sequence[Story], open_stage: Callable[[], Stage]) -> int:
    """Làm từng việc cho tới khi không còn; trả số việc đã nhận. Sân khấu chỉ mở khi có việc."""
    replays, drafts, stage = Replays(engine, _now), Drafts(engine, _now), None
    done = 0
    while job := replays.claim():
        done += 1
        try:
            if stage is None:
                stage = open_stage()
            _do(job, engine, replays, drafts, stage, stories)
        except LostJobError:
            _log.warning("replay.lost", draft=job.draft_id)
    return done


def _do(job: Replay, engine: Engine, replays: Replays, drafts: Drafts, stage: Stage, stories: Sequence[Story]) -> None:
    started, knowledge = time.monotonic(), load(engine)
    try:
        draft = drafts.get(job.draft_id)
    except UnknownDraftError:
        raise LostJobError(job.draft_id) from None
    after = applied(draft.deed, draft.body, knowledge) if draft.digest == job.digest else None
    if after is None:
        replays.finish(job, {}, "failed")
        return
    talks = recent_talks(engine)
    stage.rebase(knowledge)
    tick = _beating(replays, job, steps(stories, talks))
    result = asyncio.run(compare(stage, after, stories, talks, tick))
    replays.finish(job, {**result, "seconds": round(time.monotonic() - started, 1)})


def _beating(replays: Replays, job: Replay, total: int) -> Callable[[], None]:
    """Đếm phần đã làm; chừng `BEAT_EVERY` giây báo một lần. Việc không còn của mình thì ném `LostJobError`."""
    ticks, last = 0, time.monotonic()

    def tick() -> None:
        nonlocal ticks, last
        ticks += 1
        if time.monotonic() - last >= BEAT_EVERY:
            last = time.monotonic()
            replays.beat(job, ticks / max(1, total))

    return tick


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)
