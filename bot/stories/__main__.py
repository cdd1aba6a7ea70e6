"""`python -m bot.stories`: chạy, đo và viết câu chuyện hội thoại; `--help` kể các lệnh."""

from __future__ import annotations

import logging
import os
import warnings
from typing import Any


def _unheard(*_arguments: Any, **_named: Any) -> None:
    """Lời nhắc về phiên bản cũ của thư viện không phải việc của người kiểm thử; Rasa đặt lại mọi bộ lọc khác."""


def main() -> None:
    """Chuẩn bị môi trường (im lặng, không gửi gì ra mạng) rồi mới nạp các lệnh, vì chúng nạp Rasa."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    warnings.showwarning = _unheard

    from bot.log import configure
    from bot.stories.cli import stories

    configure("ERROR")
    logging.getLogger("rasa").setLevel(logging.ERROR)
    stories()


if __name__ == "__main__":
    main()
