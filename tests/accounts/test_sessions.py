"""Phiên: mã không đoán được và không nằm trong kho, hết hạn khi im hay khi cũ, mất khi tài khoản tắt."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.accounts import Account, Accounts, Sessions
from bot.accounts.tables import sessions as table


@pytest.fixture
def lan(accounts: Accounts) -> Account:
    accounts.create("lan", "Chị Lan", "helper", "dòng lệnh")
    account = accounts.find("lan")
    assert account
    return account


def rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(table)).all())


def test_a_session_brings_back_its_account_and_its_body(sessions: Sessions, lan: Account) -> None:
    token = sessions.create(lan.id, {"csrf": "abc"})
    found = sessions.load(token)
    assert found
    assert (found.account, found.body) == (lan, {"csrf": "abc"})
    sessions.save(token, {"csrf": "abc", "said": "Đã nhận."})
    again = sessions.load(token)
    assert again
    assert again.body == {"csrf": "abc", "said": "Đã nhận."}


def test_a_session_may_belong_to_nobody_yet(sessions: Sessions) -> None:
    found = sessions.load(sessions.create(None, {}))
    assert found
    assert found.account is None


def test_the_token_is_long_and_is_not_in_the_store(sessions: Sessions, lan: Account, engine: Engine) -> None:
    tokens = {sessions.create(lan.id, {}) for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43
    assert not {row.id for row in rows(engine)} & tokens
    for row in rows(engine):
        assert sessions.load(row.id) is None


@pytest.mark.parametrize("token", ["", "khong-co", "\udcff", "a" * 5000, "' OR 1=1 --"])
def test_a_token_never_given_opens_nothing(sessions: Sessions, lan: Account, token: str) -> None:
    sessions.create(lan.id, {})
    assert sessions.load(token) is None
    sessions.save(token, {"x": 1})
    sessions.drop(token)


def test_a_silent_session_ends_after_twelve_hours(sessions: Sessions, lan: Account, clock: Any) -> None:
    token = sessions.create(lan.id, {})
    clock.pass_(hours=11, minutes=59)
    assert sessions.load(token)
    clock.pass_(hours=11, minutes=59)
    assert sessions.load(token)
    clock.pass_(hours=12)
    assert sessions.load(token) is None


def test_a_session_in_use_ends_after_seven_days(sessions: Sessions, lan: Account, clock: Any) -> None:
    token = sessions.create(lan.id, {})
    for _ in range(7 * 24 - 1):
        clock.pass_(hours=1)
        assert sessions.load(token)
    clock.pass_(hours=1)
    assert sessions.load(token) is None


def test_being_seen_is_written_once_a_minute(sessions: Sessions, lan: Account, clock: Any, engine: Engine) -> None:
    token = sessions.create(lan.id, {})
    before = rows(engine)[0].seen_at
    clock.pass_(seconds=59)
    sessions.load(token)
    assert rows(engine)[0].seen_at == before
    clock.pass_(seconds=1)
    sessions.load(token)
    assert rows(engine)[0].seen_at > before


def test_an_account_turned_off_has_no_session_even_one_made_meanwhile(
    accounts: Accounts, sessions: Sessions, lan: Account
) -> None:
    accounts.set_active("lan", False, "minh")
    assert sessions.load(sessions.create(lan.id, {})) is None


def test_a_session_shows_the_account_as_it_is_now(accounts: Accounts, sessions: Sessions, lan: Account) -> None:
    token = sessions.create(lan.id, {})
    accounts.rename("lan", "Cô Lan", "minh")
    found = sessions.load(token)
    assert found
    assert found.account
    assert found.account.name == "Cô Lan"


def test_a_dropped_session_is_gone_and_cannot_be_written_back(sessions: Sessions, lan: Account, engine: Engine) -> None:
    token, other = sessions.create(lan.id, {}), sessions.create(lan.id, {})
    sessions.drop(token)
    sessions.save(token, {"x": 1})
    assert sessions.load(token) is None
    assert sessions.load(other)
    sessions.drop_all(lan.id)
    assert rows(engine) == []


def test_pruning_removes_only_what_has_ended(sessions: Sessions, lan: Account, clock: Any, engine: Engine) -> None:
    sessions.create(lan.id, {})
    sessions.create(None, {})
    clock.pass_(hours=11)
    alive = sessions.create(lan.id, {})
    clock.pass_(hours=2)
    assert sessions.prune() == 2
    assert len(rows(engine)) == 1
    assert sessions.load(alive)
