"""Rasa nguyên bản (`rasa run` cùng `rasa run actions`) trên cùng mô hình và kho cho cùng lời đáp (DESIGN.md 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_bot import MODEL, BotClient, Reply, free_port
from server_process import process

from bot.settings import ROOT, Settings

pytestmark = pytest.mark.slow

MESSAGES = [
    "xin chào",
    "minh quen mat khau vneid roi lay lai kieu gi",
    "bước 2 là gì",
    "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?",
    "thế còn Hải Dương?",
    "nguồn đâu",
    "toi vua bi lua chuyen 20 trieu giờ sao",
    "gia vang hom nay bao nhieu",
    "dang ky",
    "cho tôi gặp cán bộ",
    # việc có hướng dẫn: mở form, đáp, ngắt, lời xã giao, làm tiếp, đủ, hỏi tiếp; rồi dừng giữa chừng
    "dẫn tôi từng bước lên mức 2",
    "72 tuổi",
    "Quên mật khẩu VNeID thì làm sao?",
    "cảm ơn nhé",
    "làm tiếp",
    "thẻ chip",
    "cục gạch",
    "đi được",
    "bước 2 là gì",
    "Trường hợp của tôi: Làm thẻ căn cước cho trẻ",
    "gia vang hom nay bao nhieu",
    "thôi không làm nữa",
    "quen mat khau vneid",
]


@pytest.fixture(scope="module")
def stock(settings_in: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotClient]:
    """Hai tiến trình của Rasa, kho của riêng chúng."""
    folder = tmp_path_factory.mktemp("rasa")
    settings_in(folder)
    port, actions_port = free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n", encoding="utf-8")
    run = ["run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(MODEL)]
    run += ["--endpoints", str(endpoints), "--credentials", str(ROOT / "credentials.yml")]
    run_actions = ["run", "actions", "--actions", "bot.actions", "--port", str(actions_port)]
    with process(folder, "-m", "rasa", *run_actions) as actions, process(folder, "-m", "rasa", *run) as server:
        BotClient(actions_port).wait_until("/health", alive=lambda: actions.poll() is None)
        client = BotClient(port)
        client.wait_until("/", alive=lambda: server.poll() is None)
        yield client


def test_stock_rasa_gives_the_same_replies(stock: BotClient, bot: BotClient) -> None:
    theirs: list[Reply] = [stock.ask("so sánh", message) for message in MESSAGES]
    ours: list[Reply] = [bot.ask("so sánh", message) for message in MESSAGES]
    for message, their, our in zip(MESSAGES, theirs, ours, strict=True):
        assert our == their, message
    assert len({our.kind for our in ours}) >= 6, "các câu này phải chạm nhiều kết cục khác nhau"
