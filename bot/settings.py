"""Cài đặt của cả chương trình: đọc một lần từ môi trường, rồi truyền đi."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """Một biến môi trường có giá trị không dùng được; mang tên biến, giá trị và cách viết đúng."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={value!r}: {expected}")
        self.name, self.value, self.expected = name, value, expected


@dataclass(frozen=True)
class Settings:
    """Mọi cài đặt của DESIGN.md 4.3, đã kiểm và có mặc định; dựng bằng `Settings.from_environment`."""

    web_port: int
    bot_port: int
    bot_servers: int
    bot_urls: tuple[str, ...]
    database_url: str
    secret_key: str | None
    """None: cổng web tự tạo một khoá và giữ dưới var/."""
    helper_token: str | None
    """Thẻ của người hỗ trợ; None: không ai đọc hay viết được vào cuộc trò chuyện của người dân."""
    allowed_origins: tuple[str, ...]
    """Trống: chỉ trang cùng nguồn gốc với cổng web."""
    rate_limit: int
    """Số tin nhắn mỗi phút cho một cuộc trò chuyện; một địa chỉ được gấp mười. 0 là không giới hạn."""
    retention: datetime.timedelta
    """Một cuộc trò chuyện im lặng quá lâu như vậy thì bị xoá hẳn, ở nhật ký lẫn ở máy chủ bot."""
    today: datetime.date | None
    """None: theo đồng hồ; một ngày: cho kiểm thử và trình diễn."""
    log_level: str
    var: Path
    """Nơi giữ dữ liệu sinh ra khi chạy (tệp SQLite, khoá, nhật ký)."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Đọc và kiểm các biến môi trường.

        Raises:
            SettingError: một giá trị sai dạng.
        """
        env = os.environ if environment is None else environment
        var = Path(env.get("VAR_DIR") or ROOT / "var")
        bot_port = _number(env, "BOT_PORT", 5005, 1, 65535)
        bot_servers = _number(env, "BOT_SERVERS", 1, 1, min(64, 65536 - bot_port))
        urls = _words(env, "BOT_URLS")
        return cls(
            web_port=_number(env, "WEB_PORT", 8080, 1, 65535),
            bot_port=bot_port,
            bot_servers=bot_servers,
            bot_urls=urls or tuple(f"http://127.0.0.1:{bot_port + n}" for n in range(bot_servers)),
            database_url=env.get("DATABASE_URL") or f"sqlite:///{var / 'hoi-dap-so.sqlite'}",
            secret_key=env.get("SECRET_KEY") or None,
            helper_token=_token(env, "HELPER_TOKEN"),
            allowed_origins=_words(env, "ALLOWED_ORIGINS"),
            rate_limit=_number(env, "RATE_LIMIT", 30, 0, 1_000_000),
            retention=datetime.timedelta(days=_number(env, "RETENTION_DAYS", 90, 1, 3650)),
            today=_date(env, "TODAY"),
            log_level=_choice(env, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            var=var,
        )

    def current_date(self) -> datetime.date:
        """Hôm nay theo TODAY nếu có đặt, nếu không theo đồng hồ của máy."""
        return self.today or datetime.date.today()


def _token(env: Mapping[str, str], name: str) -> str | None:
    """Thẻ đi trong phần đầu HTTP, mở được lời của người dân: chỉ chữ ASCII, và đủ dài để không đoán được."""
    text = env.get(name) or None
    if text is not None and not re.fullmatch(r"[!-~]{16,}", text):
        raise SettingError(name, "…", "cần ít nhất 16 ký tự không dấu, không khoảng trắng")
    return text


def _words(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(env.get(name, "").replace(",", " ").split())


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise SettingError(name, text, f"cần một số nguyên từ {least} đến {most}")
    return value


def _date(env: Mapping[str, str], name: str) -> datetime.date | None:
    text = env.get(name)
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise SettingError(name, text, "cần một ngày viết kiểu 2026-11-21") from None


def _choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = (env.get(name) or default).upper()
    if text not in choices:
        raise SettingError(name, text, "cần một trong: " + ", ".join(choices))
    return text
