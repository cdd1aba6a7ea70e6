"""Biểu mẫu gửi lên bàn làm việc: đọc có hạn, từng ô một, sai thì nói ô nào và viết sao cho đúng."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.privacy import mask
from bot.vietnamese import normalise
from bot.web.console import texts
from bot.web.errors import BadJson, WebError

MOST_BYTES = 256 * 1024
MOST_FIELDS = 2_000
_FORM = "console form"


class FormError(WebError):
    """Một ô dùng không được; mang tên ô."""

    status = 422

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


class BodyTooLarge(WebError):
    """Biểu mẫu dài quá mức trang này nhận."""

    status = 413


class Form:
    """Các ô của một biểu mẫu. Chữ luôn được chuẩn hoá và bỏ khoảng trắng hai đầu."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def raw(self, name: str) -> str:
        """Đúng những gì gửi lên, cho mật khẩu; trống khi không có."""
        return self._values.get(name, [""])[0]

    def text(self, name: str, *, most: int, required: bool = True) -> str:
        """Chữ của một ô.

        Raises:
            FormError: trống mà cần có, hay dài quá `most` ký tự.
        """
        value = _clean(self.raw(name))
        if required and not value:
            raise FormError(name, texts.FIELD_EMPTY)
        if len(value) > most:
            raise FormError(name, texts.FIELD_LONG.format(most=most))
        return value

    def said(self, name: str, *, most: int, required: bool = True) -> str:
        """Như `text`, cho lời sẽ được lưu cạnh chuyện của người dân: số cá nhân bị che."""
        return mask(self.text(name, most=most, required=required)).text

    def lines(self, name: str, *, most: int, each: int) -> tuple[str, ...]:
        """Ô mỗi dòng một mục, bỏ dòng trống.

        Raises:
            FormError: quá `most` dòng, hay một dòng dài quá `each` ký tự.
        """
        found = tuple(filter(None, map(_clean, self.raw(name).splitlines())))
        if len(found) > most:
            raise FormError(name, texts.FIELD_MANY.format(most=most))
        if any(len(line) > each for line in found):
            raise FormError(name, texts.LINE_LONG.format(most=each))
        return found

    def all(self, name: str, *, most: int = 100) -> tuple[str, ...]:
        """Mọi giá trị của một ô chọn nhiều."""
        return tuple(self._values.get(name, ())[:most])

    def choice(self, name: str, options: Sequence[str]) -> str:
        """Một trong các lựa chọn.

        Raises:
            FormError: không phải.
        """
        value = self.raw(name)
        if value not in options:
            raise FormError(name, texts.FIELD_CHOICE)
        return value

    def flag(self, name: str) -> bool:
        """Ô đánh dấu."""
        return name in self._values

    def date(self, name: str) -> datetime.date | None:
        """Một ngày viết kiểu 2026-11-21; None khi để trống.

        Raises:
            FormError: không phải một ngày.
        """
        value = self.raw(name).strip()
        if not value:
            return None
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise FormError(name, texts.FIELD_DATE) from None


async def read_form(request: web.Request) -> Form:
    """Biểu mẫu của yêu cầu này; gọi lại thì nhận lại.

    Raises:
        BodyTooLarge: quá `MOST_BYTES`.
        FormError: quá nhiều ô, hay không phải chữ UTF-8.
    """
    if _FORM not in request:
        body = await _body(request)
        try:
            pairs = parse_qsl(
                body.decode(), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError:
            raise FormError("", texts.FORM_BROKEN) from None
        request[_FORM] = Form(pairs)
    form: Form = request[_FORM]
    return form


async def read_json(request: web.Request) -> dict[str, Any]:
    """Thân JSON của một yêu cầu do mã của trang gửi.

    Raises:
        BodyTooLarge: quá `MOST_BYTES`.
        BadJson: không phải một đối tượng JSON.
    """
    try:
        body = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise BadJson from None
    if not isinstance(body, dict):
        raise BadJson
    return body


async def _body(request: web.Request) -> bytes:
    """Thân yêu cầu, tới `MOST_BYTES`: giới hạn chung của cổng là cho tin nhắn, câu trả lời thì dài hơn."""
    parts, size = [], 0
    async for part in request.content.iter_any():
        size += len(part)
        if size > MOST_BYTES:
            raise BodyTooLarge(texts.FORM_LONG)
        parts.append(part)
    return b"".join(parts)


def _clean(text: str) -> str:
    return normalise(text).strip()
