"""Một kho nhỏ, bịa, đủ mọi hoàn cảnh của một câu trả lời: cho kiểm thử các trang của cổng, cả khi có trình duyệt."""

from __future__ import annotations

import datetime
from typing import Any

from bot.knowledge.model import Answer, Knowledge, Outside, Source
from bot.knowledge.period import Period

NOW = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.timezone.utc)
TODAY = "2026-11-22"
ATTACK = '</script><img src=x onerror="window.hit=1">'


def made(answer_id: str, **fields: Any) -> Answer:
    """Một câu trả lời tối thiểu; các trường khác đè lên."""
    plain: dict[str, Any] = {
        "id": answer_id,
        "topic": "bhyt",
        "title": f"Tiêu đề {answer_id}?",
        "short": "Lời đáp ngắn.",
        "facts": ("Bằng chứng.",),
        "sources": ("bao-mau",),
        "read_on": Period.parse("2026-11"),
        "confidence": "high",
    }
    return Answer(**{**plain, **fields})


SOURCES = [
    Source("bao-mau", "Bài về thẻ", "Báo Mẫu", published=Period.parse("2025-05-01"), url="https://bao-mau.example/the"),
    Source("khong-ngay", "Bài không ngày", "Báo Việc", url="http://bao-viec.example/"),
    Source("dia-chi-la", "Bài có địa chỉ lạ", "Không rõ", url="javascript:alert(1)"),
    Source("bai-kin", "bai-khong-dau", "Báo Kín", title_from_url=True, published_note="đầu năm 2026"),
]
FULL = made(
    "cap-lai-the",
    title="Cấp lại thẻ bảo hiểm bị rách thế nào?",
    short="Anh/chị nộp tờ khai ở xã hoặc qua mạng.",
    asks=("the bao hiem bi rach", "làm lại thẻ bảo hiểm"),
    steps=("Viết tờ khai.", "Nộp ở bộ phận một cửa.", "Nhận thẻ sau vài ngày."),
    details=("Không mất tiền.", "Người nhà nộp thay được."),
    notes=("Đừng đưa thẻ cho người lạ.",),
    sources=("bao-mau", "khong-ngay", "dia-chi-la", "bai-kin"),
    related=("doi-noi-kham", "khong-con-cau-nay"),
    aliases=("the-rach",),
    valid_from=Period.parse("2025-06-01"),
    valid_until=Period.parse("2026-12-31"),
)
OVER = made(
    "muc-dong-cu",
    title="Mức đóng cũ là bao nhiêu?",
    valid_from=Period.parse("2020"),
    valid_until=Period.parse("2025-06-30"),
    superseded_by="muc-dong-moi",
)
EARLY = made("quy-dinh-sap-toi", title="Quy định sắp tới nói gì?", valid_from=Period.parse("2027-01-01"))
HOSTILE = made(
    "chu-doc",
    topic="an-toan",
    title=ATTACK,
    short=ATTACK,
    steps=(ATTACK,),
    details=(ATTACK,),
    notes=(ATTACK,),
)
LONG = made(
    "rat-dai",
    title="Câu này có rất nhiều điều phải nói thì tờ giấy có còn đủ chỗ cho mọi điều không?",
    short="Lời đáp ngắn mà vẫn dài vì có nhiều điều phải dặn trước. " * 4,
    steps=tuple(f"Bước thứ {n}: mở ứng dụng, chọn mục cần làm rồi bấm tiếp tục cho tới khi xong." for n in range(1, 9)),
    notes=("Xem kỹ số tiền rồi hãy bấm đồng ý, đã chuyển thì khó lấy lại được.",) * 3,
    details=tuple(f"Chi tiết {n}: " + "điều này chỉ cần khi hồ sơ có vướng mắc riêng. " * 4 for n in range(1, 9)),
    sources=("bao-mau", "khong-ngay", "dia-chi-la", "bai-kin"),
)
ANSWERS = [
    FULL,
    OVER,
    EARLY,
    HOSTILE,
    LONG,
    made("muc-dong-moi", title="Mức đóng bây giờ là bao nhiêu?"),
    made("doi-noi-kham", title="Đổi nơi khám chữa bệnh ban đầu ra sao?"),
    made("can-cuoc-nhan", topic="can-cuoc", title="Nhận căn cước ở đâu?", asks=("lay can cuoc cho nao",)),
]
OUTSIDE = [
    Outside("thoi-tiet", "dự báo thời tiết", ("mai trời mưa không", "thời tiết hôm nay")),
    Outside("bien-so", "biển số xe", ("đổi biển số xe máy", "bấm biển số"), topic="dich-vu-cong", door="can-cuoc-nhan"),
]
KNOWLEDGE = Knowledge(
    sources={source.id: source for source in SOURCES},
    answers={answer.id: answer for answer in ANSWERS},
    outside={matter.id: matter for matter in OUTSIDE},
)
