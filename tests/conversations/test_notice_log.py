"""Thông báo: có hiệu lực từ lúc đăng tới lúc hết, ai làm gì cũng vào sổ."""

from __future__ import annotations

import datetime

import pytest
from hand_clock import HandClock
from sqlalchemy.engine import Engine

from bot import audit
from bot.conversations.log import UnmaskedText
from bot.conversations.notices import AlreadyOn, NoticeOver, Notices

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def notices(engine: Engine, clock: HandClock) -> Notices:
    return Notices(engine, clock)


def test_a_notice_is_on_until_someone_ends_it(notices: Notices, clock: HandClock) -> None:
    number = notices.start("banner", "Có tin nhắn giả danh công an.", "Công văn 12", "lan")
    (on,) = notices.current()
    assert (on.id, on.kind, on.text, on.started_by, on.started_at) == (
        number,
        "banner",
        "Có tin nhắn giả danh công an.",
        "lan",
        clock.now,
    )
    clock.now += HOUR
    ended = notices.end(number, "minh")
    assert (ended.ended_by, ended.ended_at) == ("minh", clock.now)
    assert notices.current() == ()
    assert (notices.past(10), notices.count_past()) == ([ended], 1)


def test_a_notice_with_an_end_runs_out_by_itself_and_cannot_be_ended_after(notices: Notices, clock: HandClock) -> None:
    number = notices.start("stop", "bảo trì", "kế hoạch", "lan", until=clock.now + HOUR)
    clock.now += HOUR - datetime.timedelta(seconds=1)
    assert [on.id for on in notices.current()] == [number]
    clock.now += datetime.timedelta(seconds=1)
    assert notices.current() == ()
    with pytest.raises(NoticeOver):
        notices.end(number, "lan")
    assert [over.ended_by for over in notices.past(10)] == [None]


def test_one_topic_and_the_whole_bot_are_switched_off_once_at_a_time(notices: Notices, clock: HandClock) -> None:
    first = notices.start("topic", "quy định vừa đổi", "Thông tư mới", "lan", topic="vneid")
    notices.start("topic", "đang xem lại", "Thông tư mới", "lan", topic="bhyt")
    notices.start("stop", "bảo trì", "kế hoạch", "lan")
    for kind, topic in (("topic", "vneid"), ("stop", None)):
        with pytest.raises(AlreadyOn):
            notices.start(kind, "lần hai", "nhầm", "minh", topic=topic)  # type: ignore[arg-type]
    assert len(notices.current()) == 3
    notices.end(first, "lan")
    notices.start("topic", "lại đổi", "Thông tư nữa", "lan", topic="vneid")
    for _ in range(2):
        notices.start("banner", "hai dải cùng lúc cũng được", "x", "lan")


def test_every_change_is_in_the_audit_and_a_refused_one_is_not(notices: Notices, engine: Engine) -> None:
    number = notices.start("topic", "quy định vừa đổi", "Thông tư mới", "lan", topic="vneid")
    with pytest.raises(AlreadyOn):
        notices.start("topic", "lần hai", "nhầm", "minh", topic="vneid")
    notices.end(number, "minh")
    with pytest.raises(NoticeOver):
        notices.end(number, "minh")
    written = [(deed.who, deed.deed, deed.target) for deed in audit.deeds(engine)]
    assert written == [("minh", "notice.ended", str(number)), ("lan", "notice.topic", str(number))]
    assert audit.deeds(engine)[1].detail["reason"] == "Thông tư mới"


def test_personal_numbers_are_refused(notices: Notices) -> None:
    for words in (("gọi 0912345678", "x"), ("x", "căn cước 038090001234")):
        with pytest.raises(UnmaskedText):
            notices.start("banner", *words, "lan")
    assert notices.current() == ()
