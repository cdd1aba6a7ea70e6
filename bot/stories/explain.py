"""Một câu chuyện hỏng, nói bằng vài dòng chữ: ở tệp nào, bước nào, cần gì, được gì."""

from __future__ import annotations

from rich.markup import escape

from bot.stories.claims import CLAIMS, shown
from bot.stories.results import Failure, StoryResult

LONGEST = 200


def explain(result: StoryResult) -> str:
    """Các dòng có màu của rich; ở nơi không có màu thì là chữ trơn."""
    story = result.story
    variant = f" (biến thể {result.variant})" if result.variant else ""
    lines = [f"[red]✗ {escape(story.name)}[/red]{variant}"]
    wrong = result.first_wrong
    if wrong:
        number, turn = wrong
        lines.append(f"  {escape(story.file)}:{turn.turn.line}: bước {number}, “{escape(short(turn.said))}”")
        lines += [f"    {escape(line)}" for failure in turn.failures for line in told(failure)]
    if result.error:
        lines.append(f"  {escape(story.file)}:{story.line}: bước {len(result.turns) + 1}: {escape(result.error)}")
    return "\n".join(lines)


def told(failure: Failure) -> tuple[str, str]:
    """“cần …” và “được …” của một điều sai."""
    claim = failure.claim
    return short(f"cần {CLAIMS[claim.kind].label}: {shown(claim.value)}"), f"được: {short(failure.got)}"


def short(text: str) -> str:
    """Một dòng, cắt ngắn."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
