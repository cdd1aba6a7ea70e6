"""Dữ liệu huấn luyện: cách hỏi trong kho thành ví dụ, mỗi intent đủ ví dụ và có luật, không câu nào hai nghĩa."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.knowledge.model import Answer
from bot.knowledge.ranking import TOPICS
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.vietnamese import normalise

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.training_data import TrainingData

pytestmark = pytest.mark.slow

LEAST_EXAMPLES = 25


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def intents_of(training_data: TrainingData) -> dict[str, set[str]]:
    """Câu → những intent nó được ghi."""
    labelled: dict[str, set[str]] = defaultdict(set)
    for example in training_data.intent_examples:
        labelled[example.get("text")].add(example.get("intent"))
    return labelled


def intent_of_topic(topic: str) -> str:
    return next(intent for intent, topics in TOPICS.items() if topic in topics and intent != "report_scam")


def test_every_way_of_asking_becomes_an_example(intents_of: dict[str, set[str]]) -> None:
    written = {example for file in (ROOT / "bot" / "data" / "nlu").glob("*.yml") for example in examples(file)}
    missing = []
    for answer, _ in read(ROOT / "knowledge").of(Answer):
        for phrase in (answer.title, *answer.asks):
            if phrase not in written and intents_of.get(phrase) != {intent_of_topic(answer.topic)}:
                missing.append(phrase)
    assert missing == []


def test_an_example_of_bot_data_keeps_the_intent_written_there(tmp_path: Path) -> None:
    from bot.nlu.importer import KnowledgeImporter

    phrase = next(answer.title for answer, _ in read(ROOT / "knowledge").of(Answer) if answer.topic == "vneid")
    file = tmp_path / "nlu.yml"
    file.write_text(
        f'version: "3.1"\nnlu:\n  - intent: call_helper\n    examples: |\n      - {phrase}\n      - gặp người\n',
        encoding="utf-8",
    )
    data = KnowledgeImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(tmp_path)]).get_nlu_data()
    labels = [example.get("intent") for example in data.intent_examples if example.get("text") == phrase]
    assert labels == ["call_helper"]


def test_no_example_stands_under_two_intents(intents_of: dict[str, set[str]]) -> None:
    by_words: dict[str, set[str]] = defaultdict(set)
    for text, intents in intents_of.items():
        by_words[" ".join(normalise(text).casefold().split()).rstrip("?.! ")] |= intents
    assert {text: intents for text, intents in by_words.items() if len(intents) > 1} == {}


def test_no_example_is_written_twice_under_one_intent(training_data: TrainingData) -> None:
    counted = Counter((example.get("intent"), example.get("text")) for example in training_data.intent_examples)
    assert [pair for pair, times in counted.items() if times > 1] == []


def test_every_intent_has_enough_examples(training_data: TrainingData, domain: dict[str, Any]) -> None:
    counted = Counter(example.get("intent") for example in training_data.intent_examples)
    assert {intent: counted[intent] for intent in domain["intents"] if counted[intent] < LEAST_EXAMPLES} == {}


def test_every_example_is_of_an_intent_of_the_domain(training_data: TrainingData, domain: dict[str, Any]) -> None:
    assert {example.get("intent") for example in training_data.intent_examples} == set(domain["intents"])


def test_every_intent_has_exactly_one_rule_and_every_action_exists(domain: dict[str, Any]) -> None:
    rules = yaml.safe_load((ROOT / "bot" / "data" / "rules" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    ruled = Counter(step["intent"] for rule in rules for step in rule["steps"] if "intent" in step)
    assert ruled == Counter([*domain["intents"], "nlu_fallback"])
    actions = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    unruled = {f"validate_{form}" for form in domain["forms"]}  # Rasa tự gọi khi form chạy
    assert actions == {*domain["actions"], *domain["responses"], *domain["forms"]} - unruled


def test_a_good_part_of_the_examples_is_typed_without_accents(training_data: TrainingData) -> None:
    texts = [example.get("text") for example in training_data.intent_examples]
    assert sum(text.isascii() for text in texts) / len(texts) > 0.05


def test_no_example_carries_a_personal_number(training_data: TrainingData) -> None:
    import re

    long_digits = re.compile(r"\d{9,}")
    assert [e.get("text") for e in training_data.intent_examples if long_digits.search(e.get("text"))] == []


def examples(file: Path) -> list[str]:
    """Các câu trong một tệp NLU của Rasa."""
    blocks = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return [row.removeprefix("- ").strip() for block in blocks for row in block["examples"].splitlines() if row.strip()]
