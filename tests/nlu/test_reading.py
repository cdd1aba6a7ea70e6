"""Tin nhắn được đọc trước khi hiểu; chữ gốc vẫn còn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.nlu.reading import MessageReader

pytestmark = pytest.mark.slow

LINES = [
    "tôi muốn hỏi cần giấy tờ gì để làm căn cước",
    "Xin chào, tôi muốn làm lại thẻ căn cước ở đâu? Xin cảm ơn!",
    "muốn gia hạn thẻ bảo hiểm y tế thì đến đâu",
    "quên mật khẩu VNeID thì phải làm sao",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> MessageReader:
    """Học rồi nạp lại, như `rasa train` rồi `rasa run`."""
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.reading import MessageReader

    given = (LocalModelStorage(Path(tmp_path_factory.mktemp("model"))), Resource("reader"))
    context = ExecutionContext(GraphSchema({}))
    MessageReader.create({}, *given, context).train(
        TrainingData([Message.build(line, "ask_id_card") for line in LINES])
    )
    return MessageReader.load({}, *given, context)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tooi muoons hoir caanf giaays towf gif", "tôi muốn hỏi cần giấy tờ gì"),
        ("to6i muo61n la2m la5i ca8n cu7o71c", "tôi muốn làm lại căn cước"),
        ("Xin chào, quên mật khẩu VNeID thì phải làm sao? Cảm ơn ad", "quên mật khẩu VNeID thì phải làm sao?"),
    ],
)
def test_what_is_read_replaces_the_text_and_the_original_is_kept(
    reader: MessageReader, written: str, read: str
) -> None:
    from rasa.shared.nlu.training_data.message import Message

    [message] = reader.process([Message(data={"text": written})])
    assert message.get("text").lower() == read.lower()
    assert message.as_dict(only_output_properties=True)["original"] == written


def test_a_clean_message_is_untouched(reader: MessageReader) -> None:
    from rasa.shared.nlu.training_data.message import Message

    [message] = reader.process([Message(data={"text": LINES[2]})])
    assert (message.get("text"), message.get("original")) == (LINES[2], None)


def test_a_reader_that_has_not_learned_touches_nothing(tmp_path: Path) -> None:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.reading import MessageReader

    [message] = MessageReader(LocalModelStorage(tmp_path), Resource("r")).process([Message(data={"text": "tooi"})])
    assert message.get("text") == "tooi"
