"""Các ô của biểu mẫu câu trả lời, đúng các trường của knowledge/answers; đọc biểu mẫu thành nội dung bản nháp."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from bot.knowledge.draft import id_for
from bot.knowledge.model import Answer, Confidence
from bot.privacy import mask
from bot.web import texts
from bot.web.console.form import Form

MOST_LINES, MOST_CHARACTERS = 200, 2000
"""Rộng hơn mọi câu thật: quá dài thì luật của kho nói ở đúng ô, chứ biểu mẫu không từ chối cả trang."""
MOST_SOURCES = 10
CONFIDENCES: dict[Confidence, str] = {
    "high": "cao: văn bản gốc, hay nhiều nguồn khớp nhau",
    "medium": "vừa: một nguồn báo",
    "low": "thấp: chưa chắc",
}
_REVIEW_MONTHS = 6


class Field(NamedTuple):
    """Một ô. `kind`: một dòng, một đoạn, mỗi dòng một mục, chọn một, hay đánh dấu nhiều."""

    name: str
    label: str
    hint: str
    kind: Literal["line", "text", "lines", "choice", "picks"]
    rows: int = 3


FIELDS: tuple[Field, ...] = (
    Field("topic", "Chủ đề", "", "choice"),
    Field("title", "Câu hỏi", "Như người dân hỏi; cũng là một cách hỏi.", "line"),
    Field(
        "asks",
        "Các cách hỏi",
        "Mỗi dòng một cách, từ sáu cách khác nhau: ngắn, dài, không dấu, kể chuyện, giọng vùng miền.",
        "lines",
        8,
    ),
    Field(
        "short", "Lời đáp ngắn", "Dưới 300 ký tự. Câu hỏi có hay không thì mở đầu bằng Có, Không, Được, Chưa…", "text"
    ),
    Field("steps", "Các bước", "Mỗi dòng một việc phải làm, nhiều nhất 10 dòng.", "lines", 5),
    Field("details", "Chi tiết", "Điều nên biết thêm, mỗi dòng một điều, nhiều nhất 6 dòng.", "lines"),
    Field("notes", "Lưu ý", "Chỗ chưa chắc, nên hỏi ai; nhiều nhất 3 dòng.", "lines"),
    Field(
        "facts",
        "Bằng chứng",
        "Điều nguồn nói. Mọi con số, ngày, điều luật, số điện thoại ở trên phải có y như vậy ở đây.",
        "lines",
        5,
    ),
    Field("sources", "Nguồn", "Bắt buộc có ít nhất một nguồn.", "picks"),
    Field("related", "Câu liên quan", "Nhiều nhất 3 câu người ta hay hỏi tiếp.", "picks"),
    Field("valid_from", "Hiệu lực từ ngày", "Như 2025-07-01; không có thì bỏ trống.", "line"),
    Field("valid_until", "Ngày cuối còn hiệu lực", "Như 2026-12-31; không có thì bỏ trống.", "line"),
    Field("superseded_by", "Mã câu thay thế", "Chỉ khi câu này đã hết hiệu lực.", "line"),
    Field("read_on", "Lúc đọc nguồn", "Như 2026-11.", "line"),
    Field("review_by", "Hạn xem lại", "Thường sáu tháng sau, như 2027-05.", "line"),
    Field("reviewed_on", "Ngày có người xem lại", "Người có trách nhiệm xem xong mới ghi.", "line"),
    Field("confidence", "Mức chắc chắn", "", "choice"),
    Field("aliases", "Mã cũ", "Mã của những câu đã gộp vào đây, mỗi dòng một mã.", "lines", 2),
)
SOURCE_FIELDS: tuple[Field, ...] = (
    Field("title", "Tên bài", "", "line"),
    Field("publisher", "Nơi đăng", "Tên báo, cơ quan.", "line"),
    Field("published", "Ngày đăng", "Như 2026-11-21, hay 2026-11; không rõ thì bỏ trống.", "line"),
    Field("url", "Địa chỉ", "Bắt đầu bằng https://; không biết thì bỏ trống.", "line"),
)
OPTIONS: dict[str, list[tuple[str, str]]] = {
    "topic": [("", "Chọn chủ đề"), *texts.TOPICS.items()],
    "confidence": [(value, CONFIDENCES[value]) for value in get_args(Confidence)],
}
LABELS: dict[str, str] = {"id": "Mã", **{field.name: field.label for field in FIELDS}}


def blank(today: datetime.date) -> dict[str, Any]:
    """Nội dung của một bản nháp câu mới: hôm nay đọc nguồn, sáu tháng sau xem lại."""
    months = today.year * 12 + today.month - 1 + _REVIEW_MONTHS
    answer = {
        "read_on": f"{today:%Y-%m}",
        "review_by": f"{months // 12}-{months % 12 + 1:02}",
        "confidence": "medium",
    }
    return {"answer": answer, "sources": []}


def read_answer(form: Form, before: Mapping[str, Any], known: Answer | None, *, new: bool) -> dict[str, Any]:
    """Nội dung bản nháp từ biểu mẫu. `before`: nội dung đã lưu; `known`: câu đang dùng; `new`: được đặt mã.

    Số cá nhân trong chữ mới gõ bị che; dòng vốn đang cho người dân xem thì giữ y nguyên.
    """
    kept = _lines_of(known)
    answer: dict[str, Any] = {}
    for field in FIELDS:
        answer[field.name] = _read(form, field, kept)
    sources = _read_sources(form, kept)
    answer["sources"] = [*answer["sources"], *(source["id"] for source in sources)]
    answer["id"] = form.text("id", most=120, required=False) if new else before["answer"]["id"]
    return {"answer": answer, "sources": sources}


def written(body: Mapping[str, Any]) -> dict[str, str]:
    """Chữ trong từng ô: danh sách thì mỗi dòng một mục."""
    answer = body["answer"]
    return {field.name: _shown(answer.get(field.name)) for field in (*FIELDS, Field("id", "", "", "line"))}


def _read(form: Form, field: Field, kept: Collection[str]) -> Any:
    if field.kind == "picks":
        return list(dict.fromkeys(filter(None, form.all(field.name, most=MOST_LINES))))
    if field.kind == "lines":
        return [_masked(line, kept) for line in form.lines(field.name, most=MOST_LINES, each=MOST_CHARACTERS)]
    value = form.text(field.name, most=MOST_CHARACTERS, required=False)
    return _masked(" ".join(value.split()), kept)


def _read_sources(form: Form, kept: Collection[str]) -> list[dict[str, Any]]:
    """Các nguồn mới: mỗi nguồn một nhóm ô mang số; nhóm trống tên bài và địa chỉ, hay được đánh dấu bỏ, thì thôi."""
    sources = []
    for place in range(MOST_SOURCES):
        plain = {
            name: form.text(f"source-{place}-{name}", most=MOST_CHARACTERS, required=False)
            for name in ("id", *(field.name for field in SOURCE_FIELDS))
        }
        if (plain["title"] or plain["url"]) and not form.flag(f"source-{place}-drop"):
            plain |= {name: _masked(plain[name], kept) for name in ("title", "publisher")}
            plain["id"] = plain["id"] or id_for(f"{plain['publisher']} {plain['title']}")
            sources.append(plain)
    return sources


def _lines_of(known: Answer | None) -> set[str]:
    if known is None:
        return set()
    many: Sequence[Sequence[str]] = (known.asks, known.steps, known.details, known.notes, known.facts)
    return {known.title, known.short, *(line for lines in many for line in lines)}


def _masked(line: str, kept: Collection[str]) -> str:
    return line if line in kept else mask(line).text


def _shown(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")
