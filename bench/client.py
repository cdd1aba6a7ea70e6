"""Một người hỏi tuần tự qua kênh REST: dùng cho lần thử đầu, kiểm mẫu và đo theo lượt (tải thì do wrk)."""

from __future__ import annotations

import http.client
import json
from typing import Any

from bench.errors import BrokenReplyError, NoReplyError

HOST = "127.0.0.1"
PATH = "/webhooks/rest/webhook"
TIMEOUT = 60.0


class Client:
    """Giữ một kết nối tới một máy chủ, như một trình duyệt đang mở."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT)

    def ask(self, sender: str, text: str) -> str:
        """Gửi một tin nhắn, trả thân lời đáp nguyên văn.

        Raises:
            NoReplyError: không kết nối được, quá hạn, hoặc lời đáp không phải HTTP.
        """
        body = json.dumps({"sender": sender, "message": text}, ensure_ascii=False).encode()
        try:
            self._connection.request("POST", PATH, body, {"Content-Type": "application/json"})
            return self._connection.getresponse().read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoReplyError(self._port, error) from error

    def close(self) -> None:
        """Đóng kết nối; lần hỏi sau tự mở lại."""
        self._connection.close()


def kind(reply: str) -> str | None:
    """`custom.kind` của một lời đáp; None khi lời đáp không đúng dạng."""
    try:
        messages: Any = json.loads(reply)
    except ValueError:
        return None
    if not isinstance(messages, list):
        return None
    customs = [message.get("custom") for message in messages if isinstance(message, dict)]
    return next((custom["kind"] for custom in customs if isinstance(custom, dict) and custom.get("kind")), None)


def require_kind(question: str, reply: str) -> None:
    """Không đo một bot đang hỏng.

    Raises:
        BrokenReplyError: lời đáp không đúng dạng.
    """
    if kind(reply) is None:
        raise BrokenReplyError(question, reply)
