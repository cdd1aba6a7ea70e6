"""Cài đặt: mặc định, cách đọc từ môi trường, và lời báo khi viết sai."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from bot.settings import ROOT, SettingError, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({})
    assert (settings.web_port, settings.bot_port, settings.bot_servers) == (8080, 5005, 1)
    assert settings.bot_urls == ("http://127.0.0.1:5005",)
    assert settings.var == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'hoi-dap-so.sqlite'}"
    assert settings.secret_key is None
    assert settings.helper_token is None
    assert settings.allowed_origins == ()
    assert settings.rate_limit == 30
    assert settings.retention == datetime.timedelta(days=90)
    assert settings.today is None
    assert settings.log_level == "INFO"


def test_every_setting_is_read() -> None:
    settings = Settings.from_environment(
        {
            "WEB_PORT": "80",
            "BOT_PORT": "6000",
            "BOT_SERVERS": "3",
            "DATABASE_URL": "postgresql://kho",
            "SECRET_KEY": "khoá",
            "HELPER_TOKEN": "the-cua-nguoi-ho-tro",
            "ALLOWED_ORIGINS": "https://a.example, https://b.example",
            "RATE_LIMIT": "0",
            "RETENTION_DAYS": "30",
            "TODAY": "2026-11-21",
            "LOG_LEVEL": "debug",
            "VAR_DIR": "/noi/khac",
        }
    )
    assert (settings.web_port, settings.bot_port, settings.bot_servers) == (80, 6000, 3)
    assert settings.database_url == "postgresql://kho"
    assert settings.secret_key == "khoá"
    assert settings.helper_token == "the-cua-nguoi-ho-tro"
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert settings.rate_limit == 0
    assert settings.retention == datetime.timedelta(days=30)
    assert settings.today == datetime.date(2026, 11, 21)
    assert settings.log_level == "DEBUG"
    assert settings.var == Path("/noi/khac")


def test_further_servers_listen_on_the_next_ports() -> None:
    settings = Settings.from_environment({"BOT_PORT": "6000", "BOT_SERVERS": "3"})
    assert settings.bot_urls == ("http://127.0.0.1:6000", "http://127.0.0.1:6001", "http://127.0.0.1:6002")


def test_servers_elsewhere_replace_the_local_ones() -> None:
    settings = Settings.from_environment({"BOT_SERVERS": "2", "BOT_URLS": "http://bot-1:5005,http://bot-2:5005"})
    assert settings.bot_urls == ("http://bot-1:5005", "http://bot-2:5005")


def test_the_database_follows_the_data_folder() -> None:
    settings = Settings.from_environment({"VAR_DIR": "/du-lieu"})
    assert settings.database_url == "sqlite:////du-lieu/hoi-dap-so.sqlite"


@pytest.mark.parametrize(
    "name",
    [
        "WEB_PORT",
        "BOT_URLS",
        "DATABASE_URL",
        "SECRET_KEY",
        "HELPER_TOKEN",
        "TODAY",
        "LOG_LEVEL",
        "VAR_DIR",
        "RATE_LIMIT",
        "RETENTION_DAYS",
    ],
)
def test_a_variable_set_to_nothing_counts_as_not_set(name: str) -> None:
    assert Settings.from_environment({name: ""}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("WEB_PORT", "tám mươi", "cần một số nguyên từ 1 đến 65535"),
        ("WEB_PORT", "0", "cần một số nguyên từ 1 đến 65535"),
        ("BOT_PORT", "65536", "cần một số nguyên từ 1 đến 65535"),
        ("BOT_PORT", "80.5", "cần một số nguyên từ 1 đến 65535"),
        ("BOT_SERVERS", "0", "cần một số nguyên từ 1 đến 64"),
        ("BOT_SERVERS", "-1", "cần một số nguyên từ 1 đến 64"),
        ("RATE_LIMIT", "-1", "cần một số nguyên từ 0 đến 1000000"),
        ("RETENTION_DAYS", "0", "cần một số nguyên từ 1 đến 3650"),
        ("TODAY", "21/11/2026", "cần một ngày viết kiểu 2026-11-21"),
        ("TODAY", "2026-02-30", "cần một ngày viết kiểu 2026-11-21"),
        ("LOG_LEVEL", "ồn ào", "cần một trong: DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_the_right_way(name: str, value: str, expected: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({name: value})
    assert (caught.value.name, caught.value.expected) == (name, expected)
    assert name in str(caught.value) and expected in str(caught.value)


def test_the_environment_of_the_process_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "9999")
    assert Settings.from_environment().web_port == 9999


def test_today_is_the_set_date_or_the_clock() -> None:
    assert Settings.from_environment({"TODAY": "2030-01-02"}).current_date() == datetime.date(2030, 1, 2)
    before = datetime.date.today()
    assert before <= Settings.from_environment({}).current_date() <= datetime.date.today()


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings.from_environment({})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.web_port = 1  # type: ignore[misc]


def test_the_last_server_too_needs_a_port_that_exists() -> None:
    with pytest.raises(SettingError):
        Settings.from_environment({"BOT_PORT": "65535", "BOT_SERVERS": "2"})


@pytest.mark.parametrize(
    "value", ["ngan", "a" * 15, "thẻ-của-người-hỗ-trợ", "the cua nguoi ho tro", "the-cua-nguoi-ho-tro\n"]
)
def test_a_helper_token_that_can_be_guessed_or_not_sent_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({"HELPER_TOKEN": value})
    assert caught.value.name == "HELPER_TOKEN"
    assert value not in str(caught.value)
