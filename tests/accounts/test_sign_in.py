"""Đăng nhập: đúng thì vào, sai thì không biết sai điều gì, sai mãi thì khoá, dù tên có thật hay không."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.accounts import Accounts, Locked, Sessions, WrongPassword
from bot.accounts.tables import accounts as table
from bot.accounts.tables import sign_ins

NEW = "bà con cùng học số"


@pytest.fixture
def first(accounts: Accounts) -> str:
    """Mật khẩu đầu tiên của "lan"."""
    return accounts.create("lan", "Chị Lan", "helper", "dòng lệnh")


def fail(accounts: Accounts, login: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            accounts.sign_in(login, "sai")


def test_the_right_password_opens_the_right_account(accounts: Accounts, first: str) -> None:
    account = accounts.sign_in("lan", first)
    assert (account.login, account.name, account.role, account.must_change) == ("lan", "Chị Lan", "helper", True)
    assert accounts.sign_in(" Lan ", first) == account


def test_a_first_password_may_be_typed_without_its_dashes(accounts: Accounts, first: str) -> None:
    for typed in (first.replace("-", ""), first.replace("-", " "), f" {first} "):
        assert accounts.sign_in("lan", typed).login == "lan"


def test_a_wrong_name_and_a_wrong_password_sound_the_same(accounts: Accounts, first: str) -> None:
    with pytest.raises(WrongPassword) as wrong_password:
        accounts.sign_in("lan", first[:-1])
    with pytest.raises(WrongPassword) as wrong_name:
        accounts.sign_in("khong-co", first)
    assert str(wrong_password.value) == str(wrong_name.value)


@pytest.mark.parametrize("login", ["lan", "khong-co"])
def test_an_unknown_account_costs_one_check_of_a_password_too(
    accounts: Accounts, first: str, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def counted(hasher: PasswordHasher, hashed: str, password: str) -> Any:
        verified.append(hashed.rsplit("$", 2)[0])
        return real(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    fail(accounts, login, 1)
    assert verified == ["$argon2id$v=19$m=8,t=1,p=1"]


@pytest.mark.parametrize("login", ["lan", "khong-co"])
def test_five_failures_in_a_row_lock_a_name_for_a_quarter_of_an_hour(
    accounts: Accounts, first: str, clock: Any, login: str
) -> None:
    """Tên không có thật cũng bị khoá như vậy, nên bị khoá không nói lên điều gì."""
    fail(accounts, login, 5)
    with pytest.raises(Locked) as locked:
        accounts.sign_in(login, first)
    assert locked.value.until == clock.now + datetime.timedelta(minutes=15)
    clock.pass_(minutes=14, seconds=59)
    with pytest.raises(Locked) as again:
        accounts.sign_in(login, first)
    assert again.value.until == locked.value.until
    clock.pass_(seconds=1)
    fail(accounts, login, 5)
    with pytest.raises(Locked):
        accounts.sign_in(login, first)


def test_the_right_password_works_after_the_lock_and_forgets_the_failures(
    accounts: Accounts, first: str, clock: Any
) -> None:
    fail(accounts, "lan", 5)
    clock.pass_(minutes=15)
    assert accounts.sign_in("lan", first)
    fail(accounts, "lan", 4)
    assert accounts.sign_in("lan", first)
    fail(accounts, "lan", 5)


def test_a_lock_on_one_name_leaves_the_others_alone(accounts: Accounts, first: str) -> None:
    fail(accounts, "khong-co", 5)
    assert accounts.sign_in("lan", first)


def test_many_guesses_at_the_same_moment_get_no_more_tries(accounts: Accounts, first: str) -> None:
    together, outcomes = threading.Barrier(20), []

    def guess() -> None:
        together.wait()
        try:
            accounts.sign_in("lan", "sai")
        except (WrongPassword, Locked) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(WrongPassword), outcomes.count(Locked)) == (5, 15)


def test_a_name_that_was_tried_is_not_stored(accounts: Accounts, engine: Engine) -> None:
    """Người ta hay gõ nhầm mật khẩu vào ô tên."""
    fail(accounts, "mật khẩu của tôi", 1)
    with engine.connect() as connection:
        stored = [row.login for row in connection.execute(select(sign_ins))]
    assert len(stored) == 1
    assert "mật" not in stored[0]


def test_old_failures_do_not_pile_up(accounts: Accounts, engine: Engine, clock: Any) -> None:
    for n in range(10):
        fail(accounts, f"la{n}", 1)
    clock.pass_(minutes=15)
    fail(accounts, "moi", 1)
    with engine.connect() as connection:
        assert len(connection.execute(select(sign_ins)).all()) == 1


def test_an_account_turned_off_cannot_sign_in_and_does_not_say_so(accounts: Accounts, first: str) -> None:
    accounts.set_active("lan", False, "minh")
    fail(accounts, "lan", 1)
    with pytest.raises(WrongPassword):
        accounts.sign_in("lan", first)
    accounts.set_active("lan", True, "minh")
    assert accounts.sign_in("lan", first)


def test_a_password_hashed_with_weaker_settings_is_hashed_again(accounts: Accounts, first: str, engine: Engine) -> None:
    def stored() -> str:
        with engine.connect() as connection:
            return str(connection.execute(select(table.c.password)).scalar_one())

    weaker = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(first.replace("-", ""))
    with engine.begin() as connection:
        connection.execute(table.update().values(password=weaker))
    accounts.sign_in("lan", first)
    assert stored().startswith("$argon2id$v=19$m=8,")
    again = stored()
    accounts.sign_in("lan", first)
    assert stored() == again


def test_a_stored_password_is_argon2id_at_the_librarys_own_strength(engine: Engine, clock: Any) -> None:
    password = Accounts(engine, clock).create("lan", "Lan", "helper", "dòng lệnh")
    with engine.connect() as connection:
        stored = str(connection.execute(select(table.c.password)).scalar_one())
    memory = int(stored.split("m=")[1].split(",")[0])
    assert stored.startswith("$argon2id$")
    assert memory >= 19 * 1024
    assert password not in stored


def test_accents_typed_in_two_ways_are_one_password(accounts: Accounts, first: str) -> None:
    import unicodedata

    accounts.change_password(accounts.sign_in("lan", first).id, first, NEW)
    assert accounts.sign_in("lan", unicodedata.normalize("NFD", NEW))


def test_guessing_the_old_password_while_changing_it_locks_too(
    accounts: Accounts, sessions: Sessions, first: str
) -> None:
    """Ai nhặt được máy đang mở cũng không dò được mật khẩu qua trang đổi mật khẩu."""
    account = accounts.sign_in("lan", first)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            accounts.change_password(account.id, "sai", NEW)
    with pytest.raises(Locked):
        accounts.change_password(account.id, first, NEW)
