"""`python -m bench.nlu_report`: đo, ghi trang HTML và JSON, so với bản đã nhận."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from bench.nlu_report.headlines import (
    ACCEPTED_FILE,
    AcceptedReportError,
    Change,
    compare,
    decimal,
    percent,
    read_accepted,
    verdict,
    write_accepted,
)
from bench.nlu_report.page import pictures, render_html, render_json
from bench.nlu_report.report import Report, measure
from bot.settings import ROOT

OUTPUT = ROOT / "results" / "nlu-report"


@click.command()
@click.option("--accept", is_flag=True, help="Nhận các số chính lần này làm mốc để so về sau.")
@click.option("--out", type=click.Path(path_type=Path), default=OUTPUT, help="Nơi ghi báo cáo.")
def main(accept: bool, out: Path) -> None:
    """Đo bot hiểu người dân tới đâu; thoát 1 khi một số chính giảm quá 1 điểm so với bản đã nhận."""
    try:
        accepted = {} if accept and not ACCEPTED_FILE.is_file() else read_accepted(ACCEPTED_FILE)
    except AcceptedReportError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    with tempfile.TemporaryDirectory() as folder:
        report = measure(Path(folder), lambda line: click.echo(line, err=True))
    values = report.headlines()
    changes = compare(values, accepted)
    write(report, changes, out)
    click.echo("\n".join(map(headline, changes)))
    click.echo(f"Báo cáo: {out / 'index.html'}")
    if accept:
        write_accepted(values, ACCEPTED_FILE)
        click.echo("Đã nhận các số này làm mốc.")
        return
    failure = verdict(changes)
    if failure:
        click.echo(failure, err=True)
        sys.exit(1)


def write(report: Report, changes: list[Change], out: Path) -> None:
    """Ghi index.html, report.json và các hình vào `out`."""
    out.mkdir(parents=True, exist_ok=True)
    images = pictures(report)
    for name, data in images.items():
        (out / name).write_bytes(data)
    (out / "index.html").write_text(render_html(report, changes, images, verdict(changes)), encoding="utf-8")
    (out / "report.json").write_text(render_json(report, changes), encoding="utf-8")


def headline(change: Change) -> str:
    """Một dòng cho màn hình."""
    if change.difference is None:
        return f"{change.label:52}{percent(change.value):>9}"
    signed = decimal(change.difference, "+")
    return f"{change.label:52}{percent(change.value):>9}   {signed} điểm{'  GIẢM' if change.fell else ''}"


if __name__ == "__main__":
    main()
