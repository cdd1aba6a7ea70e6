"""Máy chủ chỉ nhận khách khi câu hỏi thử đều đúng; kho hỏng thì nói là hỏng, không im."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_bot import BotClient, environment, running_bot
from sqlalchemy import text

from bot.database import open_engine
from bot.server import main
from bot.server.canary import Canary, read_canaries
from bot.settings import Settings

pytestmark = pytest.mark.slow

WRONG = [
    Canary("Quên mật khẩu VNeID thì làm sao?", "answer", "vneid-quen-mat-khau"),
    Canary("Quên mật khẩu VNeID thì làm sao?", "answer", "cau-khong-co-that"),
]


@pytest.fixture(scope="module")
def doubtful(
    settings_in: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BotClient, Settings]]:
    """Một máy chủ lành lặn nhưng có một câu hỏi thử đòi điều không có."""
    settings = settings_in(tmp_path_factory.mktemp("nghi-ngo"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "read_canaries", lambda: WRONG)
        with running_bot(settings) as client:
            yield client, settings


def test_one_wrong_canary_keeps_the_server_unready_but_alive(doubtful: tuple[BotClient, Settings]) -> None:
    client, _ = doubtful
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        assert client.get("/readyz") == (503, {"ready": False})
        assert client.get("/healthz")[0] == 200
        time.sleep(0.5)
    assert "bot_ready 0.0" in client.metrics()


def test_canaries_leave_no_talk_behind(doubtful: tuple[BotClient, Settings]) -> None:
    client, settings = doubtful
    client.ask("khách thật", "xin chào")
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        senders = [row.sender for row in connection.execute(text("select sender from talk_states"))]
    engine.dispose()
    assert senders == ["khách thật"]


def test_a_knowledge_store_that_breaks_is_told_as_an_error_not_as_silence(
    doubtful: tuple[BotClient, Settings],
) -> None:
    client, settings = doubtful
    assert client.ask("trước khi hỏng", "quen mat khau vneid").kind == "answer"
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("alter table knowledge_version rename to knowledge_version_lost"))
    try:
        time.sleep(1.1)
        status, answer = client.post(b'{"sender": "kho hong", "message": "quen passcode vneid"}')
    finally:
        with engine.begin() as connection:
            connection.execute(text("alter table knowledge_version_lost rename to knowledge_version"))
        engine.dispose()
    assert (status, type(answer)) == (500, dict) or (status == 200 and answer), "không được trả danh sách trống"


def test_a_server_with_an_empty_store_never_becomes_ready(tmp_path: Path) -> None:
    with running_bot(Settings.from_environment(environment(tmp_path))) as client:
        time.sleep(3)
        assert client.get("/readyz")[0] == 503
        assert client.ask("kho trống", "Quên mật khẩu VNeID thì làm sao?").kind == "no_answer"


def test_the_shipped_canaries_ask_with_and_without_accents_and_outside_the_scope() -> None:
    canaries = read_canaries()
    assert {canary.kind for canary in canaries} >= {"answer", "figure", "out_of_scope", "small_talk"}
    assert any(canary.text.isascii() for canary in canaries)
    assert any(not canary.text.isascii() for canary in canaries)
