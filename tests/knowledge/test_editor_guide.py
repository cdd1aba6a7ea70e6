"""Hướng dẫn người biên tập nói đúng: ví dụ nào cũng chép vào kho được, hỏi ra được; báo lỗi nào cũng có thật."""

from __future__ import annotations

import dataclasses
import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.__main__ import main
from bot.knowledge.answerer import Answerer
from bot.knowledge.checks import check
from bot.knowledge.guide import checklist, find_task
from bot.knowledge.model import NOUNS, Choice, TaskLine
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.knowledge.reader import Reading, read
from bot.knowledge.rendering import render_text
from bot.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"
GUIDE = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n# ([^\n]+)\n(.*?)```", GUIDE, re.DOTALL)
MESSAGES = re.findall(r"^\| `([^`]+)` \|", GUIDE.partition("## Báo lỗi này nghĩa là gì")[2], re.MULTILINE)
TODAY = datetime.date(2026, 11, 21)


def _apply(folder: Path, where: str, text: str) -> None:
    """Làm như người biên tập: tạo tệp, viết vào cuối tệp, hoặc viết dưới một trường của tệp."""
    name, _, field = where.removeprefix("thêm vào ").partition(", dưới ")
    file = folder / name
    if field:
        before = file.read_text(encoding="utf-8")
        assert before.count(f"\n{field}:\n") == 1
        file.write_text(before.replace(f"\n{field}:\n", f"\n{field}:\n{text}"), encoding="utf-8")
    elif where.startswith("thêm vào "):
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    else:
        assert not file.exists()
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Kho thật sau khi chép mọi ví dụ của hướng dẫn vào."""
    folder = tmp_path_factory.mktemp("guide") / "knowledge"
    shutil.copytree(KNOWLEDGE, folder)
    for where, text in BLOCKS:
        _apply(folder, where, text)
    return read(folder)


@pytest.fixture(scope="module")
def ask_edited(edited: Reading) -> Callable[[str], Outcome]:
    answerer = Answerer(edited.knowledge(), lambda: TODAY)
    return lambda text: answerer.answer(Question(text))


def test_the_guide_has_an_example_of_every_kind_of_file() -> None:
    wheres = {where.removeprefix("thêm vào ").partition("/")[0] for where, _ in BLOCKS}
    files = {path.name for path in KNOWLEDGE.iterdir() if path.name != "README.md"}
    assert wheres == files
    assert GUIDE.count("```yaml") == len(BLOCKS)


def test_the_examples_are_clean(edited: Reading, real_reading: Reading) -> None:
    before = {str(problem) for problem in check(real_reading)}
    assert [str(problem) for problem in check(edited) if str(problem) not in before] == []


def test_every_example_is_new_to_the_store(edited: Reading, real_reading: Reading) -> None:
    added = {(type(item.record).__name__, item.record.id) for item in edited.records}
    added -= {(type(item.record).__name__, item.record.id) for item in real_reading.records}
    ids = re.findall(r"^(?:  )?(?:- )?id: (\S+)$", "\n".join(text for _, text in BLOCKS), re.MULTILINE)
    assert sorted(name for _, name in added) == sorted(ids)


def _shown(outcome: Outcome) -> list[str]:
    return [item.id for item in outcome.items]


def test_the_new_answer_is_found_by_its_title_and_by_each_way_of_asking(
    edited: Reading, ask_edited: Callable[[str], Outcome]
) -> None:
    answer = edited.knowledge().answers["muon-may-tinh-bang"]
    assert len(answer.asks) >= 6
    lost = [text for text in (answer.title, *answer.asks) if _shown(ask_edited(text)) != [answer.id]]
    assert lost == []


def test_the_new_answer_is_shown_with_its_steps_source_and_date(ask_edited: Callable[[str], Outcome]) -> None:
    shown = render_text(ask_edited("mượn máy tính bảng của thôn"))
    assert "Được. Từ 01/07/2025" in shown
    assert "1. Mang thẻ căn cước" in shown
    assert "Báo Ví Dụ, ngày 10/7/2025" in shown


def test_the_rule_that_ended_is_told_as_ended_and_points_to_the_new_one(ask_edited: Callable[[str], Outcome]) -> None:
    outcome = ask_edited("Quy định cũ về dùng máy tính bảng tại nhà văn hoá thôn thế nào?")
    assert "Quy định này đã hết sau ngày 30/6/2025" in render_text(outcome)
    assert outcome.items[0].superseded_by == "muon-may-tinh-bang"


def test_the_new_way_of_asking_finds_its_answer(ask_edited: Callable[[str], Outcome]) -> None:
    added = next(text for where, text in BLOCKS if where.endswith("dưới asks"))
    assert _shown(ask_edited(added.strip().removeprefix("- "))) == ["vneid-quen-mat-khau"]


@pytest.mark.parametrize(
    ("question", "figure", "told"),
    [
        (
            "Gò Mẫu có bao nhiêu điểm sạc điện thoại công cộng?",
            "diem-sac-go-mau-2025",
            "hơn 1.120 điểm (tháng 6/2025)",
        ),
        (
            "Điểm sạc điện thoại công cộng ở xã Gò Mẫu tăng bao nhiêu?",
            "diem-sac-go-mau-tang",
            "tăng 20% so với năm 2024",
        ),
        ("Chỉ tiêu điểm sạc điện thoại công cộng của xã Gò Mẫu?", "diem-sac-go-mau-chi-tieu", "1.500 điểm (năm 2026)"),
    ],
)
def test_the_new_figures_are_told_with_their_place_and_time(
    ask_edited: Callable[[str], Outcome], question: str, figure: str, told: str
) -> None:
    outcome = ask_edited(question)
    assert (outcome.kind, _shown(outcome)) == ("figure", [figure])
    assert told in render_text(outcome)


def test_the_new_fact_is_told(ask_edited: Callable[[str], Outcome]) -> None:
    outcome = ask_edited("Xã Gò Mẫu báo lịch họp thôn bằng gì?")
    assert _shown(outcome) == ["go-mau-bao-lich-hop"]
    assert "Gò Mẫu Số" in render_text(outcome)


def test_the_merged_place_is_known_and_has_no_figure_of_its_own(ask_edited: Callable[[str], Outcome]) -> None:
    outcome = ask_edited("Xã Đồng Mẫu có bao nhiêu điểm sạc điện thoại công cộng?")
    assert (outcome.kind, outcome.items) == ("no_answer", ())
    assert "điểm sạc điện thoại công cộng của xã Đồng Mẫu" in outcome.lead


def test_the_new_task_is_found_and_lists_what_fits_the_case(edited: Reading) -> None:
    knowledge = edited.knowledge()
    task = knowledge.tasks["muon-may-theo-truong-hop"]
    assert [find_task(text, knowledge) for text in (task.title, *task.asks)] == [task] * (1 + len(task.asks))
    without_card = checklist(task, {"card": "none", "charger": "missing"}, knowledge, TODAY)
    assert without_card.steps == (
        "Hỏi trưởng thôn xem dùng giấy tờ nào thay thẻ.",
        "Xin thêm dây sạc khi nhận máy.",
        "Trả máy trong 7 ngày.",
    )
    assert [source.id for source in without_card.sources] == ["vi-du-go-mau-2025"]
    with_card = checklist(task, {"card": "chip", "charger": "here"}, knowledge, TODAY)
    assert with_card.steps == ("Mang theo: thẻ căn cước.", "Trả máy trong 7 ngày.")
    assert with_card.notes[0] == "Dây sạc hỏng thì báo trưởng thôn."


@pytest.mark.parametrize("noun", [*NOUNS.values(), Choice, TaskLine])
def test_every_field_is_explained(noun: type) -> None:
    assert [field.name for field in dataclasses.fields(noun) if f"`{field.name}`" not in GUIDE] == []


def test_every_command_is_explained() -> None:
    assert [name for name in main.commands if f"bot.knowledge {name}" not in GUIDE] == []


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)`", GUIDE))
    assert named >= {"check", "knowledge", "knowledge-report"}
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_every_link_leads_to_a_heading() -> None:
    headings = {re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-") for line in _headings()}
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", GUIDE) if link not in headings} == set()


def _headings() -> list[str]:
    return re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_explained_is_one_the_check_gives_and_a_test_has_seen(message: str) -> None:
    code = _texts(
        "bot/knowledge", "checks", "conditions", "consistency", "form", "period", "reader", "record", "task_checks"
    )
    tests = _texts("tests/knowledge", "test_checks", "test_form", "test_reader", "test_task_checks")
    for piece in message.split("…"):
        assert piece in code
        assert piece in tests


def test_the_table_of_messages_is_read() -> None:
    assert len(MESSAGES) > 45


def _texts(folder: str, *names: str) -> str:
    return "\n".join((ROOT / folder / f"{name}.py").read_text(encoding="utf-8") for name in names)
