"""Sổ đi nhà: gửi lại không thành hai dòng, chỉ bỏ được dòng của mình, tổng theo nơi, mọi thay đổi vào sổ ghi."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hand_clock import START, HandClock
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.audit import deeds
from bot.conversations.visits import PlaceTotal, Visit, Visits, table

DAY = START.date()
VISIT = Visit("dong-0001", "lan", DAY, "sam-son", "vneid", "vneid-muc-2", True)


@pytest.fixture
def book(engine: Engine, clock: HandClock) -> Visits:
    return Visits(engine, clock)


def test_the_same_row_sent_again_stays_one_row_with_its_first_content(book: Visits) -> None:
    assert book.add(VISIT)
    assert not book.add(replace(VISIT, solved=False, helper="huong"))
    assert book.of("lan") == [VISIT]
    assert book.of("huong") == []


def test_a_row_sent_by_many_at_once_is_kept_once(book: Visits, engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(book.add, [VISIT] * 16))
    assert sum(kept) == 1
    assert [deed.deed for deed in deeds(engine)] == ["visit.added"]


def test_a_row_that_is_broken_is_an_error_and_not_a_repeat(book: Visits) -> None:
    with pytest.raises(IntegrityError):
        book.add(replace(VISIT, place=None))  # type: ignore[arg-type]
    assert book.count("lan") == 0


def test_the_newest_day_comes_first_and_long_books_are_read_in_pages(book: Visits) -> None:
    for n in range(5):
        book.add(replace(VISIT, id=f"dong-{n:04}", day=DAY - datetime.timedelta(days=n % 3)))
    assert [visit.day for visit in book.of("lan")] == sorted((visit.day for visit in book.of("lan")), reverse=True)
    assert book.of("lan", skip=2, most=2) == book.of("lan")[2:4]
    assert book.count("lan") == 5


def test_only_the_one_who_wrote_a_row_takes_it_out(book: Visits, engine: Engine) -> None:
    book.add(VISIT)
    assert not book.remove(VISIT.id, "huong")
    assert book.remove(VISIT.id, "lan")
    assert not book.remove(VISIT.id, "lan")
    assert [(deed.who, deed.deed, deed.target) for deed in deeds(engine)] == [
        ("lan", "visit.removed", VISIT.id),
        ("lan", "visit.added", VISIT.id),
    ]


def test_places_are_totalled_over_everyone_within_the_days_asked(book: Visits) -> None:
    book.add(VISIT)
    book.add(replace(VISIT, id="dong-0002", helper="huong", solved=False))
    book.add(replace(VISIT, id="dong-0003", place="hue"))
    book.add(replace(VISIT, id="dong-0004", day=DAY - datetime.timedelta(days=100)))
    assert book.by_place(DAY - datetime.timedelta(days=90), DAY) == [
        PlaceTotal("sam-son", 2, 1, 2),
        PlaceTotal("hue", 1, 1, 1),
    ]


def test_the_table_has_no_column_for_free_words(engine: Engine) -> None:
    columns = {column["name"] for column in inspect(engine).get_columns("visits")}
    assert columns == {column.name for column in table.columns}
    assert columns == {"id", "helper", "day", "place", "topic", "task", "solved", "received_at"}
