"""Nhập một câu trả lời viết bằng YAML thành bản nháp, để xem khác biệt với câu đang dùng rồi mới duyệt."""

from __future__ import annotations

import asyncio
from typing import Any

import yaml
from aiohttp import web

from bot.privacy import mask
from bot.vietnamese import normalise
from bot.web import keys
from bot.web.console import texts
from bot.web.console.door import Door
from bot.web.console.draft_errors import told
from bot.web.console.draft_pages import DRAFTS, drafts
from bot.web.console.form import read_form
from bot.web.console.page import done, render
from bot.web.console.session import signed_in

IMPORT = "/ban/nhap-yaml"
_MOST = 64 * 1024


class BadYaml(ValueError):
    """Chữ dán vào không phải một câu trả lời; chữ của lỗi nói cách viết đúng."""


async def show(request: web.Request) -> web.Response:
    """Ô dán YAML."""
    return await render(request, "import.html", wrong="", text="")


async def receive(request: web.Request) -> web.Response:
    """Đọc YAML thành bản nháp: câu đã có thì thành bản sửa của nó, chưa có thì thành câu mới."""
    text = (await read_form(request)).raw("yaml")[:_MOST]
    edition = await request.app[keys.LIBRARY].edition()
    try:
        answer = read_yaml(text)
    except BadYaml as error:
        return await render(request, "import.html", status=422, wrong=str(error), text=text)
    known = edition.knowledge.answers.get(str(answer.get("id")))
    body = {"answer": answer, "sources": []}
    with told():
        number = await asyncio.to_thread(
            drafts(request).start, known.id if known else None, signed_in(request).login, body
        )
    return await done(request, f"{DRAFTS}/{number}/duyet", texts.DRAFT_IMPORTED)


def read_yaml(text: str) -> dict[str, Any]:
    """Dữ liệu trơn của một câu trả lời; mọi giá trị là chữ hay danh sách chữ, đã che số cá nhân.

    Raises:
        BadYaml: không đọc được, hay không phải một câu.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.CBaseLoader)):
            raise BadYaml(texts.YAML_NOT_ANSWER)  # một dòng gọi lại dòng khác: vài chữ nở thành cả trăm triệu chữ
        plain = yaml.load(text, yaml.CBaseLoader)  # noqa: S506  mọi giá trị là chữ, không dựng gì khác
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadYaml(texts.YAML_BROKEN.format(line=line)) from None
    except (yaml.YAMLError, RecursionError):
        raise BadYaml(texts.YAML_BROKEN.format(line=1)) from None
    if not isinstance(plain, dict) or not isinstance(plain.get("id"), str) or not plain["id"].strip():
        raise BadYaml(texts.YAML_NOT_ANSWER)
    return {str(name): _cleaned(value) for name, value in plain.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(each) for each in value if not isinstance(each, (list, dict))]
    return mask(normalise(str(value)).strip()).text


DOORS = (
    Door("GET", IMPORT, show, "editor"),
    Door("POST", IMPORT, receive, "editor"),
)
