"""Trang report.html: đứng một mình, không JavaScript, không tải gì; chữ nào cũng được thoát."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.stories.report.summary import summary
from bot.stories.report.views import topics_of
from bot.stories.results import StoryResult

TEMPLATES = Path(__file__).with_name("templates")


def rendered(results: Sequence[StoryResult], at: datetime.datetime, again: str) -> str:
    """Cả trang; `again`: lệnh chạy lại riêng những câu hỏng."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    topics = topics_of(results)
    return jinja.get_template("report.html").render(at=at, again=again, summary=summary(results, topics), topics=topics)
