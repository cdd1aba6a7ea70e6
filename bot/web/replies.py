"""Ghép các thông điệp của bot thành câu trả lời mà trang web hiểu (DESIGN.md 4.2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from bot.web import texts

Reply = dict[str, Any]


def merged(messages: Sequence[Mapping[str, Any]]) -> list[Reply]:
    """Kênh REST của Rasa tách một câu thành nhiều thông điệp: từng đoạn chữ, rồi dữ liệu; ghép chúng lại.

    Dữ liệu đóng một câu: đoạn chữ sau nó mở câu mới.
    """
    replies: list[tuple[list[str], dict[str, Any]]] = []
    closed = True
    for message in messages:
        if closed:
            replies.append(([], {}))
        paragraphs, custom = replies[-1]
        if message.get("text"):
            paragraphs.append(message["text"])
        custom.update(message.get("custom") or {})
        closed = bool(custom)
    return [{**custom, "id": _new_id(), "text": "\n\n".join(paragraphs)} for paragraphs, custom in replies]


def unavailable(body: Mapping[str, Any]) -> list[Reply]:
    """Câu trả lời thật thà khi bot không trả lời được; nút bấm gửi lại đúng lời vừa rồi (đã che số)."""
    payload = {"say": body["text"]} if "text" in body else {"answer": body["answer"]}
    again = {"title": texts.SEND_AGAIN, "payload": payload}
    return [instead(texts.BOT_UNAVAILABLE, calls=(), buttons=[again], rule="unavailable")]


def instead(text: str, calls: Sequence[Any], buttons: Sequence[Any], rule: str) -> Reply:
    """Lời cổng nói thay bot: không biết gì thêm, nhưng có số gọi khẩn cấp."""
    police = {"label": texts.CALL_POLICE, "number": "113"}
    return {
        "kind": "no_answer",
        "rule": rule,
        "answers": [],
        "suggestions": [],
        "items": [],
        "sources": [],
        "as_of": None,
        "calls": [police, *(call for call in calls if call.get("number") != police["number"])],
        "buttons": list(buttons),
        "id": _new_id(),
        "text": text,
    }


def notice_alone() -> Reply:
    """Chỉ lời nhắc che số: bot im vì một người hỗ trợ đang trả lời, mà lời vừa gửi có số cá nhân."""
    return {"id": _new_id(), "text": "", "privacy_notice": texts.PRIVACY_NOTICE}


def _new_id() -> str:
    return secrets.token_urlsafe(9)
