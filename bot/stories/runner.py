"""Chạy câu chuyện: nói từng lượt, so từng điều, không dừng ở chỗ sai đầu tiên."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.privacy import mask
from bot.server.talk import NoReplyError
from bot.stories.claims import CLAIMS
from bot.stories.model import Claim, Story, Turn
from bot.stories.remote import Remote, RemoteError, Speaker, needs_stage
from bot.stories.results import BrokenReplyError, Failure, Seen, StoryResult, TurnResult
from bot.stories.variants import retyped


def runs_of(stories: Sequence[Story], with_variants: bool) -> list[tuple[Story, str | None]]:
    """Mỗi câu chuyện một lần như đã viết, rồi mỗi biến thể một lần."""
    return [(story, variant) for story in stories for variant in (None, *(story.variants if with_variants else ()))]


async def play(
    speaker: Speaker, runs: Sequence[tuple[Story, str | None]], *, stop_early: bool = False
) -> AsyncIterator[StoryResult]:
    """Diễn lần lượt, đưa ra từng kết quả ngay khi xong; `stop_early`: câu chuyện sai thì thôi, không nói tiếp.

    Raises:
        StoryError: kho riêng của một câu chuyện có chỗ sai.
        UnreachableError: bot ở xa không có ở địa chỉ ấy.
    """
    for story, variant in runs:
        skipped = needs_stage(story) if isinstance(speaker, Remote) else None
        if skipped:
            yield StoryResult(story, variant, (), skipped=skipped)
        else:
            yield await _play_one(speaker, story, variant, stop_early)


async def _play_one(speaker: Speaker, story: Story, variant: str | None, stop_early: bool) -> StoryResult:
    talk = f"story-{uuid.uuid4().hex}"
    done: list[TurnResult] = []
    try:
        await speaker.open(story, talk)
        for turn in story.turns:
            text, metadata = _said(turn, variant, done[-1].seen if done else None)
            seen = await speaker.say(talk, text, metadata)
            done.append(_compared(turn, text, seen, variant))
            if stop_early and done[-1].failures:
                break
    except (NoReplyError, BrokenReplyError, RemoteError, NoButtonError) as error:
        return StoryResult(story, variant, tuple(done), error=str(error))
    return StoryResult(story, variant, tuple(done))


class NoButtonError(LookupError):
    """Lời đáp trước không có nút cần bấm; mang chữ trên nút và những nút có."""

    def __init__(self, title: str, there: Sequence[str]) -> None:
        super().__init__(f"không có nút “{title}”; đang có: {', '.join(there) or 'không nút nào'}")
        self.title, self.there = title, there


def _said(turn: Turn, variant: str | None, before: Seen | None) -> tuple[str, dict[str, Any]]:
    """Chữ đã che số và metadata gửi đi, như cổng web gửi; bấm nút thì gửi điều nút ấy mang, không biến thể.

    Raises:
        NoButtonError: lời đáp trước không có nút ấy.
    """
    if not turn.press:
        return mask(retyped(turn.user, variant)).text, dict(turn.metadata)
    buttons = before.custom["buttons"] if before else []
    payload = next((button["payload"] for button in buttons if button["title"] == turn.user), None)
    if payload is None:
        raise NoButtonError(turn.user, [button["title"] for button in buttons])
    if "say" in payload:
        return payload["say"], dict(turn.metadata)
    return turn.user, {**turn.metadata, "answer": payload["answer"]}


def _compared(turn: Turn, said: str, seen: Seen, variant: str | None) -> TurnResult:
    """So từng điều. Biến thể chỉ so điều người dân thấy: gõ khác đi thì intent được phép khác, lời đáp thì không."""
    failures: list[Failure] = []
    unseen: list[Claim] = []
    for claim in turn.claims:
        kind = CLAIMS[claim.kind]
        if kind.inner and (variant or seen.inside is None):
            unseen.append(claim)
            continue
        got = kind.got(seen, claim.value)
        if got is not None:
            failures.append(Failure(claim, got))
    return TurnResult(turn, said, seen, tuple(failures), tuple(unseen))
