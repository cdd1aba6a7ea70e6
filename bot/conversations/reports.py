"""Câu mà người hỗ trợ hỏi tại chỗ và báo là trợ lý chưa đáp được.

Nó thành một cuộc một lượt trong nhật ký, nên được gom, hỏi lại trước khi xuất bản, hết hạn và xoá như lời người dân;
không đếm vào số liệu và không vào mẫu chấm, vì hai thứ ấy chỉ nói về người dân.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.log import Reply, append_line, begin, require_masked
from bot.conversations.unanswered import note_report

_PREFIX = "bao."
"""Mã cuộc của người dân không bao giờ có dấu chấm."""


class NotAQuestion(ValueError):
    """Lời ấy đứng riêng thì không phải một câu hỏi (lời chào, câu hỏi tiếp): không có gì để viết lời đáp cho nó."""


def report(engine: Engine, now: datetime.datetime, report_id: str, text: str, replies: Sequence[Reply]) -> None:
    """Ghi `text` (đã che số) và lời bot đáp riêng cho nó; gửi lại cùng `report_id` thì không thành hai.

    Raises:
        UnmaskedText: lời còn số cá nhân.
        NotAQuestion: không phải một câu hỏi; không ghi gì.
    """
    require_masked(text)
    talk = _PREFIX + report_id
    try:
        with engine.begin() as connection:
            begin(connection, talk, now)
            number = append_line(connection, talk, "message", {"text": text}, now)
            append_line(connection, talk, "replies", list(replies), now, answers=number)
            if not note_report(connection, talk, number):
                raise NotAQuestion(text)
    except IntegrityError:
        return
