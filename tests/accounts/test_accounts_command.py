"""Dòng lệnh `python -m bot.accounts`: người đầu tiên, đặt lại mật khẩu, và lời báo có bước tiếp."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.accounts.__main__ import main

PASSWORD = re.compile(r"\d{4}(-\d{4}){4}")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'kho.sqlite'}")
    return lambda *words: CliRunner().invoke(main, words)


def said(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return str(result.output)


def test_the_first_administrator_is_made_on_an_empty_machine(run) -> None:  # type: ignore[no-untyped-def]
    assert "Chưa có tài khoản nào" in said(run("list"))
    made = said(run("add", "minh", "--name", "Anh Minh", "--role", "administrator"))
    assert len(PASSWORD.findall(made)) == 1
    assert said(run("list")) == "minh\tadministrator\tAnh Minh\tchờ đổi mật khẩu\n"


def test_a_password_is_shown_once_and_never_listed(run) -> None:  # type: ignore[no-untyped-def]
    run("add", "lan", "--name", "Lan")
    assert PASSWORD.search(said(run("reset", "lan")))
    assert not PASSWORD.search(said(run("list")))


def test_roles_and_turning_off_are_seen_in_the_list(run) -> None:  # type: ignore[no-untyped-def]
    run("add", "lan", "--name", "Lan")
    said(run("role", "lan", "editor"))
    said(run("off", "lan"))
    assert said(run("list")) == "lan\teditor\tLan\tđã tắt, chờ đổi mật khẩu\n"
    said(run("on", "lan"))
    assert "đã tắt" not in said(run("list"))


def test_what_went_wrong_comes_with_the_next_step(run) -> None:  # type: ignore[no-untyped-def]
    run("add", "minh", "--name", "Minh", "--role", "administrator")
    assert "Không có tài khoản lan. Xem các tài khoản đang có: list" in said(run("reset", "lan"), 1)
    assert "Người ấy quên mật khẩu thì: reset minh" in said(run("add", "minh", "--name", "M"), 1)
    assert "Xin đặt thêm một quản trị viên khác trước" in said(run("off", "minh"), 1)
    assert "bắt đầu bằng chữ cái" in said(run("add", "1", "--name", "M"), 1)
    assert "administrator" in said(run("role", "minh", "vua"), 2)
