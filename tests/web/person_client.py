"""Khách thử của người hỗ trợ, tới khi có bàn làm việc: đọc và viết vào một cuộc đã xin gặp người.

HELPER_TOKEN=… python tests/web/person_client.py LIST <địa chỉ cổng> <mã cuộc>
HELPER_TOKEN=… python tests/web/person_client.py SAY <địa chỉ cổng> <mã cuộc> <tên> <lời>
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from typing import Any


class PersonClient:
    """Người hỗ trợ nhìn từ phía mạng; mọi lời từ chối của cổng là `urllib.error.HTTPError`."""

    def __init__(self, gateway: str, token: str) -> None:
        self._gateway, self._token = gateway.rstrip("/"), token

    def lines(self, conversation_id: str) -> list[dict[str, Any]]:
        """Mọi dòng của cuộc trò chuyện, đọc từng lượt tới hết."""
        found: list[dict[str, Any]] = []
        while True:
            since = found[-1]["number"] if found else 0
            more = self._call(f"{conversation_id}/person?since={since}")["events"]
            if not more:
                return found
            found += more

    def say(self, conversation_id: str, name: str, text: str) -> int:
        """Viết một lời; trả số của dòng ấy."""
        number: int = self._call(f"{conversation_id}/person", {"text": text, "name": name})["number"]
        return number

    def _call(self, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self._gateway}/api/v1/conversations/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


def main(command: str, gateway: str, conversation_id: str, *words: str) -> None:
    client = PersonClient(gateway, os.environ["HELPER_TOKEN"])
    if command == "SAY":
        print(client.say(conversation_id, words[0], " ".join(words[1:])))
    else:
        for line in client.lines(conversation_id):
            print(line["number"], line["at"], line["kind"], json.dumps(line["body"], ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
