"""Trang HTML cho người đọc và JSON cho máy, cùng một bộ số."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.nlu_report import charts
from bench.nlu_report.budget import BUDGET
from bench.nlu_report.headlines import Change, percent
from bench.nlu_report.report import Report

TEMPLATE = Path(__file__).with_name("page.html")

NAMES: Mapping[str | None, str] = {
    None: "Tất cả",
    "vneid": "VNeID",
    "can-cuoc": "Thẻ căn cước",
    "bhyt": "Bảo hiểm y tế",
    "thanh-toan": "Thanh toán không tiền mặt",
    "dich-vu-cong": "Dịch vụ công",
    "to-chuc-dia-phuong": "Tổ chức ở địa phương",
    "an-toan": "An toàn, chống lừa đảo",
    "no_accents": "Không dấu",
    "capitals": "Chữ in hoa",
    "decomposed": "Unicode dấu rời",
    "teen_shorthand": "Viết tắt khi nhắn tin",
    "telex": "Phím Telex không bật bộ gõ",
    "typo": "Sai một chữ cái",
    "no_punctuation": "Không dấu câu",
    "inside": "Câu kho trả lời được",
    "everything": "Cả câu ngoài phạm vi",
    "known_matter": "Việc kho đã ghi là không trả lời, hỏi cách khác",
    "strange_matter": "Việc không trả lời mà kho chưa ghi",
    "out_of_scope": "Câu ví dụ ngoài phạm vi của NLU",
    "abuse": "Lời bực tức",
    "right": "Đúng",
    "related": "Câu liên quan",
    "asked_with": "Hỏi lại, có nút đúng",
    "asked_without": "Hỏi lại, không có nút đúng",
    "declined": "Nói không biết",
    "wrong": "Sai",
}
"""Tên cho người đọc của chủ đề, kiểu gõ, loại câu và kết cục."""


def pictures(report: Report) -> dict[str, bytes]:
    """Tên tệp → hình PNG."""
    return {
        "confusion.png": charts.confusion(report.intents),
        "coverage.png": charts.coverage(report.coverage, report.answering),
        "reliability.png": charts.reliability(report.bins),
    }


def render_html(report: Report, changes: Sequence[Change], images: Mapping[str, bytes], verdict: str | None) -> str:
    """Một trang đứng riêng: hình nằm trong trang, không mã chạy, không địa chỉ ngoài."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"share": lambda value: percent(100 * value), "number": number, "name": NAMES.__getitem__}
    return environment.get_template(TEMPLATE.name).render(
        report=report,
        changes=changes,
        verdict=verdict,
        verdict_names={key: NAMES[key] for key in report.answers.total.verdicts},
        budget=BUDGET,
        images={name: base64.b64encode(data).decode("ascii") for name, data in images.items()},
    )


def render_json(report: Report, changes: Sequence[Change]) -> str:
    """Cùng những số ấy; tỷ lệ trong [0, 1], số chính là phần trăm."""
    headlines = {
        change.key: {"value": change.value, "accepted": change.accepted, "fell": change.fell} for change in changes
    }
    dropped = [dataclasses.asdict(row) | {"drop": row.drop} for row in report.noise]
    spent = [dataclasses.asdict(row) | {"within": row.within} for row in report.budget]
    document = {"headlines": headlines, **dataclasses.asdict(report), "noise": dropped, "budget": spent}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def number(value: float, digits: int = 1) -> str:
    """ "1.234,5": dấu chấm ngăn hàng nghìn, dấu phẩy thập phân."""
    rounded = round(value, digits) + 0.0  # + 0.0: đừng viết "-0,0"
    return f"{rounded:,.{digits}f}".translate(str.maketrans(",.", ".,"))
