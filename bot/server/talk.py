"""Một lượt nói chuyện với bot: lần lượt trong từng cuộc, dọn chữ trước khi vào Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.knowledge.current import CurrentKnowledge
from bot.server.local_agent import LocalAgent
from bot.vietnamese import normalise

CHANNEL = "rest"


class NoReplyError(RuntimeError):
    """Rasa không trả lời gì cho một lượt: một hành động hỏng; chi tiết nằm trong nhật ký. Mang `sender`."""

    def __init__(self, sender: str) -> None:
        super().__init__("bot không trả lời được lượt này")
        self.sender = sender


class Talk:
    """Đưa tin nhắn vào Agent và lấy lời đáp; tin của cùng một cuộc trò chuyện được xử lý theo thứ tự tới."""

    def __init__(self, agent: LocalAgent, knowledge: CurrentKnowledge) -> None:
        self._agent, self._knowledge = agent, knowledge
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    async def say(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Các tin nhắn đáp, dạng như kênh REST của Rasa.

        Dấu "/" đầu câu bị bỏ: Rasa coi "/tên" là lệnh ép intent. `metadata["answer"]` là id của nút đã bấm.

        Raises:
            NoReplyError: Rasa nuốt lỗi của một hành động nên không có lời đáp nào.
        """
        answer = (metadata or {}).get("answer")
        cleaned = normalise(text).strip().lstrip("/").strip()
        if isinstance(answer, str) and not cleaned:
            chosen = self._knowledge.answerer().knowledge.answer(answer)
            cleaned = chosen.title if chosen else answer
        output = CollectingOutputChannel()
        async with self._turn(sender):
            await self._agent.handle_message(
                UserMessage(
                    cleaned, output, sender, input_channel=CHANNEL, metadata={"answer": answer} if answer else {}
                )
            )
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
