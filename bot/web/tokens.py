"""Thẻ của một cuộc trò chuyện: ai giữ thẻ mới đọc và viết được vào cuộc ấy."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer

from bot.settings import Settings

_ID_BYTES = 16


class Tokens:
    """Sinh mã cuộc trò chuyện không đoán được và ký chúng thành thẻ."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(
            key,
            salt="conversation",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def new_id(self) -> str:
        """Một mã mới, 128 bit ngẫu nhiên."""
        return secrets.token_urlsafe(_ID_BYTES)

    def sign(self, conversation_id: str) -> str:
        """Thẻ cho cuộc trò chuyện này."""
        return str(self._signer.dumps(conversation_id))

    def opens(self, token: str, conversation_id: str) -> bool:
        """Thẻ này có đúng là thẻ của cuộc trò chuyện này không."""
        try:
            return bool(self._signer.loads(token) == conversation_id)
        except BadData:
            return False


def secret_key(settings: Settings) -> str:
    """Khoá ký thẻ: SECRET_KEY, hoặc khoá tự sinh giữ dưới var/ để khởi động lại không ai mất phiên.

    Tệp chỉ người chạy chương trình đọc được (0600) và hiện ra trọn vẹn một lần, nên hai cổng khởi động cùng lúc dùng
    chung một khoá.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.var / "secret_key"
    if not path.exists():
        _keep(secrets.token_urlsafe(32), path)
    return path.read_text(encoding="ascii")


def _keep(key: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key)
    with suppress(FileExistsError):  # cổng khác vừa đặt khoá trước: dùng khoá ấy
        path.hardlink_to(draft)
    draft.unlink()
