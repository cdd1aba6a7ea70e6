"""Tệp tĩnh rút gọn rồi vẫn là đúng chương trình ấy: bộ rút gọn đọc bằng biểu thức, có cú pháp nó không hiểu."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.web.assets import CONSOLE, WIDGET, Assets
from tests.browser.axe import browser_tool

HERE = Path(__file__).parent
FOLDERS = {"widget": WIDGET, "console": CONSOLE}


def trees(*programs: str) -> list[list[str]]:
    """Cây cú pháp của từng chương trình."""
    browser_tool("typescript/package.json")
    done = subprocess.run(
        ["node", HERE / "syntax_tree.mjs"], input=json.dumps(programs), capture_output=True, text=True, check=True
    )
    found: Any = json.loads(done.stdout)
    return list(found)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_shortened_file_is_the_same_program(name: str) -> None:
    assets = Assets(FOLDERS[name], None)
    paths = sorted(FOLDERS[name].rglob("*.js"))
    written = trees(*(path.read_text(encoding="utf-8") for path in paths))
    sent = [assets.find(path.relative_to(FOLDERS[name]).as_posix()) for path in paths]
    shortened = trees(*(found[0].plain.decode() for found in sent if found))
    assert len(written) == len(shortened) == len(paths) > 5
    for path, before, after in zip(paths, written, shortened, strict=True):
        assert before == after, path.name


def test_a_space_lost_inside_a_text_is_noticed() -> None:
    whole, damaged = trees("const a = `${b}, ${c}`;", "const a=`${b},${c}`;")
    assert whole != damaged
