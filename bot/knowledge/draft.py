"""Một bản nháp câu trả lời: đang ở bước nào, ai viết, sửa từ nội dung nào; và những lý do không làm được với nó.

DraftError
├── UnknownDraftError     không có bản nháp này
├── WrongStateError       bản nháp không ở bước cho phép việc ấy
├── DraftChangedError     người khác vừa sửa bản nháp
├── SamePersonError       người viết không tự duyệt
├── FaultyDraftError      nội dung còn chỗ sai
└── StaleDraftError       câu đang dùng đã đổi từ lúc viết nháp
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

from bot.vietnamese import fold

State = Literal["draft", "review", "published", "returned", "dropped"]
Deed = Literal["write", "remove"]
WORKING: tuple[State, ...] = ("draft", "returned", "review")
"""Những bước mà bản nháp còn đang làm dở."""

table = Table(
    "drafts",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", String(120), nullable=False),
    Column("deed", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("base_digest", String(64)),
    Column("author", String(64), nullable=False),
    Column("edited_by", String(64), nullable=False),
    Column("reviewer", String(64)),
    Column("remark", Text),
    Column("cluster_id", Integer),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("published_version", Integer),
)


class Fault(NamedTuple):
    """Một chỗ sai. `field`: tên trường của câu trả lời, hay "sources.0.url" của nguồn mới; trống: không riêng ô nào."""

    field: str
    message: str


@dataclass(frozen=True)
class Draft:
    """`body`: {"answer": như `record.encode`, "sources": [nguồn mới]}; `digest`: số của nội dung ấy.

    `deed` "remove" là xin gỡ câu `answer_id`. `base_digest`: câu đang dùng lúc bắt đầu viết; None: chưa có câu nào.
    """

    id: int
    answer_id: str
    deed: Deed
    state: State
    body: Mapping[str, Any]
    digest: str
    base_digest: str | None
    author: str
    edited_by: str
    reviewer: str | None
    remark: str | None
    cluster_id: int | None
    created_at: datetime.datetime
    changed_at: datetime.datetime
    published_version: int | None

    @property
    def title(self) -> str:
        """Tên để gọi bản nháp: câu hỏi nó trả lời; chưa viết thì trống."""
        return str(self.body["answer"].get("title") or self.answer_id)

    @property
    def working(self) -> bool:
        """Còn đang làm dở."""
        return self.state in WORKING


class DraftError(RuntimeError):
    """Việc với bản nháp `draft_id` không làm được; chữ của lỗi nói cho người làm biết bước tiếp theo."""

    def __init__(self, draft_id: int, message: str) -> None:
        super().__init__(message)
        self.draft_id = draft_id


class UnknownDraftError(DraftError):
    """Không có bản nháp này."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(draft_id, "Không có bản nháp này.")


class UnknownAnswerError(LookupError):
    """Không có câu trả lời để sửa hay gỡ; mang `answer_id`."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(f"không có câu trả lời “{answer_id}”")
        self.answer_id = answer_id


class WrongStateError(DraftError):
    """Bản nháp đang ở bước khác; mang `state`."""

    def __init__(self, draft_id: int, state: State) -> None:
        super().__init__(draft_id, f"Bản nháp này {STATES[state]}, nên không làm việc ấy được. Anh/chị tải lại trang.")
        self.state = state


class DraftChangedError(DraftError):
    """Nội dung không còn như người làm đã thấy."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(draft_id, "Người khác vừa sửa bản nháp này. Anh/chị xem lại bản mới rồi làm tiếp.")


class SamePersonError(DraftError):
    """Người viết, hay người sửa cuối, không tự duyệt; mang `login`."""

    def __init__(self, draft_id: int, login: str) -> None:
        super().__init__(draft_id, "Người viết không tự duyệt bài của mình. Anh/chị nhờ một người biên tập khác.")
        self.login = login


class FaultyDraftError(DraftError):
    """Nội dung còn chỗ sai; mang `faults`."""

    def __init__(self, draft_id: int, faults: Sequence[Fault]) -> None:
        super().__init__(draft_id, "Còn chỗ phải sửa: " + "; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class StaleDraftError(DraftError):
    """Câu đang dùng khác lúc viết nháp, hay khác lúc người duyệt xem; mang `base` và `current` (None: không có câu)."""

    def __init__(self, draft_id: int, base: str | None, current: str | None) -> None:
        super().__init__(
            draft_id, "Câu đang dùng đã đổi từ lúc viết bản nháp. Anh/chị xem khác biệt rồi quyết có thay không."
        )
        self.base, self.current = base, current


STATES: Mapping[State, str] = {
    "draft": "đang viết",
    "review": "đang chờ duyệt",
    "published": "đã xuất bản",
    "returned": "được trả lại để sửa",
    "dropped": "đã bỏ",
}


def id_for(text: str, most: int = 60) -> str:
    """Id từ một câu chữ: chữ thường không dấu, nối bằng gạch, dừng ở chữ trọn vẹn."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(text)).split()
    made = ""
    for word in words:
        if len(made) + len(word) >= most:
            break
        made = f"{made}-{word}" if made else word
    return made


def read_row(row: Mapping[str, Any]) -> Draft:
    """Bản nháp từ một hàng của bảng."""
    values = {column.name: row[column.name] for column in table.columns}
    for moment in ("created_at", "changed_at"):
        values[moment] = values[moment].replace(tzinfo=values[moment].tzinfo or datetime.timezone.utc)
    return Draft(**{**values, "body": json.loads(values["body"])})
