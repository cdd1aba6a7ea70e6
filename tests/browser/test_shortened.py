"""Tệp tĩnh rút gọn rồi vẫn là đúng chương trình ấy: bộ rút gọn đọc bằng biểu thức, có cú pháp nó không hiểu."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bot.web.assets import CONSOLE, WIDGET, Assets
from tests.browser.axe import browser_tool

HERE = Path(__file__).parent


def trees(*programs: str) -> list[list[str]]:
    """Cây cú pháp của từng chương trình."""
    browser_tool("typescript/package.json")
    done = subprocess.run(
        ["node", HERE / "syntax_tree.mjs"], input=json.dumps(programs), capture_output=True, text=True, check=True
    )
    found: Any = json.loads(done.stdout)
    return list(found)


def test_every_shortened_file_is_the_same_program() -> None:
    written, sent = {}, {}
    for folder in (WIDGET, CONSOLE):
        assets = Assets(folder, None)
        for path in sorted(folder.rglob("*.js")):
            found = assets.find(path.relative_to(folder).as_posix())
            assert found
            written[path], sent[path] = path.read_text(encoding="utf-8"), found[0].plain.decode()
    count, both = len(written), trees(*written.values(), *sent.values())
    assert count > 40
    for path, before, after in zip(written, both[:count], both[count:], strict=True):
        assert before == after, path.name


def test_a_space_lost_inside_a_text_is_noticed() -> None:
    whole, damaged = trees("const a = `${b}, ${c}`;", "const a=`${b},${c}`;")
    assert whole != damaged
