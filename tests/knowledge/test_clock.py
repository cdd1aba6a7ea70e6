"""Đồng hồ là tham số: cùng một câu hỏi, hỏi trước và sau ngày luật đổi, lời đáp đều đúng với ngày hỏi."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from bot.knowledge import texts
from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_text

CLOCKS = ("2023-10-01", "2024-08-01", "2025-05-31", "2025-07-02", "2026-11-21", "2027-02-01")


class Change(NamedTuple):
    """Một lần luật đổi: hỏi gì, câu nào trả lời, đổi từ ngày nào; `ends`: ngày ấy là ngày cuối của quy định."""

    question: str
    answer: str
    day: str
    says: str
    ends: bool = False


CHANGES = (
    Change("CMND 9 số còn xài được không?", "can-cuoc-cmnd-het-gia-tri", "2025-01-01", "sau ngày 31/12/2024"),
    Change("CCCD với thẻ căn cước khác gì nhau, sao đổi tên?", "can-cuoc-doi-ten", "2024-07-01", "Từ 1/7/2024"),
    Change(
        "Tài khoản cũ đăng ký bằng số điện thoại trên Cổng dịch vụ công còn dùng được không?",
        "dvcqg-tai-khoan-cu",
        "2024-07-01",
        "Từ 1/7/2024 thì không",
    ),
    Change("Từ khi nào không cấp thẻ BHYT giấy nữa?", "dung-cap-the-bhyt-giay-2025", "2025-06-01", "Từ 01/06/2025"),
    Change("Bỏ công an huyện rồi làm căn cước ở đâu?", "can-cuoc-lam-o-dau", "2025-03-01", "Từ 1/3/2025"),
    Change("Chính quyền hai cấp hoạt động từ ngày nào?", "dia-phuong-van-hanh-hai-cap", "2025-07-01", "Từ 1/7/2025"),
    Change("Lào Cai và Yên Bái sáp nhập thành tỉnh nào?", "dia-phuong-lao-cai-yen-bai", "2025-07-01", "Từ 1/7/2025"),
    Change(
        "Chuyển khoản bao nhiêu tiền thì phải quét khuôn mặt?",
        "sinh-trac-hoc-chuyen-tien-tren-10-trieu",
        "2024-07-01",
        "Từ 01/07/2024",
    ),
    Change(
        "Từ 2025 chưa xác thực sinh trắc học thì tài khoản có bị khóa không?",
        "doi-chieu-sinh-trac-hoc-tu-1-1-2025",
        "2025-01-01",
        "Từ 01/01/2025",
    ),
    Change("Hộ kinh doanh có còn thuế khoán không?", "bo-thue-khoan-ho-kinh-doanh", "2026-01-01", "Từ 01/01/2026"),
    Change("Đổi thẻ căn cước hết bao nhiêu tiền?", "can-cuoc-le-phi", "2026-12-31", "đến hết 31/12/2026", ends=True),
    Change(
        "Đã có giấy tờ trên VNeID, cơ quan có được bắt nộp bản giấy không?",
        "vneid-cam-yeu-cau-giay-to",
        "2026-07-01",
        "Từ 1/7/2026 thì không",
    ),
)


def _cases() -> Iterator[tuple[Change, datetime.date]]:
    return ((change, datetime.date.fromisoformat(clock)) for change in CHANGES for clock in CLOCKS)


@pytest.fixture(scope="module")
def at(real_knowledge: Knowledge) -> dict[datetime.date, Answerer]:
    def on(day: datetime.date) -> Answerer:
        return Answerer(real_knowledge, lambda: day)

    return {day: on(day) for day in map(datetime.date.fromisoformat, CLOCKS)}


@pytest.mark.parametrize(("change", "today"), _cases(), ids=lambda value: getattr(value, "answer", str(value)))
def test_a_rule_is_told_as_it_stands_on_the_day_it_is_asked(
    at: dict[datetime.date, Answerer], change: Change, today: datetime.date
) -> None:
    outcome = at[today].answer(Question(change.question))
    assert [item.id for item in outcome.items] == [change.answer]
    shown, day = render_text(outcome), datetime.date.fromisoformat(change.day)
    spoken = f"ngày {day.day}/{day.month}/{day.year}"
    not_yet, ended = texts.NOT_YET_VALID.format(date=spoken), texts.NO_LONGER_VALID.format(date=spoken)
    assert change.says in shown, "lời đáp tự nói mốc thời gian của nó"
    if change.ends:
        assert shown.startswith(ended) is (today > day)
    else:
        assert shown.startswith(not_yet) is (today < day)


def test_a_place_merged_later_is_not_said_to_be_merged_before_the_day(real_knowledge: Knowledge) -> None:
    question = Question("Hải Dương có bao nhiêu dịch vụ công một phần?")
    before = Answerer(real_knowledge, lambda: datetime.date(2025, 5, 31)).answer(question)
    after = Answerer(real_knowledge, lambda: datetime.date(2025, 7, 2)).answer(question)
    assert "đã nhập vào Hải Phòng" not in render_text(before)
    assert "Từ ngày 1/7/2025, Hải Dương đã nhập vào Hải Phòng" in render_text(after)


def test_what_is_past_its_review_day_is_still_told_with_a_warning(at: dict[datetime.date, Answerer]) -> None:
    question = Question("Đã có giấy tờ trên VNeID, cơ quan có được bắt nộp bản giấy không?")
    for today, answerer in at.items():
        shown = render_text(answerer.answer(question))
        assert ("Cần kiểm tra lại" in shown) is (today > datetime.date(2026, 7, 1))
        assert "Luật cấm đòi dân đưa giấy tờ đã tích hợp" in shown


def test_no_short_answer_speaks_of_now(real_knowledge: Knowledge) -> None:
    """Câu đọc hôm nay cũng được đọc vào ngày khác: mốc thời gian phải là một ngày, không phải "hiện nay"."""
    today = re.compile(r"\b(?:hiện nay|bây giờ|(?<!nơi ở )hiện tại|năm nay|sắp tới|tháng này|hôm nay)\b", re.IGNORECASE)
    loose = {answer.id for answer in real_knowledge.answers.values() if today.search(answer.short)}
    assert loose == set()
