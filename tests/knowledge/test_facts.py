"""Sự việc có tên: hỏi theo đề tài, theo tên, theo nơi, theo lúc; nơi không có thì nói không có."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge, NamedFact
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.knowledge.rendering import render_custom, render_text
from bot.vietnamese import fold

Ask = Callable[..., Outcome]


def _tells(outcome: Outcome, fact: NamedFact) -> bool:
    text = render_text(outcome)
    return outcome.kind == "figure" and (fact.text.rstrip(".") in text or fact.label in text)


def test_every_fact_comes_back_when_its_subject_and_place_are_asked_for(ask: Ask, real_knowledge: Knowledge) -> None:
    lost = {}
    for fact in real_knowledge.facts.values():
        outcome = ask(f"{real_knowledge.subjects[fact.subject].name} của {real_knowledge.places[fact.place].name}")
        if not _tells(outcome, fact):
            lost[fact.id] = f"{outcome.kind} {[item.id for item in outcome.items]}"
    assert lost == {}
    assert len(real_knowledge.facts) >= 258


def test_every_fact_comes_back_when_asked_for_by_its_own_name(ask: Ask, real_knowledge: Knowledge) -> None:
    lost = {}
    for fact in real_knowledge.facts.values():
        outcome = ask(f"{fact.label} {real_knowledge.places[fact.place].name}")
        if not _tells(outcome, fact):
            lost[fact.id] = f"{outcome.kind} {[item.id for item in outcome.items]}"
    assert lost == {}


def test_every_fact_shown_carries_its_source_and_its_time(ask: Ask, real_knowledge: Knowledge) -> None:
    for fact in real_knowledge.facts.values():
        custom = render_custom(ask(f"{fact.label} {real_knowledge.places[fact.place].name}"))
        assert fact.source in {source["id"] for source in custom["sources"]}, fact.id
        assert custom["as_of"], fact.id


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Smart-HaiDuong làm được gì", "Gọi xe taxi"),
        ("chợ nào ở Thanh Hoá không dùng tiền mặt", "Chợ Quảng Thắng"),
        ("Nghị quyết 06 của Thanh Hoá ban hành ngày nào", "10/11/2021"),
        ("Nghị quyết 06 của Hải Dương ban hành ngày nào", "26/03/2021"),
        ("Thanh Hoá ban hành bộ tiêu chí chuyển đổi số cấp xã tháng nào?", "5/2023"),
        ("Chủ đề Ngày chuyển đổi số Hải Dương 2023?", "Tạo lập và khai thác dữ liệu số"),
        ("khó khăn khi chuyển đổi số ở Sầm Sơn là gì", "Thiếu người chuyên trách"),
        ("mô hình 3 không là gì", "không cần gặp trực tiếp chính quyền"),
    ],
)
def test_people_get_the_fact_in_their_own_words_with_and_without_accents(ask: Ask, question: str, told: str) -> None:
    assert told in render_text(ask(question))
    assert told in render_text(ask(fold(question)))


def test_two_resolutions_of_one_number_are_told_apart_by_place(ask: Ask) -> None:
    assert "26/03/2021" not in render_text(ask("Nghị quyết 06 của Thanh Hoá ban hành ngày nào")).split("Lưu ý")[0]


def test_a_place_without_the_fact_is_said_to_have_none_and_others_are_named(folder: KnowledgeFolder) -> None:
    outcome = _sample(folder)("chợ không tiền mặt của Huyện Mẫu")
    assert (outcome.kind, outcome.items) == ("no_answer", ())
    assert outcome.lead == ("Tôi chưa có thông tin về chợ không tiền mặt của Huyện Mẫu. Tôi có của: Tỉnh Mẫu.")
    assert outcome.buttons[0].payload == {"say": "chợ không tiền mặt của Tỉnh Mẫu"}


def test_a_time_without_the_fact_is_said_before_what_is_known_is_told(folder: KnowledgeFolder) -> None:
    outcome = _sample(folder)("chợ không tiền mặt của Tỉnh Mẫu năm 2019")
    assert outcome.lead == "Tôi chưa có thông tin năm 2019 về chợ không tiền mặt; đây là điều tôi có:"
    assert outcome.items[0].short == "Chợ Mẫu nhận chuyển khoản ở mọi sạp (theo bài viết năm 2023)."


def test_a_follow_up_changes_the_place_of_the_fact(ask: Ask) -> None:
    first = ask("khám bệnh bằng căn cước gắn chip ở Sầm Sơn")
    assert "Bệnh viện Đa khoa Sầm Sơn" in render_text(first)
    then = ask("thế còn Thanh Hoá?", first.context)
    assert "Bệnh viện Đa khoa tỉnh" in render_text(then)


def test_a_follow_up_about_another_province_finds_the_document_of_that_province(ask: Ask) -> None:
    first = ask("Nghị quyết 06 của Thanh Hoá ban hành ngày nào")
    assert "26/03/2021" in render_text(ask("còn của Hải Dương thì sao", first.context))


def test_a_fact_shown_before_can_be_shown_again_by_its_id(answerer: Answerer, ask: Ask) -> None:
    for question in ("Smart-HaiDuong làm được gì", "Chủ đề Ngày chuyển đổi số Hải Dương 2023?"):
        (item,) = ask(question).items
        again = answerer.item(item.id)
        assert again and again.short.split("(")[0] == item.short.split("(")[0]


def test_a_fact_someone_adds_is_found_at_once(folder: KnowledgeFolder) -> None:
    folder.append(
        "figures/bao-viec.yml",
        "  - id: s-2\n    subject: cho-so\n    place: huyen-mau\n    label: Chợ Mới\n"
        "    text: Chợ Mới có mã quét ở cổng.\n    as_of: '2024'\n    as_of_basis: stated\n    paragraph: 5\n",
    )
    assert render_text(_sample(folder)("chợ nào quét mã được ở Huyện Mẫu")).startswith(
        "Chợ Mới có mã quét ở cổng (năm 2024)."
    )


def _sample(folder: KnowledgeFolder) -> Ask:
    answerer = Answerer(folder.knowledge(), lambda: datetime.date(2026, 11, 21))
    return lambda text: answerer.answer(Question(text))
