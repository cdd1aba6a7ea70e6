"""Câu trả lời vừa đưa vào kho thì máy chủ đang chạy trả lời được ngay, không khởi động lại, không huấn luyện lại."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from running_bot import BotClient
from sqlalchemy.engine import Engine

from bot.database import open_engine
from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.sync import sync
from bot.settings import Settings

pytestmark = pytest.mark.slow

CONTRACT_SECONDS = 2.0
QUESTION = "Xin phép thả diều sáo ở bến Bồng Lai thì làm sao?"


@pytest.fixture
def publish(settings: Settings, knowledge: Knowledge) -> Iterator[Callable[[Knowledge], None]]:
    """Đồng bộ một bản kho vào cơ sở dữ liệu của máy chủ chung; xong bài thì trả lại như cũ."""
    engine: Engine = open_engine(settings.database_url)

    def publish(changed: Knowledge) -> None:
        sync(engine, changed, now=datetime.datetime.now(datetime.timezone.utc))

    yield publish
    publish(knowledge)
    engine.dispose()
    time.sleep(1.1)  # bài sau không được thấy bản này


def with_answer(knowledge: Knowledge, answer: Answer) -> Knowledge:
    return replace(knowledge, answers={**knowledge.answers, answer.id: answer})


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    """Hỏi đi hỏi lại tới khi đúng; False khi quá hạn."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_new_answer_is_given_without_a_restart(
    bot: BotClient, knowledge: Knowledge, publish: Callable[[Knowledge], None]
) -> None:
    new = replace(
        knowledge.answers["vneid-quen-mat-khau"],
        id="tha-dieu-sao-bong-lai",
        title=QUESTION,
        asks=(),
        aliases=(),
        short="Ra bến Bồng Lai gặp ông lái đò.",
    )
    assert bot.ask("diều", QUESTION).answers != [new.id]
    publish(with_answer(knowledge, new))
    assert until(lambda: bot.ask("diều", QUESTION).answers == [new.id])
    assert "Ra bến Bồng Lai gặp ông lái đò." in bot.ask("diều", "xin phep tha dieu sao o ben bong lai").text


@pytest.mark.alone
def test_a_corrected_answer_replaces_the_old_one_within_two_seconds(
    bot: BotClient, knowledge: Knowledge, publish: Callable[[Knowledge], None]
) -> None:
    old = knowledge.answers["vneid-quen-mat-khau"]
    publish(with_answer(knowledge, replace(old, short="Bản vừa sửa lại.")))
    started = time.monotonic()
    assert until(lambda: "Bản vừa sửa lại." in bot.ask("sửa", old.title).text)
    assert time.monotonic() - started < CONTRACT_SECONDS


def test_a_withdrawn_answer_is_no_longer_given(
    bot: BotClient, knowledge: Knowledge, publish: Callable[[Knowledge], None]
) -> None:
    gone = "vneid-quen-mat-khau"
    left = {key: answer for key, answer in knowledge.answers.items() if key != gone}
    publish(replace(knowledge, answers=left))
    assert until(lambda: gone not in bot.ask("rút", "Quên mật khẩu VNeID thì lấy lại thế nào?").answers)
