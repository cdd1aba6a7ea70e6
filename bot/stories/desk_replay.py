"""Hỏi lại một bản nháp của bàn làm việc: mọi câu chuyện và những cuộc gần đây, trên kho đang dùng rồi trên kho mới.

Kết quả là dữ liệu trơn cho trang duyệt:
    {"stories": {"played", "broken": [{"story", "before": trước đó cũng hỏng, "told": [dòng chữ]}]},
     "talks": số cuộc, "turns": số lượt, "changed": số lời đáp đổi, "version": bản kho đã so,
     "changes": [{"where": {"story", "turn"} hay {"conversation", "turn"}, "said", "difference",
                  "before": {"kind", "answers", "text"}, "after": như vậy, hay null}]}
Lời người dân không nằm trong kết quả, chỉ có mã cuộc: cuộc bị xoá thì trang không còn gì để hiện.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations.export import latest_exchanges
from bot.knowledge.model import Knowledge
from bot.server.talk import NoReplyError
from bot.stories.explain import short, told
from bot.stories.model import Story, StoryError
from bot.stories.replay import Change, Reply, replay
from bot.stories.results import StoryResult
from bot.stories.runner import play
from bot.stories.stage import Stage
from bot.stories.talks import LoggedTalk, numbered

TALKS = 100
"""Số cuộc thật gần nhất được hỏi lại."""
MOST_CHANGES = 200
LONGEST = 2000
Tick = Callable[[], None]


def recent_talks(engine: Engine, most: int = TALKS) -> list[LoggedTalk]:
    """Những cuộc có lời mới nhất, đã che số; tên là mã cuộc, chỉ ở lại trong máy này."""
    exchanges = sorted(latest_exchanges(engine, most), key=lambda exchange: exchange.conversation_id)
    grouped = itertools.groupby(exchanges, key=lambda exchange: exchange.conversation_id)
    return [replace(numbered(turns)[0], name=conversation) for conversation, turns in grouped]


def steps(stories: Sequence[Story], talks: Sequence[LoggedTalk]) -> int:
    """Số lần `tick` của `compare`: mỗi câu chuyện, mỗi lượt thật hai lần."""
    return 2 * (len(stories) + sum(len(talk.turns) for talk in talks))


async def compare(
    stage: Stage, after: Knowledge, stories: Sequence[Story], talks: Sequence[LoggedTalk], tick: Tick
) -> dict[str, Any]:
    """Diễn trên kho của sân khấu, rồi trên `after` (sân khấu ở lại với kho này), và kể điều khác nhau."""
    version = stage.base.version
    old = [await _played(stage, story, tick) for story in stories]
    now = [await _as_answered_now(stage, talk, tick) for talk in talks]
    stage.rebase(after)
    new = [await _played(stage, story, tick) for story in stories]
    asked_again = await replay(stage, now, tick)
    changes = [
        *(change for pair in zip(old, new, strict=True) for change in _story_changes(*pair)),
        *(_plain(change, {"conversation": change.talk, "turn": change.turn}, "") for change in asked_again),
    ]
    return {
        "stories": {"played": len(stories), "broken": list(_broken(old, new))},
        "talks": len(talks),
        "turns": sum(len(result.turns) for result in new) + sum(len(talk.turns) for talk in talks),
        "changed": len(changes),
        "changes": changes[:MOST_CHANGES],
        "version": version,
    }


async def _played(stage: Stage, story: Story, tick: Tick) -> StoryResult:
    """Một câu chuyện, không biến thể; kho riêng của nó không đặt được lên kho này thì nó hỏng."""
    try:
        (result,) = [result async for result in play(stage, [(story, None)])]
    except StoryError as error:
        result = StoryResult(story, None, (), error=str(error))
    tick()
    return result


async def _as_answered_now(stage: Stage, talk: LoggedTalk, tick: Tick) -> LoggedTalk:
    """Cuộc ấy với lời đáp của kho đang dùng: lời đáp trong nhật ký có thể là của một kho đã cũ."""
    opened = f"desk-{talk.name}"
    await stage.open(Story(talk.name, "", 1, ()), opened)
    turns = []
    for turn in talk.turns:
        try:
            seen = await stage.say(opened, turn.text or "", {"answer": turn.answer} if turn.answer else {})
            turns.append(replace(turn, reply={**seen.custom, "text": seen.text}))
        except NoReplyError:
            turns.append(turn)  # kho đang dùng cũng không đáp được: so với lời đã ghi
        tick()
    return replace(talk, turns=tuple(turns))


def _story_changes(old: StoryResult, new: StoryResult) -> Iterator[dict[str, Any]]:
    for number, (before, after) in enumerate(zip(old.turns, new.turns, strict=False), 1):
        was, now = (Reply.of(turn.seen.text, turn.seen.custom) for turn in (before, after))
        if was != now:
            change = Change(new.story.name, number, before.said, was, now)
            yield _plain(change, {"story": new.story.name, "turn": number}, before.said)


def _plain(change: Change, where: dict[str, Any], said: str) -> dict[str, Any]:
    return {
        "where": where,
        "said": said,
        "difference": change.difference,
        "before": _reply(change.before),
        "after": _reply(change.after) if change.after else None,
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {**asdict(reply), "answers": list(reply.answers), "text": reply.text[:LONGEST]}


def _broken(old: Sequence[StoryResult], new: Sequence[StoryResult]) -> Iterator[dict[str, Any]]:
    for before, after in zip(old, new, strict=True):
        if not after.passed:
            yield {"story": after.story.name, "before": not before.passed, "told": _told(after)}


def _told(result: StoryResult) -> list[str]:
    lines = []
    if result.first_wrong:
        number, turn = result.first_wrong
        lines.append(f"bước {number}, “{short(turn.said)}”")
        lines += [line for failure in turn.failures for line in told(failure)]
    return [*lines, *([short(result.error)] if result.error else [])]
