"""Việc có hướng dẫn bịa ra, nhỏ, đủ mọi loại dòng: cho kiểm thử của kho, hành động và máy chủ bot."""

from __future__ import annotations

from typing import Any

from sample_answers import SOURCES, made

from bot.knowledge.model import Choice, Knowledge, Task, TaskLine, Trait
from bot.knowledge.period import Period

AGE = Trait(
    "age",
    "Người làm bao nhiêu tuổi?",
    (
        Choice("under-6", "Dưới 6 tuổi", ("trẻ sơ sinh", "mới đẻ"), 0, 5),
        Choice("6-13", "Từ 6 đến 13 tuổi", ("học sinh tiểu học",), 6, 13),
        Choice("14-plus", "Từ 14 tuổi trở lên", ("người lớn",), 14),
    ),
)
PHONE = Trait(
    "phone",
    "Anh/chị có điện thoại thông minh không?",
    (
        Choice("smart", "Có điện thoại thông minh", ("có", "smartphone", "điện thoại cảm ứng")),
        Choice("none", "Không có", ("không", "cục gạch", "máy thường")),
    ),
)
CARD = Trait(
    "card",
    "Anh/chị đang dùng thẻ nào?",
    (
        Choice("chip", "Thẻ gắn chip", ("căn cước gắn chip", "thẻ chip")),
        Choice("old", "Chứng minh nhân dân cũ", ("cmnd", "chứng minh thư", "chứng minh")),
        Choice("none", "Chưa có thẻ nào", ("chưa có", "không có thẻ", "mất rồi")),
    ),
)
PROOFS = (
    made("mau-can-gi", topic="vneid", facts=("Mang thẻ gắn chip.",), sources=("bao-mau",)),
    made("mau-o-xa", topic="vneid", facts=("Làm ở công an xã trong 7 ngày.",), sources=("bao-mau", "khong-ngay")),
    made("mau-sap-toi", topic="vneid", valid_from=Period.parse("2027-01-01")),
    made("mau-da-het", topic="vneid", valid_until=Period.parse("2025-06-30"), superseded_by="mau-can-gi"),
)


def task(**fields: Any) -> Task:
    """Việc mẫu; các trường đưa vào đè lên."""
    plain: dict[str, Any] = {
        "id": "lam-the-mau",
        "topic": "vneid",
        "title": "Làm thẻ mẫu",
        "intro": "Trả lời vài câu, tôi lập danh sách việc.",
        "traits": ("age", "card", "phone"),
        "asks": ("dẫn tôi làm thẻ mẫu", "làm thẻ mẫu từng bước cho con tôi"),
        "read_on": Period.parse("2026-11"),
        "lines": (
            TaskLine("bring", "Thẻ gắn chip.", ("card=chip",), "mau-can-gi"),
            TaskLine("bring", "VNeID trên máy người nhà.", ("phone=none", "age=!under-6")),
            TaskLine("step", "Cha mẹ làm thay ở công an xã.", ("age=under-6",), "mau-o-xa"),
            TaskLine("step", "Đến công an xã, chờ 7 ngày.", ("age=6-13|14-plus",), "mau-o-xa"),
            TaskLine("step", "Mở ứng dụng, bấm nhận.", ("age=!under-6", "phone=smart"), "mau-can-gi"),
            TaskLine("note", "Không đưa mã cho ai."),
        ),
    }
    return Task(**{**plain, **fields})


def knowing(*tasks: Task) -> Knowledge:
    """Kho có những việc này, cùng các câu làm chứng."""
    return Knowledge(
        sources={source.id: source for source in SOURCES},
        answers={proof.id: proof for proof in PROOFS},
        traits={trait.id: trait for trait in (AGE, PHONE, CARD)},
        tasks={each.id: each for each in tasks},
    )
