"""Danh mục cho người viết câu chuyện: mọi tên dùng được, nghĩa và ví dụ thật của nó, sinh ra từ nơi định nghĩa nó."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.knowledge.model import Indicator, Place, Trait
from bot.knowledge.reader import read_vocabulary
from bot.settings import ROOT
from bot.stories import meanings
from bot.stories.claims import CLAIMS, KINDS
from bot.stories.domain import Domain, Intent
from bot.stories.model import Story
from bot.stories.variants import VARIANTS, retyped

TEMPLATES = Path(__file__).parent / "templates"
EXAMPLES, LONGEST = 3, 80
"""Mỗi intent kể chừng này câu ví dụ, không dài quá chừng này chữ cái, rải đều trong tệp."""


class Told(NamedTuple):
    """Một ví dụ lấy từ câu chuyện: lời người dân, và câu chuyện nào."""

    user: str
    story: str
    file: str


def catalogue(domain: Domain, stories: Sequence[Story], root: Path = ROOT) -> str:
    """Cả danh mục bằng Markdown; cùng đầu vào thì cùng từng chữ, để kiểm thử biết tệp trong kho còn đúng không."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701  # Markdown cho người trong dự án, không phải HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {"cell": _cell, "some": _some}
    written = jinja.get_template("catalogue.md").render(
        domain=domain,
        meanings=meanings,
        slots={**meanings.SLOTS, **trait_slots(root)},
        kinds={kind: _first(stories, kind) for kind in KINDS},
        entities={name: (values, _marked(stories, name)) for name, values in _entity_values(domain, root).items()},
        callers={action: _callers(domain, action) for action in domain.actions},
        claims=CLAIMS,
        variants={name: (_summary(each.noise), retyped(meanings.TYPED, name)) for name, each in VARIANTS.items()},
    )
    return written.rstrip() + "\n"


def trait_slots(root: Path = ROOT) -> dict[str, tuple[str, str]]:
    """Slot của mỗi đặc điểm mà việc có hướng dẫn hỏi, viết như `meanings.SLOTS`."""
    traits = (trait for trait, _ in read_vocabulary(root / "knowledge").of(Trait))
    return {
        trait.id: (f"việc có hướng dẫn: “{trait.ask}”", f"{{{trait.id}: {trait.choices[0].value}}}") for trait in traits
    }


def _first(stories: Sequence[Story], kind: str) -> Told | None:
    """Một lượt trên kho thật phải ra loại lời đáp này; lượt mở đầu câu chuyện thì dễ hiểu hơn lượt nối tiếp."""
    found = [
        (place, Told(turn.user, story.name, story.file))
        for story in stories
        if not story.overlay
        for place, turn in enumerate(story.turns)
        if not turn.press and any(claim.kind == "kind" and claim.value == kind for claim in turn.claims)
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _marked(stories: Iterable[Story], entity: str) -> tuple[Told, str] | None:
    """Lượt đầu tiên phải ra thực thể này, và giá trị của nó."""
    for story in stories:
        for turn in story.turns:
            for claim in turn.claims:
                if claim.kind == "entities" and entity in claim.value:
                    return Told(turn.user, story.name, story.file), str(claim.value[entity])
    return None


def _entity_values(domain: Domain, root: Path) -> dict[str, dict[str, str]]:
    """Thực thể → giá trị → tên; giá trị là chữ tự do thì bảng trống."""
    vocabulary = read_vocabulary(root / "knowledge")
    terms = yaml.safe_load((root / "bot" / "nlu" / "terms.yml").read_text(encoding="utf-8"))
    known: dict[str, dict[str, str]] = {
        "place": {place.id: place.name for place, _ in vocabulary.of(Place)},
        "measure": {indicator.id: indicator.name for indicator, _ in vocabulary.of(Indicator)},
        **{entity: {value: names[0] for value, names in values.items()} for entity, values in terms.items()},
    }
    return {entity: known.get(entity, {}) for entity in domain.entities}


def _callers(domain: Domain, action: str) -> list[str]:
    return [intent.name for intent in domain.intents if intent.action == action]


def _some(intent: Intent) -> list[str]:
    """Vài ví dụ rải đều, để thấy nhiều lối nói."""
    short = [example for example in intent.examples if len(example) <= LONGEST]
    return short[:: max(1, len(short) // EXAMPLES)][:EXAMPLES]


def _summary(noise: Callable[..., str]) -> str:
    return (inspect.getdoc(noise) or "").partition("\n")[0]


def _cell(text: str) -> str:
    """Chữ nằm gọn trong một ô của bảng Markdown."""
    return " ".join(text.split()).replace("|", "\\|")
