"""Kho thật trong một cơ sở dữ liệu tạm và một máy chủ bot thật, dựng một lần cho cả đợt (chừng mười giây)."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_bot import BotClient, Reply, environment, running_bot
from sqlalchemy import select

from bot.database import open_engine, upgrade
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.server.tracker_store import talk_states
from bot.settings import ROOT, Settings


@pytest.fixture(scope="session", autouse=True)
def quiet_rasa() -> None:
    """Rasa không gửi gì ra mạng, TensorFlow không kể lể."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return read(ROOT / "knowledge").knowledge()


@pytest.fixture(scope="session")
def settings_in(knowledge: Knowledge) -> Callable[[Path], Settings]:
    """Cài đặt của một máy chủ giữ mọi thứ trong một thư mục, kho đã đồng bộ."""

    def prepare(folder: Path) -> Settings:
        settings = Settings.from_environment(environment(folder))
        engine = open_engine(settings.database_url)
        upgrade(engine)
        sync(engine, knowledge, now=datetime.datetime.now(datetime.timezone.utc))
        engine.dispose()
        return settings

    return prepare


@pytest.fixture(scope="session")
def settings(settings_in: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Cài đặt của máy chủ chung."""
    return settings_in(tmp_path_factory.mktemp("bot"))


@pytest.fixture(scope="session")
def bot(settings: Settings) -> Iterator[BotClient]:
    """Máy chủ chung cho mọi bài kiểm thử không làm hỏng nó."""
    with running_bot(settings) as client:
        client.wait_until("/readyz")
        yield client


@pytest.fixture(scope="session")
def state_of(settings: Settings) -> Callable[[str], str]:
    """Hàng trạng thái của một cuộc trò chuyện ở máy chủ chung, nguyên văn trong cơ sở dữ liệu."""

    def read(sender: str) -> str:
        engine = open_engine(settings.database_url)
        with engine.connect() as connection:
            state = connection.execute(select(talk_states.c.state).where(talk_states.c.sender == sender)).scalar_one()
        engine.dispose()
        return str(state)

    return read


@pytest.fixture(scope="session")
def ask(bot: BotClient) -> Callable[..., Reply]:
    """Hỏi máy chủ chung: `ask(sender, text, metadata=None)`."""
    return bot.ask
