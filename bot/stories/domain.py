"""Điều Rasa được dạy, đọc thẳng từ domain.yml và bot/data, không nạp mô hình: cho danh mục và độ phủ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rasa.shared.nlu.training_data.entities_parser import replace_entities

from bot.settings import ROOT


class Intent(NamedTuple):
    """Một intent: `about` là tên luật của nó, `action` là việc luật ấy giao; `examples` là câu trong bot/data/nlu."""

    name: str
    about: str
    action: str
    examples: tuple[str, ...]


class Slot(NamedTuple):
    """Một slot; `setters`: các kiểu `mappings` trong domain.yml."""

    name: str
    type: str
    setters: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """`responses`: lời thoại cố định → chữ; `actions` gồm cả chúng và các form, vì câu chuyện khẳng định như nhau."""

    intents: tuple[Intent, ...]
    entities: tuple[str, ...]
    slots: tuple[Slot, ...]
    actions: tuple[str, ...]
    responses: Mapping[str, str]


def read_domain(root: Path = ROOT) -> Domain:
    """Đọc các tệp của Rasa ở `root`. Intent của lối lùi (nlu_fallback) có luật mà không có trong domain.yml: vẫn kể."""
    domain = _load(root / "domain.yml")
    rules = {intent: (about, action) for intent, about, action in _rules(root / "bot" / "data" / "rules")}
    examples = _examples(root / "bot" / "data" / "nlu")
    return Domain(
        intents=tuple(
            Intent(name, *rules.get(name, ("", "")), tuple(examples.get(name, ())))
            for name in dict.fromkeys((*domain["intents"], *rules))
        ),
        entities=tuple(domain["entities"]),
        slots=tuple(
            Slot(name, slot["type"], tuple(mapping["type"] for mapping in slot["mappings"]))
            for name, slot in domain["slots"].items()
        ),
        actions=(*domain["actions"], *(domain.get("forms") or {}), *domain["responses"]),
        responses={name: variations[0]["text"].strip() for name, variations in domain["responses"].items()},
    )


def _rules(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.glob("*.yml")):
        for rule in _load(path)["rules"]:
            asked, done, *_ = rule["steps"]
            if "intent" in asked:  # luật đóng form thì không bắt đầu bằng lời người dân
                yield asked["intent"], rule["rule"], done["action"]


def _examples(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for entry in _load(path)["nlu"]:
            lines = [line.removeprefix("- ").strip() for line in entry.get("examples", "").splitlines()]
            found.setdefault(entry.get("intent", ""), []).extend(replace_entities(line) for line in lines if line)
    return found


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
