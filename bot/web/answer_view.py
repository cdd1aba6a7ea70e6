"""Một câu trả lời như trang của nó cho người dân xem hôm nay; không biết HTML, không biết aiohttp."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.knowledge import texts as said
from bot.knowledge.answer_items import answer_item
from bot.knowledge.model import Answer, Knowledge, Source
from bot.knowledge.outcome import Item
from bot.web import texts

_WEB = re.compile(r"https?://", re.IGNORECASE)


class Citation(NamedTuple):
    """Một nguồn: tên bài, nơi đăng, ngày nói thành lời; `url` None khi không biết, hay không phải địa chỉ trang web."""

    title: str
    publisher: str
    date: str
    url: str | None


@dataclass(frozen=True)
class AnswerView:
    """`warnings`: chưa tới ngày áp dụng, đã hết hiệu lực; `successor`: câu thay cho nó."""

    id: str
    title: str
    topic: str
    topic_name: str
    short: str
    item: Item
    warnings: tuple[str, ...]
    successor: Answer | None
    validity: tuple[str, ...]
    citations: tuple[Citation, ...]
    read_on: str
    related: tuple[Answer, ...]

    @property
    def summary(self) -> str:
        """Lời đáp ngắn, kể cả lời báo đã hết hiệu lực: cho thẻ chia sẻ và máy tìm kiếm."""
        return self.item.short


def view(answer: Answer, knowledge: Knowledge, today: datetime.date, paused: str = "") -> AnswerView:
    """Câu trả lời `answer` như cho xem vào ngày `today`; `paused`: lời cảnh báo khi chủ đề của nó đang bị tắt."""
    over, early = answer.is_over(today), answer.is_early(today)
    warnings = [paused] if paused else []
    validity: list[str] = []
    if answer.valid_from:
        line = said.NOT_YET_VALID if early else said.IN_FORCE_SINCE
        (warnings if early else validity).append(line.format(date=answer.valid_from.spoken()))
    if answer.valid_until:
        line = said.NO_LONGER_VALID if over else texts.IN_FORCE_UNTIL
        (warnings if over else validity).append(line.format(date=answer.valid_until.spoken()))
    item = answer_item(answer, knowledge, today)
    return AnswerView(
        id=answer.id,
        title=answer.title,
        topic=answer.topic,
        topic_name=texts.TOPICS[answer.topic],
        short=answer.short,
        item=item,
        warnings=tuple(warnings),
        successor=knowledge.answer(answer.superseded_by) if over and answer.superseded_by else None,
        validity=tuple(validity),
        citations=tuple(citation(source) for source in item.sources),
        read_on=answer.read_on.spoken(),
        related=tuple(found for key in answer.related if (found := knowledge.answer(key))),
    )


def citation(source: Source) -> Citation:
    """Cách nêu một nguồn; chỉ địa chỉ http, https mới thành liên kết."""
    date = source.published.spoken() if source.published else source.published_note or texts.UNDATED
    url = source.url if source.url and _WEB.match(source.url) else None
    return Citation(said.UNTITLED_SOURCE if source.title_from_url else source.title, source.publisher, date, url)


def faq(shown: AnswerView, address: str) -> dict[str, Any]:
    """Khối FAQPage của schema.org cho máy tìm kiếm."""
    steps = [f"{number}. {step}" for number, step in enumerate(shown.item.steps, 1)]
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "vi",
        "url": address,
        "mainEntity": [
            {
                "@type": "Question",
                "name": shown.title,
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": "\n".join((shown.summary, *steps, *shown.item.details, *shown.item.notes)),
                    "url": address,
                    "citation": [cited.url or f"{cited.title}, {cited.publisher}" for cited in shown.citations],
                },
            }
        ],
    }
