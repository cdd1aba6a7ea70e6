"""Một lượt nói chuyện với bot: lần lượt trong từng cuộc, dọn chữ trước khi vào Rasa."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.server.local_agent import LocalAgent
from bot.vietnamese import normalise

CHANNEL = "rest"

_LEADING = re.compile(r"^[\s/]+")
"""Dấu "/" đầu câu là lệnh ép intent của Rasa; người dân gõ nó thì chỉ là dấu."""
_PRESSED = {"intent": {"name": "nlu_fallback", "confidence": 1.0}, "entities": [], "intent_ranking": []}
"""Người dân bấm nút chọn đúng một câu trả lời: không có gì để NLU đoán, `action_answer` đưa câu ấy."""

_UNDERSTOOD = ("answer", "explain")


class NoReplyError(RuntimeError):
    """Rasa không trả lời gì cho một lượt: một hành động hỏng; chi tiết nằm trong nhật ký. Mang `sender`."""

    def __init__(self, sender: str) -> None:
        super().__init__("bot không trả lời được lượt này")
        self.sender = sender


class Talk:
    """Đưa tin nhắn vào Agent và lấy lời đáp; tin của cùng một cuộc trò chuyện được xử lý theo thứ tự tới."""

    def __init__(self, agent: LocalAgent) -> None:
        self._agent = agent
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    async def say(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Các tin nhắn đáp, dạng như kênh REST của Rasa.

        Dấu "/" đầu câu bị bỏ: Rasa coi "/tên" là lệnh ép intent. `metadata["answer"]` là id của nút đã bấm;
        `metadata["explain"]` true thì lời đáp kèm `trace`. Khoá khác của `metadata` thì bỏ.

        Raises:
            NoReplyError: Rasa nuốt lỗi của một hành động nên không có lời đáp nào.
        """
        output = CollectingOutputChannel()
        message = UserMessage(_LEADING.sub("", normalise(text)).rstrip(), output, sender, input_channel=CHANNEL)
        message.metadata = {key: metadata[key] for key in _UNDERSTOOD if metadata and metadata.get(key)}
        if "answer" in message.metadata:
            message.parse_data = {**_PRESSED, "text": message.text}
        async with self._turn(sender):
            await self._agent.handle_message(message)
        if not output.messages:
            raise NoReplyError(sender)
        return list(output.messages)

    @asynccontextmanager
    async def _turn(self, sender: str) -> AsyncIterator[None]:
        lock, waiting = self._turns.get(sender) or (asyncio.Lock(), 0)
        self._turns[sender] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns.pop(sender)
            if waiting > 1:
                self._turns[sender] = (lock, waiting - 1)
