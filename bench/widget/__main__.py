"""`python -m bench.widget`: đo tiện ích của ta, rasa-webchat và deep-chat cùng một cách; in bảng, ghi JSON."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from bench.errors import BenchError
from bench.widget.contenders import CONTENDERS, OURS, REPLY
from bench.widget.packages import download
from bench.widget.pages import HostPages, peer_server
from bench.widget.phone import FLAGS, Visit, load, visit
from bench.widget.report import Row, busy, render_json, render_table, too_heavy
from bench.widget.serving import gateway, serving
from bot import log

MESSAGES = [{"text": REPLY, "custom": {"kind": "answer", "items": [], "buttons": []}}]


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi kết quả dạng JSON vào tệp này.")
@click.option("--runs", default=5, show_default=True, help="Mỗi tiện ích mở mấy lần; lấy trung vị.")
@click.option("--only", is_flag=True, help="Chỉ đo tiện ích của ta, không cần npm.")
def main(out: Path | None, runs: int, only: bool) -> None:
    """Đo ba tiện ích trên điện thoại yếu; mã thoát 1 khi của ta nặng quá mức."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise click.ClickException("Chưa có Chromium. Hãy cài rồi chạy lại: apt-get install chromium (Debian, Ubuntu).")
    log.configure("WARNING")
    load_before = os.getloadavg()[0]
    try:
        rows = _measure(chromium, runs, only)
    except BenchError as error:
        raise click.ClickException(str(error)) from error
    click.echo(render_table(rows))
    if warning := busy(load_before, os.cpu_count() or 1):
        click.echo("\n" + warning)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(render_json(rows, datetime.datetime.now().astimezone(), load_before), encoding="utf-8")
    heavy = too_heavy(rows)
    click.echo("\n" + (heavy or "Đạt: tiện ích đủ nhẹ."))
    sys.exit(bool(heavy))


def _measure(chromium: str, runs: int, only: bool) -> list[Row]:
    contenders = tuple(each for each in CONTENDERS if not only or each.name == OURS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        versions = {} if only else download(folder)
        pages = HostPages(contenders)
        host = stack.enter_context(serving(pages.app))
        peers = stack.enter_context(serving(peer_server(folder)))
        ours = stack.enter_context(gateway(lambda _heard: MESSAGES, {"ALLOWED_ORIGINS": host}))
        pages.files = {each.name: ours if each.name == OURS else peers for each in contenders}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        stack.callback(browser.close)
        visits: dict[str, list[Visit]] = {each.name: [] for each in contenders}
        for number in range(runs):  # xen kẽ, để máy bận lúc nào thì mọi tiện ích cùng chịu lúc ấy
            click.echo(f"lần {number + 1}/{runs}…", err=True)
            for each in contenders:
                visits[each.name].append(visit(browser, each, f"{host}/{each.name}"))
        return [
            Row(each.name, versions.get(each.name, ""), load(browser, each, f"{host}/{each.name}"), visits[each.name])
            for each in contenders
        ]


if __name__ == "__main__":
    main()
