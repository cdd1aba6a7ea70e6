"""Một tin nhắn gửi lên: đọc, kiểm, chuẩn hoá, che số cá nhân. Sau tệp này không còn số cá nhân nào đi tiếp."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.privacy import Masked, mask
from bot.vietnamese import normalise
from bot.web import texts
from bot.web.errors import BadJson, BadMessage, bad_field
from bot.web.problems import MAX_TEXT

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ANSWER_ID = re.compile(r"[a-z0-9-]{1,120}")


@dataclass(frozen=True)
class Incoming:
    """Một tin đã kiểm: đúng một trong `text` (đã che) và `answer` (mã câu trả lời được chọn) khác None."""

    client_id: str
    text: str | None
    answer: str | None
    masked: bool
    """Trong lời gốc có số cá nhân, đã che."""

    @property
    def body(self) -> dict[str, str]:
        """Dạng được ghi vào nhật ký."""
        return {"text": self.text} if self.text is not None else {"answer": str(self.answer)}


def read(raw: bytes) -> Incoming:
    """Đọc thân tin nhắn.

    Raises:
        BadJson: không phải một đối tượng JSON.
        BadMessage: một trường dùng không được.
    """
    body = json_object(raw)
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise bad_field("client_id", texts.CLIENT_ID_SHAPE)
    if ("text" in body) == ("button" in body):
        raise bad_field("text", texts.TEXT_OR_BUTTON)
    if "text" in body:
        return _said(client_id, body["text"], "text")
    return _pressed(client_id, body["button"])


def json_object(raw: bytes) -> dict[str, Any]:
    """Thân tin là một đối tượng JSON.

    Raises:
        BadJson: không phải.
    """
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadJson from None
    if not isinstance(body, dict):
        raise BadJson
    return body


def cleaned(text: Any, field: str, most: int) -> Masked:
    """Lời của một người trong trường `field`: chuẩn hoá, bỏ khoảng trắng hai đầu, che số cá nhân.

    Raises:
        BadMessage: không phải chữ, hay dài quá `most` ký tự.
    """
    if not isinstance(text, str):
        raise bad_field(field, texts.TEXT_NOT_STRING)
    words = normalise(text).strip()
    if len(words) > most:
        raise bad_field(field, texts.LONG_FIELD.format(most=most))
    return mask(words)


def _pressed(client_id: str, button: Any) -> Incoming:
    if not isinstance(button, dict) or len(button) != 1:
        raise bad_field("button", texts.BUTTON_SHAPE)
    if "say" in button:
        return _said(client_id, button["say"], "button")
    answer = button.get("answer")
    if not isinstance(answer, str) or not _ANSWER_ID.fullmatch(answer):
        raise bad_field("button", texts.BUTTON_SHAPE)
    return Incoming(client_id, None, answer, masked=False)


def _said(client_id: str, text: Any, field: str) -> Incoming:
    if not isinstance(text, str):
        raise bad_field(field, texts.TEXT_NOT_STRING)
    # Rasa hiểu "/tên" là lệnh ép ý định: người dân không có lệnh nào cả.
    cleaned = normalise(text).lstrip("/ \t\r\n\u00a0").strip()
    if not cleaned:
        raise BadMessage(field, texts.EMPTY_TEXT)
    if len(cleaned) > MAX_TEXT:
        raise BadMessage(field, texts.LONG_TEXT.format(most=MAX_TEXT))
    masked = mask(cleaned)
    return Incoming(client_id, masked.text, None, masked=bool(masked.kinds))
