"""`python -m bot.run`: chạy cả nhà trên một máy, giao việc trông tiến trình cho supervisord."""

from __future__ import annotations

import os
import socket
import sys

from bot.settings import ROOT, SettingError, Settings


def main() -> None:
    """Kiểm cổng rồi nhường tiến trình này cho supervisord; Ctrl-C dừng cả bot lẫn trang web."""
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        sys.exit(f"Cài đặt sai: {error}. Sửa biến môi trường ấy rồi chạy lại.")
    for name, port in _ports(settings):
        if _busy(port):
            sys.exit(
                f"Cổng {port} đang có chương trình khác dùng. Tắt chương trình ấy, hoặc chọn cổng khác: "
                f"{name}={port + 100} make run"
            )
    settings.var.mkdir(parents=True, exist_ok=True)
    print("Đang khởi động, khoảng 15 giây; nhật ký ở thư mục var/.", flush=True)
    os.environ.update(
        VAR_DIR=str(settings.var),
        PYTHON=sys.executable,
        BOT_PORT=str(settings.bot_port),
        BOT_SERVERS=str(settings.bot_servers),
    )
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "supervisor.supervisord", "-c", "deploy/supervisord.conf"])


def _ports(settings: Settings) -> list[tuple[str, int]]:
    return [("WEB_PORT", settings.web_port)] + [
        ("BOT_PORT", settings.bot_port + n) for n in range(settings.bot_servers)
    ]


def _busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    main()
