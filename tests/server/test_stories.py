"""Mỗi câu chuyện trong tests/stories, từng lượt một, với hành động thật trên kho thật.

`rasa test` chỉ so intent, thực thể và tên hành động; ở đây so điều người dân thật sự đọc được.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from rasa.shared.nlu.training_data.entities_parser import replace_entities
from running_bot import Reply

from bot.settings import ROOT
from bot.vietnamese import fold

pytestmark = pytest.mark.slow

STORIES: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem.removeprefix('test_')}: {story['story']}", story)
    for file in sorted((ROOT / "tests" / "stories").glob("test_*.yml"))
    for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
]


def test_there_are_stories_and_each_is_named_once() -> None:
    names = [story["story"] for _, story in STORIES]
    assert len(names) >= 26
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("story", [story for _, story in STORIES], ids=[fold(name) for name, _ in STORIES])
def test_story(story: dict[str, Any], ask: Callable[..., Reply]) -> None:
    said = [replace_entities(step["user"].strip()) for step in story["steps"] if "user" in step]
    expected = story["metadata"]["expect"]
    assert len(said) == len(expected), "mỗi lượt của người dân cần một dòng trong expect"
    for text, wanted in zip(said, expected, strict=True):
        reply = ask(f"chuyện {story['story']}", text)
        assert shown(reply, wanted) == wanted, f"“{text}” được: {reply.text}"


def shown(reply: Reply, wanted: dict[str, str]) -> dict[str, str]:
    """Điều bot đã cho xem, viết như `wanted`; chỗ khác nhau lộ ngay trong dòng lỗi."""
    seen = {"kind": reply.kind}
    if "answer" in wanted:
        seen["answer"] = next(iter(reply.answers), "")
    if "source" in wanted:
        ids = [source["id"] for source in reply.custom["sources"]]
        seen["source"] = wanted["source"] if wanted["source"] in ids else str(ids)
    if "says" in wanted:
        seen["says"] = wanted["says"] if wanted["says"] in reply.text else reply.text
    return seen
