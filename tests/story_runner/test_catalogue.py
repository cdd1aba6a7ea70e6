"""Danh mục: không tên nào của domain, của mã bị thiếu, ví dụ viết đúng dạng, và tệp trong kho là bản mới nhất."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.server.assembly import ACTIONS
from bot.settings import ROOT
from bot.stories import meanings
from bot.stories.catalogue import catalogue, trait_slots
from bot.stories.claims import CLAIMS, KINDS
from bot.stories.cli import stories as command
from bot.stories.cli.catalogue import CATALOGUE
from bot.stories.domain import Domain, read_domain
from bot.stories.reader import read
from bot.stories.variants import VARIANTS
from bot.stories.writer import case, write_cases

DOMAIN_FILE = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
DECIDERS = ("answerer.py", "local_answers.py", "follow_up.py", "guided_talk.py")


@pytest.fixture(scope="module")
def domain() -> Domain:
    return read_domain()


@pytest.fixture(scope="module")
def written(domain: Domain) -> str:
    return catalogue(domain, read([ROOT / "tests" / "stories"]))


def test_the_catalogue_in_the_repository_is_up_to_date(written: str) -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == written, "danh mục cũ; chạy: make catalogue"


@pytest.mark.parametrize("noun", ["intents", "entities", "slots", "actions", "responses"])
def test_every_name_of_the_domain_is_listed(noun: str, written: str) -> None:
    names = [f"### {name}\n" if noun == "entities" else f"| `{name}` |" for name in DOMAIN_FILE[noun]]
    assert [name for name in names if name not in written] == []


def test_every_kind_claim_and_variant_is_listed(written: str) -> None:
    assert [name for name in (*KINDS, *CLAIMS, *VARIANTS) if f"| `{name}` |" not in written] == []


def test_every_kind_has_an_example_from_a_story(written: str) -> None:
    rows = {kind: next(line for line in written.splitlines() if line.startswith(f"| `{kind}` |")) for kind in KINDS}
    assert [kind for kind, row in rows.items() if "tests/stories/" not in row] == []


def test_meanings_name_exactly_what_there_is(domain: Domain) -> None:
    assert set(meanings.KINDS) == set(KINDS)
    assert set(meanings.CLAIMS) == set(CLAIMS)
    assert {*meanings.SLOTS, *trait_slots()} == {slot.name for slot in domain.slots}
    assert set(meanings.ENTITIES) == set(domain.entities)


def rules_in(path: Path) -> set[str]:
    """Chữ sau "rule" của mỗi `trace`, và chữ đưa cho `_offer`; `outside:<id>` tính là outside."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            named = zip(node.keys, node.values, strict=True)
            found += [value for key, value in named if isinstance(key, ast.Constant) and key.value == "rule"]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_offer":
            found.append(node.args[3])
    texts = [value.values[0] if isinstance(value, ast.JoinedStr) else value for value in found]
    return {text.value.partition(":")[0] for text in texts if isinstance(text, ast.Constant)}


def test_every_rule_of_the_answerer_has_a_meaning_and_no_meaning_is_left_over(domain: Domain) -> None:
    decided = set().union(*(rules_in(ROOT / "bot" / "knowledge" / name) for name in DECIDERS))
    follow_ups = {intent.name for intent in domain.intents if intent.action == "action_follow_up"}
    assert set(meanings.RULES) == decided | follow_ups


def test_every_intent_has_a_rule_and_every_action_is_known(domain: Domain) -> None:
    assert [intent.name for intent in domain.intents if not intent.about or intent.action not in domain.actions] == []
    assert {action().name() for action in ACTIONS} <= set(domain.actions)


def test_every_example_of_a_claim_can_be_read(tmp_path: Path) -> None:
    expected = {name: yaml.safe_load(example) for name, example in meanings.CLAIMS.items()}
    path = tmp_path / "claims.yml"
    path.write_text(write_cases([case("mọi điều", [{"user": "chào", "expect": expected}])]), encoding="utf-8")
    (story,) = read([path])
    assert {claim.kind for claim in story.turns[0].claims} == set(CLAIMS)


def test_examples_are_plain_sentences_without_annotations(domain: Domain) -> None:
    examples = [example for intent in domain.intents for example in intent.examples]
    assert len(examples) > 1000
    assert [example for example in examples if '{"entity"' in example] == []


def test_the_command_writes_the_file_it_is_given(tmp_path: Path, written: str) -> None:
    out = tmp_path / "catalogue.md"
    result = CliRunner().invoke(command, ["catalogue", "--out", str(out)])
    assert (result.exit_code, out.read_text(encoding="utf-8")) == (0, written)


def test_a_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["catalogue", "--out", str(tmp_path / "không có" / "c.md")])
    assert result.exit_code == 2
    assert "Không ghi được" in result.output
