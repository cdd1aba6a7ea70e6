"""Độ phủ: một lần chạy câu chuyện đã thấy bao nhiêu phần của kho và của domain, còn thiếu điều gì."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.markup import escape
from rich.table import Table

from bot.knowledge.figures import FigureBook
from bot.knowledge.model import Figure, Knowledge
from bot.stories import meanings
from bot.stories.domain import Domain, read_domain
from bot.stories.results import StoryResult
from bot.stories.touched import Touched, touched

__all__ = ["Coverage", "Part", "Touched", "figure_name", "measure", "touched"]


@dataclass(frozen=True)
class Part:
    """Một loại. `all`: id → tên cho người đọc, theo thứ tự trong kho; `seen`: những id trong đó đã được thấy."""

    label: str
    all: Mapping[str, str]
    seen: frozenset[str]

    @property
    def unseen(self) -> tuple[str, ...]:
        """Những id chưa câu chuyện nào thấy."""
        return tuple(key for key in self.all if key not in self.seen)

    @property
    def share(self) -> float:
        """Phần đã thấy, trong [0, 1]; loại trống thì coi như đã thấy hết."""
        return len(self.seen) / len(self.all) if self.all else 1.0


@dataclass(frozen=True)
class Coverage:
    """Mỗi loại một phần, theo tên trường của `Touched`; `suggested` gồm cả câu trả lời đã được đọc."""

    parts: Mapping[str, Part]

    def table(self) -> Table:
        """Bảng cho terminal."""
        table = Table("loại", title="Độ phủ của câu chuyện")
        for column in ("đã thấy", "tất cả", "%"):
            table.add_column(column, justify="right")
        for part in self.parts.values():
            table.add_row(escape(part.label), str(len(part.seen)), str(len(part.all)), f"{100 * part.share:.1f}")
        return table


def measure(results: Iterable[StoryResult], knowledge: Knowledge, domain: Domain | None = None) -> Coverage:
    """Độ phủ của các kết quả trên `knowledge`; `domain` mặc định là của dự án.

    Nút: phần đã bấm trong những nút bot đã đưa ra.
    """
    seen, domain = touched(results, knowledge), domain or read_domain()
    answers = {answer.id: answer.title for answer in knowledge.answers.values()}
    every: dict[str, tuple[str, Mapping[str, str], Iterable[str]]] = {
        "answers": ("Câu trả lời được đọc", answers, seen.answers),
        "suggested": ("Câu trả lời, kể cả mới là nút", answers, {*seen.answers, *seen.suggested}),
        "figures": ("Số liệu", _figures(knowledge), seen.figures),
        "derived": ("Số suy ra", _derived(knowledge), seen.derived),
        "facts": ("Sự việc", {fact.id: fact.label for fact in knowledge.facts.values()}, seen.facts),
        "indicators": ("Chỉ tiêu", {noun.id: noun.name for noun in knowledge.indicators.values()}, seen.indicators),
        "places": ("Nơi", {place.id: place.name for place in knowledge.places.values()}, seen.places),
        "sources": ("Nguồn", {s.id: f"{s.publisher}: {s.title}" for s in knowledge.sources.values()}, seen.sources),
        "intents": ("Intent", {intent.name: intent.about for intent in domain.intents}, seen.intents),
        "rules": ("Luật trả lời", meanings.RULES, seen.rules),
        "kinds": ("Kết cục", meanings.KINDS, seen.kinds),
        "actions": ("Hành động", _actions(domain), seen.actions),
        "buttons": ("Nút đã bấm", dict.fromkeys(sorted(seen.offered), ""), seen.buttons),
    }
    return Coverage(
        {
            noun: Part(label, known, frozenset(known).intersection(found))
            for noun, (label, known, found) in every.items()
        }
    )


def figure_name(figure: Figure, knowledge: Knowledge) -> str:
    """Tên một số liệu cho người đọc: chỉ tiêu, nơi, lúc."""
    indicator, place = knowledge.indicators[figure.indicator], knowledge.places[figure.place]
    return f"{indicator.name} của {place.name}, {figure.as_of.spoken()}"


def _actions(domain: Domain) -> dict[str, str]:
    """`validate_<form>` do form gọi, không có mặt trong lượt, nên không đếm."""
    seen_in_turns = (name for name in domain.actions if not name.startswith("validate_"))
    return {name: domain.responses.get(name, "") for name in seen_in_turns}


def _figures(knowledge: Knowledge) -> dict[str, str]:
    return {figure.id: figure_name(figure, knowledge) for figure in knowledge.figures.values()}


def _derived(knowledge: Knowledge) -> dict[str, str]:
    """Mọi số của lúc trước mà kho suy ra được từ số tăng giảm."""
    book = FigureBook(knowledge)
    found = {}
    for figure in knowledge.figures.values():
        key = f"{figure.id}@{figure.compared_with.text}" if figure.compared_with else ""
        if key and book.derived(key):
            found[key] = f"{figure_name(figure, knowledge)}, so với trước"
    return found
