"""Những danh từ của kho kiến thức: nguồn, nơi, chỉ tiêu, số liệu, đề tài, sự việc, câu trả lời, việc ngoài phạm vi,
việc có hướng dẫn và điều cần biết về người làm.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.knowledge.period import Period

Topic = Literal["vneid", "can-cuoc", "bhyt", "thanh-toan", "dich-vu-cong", "to-chuc-dia-phuong", "an-toan"]
Confidence = Literal["high", "medium", "low"]
PlaceLevel = Literal["nation", "province", "city", "district", "ward", "commune", "site"]
"""`site`: một chợ, một bệnh viện, một khu di tích."""
Scope = Literal["province", "all", "city", "commune", "party-agencies"]
"""Phần nào của nơi ấy: cả tỉnh, cả hai cấp, riêng cấp thành phố, riêng cấp xã, riêng khối Đảng và đoàn thể."""
FigureKind = Literal["value", "target", "increase", "decrease", "times"]
Basis = Literal["stated", "article", "inferred", "unknown"]
Qualifier = Literal["gần", "hơn", "trên", "khoảng"]
TaskPart = Literal["bring", "step", "note"]
"""Mang theo, bước làm, lưu ý."""


@dataclass(frozen=True, slots=True)
class Source:
    """Một bài nguồn. `url` None: không biết địa chỉ; `published` None: bài không ghi ngày."""

    id: str
    title: str
    publisher: str
    title_from_url: bool = False
    published: Period | None = None
    published_note: str | None = None
    url: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Một nơi. `merged_into`, `merged_on`: đã nhập vào đâu, từ ngày nào."""

    id: str
    name: str
    level: PlaceLevel
    aliases: tuple[str, ...] = ()
    within: str | None = None
    merged_into: tuple[str, ...] = ()
    merged_on: Period | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """Điều một số liệu đo; `names` là những cách người dân gọi nó."""

    id: str
    name: str
    unit: str
    topic: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """Một con số của một chỉ tiêu, ở một nơi, vào một lúc, đúng như nguồn in (`literal`)."""

    id: str
    source: str
    indicator: str
    place: str
    value: float
    as_of: Period
    as_of_basis: Basis
    literal: str
    paragraph: int
    scope: Scope = "province"
    kind: FigureKind = "value"
    out_of: float | None = None
    qualifier: Qualifier | None = None
    compared_with: Period | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Đề tài của những sự việc: một ứng dụng, một văn bản, một mô hình; `names` là những cách người dân hỏi về nó."""

    id: str
    name: str
    topic: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedFact:
    """Một sự việc không phải con số mà bài nguồn nói. `label`: tên ngắn; `text`: cả câu, lời của ta."""

    id: str
    source: str
    subject: str
    place: str
    label: str
    text: str
    as_of: Period
    as_of_basis: Basis
    paragraph: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Một câu hỏi của người dân đã có lời đáp; `facts` là bằng chứng, mọi phần khác viết lại từ đó."""

    id: str
    topic: Topic
    title: str
    short: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    read_on: Period
    confidence: Confidence
    aliases: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    valid_from: Period | None = None
    valid_until: Period | None = None
    superseded_by: str | None = None
    reviewed_on: Period | None = None
    review_by: Period | None = None

    def is_early(self, today: datetime.date) -> bool:
        """Quy định trong câu này chưa tới ngày áp dụng."""
        return self.valid_from is not None and self.valid_from.start > today

    def is_over(self, today: datetime.date) -> bool:
        """Quy định trong câu này đã hết hiệu lực."""
        return self.valid_until is not None and self.valid_until.end < today


@dataclass(frozen=True, slots=True)
class Outside:
    """Một việc bot không trả lời, để nhận ra khi có người hỏi. `name` đứng được sau "tôi không trả lời được về …".

    `topic`: chủ đề của bot mà việc này thuộc về, kho chưa có lời đáp; không ghi: việc ngoài mọi chủ đề.
    `door`: câu trả lời chỉ đúng nơi phải tới hay số phải gọi cho việc này, khi kho có.
    """

    id: str
    name: str
    asks: tuple[str, ...]
    topic: Topic | None = None
    door: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Một lựa chọn của một đặc điểm. `says`: cách nói khác; `least`, `most`: con số nằm trong khoảng này cũng là nó."""

    value: str
    label: str
    says: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def has_range(self) -> bool:
        """Nhận cả con số."""
        return self.least is not None or self.most is not None

    @property
    def range(self) -> tuple[float, float]:
        """Từ số nào đến số nào; bên không ghi là không giới hạn."""
        return (0 if self.least is None else self.least), (math.inf if self.most is None else self.most)

    def overlaps(self, low: float, high: float) -> bool:
        """Khoảng số của lựa chọn này có chung với khoảng kia."""
        return self.range[0] <= high and low <= self.range[1]


@dataclass(frozen=True, slots=True)
class Trait:
    """Điều cần biết về người làm: tuổi, loại thẻ, có điện thoại không. `id` cũng là tên slot của Rasa."""

    id: str
    ask: str
    choices: tuple[Choice, ...]

    def choice(self, value: str) -> Choice | None:
        """Lựa chọn mang giá trị này."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Một dòng của danh sách việc. `when`: mọi điều kiện đều phải đúng (`conditions.py`); `answer`: câu làm chứng."""

    part: TaskPart
    text: str
    when: tuple[str, ...] = ()
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Một việc dẫn từng bước theo trường hợp: hỏi các `traits` theo thứ tự, rồi chọn những `lines` hợp."""

    id: str
    topic: Topic
    title: str
    intro: str
    traits: tuple[str, ...]
    lines: tuple[TaskLine, ...]
    read_on: Period
    asks: tuple[str, ...] = ()
    reviewed_on: Period | None = None
    review_by: Period | None = None

    @property
    def proofs(self) -> tuple[str, ...]:
        """Id những câu trả lời làm chứng, theo thứ tự dòng, mỗi câu một lần."""
        return tuple(dict.fromkeys(line.answer for line in self.lines if line.answer))


@dataclass(frozen=True)
class Knowledge:
    """Tất cả những gì đã biết, theo id; `version` tăng mỗi lần kho đổi."""

    sources: dict[str, Source] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    facts: dict[str, NamedFact] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    outside: dict[str, Outside] = field(default_factory=dict)
    traits: dict[str, Trait] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    version: int = 0
    _by_alias: dict[str, Answer] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_alias = {alias: answer for answer in self.answers.values() for alias in answer.aliases}
        object.__setattr__(self, "_by_alias", by_alias)

    def answer(self, answer_id: str) -> Answer | None:
        """Câu trả lời mang id này, hoặc đã nhận id này làm tên cũ (alias)."""
        return self.answers.get(answer_id) or self._by_alias.get(answer_id)


NOUNS: dict[str, type[Any]] = {
    "sources": Source,
    "places": Place,
    "indicators": Indicator,
    "figures": Figure,
    "subjects": Subject,
    "facts": NamedFact,
    "answers": Answer,
    "outside": Outside,
    "traits": Trait,
    "tasks": Task,
}
"""Tên bảng của từng danh từ trong `Knowledge`, trong kho, theo thứ tự đọc."""
