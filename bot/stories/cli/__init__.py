"""Các lệnh của `python -m bot.stories`, mỗi lệnh một tệp. Mã thoát: 0 đạt, 1 có câu chuyện hỏng, 2 không chạy được.

Lệnh nào được gọi thì tệp ấy mới được nạp: hầu hết nạp Rasa, riêng `serve-replays` thì không.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import cast

import click

_MODULES: Mapping[str, str] = {
    "run": "run",
    "coverage": "coverage",
    "catalogue": "catalogue",
    "from-csv": "spreadsheet",
    "to-csv": "spreadsheet",
    "log": "log",
    "record": "record",
    "replay": "replay",
    "mutants": "mutants",
    "serve-replays": "serve_replays",
}


class _Commands(click.Group):
    """Nhóm lệnh tìm lệnh trong tệp mang tên nó."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Tên mọi lệnh."""
        return list(_MODULES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Lệnh ấy; None khi không có."""
        if name not in _MODULES:
            return None
        module = importlib.import_module(f"{__name__}.{_MODULES[name]}")
        return cast(click.Command, getattr(module, name.replace("-", "_")))


@click.group(cls=_Commands)
def stories() -> None:
    """Câu chuyện hội thoại: chạy bằng bot thật, đo, ghi lại, viết mới."""
