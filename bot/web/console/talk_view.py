"""Một cuộc trò chuyện như người hỗ trợ xem: mỗi dòng nhật ký một dòng chữ; không biết HTML, không biết aiohttp."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.conversations import Event
from bot.knowledge.model import Knowledge
from bot.local_time import VIETNAM
from bot.web.console import texts

Who = Literal["citizen", "bot", "helper", "change"]


@dataclass(frozen=True)
class Line:
    """Một dòng. `key`: mã không đổi của dòng; `items`: các mục của câu trả lời (tên, câu ngắn, nơi đăng các nguồn)."""

    key: str
    who: Who
    name: str
    text: str
    at: str
    items: tuple[tuple[str, str, str], ...] = ()


def lines(events: Sequence[Event], knowledge: Knowledge | None) -> list[Line]:
    """Các dòng hiện ra; lời bot bị bỏ (danh sách trống) thì không hiện."""
    found: list[Line] = []
    for event in events:
        key = str(event.number)
        at = spoken_time(event.at)
        if event.kind == "message":
            found.append(Line(key, "citizen", "", _said(event.body, knowledge), at))
        elif event.kind == "replies":
            found += [_reply(f"{key}-{n}", reply, at) for n, reply in enumerate(event.body) if reply.get("text")]
        elif event.kind == "person":
            item = event.body.get("item")
            items = (_item(item),) if item else ()
            found.append(Line(key, "helper", event.body["name"], event.body["text"], at, items))
        else:
            found.append(Line(key, "change", "", _change(event.body), at))
    return found


def waited(since: datetime.datetime, now: datetime.datetime) -> str:
    """Đã chờ bao lâu, bằng chữ."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return texts.WAITED["none"]
    if minutes < 60:
        return texts.WAITED["minutes"].format(minutes)
    if minutes < 24 * 60:
        return texts.WAITED["hours"].format(*divmod(minutes, 60))
    return texts.WAITED["days"].format(*divmod(minutes // 60, 24))


def spoken_time(at: datetime.datetime) -> str:
    """Giờ và ngày ở Việt Nam."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} {local.day}/{local.month}"


def _said(body: Mapping[str, Any], knowledge: Knowledge | None) -> str:
    if "text" in body:
        return str(body["text"])
    answer = knowledge.answer(body["answer"]) if knowledge else None
    return texts.CHOSE.format(title=answer.title if answer else body["answer"])


def _reply(key: str, reply: Mapping[str, Any], at: str) -> Line:
    items = tuple(map(_item, reply.get("items") or ()))
    text = reply.get("lead") or "" if items else reply["text"]
    return Line(key, "bot", "", text.strip(), at, items)


def _item(item: Mapping[str, Any]) -> tuple[str, str, str]:
    publishers = dict.fromkeys(str(source.get("publisher") or "") for source in item.get("sources") or ())
    return str(item.get("title") or ""), str(item.get("short") or ""), "; ".join(filter(None, publishers))


def _change(body: Mapping[str, Any]) -> str:
    state, name = body["state"], body.get("name", "")
    return texts.CHANGES["waiting by" if state == "waiting" and name else state].format(name=name)
