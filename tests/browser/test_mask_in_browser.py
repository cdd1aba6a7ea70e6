"""mask.js và bot/privacy.py theo cùng một bảng ví dụ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.slow

CASES = json.loads((Path(__file__).parent.parent / "privacy_cases.json").read_text(encoding="utf-8"))


def test_the_browser_masks_what_the_table_gives_it_to_mask(page: Page) -> None:
    cases = [case for case in CASES if case.get("browser")]
    assert len(cases) > 30
    masked = page.evaluate(
        """async (texts) => {
          const { mask } = await import("/widget/mask.js");
          return texts.map((text) => mask(text).text);
        }""",
        [case["text"] for case in cases],
    )
    assert masked == [case["masked"] for case in cases]


def test_the_browser_masks_a_long_text_quickly(page: Page) -> None:
    seconds = page.evaluate(
        """async () => {
          const { mask } = await import("/widget/mask.js");
          const started = performance.now();
          for (const unit of ["1 ", "1", "1234 ", "012 ", "0912345678.", "ab "]) mask(unit.repeat(2000).slice(0, 2000));
          return (performance.now() - started) / 1000;
        }"""
    )
    assert seconds < 1
