"""Kết quả của một lệnh: ra tệp của `--out`, không nói thì ra màn hình."""

from __future__ import annotations

from pathlib import Path

import click

from bot.stories.cli.common import CouldNotRun


def deliver(text: str, out: Path | None, *, encoding: str = "utf-8") -> None:
    """Đưa `text` tới nơi người gọi lệnh chọn; tệp đã có thì bị thay.

    Raises:
        CouldNotRun: không ghi được tệp.
    """
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_bytes(text.encode(encoding))
    except OSError as error:
        raise CouldNotRun(f"Không ghi được {out} ({error.strerror}); xem lại thư mục và quyền ghi.") from error
