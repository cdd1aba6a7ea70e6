"""Kết cục có kiểu của một lượt hỏi: trả lời gì, dựa vào đâu, nhớ gì cho lượt sau."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.knowledge.model import Source

Kind = Literal[
    "answer", "figure", "clarify", "no_answer", "out_of_scope", "own_record", "small_talk", "safety", "handoff"
]


@dataclass(frozen=True)
class Measure:
    """Con số của một mục số liệu, để vẽ; `literal` và `when` là chữ như trong lời đáp."""

    indicator: str
    value: float
    unit: str
    place: str
    when: str
    literal: str


@dataclass(frozen=True)
class Item:
    """Một điều được cho người dân xem, cùng nguồn của nó; các trường như DESIGN.md 4.1."""

    id: str
    title: str
    short: str
    sources: tuple[Source, ...]
    as_of: str | None
    steps: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    table: dict[str, Any] | None = None
    measure: Measure | None = None
    related: tuple[str, ...] = ()
    related_questions: tuple[tuple[str, str], ...] = ()
    """(id, tiêu đề) của những câu trong `related`."""
    valid_from: str | None = None
    valid_until: str | None = None
    superseded_by: str | None = None
    read_on: str | None = None
    case: str | None = None
    """Trường hợp của một danh sách việc ("age=14-up&card=chip"); None cho mục khác."""


@dataclass(frozen=True)
class Button:
    """Một nút gợi ý: `payload` là {"answer": id} hoặc {"say": chữ}, không bao giờ là intent."""

    title: str
    payload: dict[str, str]


@dataclass(frozen=True)
class Call:
    """Một số điện thoại nên gọi."""

    label: str
    number: str


@dataclass(frozen=True)
class Context:
    """Điều còn nhớ từ lượt trước, giữ trong slot của Rasa: chủ đề, nơi, lúc, chỉ tiêu, các mục vừa cho xem.

    Danh sách việc nằm trong `last_answers` dưới tên của `task_items.py`.
    `runners_up`: những câu đứng sau câu vừa trả lời, để đưa ra khi người ta bảo không phải ý họ.
    """

    topic: str | None = None
    place: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    last_answers: tuple[str, ...] = ()
    runners_up: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Một lượt trả lời. `lead` đứng trước các mục; `trace` kể vì sao, cho nhật ký và cho `ask --explain`.

    `guide`: nút vào, hay trở lại, một việc có hướng dẫn; đứng sau mọi nút khác.
    """

    kind: Kind
    lead: str = ""
    items: tuple[Item, ...] = ()
    suggestions: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    buttons: tuple[Button, ...] = ()
    guide: Button | None = None
    context: Context = field(default_factory=Context)
    trace: dict[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """Luật đã quyết kết cục này, như "found", "outside:vay-tien"; "" khi không luật nào."""
        return str(self.trace.get("rule", ""))
