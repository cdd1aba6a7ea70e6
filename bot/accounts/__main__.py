"""Dòng lệnh của tài khoản: `python -m bot.accounts add | reset | list | role | off | on`."""

from __future__ import annotations

import datetime
from typing import cast

import click

from bot.accounts.errors import AccountError, AccountNotFound, LoginTaken
from bot.accounts.model import ROLES, Role
from bot.accounts.store import Accounts
from bot.database import open_engine, upgrade
from bot.settings import Settings

BY = "dòng lệnh"
role_choice = click.Choice(ROLES)


class _Commands(click.Group):
    """Lỗi của tài khoản thành một câu và bước tiếp, không thành vết chồng lời gọi."""

    def invoke(self, context: click.Context) -> object:
        """Chạy lệnh con."""
        try:
            return super().invoke(context)
        except AccountError as error:
            raise click.ClickException(f"{error}{_next_step(error)}") from None


@click.group(cls=_Commands)
def main() -> None:
    """Tài khoản của bàn làm việc: thêm người, đặt lại mật khẩu, đổi vai, tắt."""


@main.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Tên người, như người dân sẽ thấy.")
@click.option("--role", type=role_choice, default="helper", show_default=True, help="Vai.")
def add(login: str, name: str, role: str) -> None:
    """Thêm một người và in mật khẩu đầu tiên."""
    password = _accounts().create(login, name, cast(Role, role), BY)
    click.echo(f"Đã thêm {login.strip().lower()} ({role}).")
    _show(password)


@main.command("reset")
@click.argument("login")
def reset(login: str) -> None:
    """Đặt lại mật khẩu, mở khoá, và in mật khẩu đầu tiên mới."""
    password = _accounts().reset(login, BY)
    click.echo(f"Đã đặt lại mật khẩu của {login}; mọi phiên của người này đã đóng.")
    _show(password)


@main.command("list")
def list_command() -> None:
    """Kể mọi tài khoản."""
    everyone = _accounts().all()
    if not everyone:
        click.echo('Chưa có tài khoản nào. Thêm người đầu tiên: add <tên> --name "…" --role administrator')
    for account in everyone:
        notes = [
            note for note, holds in (("đã tắt", not account.active), ("chờ đổi mật khẩu", account.must_change)) if holds
        ]
        click.echo("\t".join((account.login, account.role, account.name, ", ".join(notes))).rstrip())


@main.command("role")
@click.argument("login")
@click.argument("role", type=role_choice)
def role_command(login: str, role: str) -> None:
    """Đổi vai của một người."""
    _accounts().set_role(login, cast(Role, role), BY)
    click.echo(f"{login} nay là {role}.")


@main.command("off")
@click.argument("login")
def off(login: str) -> None:
    """Tắt một tài khoản: đóng mọi phiên, không vào được nữa."""
    _accounts().set_active(login, False, BY)
    click.echo(f"Đã tắt {login}. Bật lại: on {login}")


@main.command("on")
@click.argument("login")
def on(login: str) -> None:
    """Bật lại một tài khoản đã tắt."""
    _accounts().set_active(login, True, BY)
    click.echo(f"Đã bật {login}.")


def _accounts() -> Accounts:
    engine = open_engine(Settings.from_environment().database_url)
    upgrade(engine)
    return Accounts(engine, lambda: datetime.datetime.now(datetime.timezone.utc))


def _show(password: str) -> None:
    click.echo(f"Mật khẩu đầu tiên: {password}")
    click.echo("Chỉ hiện một lần này. Người ấy phải đổi nó ngay lần đăng nhập đầu tiên.")


def _next_step(error: AccountError) -> str:
    if isinstance(error, AccountNotFound):
        return " Xem các tài khoản đang có: list"
    if isinstance(error, LoginTaken):
        return f" Người ấy quên mật khẩu thì: reset {error.login}"
    return ""


if __name__ == "__main__":
    main()
