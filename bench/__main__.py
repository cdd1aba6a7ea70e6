"""`python -m bench`: đo Rasa nguyên bản, một rồi hai máy chủ bot, lần lượt; in bảng và mục tiêu."""

from __future__ import annotations

import datetime
import signal
import sys
from pathlib import Path

import click

from bench.errors import BenchError
from bench.load import find_wrk
from bench.measurement import FULL, QUICK, measure
from bench.report import render_json, render_table
from bench.servers import MODEL, ONE, STOCK, TWO
from bench.targets import judge
from bot.settings import ROOT


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi kết quả dạng JSON vào tệp này.")
@click.option("--quick", is_flag=True, help="Mỗi chặng 2 giây: chỉ để thử xem phép đo chạy được.")
@click.option("--only", type=click.Choice(["ours"]), help="ours: bỏ qua Rasa nguyên bản, không có tỷ lệ.")
def main(out: Path | None, quick: bool, only: str | None) -> None:
    """Đo máy chủ bot cạnh Rasa nguyên bản trên máy này (Linux, cần wrk); dưới 6 phút.

    Mã thoát là 1 khi có lượt lỗi hoặc không đo được; mục tiêu chưa đạt chỉ được in ra.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # để các máy chủ đang đo cũng được tắt
    if not (ROOT / MODEL).exists():
        raise click.ClickException("Chưa có mô hình. Hãy chạy: make model")
    pace = QUICK if quick else FULL
    arrangements = (ONE, TWO) if only else (STOCK, ONE, TWO)
    try:
        find_wrk()
        measured = {row.key: measure(row, pace, lambda line: click.echo(line, err=True)) for row in arrangements}
    except BenchError as error:
        raise click.ClickException(str(error)) from error
    targets = judge(measured)
    click.echo(render_table(measured, targets))
    if out:
        out.write_text(render_json(measured, targets, pace, datetime.datetime.now().astimezone()), encoding="utf-8")
    wrong = sum(load.error_count for row in measured.values() for load in row.loads)
    if wrong:
        raise click.ClickException(f"{wrong} lượt lỗi dưới tải; các số trên không đáng tin cho đến khi hết lỗi.")


if __name__ == "__main__":
    main()
