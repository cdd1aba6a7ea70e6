"""failed_stories.yml: những câu chuyện và biến thể đã hỏng, để chạy lại riêng chúng."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from bot.stories.reader import FAILED
from bot.stories.results import StoryResult

FILE = "failed_stories.yml"
_NOTE = "# Những câu chuyện hỏng ở lần chạy trước. Chạy lại: python -m bot.stories run <tệp này>\n"


def failed(results: Sequence[StoryResult]) -> str | None:
    """Nội dung tệp, như `bot.stories.reader` đọc; None khi không câu nào hỏng."""
    stories: dict[str, StoryResult] = {}
    variants: dict[str, list[str]] = {}
    for result in results:
        if not result.passed:
            stories.setdefault(result.story.name, result)
            variants.setdefault(result.story.name, []).extend([result.variant] if result.variant else [])
    if not stories:
        return None
    rows = [{"story": name, "file": each.story.file, "variants": variants[name]} for name, each in stories.items()]
    return _NOTE + yaml.safe_dump({FAILED: rows}, allow_unicode=True, sort_keys=False, width=120)
