"""Máy chủ thật bị giết giữa chừng (`kill -9`) rồi bật lại: cuộc trò chuyện đi tiếp như chưa có gì."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from running_bot import BotClient, free_port
from server_process import process

from bot.settings import Settings

pytestmark = pytest.mark.slow


def test_a_talk_goes_on_after_the_server_was_killed_in_the_middle(
    settings_in: Callable[[Path], Settings], tmp_path: Path
) -> None:
    settings_in(tmp_path)
    port = free_port()
    client = BotClient(port)
    with process(tmp_path, "-m", "bot.server", "--port", str(port)) as server:
        client.wait_until("/readyz", alive=lambda: server.poll() is None)
        assert client.ask("bị giết", "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?").answers == ["g001-015"]
        for n in range(4):  # tin đang trên đường khi máy chủ bị giết
            threading.Thread(target=ask_a_dying_server, args=(client, f"dở dang {n}"), daemon=True).start()
        server.send_signal(signal.SIGKILL)
        assert server.wait(timeout=10) == -signal.SIGKILL
    with process(tmp_path, "-m", "bot.server", "--port", str(port)) as server:
        client.wait_until("/readyz", alive=lambda: server.poll() is None)
        assert client.ask("bị giết", "thế còn Hải Dương?").answers == ["g003-053"]
        assert client.ask("dở dang 0", "xin chào").kind == "small_talk"


def ask_a_dying_server(client: BotClient, sender: str) -> None:
    try:
        client.ask(sender, "Quên mật khẩu VNeID thì làm sao?")
    except (OSError, ValueError):
        return
