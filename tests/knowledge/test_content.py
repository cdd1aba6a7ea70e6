"""Nội dung thật trong knowledge/: đủ, đúng nguồn, không chép bài báo."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.checks import check
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import Reading
from bot.settings import ROOT
from bot.vietnamese import fold, terms

SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="không có thư mục shared cạnh kho mã: đó là bằng chứng gốc, không đi cùng bản phát hành"
)
_SCREEN_IN_DOUBT = re.compile(r"giao diện|bước[^.;]*suy|suy[^.;]*bước", re.IGNORECASE)
LONGEST_QUOTE = 11
"""Số chữ liền nhau nhiều nhất được trùng với bài nguồn."""


def test_the_content_has_nothing_wrong(real_reading: Reading) -> None:
    assert [str(problem) for problem in check(real_reading)] == []


def test_nothing_has_gone_missing(real_knowledge: Knowledge) -> None:
    assert len(real_knowledge.answers) >= 408
    assert len(real_knowledge.figures) >= 126


def test_every_answer_has_at_least_six_ways_of_asking_besides_its_title(real_knowledge: Knowledge) -> None:
    few = {}
    for answer in real_knowledge.answers.values():
        asked = {tuple(terms(ask)) for ask in answer.asks} - {tuple(terms(answer.title))}
        if len(asked) < 6:
            few[answer.id] = len(asked)
    assert few == {}


def test_every_answer_leads_on_to_three_others(real_knowledge: Knowledge) -> None:
    assert {answer.id for answer in real_knowledge.answers.values() if len(set(answer.related)) != 3} == set()


def test_no_answer_claims_a_review_nobody_made(real_knowledge: Knowledge) -> None:
    assert {answer.id for answer in real_knowledge.answers.values() if answer.reviewed_on} == set()


@needs_shared
def test_a_step_that_was_inferred_or_read_off_an_old_screen_says_so(real_knowledge: Knowledge) -> None:
    silent = []
    for entry in _facts():
        answer = real_knowledge.answer(entry["id"])
        doubtful = answer and answer.steps and _SCREEN_IN_DOUBT.search(entry.get("note") or "")
        if doubtful and "giao diện có thể khác" not in " ".join((*answer.steps, *answer.notes)):
            silent.append(answer.id)
    assert silent == []


@needs_shared
def test_every_id_of_the_facts_is_kept(real_knowledge: Knowledge) -> None:
    lost = []
    for entry in _facts():
        lost += [name for name in (entry["id"], *entry.get("aliases", ())) if not real_knowledge.answer(name)]
    assert lost == []


@needs_shared
def test_every_fact_stands_unchanged_in_its_answer(real_knowledge: Knowledge) -> None:
    changed = []
    for entry in _facts():
        answer = real_knowledge.answer(entry["id"])
        kept = set(answer.facts) if answer else set()
        changed += [(entry["id"], fact) for fact in entry["facts"] if fact.strip() not in kept]
    assert changed == []


@needs_shared
def test_every_row_with_a_value_is_a_figure_with_the_same_value_and_time(real_knowledge: Knowledge) -> None:
    wrong = []
    rows = [row for row in _rows() if row["value"] is not None]
    for row in rows:
        figure = real_knowledge.figures.get(row["id"])
        if figure is None:
            wrong.append((row["id"], "không có"))
            continue
        value = figure.value if figure.out_of is None else [figure.value, figure.out_of]
        read = (value, figure.as_of.text, figure.as_of_basis, figure.paragraph, figure.source)
        if read != (row["value"], row["as_of"], row["as_of_basis"], row["paragraph"], row["source"]):
            wrong.append((row["id"], str(read)))
    assert wrong == []
    assert len(rows) >= 126


@needs_shared
def test_every_figure_stands_literally_in_the_named_paragraph_of_its_source(real_knowledge: Knowledge) -> None:
    articles = _articles()
    wrong = []
    for figure in real_knowledge.figures.values():
        paragraphs = articles[figure.source]
        paragraph = paragraphs[figure.paragraph - 1] if 1 <= figure.paragraph <= len(paragraphs) else ""
        if unicodedata.normalize("NFC", figure.literal) not in paragraph:
            wrong.append((figure.id, figure.literal, figure.paragraph))
    assert wrong == []


@needs_shared
def test_no_twelve_words_in_a_row_are_copied_from_a_source_article() -> None:
    copied = set().union(*(_runs("\n".join(paragraphs)) for paragraphs in _articles().values()))
    copied -= _allowed_runs()
    found = {}
    for folder in (ROOT / "knowledge", ROOT / "bot" / "data"):
        for file in sorted(folder.rglob("*.yml")):
            runs = copied & _runs(file.read_text(encoding="utf-8"))
            if runs:
                found[file.relative_to(ROOT).as_posix()] = sorted(runs)
    assert found == {}


def _runs(text: str) -> set[str]:
    """Mọi dãy chữ liền nhau dài hơn mức được trùng, bỏ dấu câu, bỏ dấu thanh."""
    words = re.findall(r"\w+", fold(text))
    size = LONGEST_QUOTE + 1
    return {" ".join(words[n : n + size]) for n in range(len(words) - size + 1)}


def _allowed_runs() -> set[str]:
    """Tiêu đề bài, và lời của nghiên cứu: `facts` của câu trả lời, `fact` của dòng sự việc (tên chủ đề, tên đề án)."""
    allowed: set[str] = set()
    for source in _source_rows():
        allowed |= _runs(source["title"] or "")
    for entry in _facts():
        for fact in entry["facts"]:
            allowed |= _runs(fact)
    for row in _rows():
        allowed |= _runs(row["fact"] or "")
    return allowed


def _facts() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for file in sorted((SHARED / "facts").glob("*.yaml")):
        entries += yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 (chỉ đọc ra chữ)
    assert len(entries) >= 408
    return entries


def _rows() -> list[dict[str, Any]]:
    file = SHARED / "facts" / "figures_from_sources.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _source_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(_text(SHARED / "seeds" / "sources.yaml"))["sources"]
    return rows


def _articles() -> dict[str, list[str]]:
    """Các đoạn của từng bài: những dòng mà `strip()` còn lại chữ, đếm từ 1."""
    return {
        row["id"]: [line for line in _text(SHARED / "seeds" / row["file"]).splitlines() if line.strip()]
        for row in _source_rows()
    }


def _text(file: Path) -> str:
    return unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
