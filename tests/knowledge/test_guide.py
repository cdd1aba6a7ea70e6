"""Việc có hướng dẫn: hỏi gì, chọn dòng nào, nguồn và ngày của danh sách."""

from __future__ import annotations

import datetime
import json
from itertools import product

import pytest
from guided_tasks import AGE, CARD, PHONE, PROOFS, knowing, task

from bot.knowledge.guide import (
    TaskFinder,
    checklist,
    checklist_json,
    chosen_lines,
    find_task,
    next_trait,
    read_choice,
)
from bot.knowledge.model import Knowledge, TaskLine, Trait
from bot.knowledge.outcome import Outcome
from bot.knowledge.period import Period
from bot.knowledge.rendering import render_text

TODAY = datetime.date(2026, 11, 22)
ADULT = {"age": "14-plus", "card": "chip", "phone": "smart"}


def test_questions_come_in_the_order_of_the_task() -> None:
    assert next_trait(task(), {}) == "age"
    assert next_trait(task(), {"age": "14-plus"}) == "card"
    assert next_trait(task(), {"age": "14-plus", "card": "old"}) == "phone"
    assert next_trait(task(), ADULT) is None


def test_a_trait_that_can_no_longer_change_the_list_is_not_asked() -> None:
    assert next_trait(task(), {"age": "under-6", "card": "old"}) is None


def test_a_line_shows_when_every_condition_holds() -> None:
    shown = [line.text for line in chosen_lines(task(), ADULT)]
    assert shown == ["Thẻ gắn chip.", "Đến công an xã, chờ 7 ngày.", "Mở ứng dụng, bấm nhận.", "Không đưa mã cho ai."]
    assert [line.text for line in chosen_lines(task(), {**ADULT, "age": "under-6"}, "step")] == [
        "Cha mẹ làm thay ở công an xã."
    ]


def test_a_line_whose_trait_is_not_known_yet_does_not_show_even_when_negated() -> None:
    assert [line.part for line in chosen_lines(task(), {"phone": "none"})] == ["note"]


def test_what_to_bring_is_the_first_step() -> None:
    item = checklist(task(), {**ADULT, "phone": "none"}, knowing(task()), TODAY)
    assert item.steps == ("Mang theo: thẻ gắn chip; VNeID trên máy người nhà.", "Đến công an xã, chờ 7 ngày.")
    assert item.notes == ("Không đưa mã cho ai.",)
    assert item.short == "Việc cần làm cho trường hợp: từ 14 tuổi trở lên; thẻ gắn chip; không có."


def test_sources_and_dates_are_those_of_the_lines_shown() -> None:
    item = checklist(task(), {**ADULT, "age": "under-6", "card": "old"}, knowing(task()), TODAY)
    assert [source.id for source in item.sources] == ["bao-mau", "khong-ngay"]
    assert (item.as_of, item.read_on, item.related) == ("2025-05-01", "2026-11", ("mau-o-xa",))
    both = checklist(task(), ADULT, knowing(task()), TODAY)
    assert both.related_questions == (
        ("mau-can-gi", "Tiêu đề mau-can-gi?"),
        ("mau-o-xa", "Tiêu đề mau-o-xa?"),
    )


def test_a_rule_not_in_force_is_said_first() -> None:
    lines = (
        TaskLine("step", "Làm theo luật mới.", (), "mau-sap-toi"),
        TaskLine("step", "Làm theo luật cũ.", (), "mau-da-het"),
    )
    item = checklist(task(lines=lines), ADULT, knowing(task()), TODAY)
    assert item.short.startswith(
        "“Làm theo luật mới.” Hôm nay chưa áp dụng: quy định này bắt đầu từ ngày 1/1/2027. "
        "“Làm theo luật cũ.” Quy định này đã hết sau ngày 30/6/2025. Nay xem câu “Tiêu đề mau-can-gi?”."
    )
    assert (item.valid_from, item.valid_until) == ("2027-01-01", "2025-06-30")


def test_an_overdue_review_is_said() -> None:
    overdue = task(review_by=Period.parse("2026-10"))
    assert "quá hạn rà soát" in checklist(overdue, ADULT, knowing(overdue), TODAY).notes[-1]


def test_a_list_without_evidence_still_reads() -> None:
    bare = task(lines=(TaskLine("step", "Hỏi bộ phận một cửa."),))
    text = render_text(Outcome("answer", items=(checklist(bare, {}, knowing(bare), TODAY),)))
    assert "1. Hỏi bộ phận một cửa." in text
    assert "Nguồn" not in text


@pytest.mark.parametrize("trait", [AGE, PHONE, CARD], ids=lambda trait: trait.id)
def test_every_label_and_saying_is_understood_with_and_without_accents(trait: Trait) -> None:
    from bot.vietnamese import fold

    for choice in trait.choices:
        for said in (choice.label, *choice.says):
            for written in (said, said.upper(), fold(said), f"dạ {said} ạ"):
                assert read_choice(trait, written, TODAY) == choice.value, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("72", "14-plus"),
        ("cụ 72 tuổi rồi", "14-plus"),
        ("bà tôi bảy mươi hai tuổi", "14-plus"),
        ("cháu tám tuổi", "6-13"),
        ("cháu 8 tháng", "under-6"),
        ("sinh năm 1954", "14-plus"),
        ("1954", "14-plus"),
        ("sinh ngày 23/11/2012", "6-13"),
        ("sinh ngày 22/11/2012", "14-plus"),
        ("sinh ngày 3 tháng 5 năm 2019", "6-13"),
        ("sinh năm 2012", None),  # 13 hay 14, tuỳ đã qua sinh nhật chưa
        ("sinh năm 2030", None),
        ("dưới 14 tuổi", None),  # hai lựa chọn cùng hợp
        ("trên 60 tuổi", "14-plus"),
        ("chưa đủ 6 tuổi", "under-6"),
        ("mức 2 là gì", None),
        ("trẻ 14 tuổi có phải đổi thẻ không", None),
        ("phí 50 nghìn à", None),
        ("500", None),
    ],
)
def test_a_number_is_read_as_an_age(text: str, value: str | None) -> None:
    assert read_choice(AGE, text, TODAY) == value


@pytest.mark.parametrize(
    ("trait", "text", "value"),
    [
        (PHONE, "tôi không có điện thoại thông minh", "none"),
        (PHONE, "có rồi em ơi", "smart"),
        (PHONE, "bà chỉ dùng cục gạch thôi", "none"),
        (PHONE, "tôi không biết", None),
        (PHONE, "có mất tiền không", None),
        (PHONE, "đổi được không", None),
        (PHONE, "điện thoại thông minh là gì", None),
        (PHONE, "có hay không có cũng được", None),
        (PHONE, "quên mật khẩu vneid thì làm sao", None),
        (CARD, "tôi vẫn dùng chứng minh nhân dân", "old"),
        (CARD, "chưa có thẻ chip", None),
        (CARD, "thẻ chip với chứng minh thư đều có", None),
        (CARD, "mất rồi", "none"),
        (CARD, "thẻ chip đổi ở đâu", None),
    ],
)
def test_a_reply_about_something_else_is_not_taken_for_a_choice(trait: Trait, text: str, value: str | None) -> None:
    assert read_choice(trait, text, TODAY) == value


@pytest.mark.parametrize(
    "text", ["Làm thẻ mẫu", "lam the mau", "Trường hợp của tôi: Làm thẻ mẫu", "dẫn tôi làm thẻ mẫu"]
)
def test_a_task_is_found_by_its_name_its_ways_of_asking_and_its_button(text: str) -> None:
    assert find_task(text, knowing(task(), _other())) == task()


def test_a_vague_request_finds_no_task() -> None:
    finder = TaskFinder(knowing(task(), _other()))
    assert finder.find("trường hợp của tôi thì sao") is None
    assert finder.find("") is None
    assert TaskFinder(Knowledge()).find("làm thẻ mẫu") is None


def test_an_answer_belongs_to_the_task_of_its_topic_that_cites_it_most() -> None:
    other = task(id="viec-khac", title="Việc khác", asks=(), topic="bhyt")
    finder = TaskFinder(knowing(other, task()))
    assert finder.citing(["khong-co", "mau-o-xa"]) == task()
    assert finder.citing([PROOFS[2].id]) is None


def test_the_plain_data_chooses_the_same_lines_as_the_guide() -> None:
    """Trình duyệt dẫn khi mất mạng theo đúng luật viết trong docstring của `checklist_json`."""
    data = json.loads(json.dumps(checklist_json(knowing(task()))))
    plain = data["tasks"][0]
    choices = {key: [choice["value"] for choice in trait["choices"]] for key, trait in data["traits"].items()}
    for values in product(*(choices[trait] for trait in plain["traits"])):
        known = dict(zip(plain["traits"], values, strict=True))
        shown = [
            line["text"]
            for line in plain["lines"]
            if all((known[each["trait"]] in each["values"]) != each["other"] for each in line["when"])
        ]
        assert shown == [line.text for line in chosen_lines(task(), known)]


def test_the_plain_data_carries_the_proofs_in_words() -> None:
    lines = (TaskLine("step", "Luật cũ.", (), "mau-da-het"), TaskLine("step", "Luật mới.", (), "mau-sap-toi"))
    data = checklist_json(knowing(task(lines=lines)))
    old, new = data["answers"]["mau-da-het"], data["answers"]["mau-sap-toi"]
    assert old["source"] == "Nguồn: Báo Mẫu, ngày 1/5/2025."
    assert (old["starts"], old["ends"], new["starts"]) == (None, "2025-06-30", "2027-01-01")
    item = checklist(task(lines=lines), {}, knowing(task()), TODAY)
    assert item.short == f"{old['over'].format(line='Luật cũ.')} {new['early'].format(line='Luật mới.')}"
    assert data["traits"]["age"]["choices"][0] == {
        "value": "under-6",
        "label": "Dưới 6 tuổi",
        "says": ["trẻ sơ sinh", "mới đẻ"],
        "least": 0,
        "most": 5,
    }


def _other():  # type: ignore[no-untyped-def]
    return task(id="quet-ma", title="Chuyển tiền bằng mã QR", asks=("chỉ tôi quét mã lần đầu",))
