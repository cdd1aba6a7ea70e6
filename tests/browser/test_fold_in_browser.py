"""fold.js và bot/vietnamese/fold.py bỏ dấu như nhau: từng chữ một, và trong câu người dân gõ."""

from __future__ import annotations

import unicodedata

import pytest
from playwright.sync_api import Page

from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.vietnamese import fold

pytestmark = pytest.mark.slow

FOLD = """async (texts) => {
  const { fold } = await import("/widget/offline/fold.js");
  return texts.map(fold);
}"""
UNKNOWN = ("Cn", "Co", "Cs")
"""Loại của những mã chưa có chữ, hay không phải chữ."""
APART = {*range(0x13A0, 0x1400), *range(0xAB70, 0xABC0), *range(0x1C80, 0x1C89), 0x1734, 0x1171E}
"""Chữ Cherokee và vài chữ Kirin cổ: casefold của Python khác chữ thường của JavaScript; hai dấu Unicode đã xếp lại."""


def assert_folded_alike(page: Page, texts: list[str]) -> None:
    there = page.evaluate(FOLD, texts)
    assert [(text, got) for text, got in zip(texts, there, strict=True) if got != fold(text)] == []


def test_every_letter_is_folded_alike(page: Page) -> None:
    assigned = (code for code in range(0x110000) if unicodedata.category(chr(code)) not in UNKNOWN)
    assert_folded_alike(page, [chr(code) for code in assigned if code not in APART])


def test_vietnamese_is_folded_alike_however_its_marks_are_typed(page: Page) -> None:
    asks = [
        ask for answer in read(ROOT / "knowledge").knowledge().answers.values() for ask in (answer.title, *answer.asks)
    ]
    forms = [unicodedata.normalize(form, ask) for form in ("NFC", "NFD") for ask in asks]
    assert_folded_alike(page, [*forms, *(ask.upper() for ask in asks), "HOÀ hòa ĐẶT đặt ðÐ İSTANBUL ΟΔΟΣ Straße ﬁ ①２"])
