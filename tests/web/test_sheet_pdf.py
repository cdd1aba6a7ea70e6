"""Tờ A5 dạng PDF: đọc lại được từng chữ Việt, một tờ một mặt, không bỏ bước nào, không tin chữ lạ."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pdf_text import pages

from bot.database import open_engine
from bot.knowledge.sync import sync
from bot.settings import ROOT
from bot.web.answer_view import view
from bot.web.sheet import Sheet, sheet
from bot.web.sheet_pdf import FONTS, sheets_pdf
from tests.sample_answers import ATTACK, FULL, HOSTILE, KNOWLEDGE, LONG, NOW, OVER

HOME = "https://hoi.xa-ban.gov.vn"
A5_POINTS = (419.5, 595.3)


def made(answer: Any) -> Sheet:
    return sheet(view(answer, KNOWLEDGE, NOW.date()), f"{HOME}/hoi/{answer.id}", NOW.date())


def has_all(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        place = text.find(part, place)
        assert place >= 0, part


def test_every_word_of_the_sheet_can_be_read_back_in_its_order() -> None:
    (text,) = pages(sheets_pdf([made(FULL)]))
    for part in (FULL.title, FULL.short, *FULL.steps, *FULL.notes, *FULL.details):
        assert part in text
    has_all(text, "Báo Mẫu, ngày 1/5/2025", "và 1 nguồn khác", "Tra cứu tháng 11/2026")
    has_all(text, f"{HOME}/hoi/cap-lai-the", "In ngày 22/11/2026")
    has_all(text, FULL.title, FULL.short, *FULL.steps)


def test_many_sheets_are_one_file_with_one_a5_side_each() -> None:
    answers = (FULL, LONG, OVER)
    pdf = sheets_pdf([made(answer) for answer in answers])
    texts = pages(pdf)
    assert [answer.title in text for answer, text in zip(answers, texts, strict=True)] == [True] * 3
    for size in re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf):
        assert tuple(map(float, size)) == pytest.approx(A5_POINTS, abs=0.5)


def test_what_does_not_fit_is_made_smaller_and_no_step_is_lost() -> None:
    crowded = replace(made(LONG), steps=tuple(f"Bước {n}. {step}" for n in (1, 2) for step in LONG.steps * 2))
    (text,) = pages(sheets_pdf([crowded]))
    assert all(step in text for step in (*crowded.steps, *LONG.notes))


def test_a_rule_no_longer_in_force_says_so_first() -> None:
    (text,) = pages(sheets_pdf([made(OVER)]))
    has_all(text, OVER.title, "đã hết", "Nay là: Mức đóng bây giờ là bao nhiêu?", OVER.short)


def test_markup_in_an_answer_is_printed_as_it_is_written() -> None:
    (text,) = pages(sheets_pdf([made(HOSTILE)]))
    assert text.replace(" ", "").count(ATTACK.replace(" ", "")) == 5


def test_the_same_content_gives_the_same_bytes_even_when_built_side_by_side() -> None:
    expected = sheets_pdf([made(LONG)])
    built: list[bytes] = []
    threads = [threading.Thread(target=lambda: built.append(sheets_pdf([made(LONG)]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [expected] * 4


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_fonts_have_every_letter_the_knowledge_uses(name: str) -> None:
    known = TTFont(FONTS / name).getBestCmap().keys()
    used = {letter for file in Path(ROOT / "knowledge").rglob("*.yml") for letter in file.read_text(encoding="utf-8")}
    assert sorted(letter for letter in used - {"\n"} if ord(letter) not in known) == []


@pytest.fixture
async def stocked(gateway: Any, tmp_path: Path) -> Any:
    engine = open_engine(f"sqlite:///{tmp_path / 'hoi-dap-so.sqlite'}")
    sync(engine, KNOWLEDGE, now=NOW)
    engine.dispose()
    return await gateway(TODAY=NOW.date().isoformat())


async def test_the_address_of_a_sheet_gives_its_pdf_and_then_not_again(stocked: Any) -> None:
    async with stocked.get("/hoi/cap-lai-the/in.pdf") as response:
        assert response.content_type == "application/pdf"
        assert response.headers["Content-Disposition"] == 'inline; filename="cap-lai-the.pdf"'
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert FULL.title in pages(await response.read())[0]
        tag = response.headers["ETag"]
    async with stocked.get("/hoi/cap-lai-the/in.pdf", headers={"If-None-Match": tag}) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with stocked.get("/hoi/khong-co/in.pdf") as response:
        assert response.status == 404
