"""Đọc tệp câu chuyện: dạng kiểm thử của Rasa (`stories:`) và dạng e2e của Rasa Pro (`test_cases:`).

Không dừng ở chỗ sai đầu tiên: người viết thấy hết mọi chỗ sai một lượt, mỗi chỗ có tệp và dòng.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.knowledge.model import NOUNS
from bot.knowledge.problem import Problem
from bot.settings import ROOT
from bot.stories import lined, rasa_stories, test_cases
from bot.stories.lined import Entries, Sequence
from bot.stories.model import Story, StoryError
from bot.stories.overlay import Overlay
from bot.stories.page import Page

FORMATS = {"stories": rasa_stories.read, "test_cases": test_cases.read}
"""Tên danh sách trong tệp → cách đọc từng câu chuyện của nó."""
FAILED = "failed"
_SHARED = ("version", "today", "variants", "knowledge", "without", "fixtures", "metadata")


def read(paths: Iterable[Path]) -> list[Story]:
    """Mọi câu chuyện trong các tệp; thư mục thì mọi tệp .yml ngay trong nó và dưới nó.

    Tệp `failed_stories.yml` của báo cáo trỏ tới các câu chuyện hỏng: đọc đúng những câu ấy, đúng những biến thể ấy.

    Raises:
        StoryError: có chỗ sai, hay hai câu chuyện cùng tên.
    """
    stories: list[Story] = []
    problems: list[Problem] = []
    for path in _files(paths):
        _read_file(path, stories, problems)
    first: dict[str, Story] = {}
    for story in stories:
        if story.name in first:
            there = first[story.name]
            problems.append(
                Problem(story.file, story.line, f"tên “{story.name}” đã có ở {there.file}:{there.line}; đặt tên khác")
            )
        first.setdefault(story.name, story)
    if problems:
        raise StoryError(sorted(set(problems)))
    return stories


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.yml")) if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def _read_file(path: Path, stories: list[Story], problems: list[Problem]) -> None:
    absolute = path.resolve()
    name = str(absolute.relative_to(ROOT) if absolute.is_relative_to(ROOT) else absolute)
    found = lined.load(path, name)
    if isinstance(found, Problem):
        problems.append(found)
        return
    page = Page(name, problems)
    if FAILED in found:
        _read_failed(found, page, stories, problems)
        return
    page.known(found, {*FORMATS, *_SHARED, *NOUNS}, "đầu tệp")
    if not FORMATS.keys() & found.keys():
        page.wrong(1, "tệp cần “test_cases:” (hoặc “stories:”) rồi danh sách câu chuyện")
    page.overlay = _overlay(found, page)
    page.today, page.variants = page.read_today(found), page.read_variants(found)
    page.fixtures = _named(found, "fixtures", page)
    page.metadata = _named(found, "metadata", page)
    for key, read_story in FORMATS.items():
        for line, entry in page.items(found, key):
            if isinstance(entry, Entries):
                story = read_story(entry, page)
                stories += [story] if story else []
            else:
                page.wrong(
                    line, f"mỗi mục của “{key}” là một câu chuyện, bắt đầu bằng “- story: …” hay “- test_case: …”"
                )


def _read_failed(found: Entries, page: Page, stories: list[Story], problems: list[Problem]) -> None:
    there: dict[str, list[Story]] = {}
    for line, entry in page.items(found, FAILED):
        if not isinstance(entry, Entries):
            page.wrong(line, "mỗi mục viết “- story: tên”, “file: tệp”")
            continue
        file = page.text(entry, "file", "tệp của câu chuyện")
        if file not in there:
            there[file] = []
            _read_file(ROOT / file, there[file], problems)
        named = [story for story in there[file] if story.name == entry.get("story")]
        if not named:
            page.wrong(line, f"tệp {file} không còn câu chuyện “{entry.get('story')}”")
        stories += [replace(story, variants=page.read_variants(entry)) for story in named]


def _overlay(found: Entries, page: Page) -> Overlay | None:
    own = page.word(found, "knowledge", ("own",)) is not None
    without = tuple(str(gone) for _, gone in page.items(found, "without"))
    records: dict[str, tuple[Entries, ...]] = {}
    for kind in NOUNS.keys() & found.keys():
        entries = [entry for _, entry in page.items(found, kind)]
        if all(isinstance(entry, Entries) for entry in entries):
            records[kind] = tuple(entries)
        else:
            page.wrong(
                found.of(kind), f"mỗi mục của “{kind}” là một bản ghi như trong knowledge/, bắt đầu bằng “- id: …”"
            )
    if not (own or without or records):
        return None
    ordered = {kind: records[kind] for kind in NOUNS if kind in records}
    return Overlay(page.file, ordered, without, own)


def _named(found: Entries, key: str, page: Page) -> dict[str, dict[str, Any]]:
    """`fixtures`, `metadata` của Rasa Pro: danh sách “- tên: giá trị”; giá trị là bảng, hay danh sách bảng một dòng."""
    named: dict[str, dict[str, Any]] = {}
    for line, entry in page.items(found, key):
        if not isinstance(entry, Entries) or len(entry) != 1:
            page.wrong(line, f"mỗi mục của “{key}” viết “- tên:” rồi các dòng “giá trị” thụt vào")
            continue
        name, values = next(iter(entry.items()))
        parts = values if isinstance(values, Sequence) else [values]
        if all(isinstance(part, dict) for part in parts):
            named[name] = {slot: value for part in parts for slot, value in part.items()}
        else:
            page.wrong(line, f"“{name}” trong “{key}” cần các dòng “tên: giá trị”")
    return named
