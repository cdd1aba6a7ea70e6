"""Thêm người, đổi vai, đặt lại và đổi mật khẩu, tắt: ai làm cũng có dòng sổ, và luôn còn một quản trị viên."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine

from bot.accounts import (
    ROLES,
    AccountError,
    AccountNotFound,
    Accounts,
    BadAccount,
    LastAdministrator,
    Locked,
    LoginTaken,
    Sessions,
    WeakPassword,
    WrongPassword,
    allows,
)
from bot.accounts.passwords import first_password
from bot.audit import deeds

GOOD = "bà con cùng học số"


def written(engine: Engine) -> list[tuple[str, str, str, dict[str, str]]]:
    """Sổ ghi, cũ trước."""
    return [(deed.who, deed.deed, deed.target, dict(deed.detail)) for deed in reversed(deeds(engine))]


def test_a_higher_role_may_do_what_a_lower_one_may() -> None:
    allowed = [(role, needed) for role, needed in itertools.product(ROLES, ROLES) if allows(role, needed)]
    assert allowed == [
        ("helper", "helper"),
        ("editor", "helper"),
        ("editor", "editor"),
        ("administrator", "helper"),
        ("administrator", "editor"),
        ("administrator", "administrator"),
    ]


def test_first_passwords_are_digits_in_groups_and_hard_to_guess() -> None:
    made = {first_password() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"\d{4}(-\d{4}){4}", password) for password in made)
    assert 10**20 > 2**60


def test_a_new_account_is_found_and_listed(accounts: Accounts) -> None:
    assert not accounts.any()
    accounts.create(" Minh ", "  Anh   Minh ", "editor", "dòng lệnh")
    accounts.create("lan", "Chị Lan", "helper", "minh")
    assert accounts.any()
    assert [(account.login, account.name, account.role) for account in accounts.all()] == [
        ("lan", "Chị Lan", "helper"),
        ("minh", "Anh Minh", "editor"),
    ]
    assert accounts.find("lan") == accounts.all()[0]
    assert accounts.find("ai") is None


@pytest.mark.parametrize(
    ("login", "name", "field"),
    [
        ("", "Lan", "login"),
        ("l", "Lan", "login"),
        ("lý", "Lan", "login"),
        ("0912345678", "Lan", "login"),
        ("lan<b>", "Lan", "login"),
        ("a" * 33, "Lan", "login"),
        ("lan", "  ", "name"),
        ("lan", "L" * 81, "name"),
        ("lan", "Lan 0912345678", "name"),
    ],
)
def test_a_login_or_a_name_that_cannot_be_used_is_named(accounts: Accounts, login: str, name: str, field: str) -> None:
    with pytest.raises(BadAccount) as caught:
        accounts.create(login, name, "helper", "minh")
    assert caught.value.field == field
    assert not accounts.any()


def test_a_role_that_does_not_exist_is_refused(accounts: Accounts) -> None:
    accounts.create("lan", "Lan", "helper", "minh")
    for call in (
        lambda: accounts.create("hoa", "Hoa", "owner", "minh"),  # type: ignore[arg-type]
        lambda: accounts.set_role("lan", "owner", "minh"),  # type: ignore[arg-type]
    ):
        with pytest.raises(BadAccount):
            call()


def test_a_login_is_given_to_one_person_only(accounts: Accounts, engine: Engine) -> None:
    accounts.create("lan", "Lan", "helper", "minh")
    with pytest.raises(LoginTaken) as caught:
        accounts.create("LAN", "Lan khác", "helper", "minh")
    assert caught.value.login == "lan"
    assert len(written(engine)) == 1


def test_every_change_is_in_the_book_without_any_password(accounts: Accounts, engine: Engine) -> None:
    first = accounts.create("lan", "Lan", "helper", "dòng lệnh")
    accounts.change_password(accounts.sign_in("lan", first).id, first, GOOD)
    accounts.set_role("lan", "editor", "minh")
    accounts.rename("lan", "Chị Lan", "minh")
    accounts.set_active("lan", False, "minh")
    accounts.set_active("lan", True, "minh")
    second = accounts.reset("lan", "minh")
    book = written(engine)
    assert book == [
        ("dòng lệnh", "account.created", "lan", {"role": "helper"}),
        ("lan", "account.password_changed", "lan", {}),
        ("minh", "account.role", "lan", {"from": "helper", "to": "editor"}),
        ("minh", "account.renamed", "lan", {"from": "Lan", "to": "Chị Lan"}),
        ("minh", "account.off", "lan", {}),
        ("minh", "account.on", "lan", {}),
        ("minh", "account.reset", "lan", {}),
    ]
    assert not any(password in str(book) for password in (first, second, GOOD))


def test_a_change_that_changes_nothing_is_not_in_the_book(accounts: Accounts, engine: Engine) -> None:
    accounts.create("lan", "Lan", "administrator", "minh")
    accounts.set_role("lan", "administrator", "minh")
    accounts.rename("lan", "Lan", "minh")
    accounts.set_active("lan", True, "minh")
    assert [deed for _, deed, _, _ in written(engine)] == ["account.created"]


def test_a_change_that_fails_is_not_in_the_book(accounts: Accounts, engine: Engine) -> None:
    accounts.create("lan", "Lan", "administrator", "minh")
    calls: list[Callable[[], object]] = [
        lambda: accounts.reset("ai", "minh"),
        lambda: accounts.set_role("ai", "helper", "minh"),
        lambda: accounts.set_active("ai", False, "minh"),
        lambda: accounts.rename("ai", "Ai", "minh"),
        lambda: accounts.change_password(999, "cũ", GOOD),
    ]
    for call in calls:
        with pytest.raises(AccountNotFound):
            call()
    assert len(written(engine)) == 1


def test_a_reset_gives_a_new_first_password_and_opens_the_lock(accounts: Accounts, sessions: Sessions) -> None:
    old = accounts.create("lan", "Lan", "helper", "minh")
    account = accounts.sign_in("lan", old)
    accounts.change_password(account.id, old, GOOD)
    token = sessions.create(account.id, {})
    for _ in range(5):
        with pytest.raises(WrongPassword):
            accounts.sign_in("lan", "sai")
    with pytest.raises(Locked):
        accounts.sign_in("lan", GOOD)
    new = accounts.reset("Lan", "minh")
    assert sessions.load(token) is None
    with pytest.raises(WrongPassword):
        accounts.sign_in("lan", GOOD)
    assert accounts.sign_in("lan", new).must_change


def test_a_changed_password_is_the_only_one_that_works_and_closes_every_session(
    accounts: Accounts, sessions: Sessions
) -> None:
    first = accounts.create("lan", "Lan", "helper", "minh")
    account = accounts.sign_in("lan", first)
    tokens = [sessions.create(account.id, {}) for _ in range(2)]
    accounts.change_password(account.id, first, GOOD)
    assert [sessions.load(token) for token in tokens] == [None, None]
    assert not accounts.sign_in("lan", GOOD).must_change
    with pytest.raises(WrongPassword):
        accounts.sign_in("lan", first)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("ngắn", "10 ký tự"),
        ("x" * 201, "200"),
        ("to.lan", "10 ký tự"),
        ("to.lan.khu.pho", "tên đăng nhập"),
        ("To_Lan-Khu-Pho-2026", "tên đăng nhập"),
        ("0912345678", "chữ số"),
        ("091 234 5678", "chữ số"),
        ("Mật Khẩu 123", "nhiều người"),
        ("qwertyuiop", "nhiều người"),
        ("aaaaaaaaaaaa", "nhiều người"),
    ],
)
def test_a_password_easy_to_guess_is_refused_with_a_reason(accounts: Accounts, password: str, word: str) -> None:
    first = accounts.create("to.lan.khu.pho", "Lan", "helper", "minh")
    account = accounts.sign_in("to.lan.khu.pho", first)
    with pytest.raises(WeakPassword) as caught:
        accounts.change_password(account.id, first, password)
    assert word in caught.value.reason
    assert accounts.sign_in("to.lan.khu.pho", first).must_change


def test_the_old_password_is_not_a_new_one(accounts: Accounts) -> None:
    first = accounts.create("lan", "Lan", "helper", "minh")
    with pytest.raises(WeakPassword) as caught:
        accounts.change_password(accounts.sign_in("lan", first).id, first, first.replace("-", " "))
    assert "khác" in caught.value.reason


@pytest.mark.parametrize("password", [GOOD, "ruộng lúa xanh 7", "4821-0937-5512-8846-3307", "Kq7!vTz0pW"])
def test_a_password_hard_to_guess_is_taken(accounts: Accounts, password: str) -> None:
    first = accounts.create("lan", "Lan", "helper", "minh")
    accounts.change_password(accounts.sign_in("lan", first).id, first, password)
    assert accounts.sign_in("lan", password)


def test_the_last_administrator_cannot_be_lost(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("minh", "Minh", "administrator", "dòng lệnh")
    accounts.create("cu", "Cũ", "administrator", "minh")
    accounts.set_active("cu", False, "minh")
    account = accounts.find("minh")
    assert account
    token = sessions.create(account.id, {})
    for call in (
        lambda: accounts.set_role("minh", "editor", "minh"),
        lambda: accounts.set_active("minh", False, "minh"),
    ):
        with pytest.raises(LastAdministrator) as caught:
            call()
        assert caught.value.login == "minh"
    assert accounts.find("minh") == account
    assert sessions.load(token)
    accounts.set_active("cu", True, "minh")
    accounts.set_role("minh", "editor", "cu")


def test_a_helper_can_be_turned_off_before_there_is_any_administrator(accounts: Accounts) -> None:
    accounts.create("lan", "Lan", "helper", "dòng lệnh")
    accounts.set_active("lan", False, "dòng lệnh")
    accounts.set_role("lan", "editor", "dòng lệnh")


def test_two_administrators_demoting_each_other_leave_one(accounts: Accounts) -> None:
    names = ("hoa", "minh")
    for name in names:
        accounts.create(name, name, "administrator", "dòng lệnh")
    for _ in range(5):
        together, failed = threading.Barrier(2), []

        def demote(name: str, together: threading.Barrier = together, failed: list[str] = failed) -> None:
            together.wait()
            try:
                accounts.set_role(name, "helper", "minh")
            except AccountError as error:
                failed.append(type(error).__name__)

        threads = [threading.Thread(target=demote, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == ["LastAdministrator"]
        for name in names:
            accounts.set_role(name, "administrator", "dòng lệnh")


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_role("lan", "editor", "minh"),
        lambda accounts: accounts.set_active("lan", False, "minh"),
    ],
)
def test_a_new_role_or_turning_off_closes_every_session_of_that_person_only(
    accounts: Accounts, sessions: Sessions, change: Callable[[Accounts], None]
) -> None:
    tokens = {}
    for login in ("lan", "hoa"):
        accounts.create(login, login, "helper", "minh")
        account = accounts.find(login)
        assert account
        tokens[login] = sessions.create(account.id, {})
    change(accounts)
    assert sessions.load(tokens["lan"]) is None
    assert sessions.load(tokens["hoa"])
