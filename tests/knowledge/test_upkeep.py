"""Việc giữ kho luôn đúng: mỗi câu rơi vào đúng nhóm việc, kể cả ở hai đầu của 60 ngày."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest

from bot.knowledge.model import Answer, Knowledge
from bot.knowledge.record import decode_trusted
from bot.knowledge.upkeep import SOON, Upkeep, upkeep

TODAY = datetime.date(2026, 11, 21)
GROUPS = ("ending", "starting", "due", "overdue")


def _in(days: int) -> str:
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def _answer(answer_id: str, dates: Mapping[str, str]) -> Answer:
    data = {
        "id": answer_id,
        "topic": "can-cuoc",
        "title": "Đổi thẻ ở đâu?",
        "short": "Ở xã.",
        "facts": ["Ở xã."],
        "sources": ["bao-mau"],
        "read_on": "2026-11",
        "confidence": "high",
        **dates,
    }
    return decode_trusted(Answer, data)


def _work(**answers: Mapping[str, str]) -> Upkeep:
    """Việc phải làm của kho có những câu này, mỗi câu mang những ngày này."""
    return upkeep(Knowledge(answers={name: _answer(name, dates) for name, dates in answers.items()}), TODAY)


def _ids(answers: tuple[Answer, ...]) -> list[str]:
    return [answer.id for answer in answers]


def test_soon_is_sixty_days() -> None:
    assert SOON.days == 60


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (1, True), (59, True), (60, True), (61, False)])
@pytest.mark.parametrize(
    ("field", "group"), [("valid_until", "ending"), ("valid_from", "starting"), ("review_by", "due")]
)
def test_what_happens_within_sixty_days_is_told_today_and_the_last_day_included(
    field: str, group: str, days: int, soon: bool
) -> None:
    work = _work(a={field: _in(days)})
    assert (_ids(getattr(work, group)) == ["a"]) is soon
    others = [name for name in GROUPS if name not in (group, "overdue")]
    assert [name for name in others if getattr(work, name)] == []


@pytest.mark.parametrize(("days", "late"), [(-400, True), (-1, True), (0, False), (1, False)])
def test_a_review_is_overdue_from_the_day_after_its_date(days: int, late: bool) -> None:
    work = _work(a={"review_by": _in(days)})
    assert (_ids(work.overdue) == ["a"]) is late
    assert (_ids(work.due) == ["a"]) is not late


@pytest.mark.parametrize(
    ("review_by", "group"),
    [("2026-10", "overdue"), ("2026-11", "due"), ("2026", "due"), ("2027-01", None), ("2027", None)],
)
def test_a_month_or_a_year_falls_due_on_its_last_day(review_by: str, group: str | None) -> None:
    work = _work(a={"review_by": review_by})
    assert [name for name in GROUPS if getattr(work, name)] == ([group] if group else [])


def test_a_month_begins_on_its_first_day() -> None:
    assert _ids(_work(a={"valid_from": "2027-01"}).starting) == ["a"]
    assert _ids(_work(a={"valid_from": "2026-11"}).starting) == []


def test_an_answer_without_dates_asks_for_nothing_but_a_first_review() -> None:
    work = _work(a={})
    assert [name for name in GROUPS if getattr(work, name)] == []
    assert _ids(work.never_reviewed) == ["a"]


def test_an_answer_somebody_reviewed_is_not_listed_as_never_reviewed() -> None:
    assert _ids(_work(a={"reviewed_on": "2026-11-20"}, b={}).never_reviewed) == ["b"]


def test_one_answer_may_be_in_several_groups() -> None:
    work = _work(a={"valid_until": _in(3), "review_by": _in(3)})
    assert (_ids(work.ending), _ids(work.due), _ids(work.never_reviewed)) == (["a"], ["a"], ["a"])


def test_the_nearest_day_comes_first_and_equal_days_go_by_id() -> None:
    later, sooner = {"review_by": _in(9)}, {"review_by": _in(2)}
    assert _ids(_work(c=later, b=sooner, a=later, d=sooner).due) == ["b", "d", "a", "c"]


def test_a_month_ends_on_its_last_day_and_begins_on_its_first_when_put_in_order() -> None:
    month, day = "2026-12", "2026-12-15"
    assert _ids(_work(a={"valid_until": month}, b={"valid_until": day}).ending) == ["b", "a"]
    assert _ids(_work(a={"valid_from": month}, b={"valid_from": day}).starting) == ["a", "b"]
    assert _ids(_work(a={"valid_until": "2027-01"}).ending) == []


def test_an_empty_store_has_no_work() -> None:
    assert upkeep(Knowledge(), TODAY) == Upkeep((), (), (), (), ())
