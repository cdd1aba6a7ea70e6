"""Kết cục thành chữ đọc riêng cũng hiểu, và thành phần `custom` đúng hợp đồng."""

from __future__ import annotations

import json

import pytest

from bot.knowledge import texts
from bot.knowledge.model import Source
from bot.knowledge.outcome import Button, Call, Item, Outcome
from bot.knowledge.period import Period
from bot.knowledge.rendering import render_custom, render_text, source_line

DATED = Source("a", "Bài A", "Báo A", published=Period.parse("2024-05-01"), url="https://a.example/x")
UNDATED = Source("b", "Bài B", "Báo B")
NOTED = Source("c", "Bài C", "Báo C", published_note="bài không ghi ngày; viết sau tháng 10/2024")


def _item(
    name: str = "mot", *sources: Source, as_of: str | None = "2024-05-01", read_on: str | None = "2026-11"
) -> Item:
    return Item(name, f"Câu {name}?", f"Lời đáp {name}.", sources or (DATED,), as_of, read_on=read_on)


def test_one_item_is_its_short_answer_steps_details_notes_and_source_in_order() -> None:
    item = Item(
        "mot",
        "Câu một?",
        "Lời đáp.",
        (DATED,),
        "2024-05-01",
        steps=("Làm trước", "Làm sau"),
        details=("Thêm một điều",),
        notes=("Đi sớm.",),
    )
    assert render_text(Outcome("answer", items=(item,))) == (
        "Lời đáp.\n1. Làm trước\n2. Làm sau\n- Thêm một điều\nLưu ý: Đi sớm.\nNguồn: Báo A, ngày 1/5/2024."
    )


def test_several_items_each_carry_their_title() -> None:
    text = render_text(Outcome("answer", lead="Hai điều:", items=(_item("mot"), _item("hai"))))
    assert text.split("\n\n") == [
        "Hai điều:",
        "Câu mot?\nLời đáp mot.\nNguồn: Báo A, ngày 1/5/2024.",
        "Câu hai?\nLời đáp hai.\nNguồn: Báo A, ngày 1/5/2024.",
    ]


def test_figures_stand_without_titles() -> None:
    assert "Câu mot?" not in render_text(Outcome("figure", items=(_item("mot"), _item("hai"))))


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (_item(), "Nguồn: Báo A, ngày 1/5/2024."),
        (_item("x", UNDATED, DATED), "Nguồn: Báo A và 1 nguồn khác, ngày 1/5/2024."),
        (_item("x", UNDATED, as_of=None), "Nguồn: Báo B (nguồn không ghi ngày, tra cứu 11/2026)."),
        (_item("x", UNDATED, as_of="2024", read_on=None), "Nguồn: Báo B (nguồn không ghi ngày)."),
        (
            _item("x", NOTED, as_of="2024", read_on=None),
            "Nguồn: Báo C, bài không ghi ngày; viết sau tháng 10/2024.",
        ),
    ],
)
def test_the_source_is_named_with_its_date_or_the_lack_of_one(item: Item, line: str) -> None:
    assert source_line(item) == line


@pytest.mark.parametrize("kind", ["clarify", "no_answer"])
def test_choices_can_be_read_without_buttons(kind: str) -> None:
    outcome = Outcome(kind, lead="Ý nào?", buttons=(Button("Mất thẻ?", {"answer": "mat-the"}),))  # type: ignore[arg-type]
    assert render_text(outcome) == "Ý nào?\n\n- Mất thẻ?"


def test_other_choices_under_an_answer_are_said_to_be_other_choices() -> None:
    outcome = Outcome("answer", items=(_item(),), buttons=(Button("Mất thẻ?", {"answer": "mat-the"}),))
    assert render_text(outcome).endswith("\n\nNếu chưa đúng ý, có thể anh/chị muốn hỏi:\n- Mất thẻ?")


@pytest.mark.parametrize(
    ("short", "told"),
    [
        ("Phải đổi thẻ.", True),
        ("Từ 01/07/2024 phải đổi thẻ.", False),
        ("Từ 1/7/2024 phải đổi thẻ.", False),
        ("Từ 11/07/2024 phải đổi thẻ.", True),
    ],
)
def test_an_answer_says_since_when_unless_it_has_said_so_itself(short: str, told: bool) -> None:
    item = Item("mot", "Câu một?", short, (DATED,), "2024-05-01", valid_from="2024-07-01")
    assert ("Áp dụng từ ngày 1/7/2024." in render_text(Outcome("answer", items=(item,)))) is told


def test_a_table_can_be_read_line_by_line() -> None:
    table = {"columns": ["Số liệu", "Giá trị", "Lúc"], "rows": [["Trạm sạc", "12 trạm", "năm 2024"], ["Chợ Mẫu"]]}
    item = Item("mot", "Số liệu", "Tôi có 1 số liệu:", (DATED,), "2024", table=table)
    assert "\n- Trạm sạc: 12 trạm (năm 2024)\n- Chợ Mẫu\n" in render_text(Outcome("figure", items=(item,)))


def test_the_structured_reply_has_exactly_the_agreed_fields() -> None:
    outcome = Outcome(
        "safety",
        lead="Làm ngay",
        items=(_item("mot"), _item("hai", UNDATED, DATED, as_of=None)),
        suggestions=("a", "b", "c", "d"),
        calls=(Call("Công an", "113"),),
        buttons=(Button("Gọi người", {"say": "gặp người"}),),
    )
    custom = render_custom(outcome)
    wanted = {"kind", "lead", "answers", "suggestions", "items", "sources", "as_of", "calls", "buttons", "rule"}
    assert set(custom) == wanted
    assert custom["rule"] == "", "luôn có, cả khi không luật nào"
    assert set(render_custom(outcome, explain=True)) == wanted | {"trace"}
    assert set(custom["items"][0]) == {
        "id", "title", "short", "steps", "details", "notes", "table", "measure", "related",
        "related_questions", "as_of", "valid_from", "valid_until", "superseded_by", "read_on", "case", "sources",
    }  # fmt: skip
    assert (custom["kind"], custom["lead"]) == ("safety", "Làm ngay")
    assert custom["answers"] == ["mot", "hai"]
    assert custom["suggestions"] == ["a", "b", "c"]
    assert custom["as_of"] == "2024-05-01"
    assert custom["calls"] == [{"label": "Công an", "number": "113"}]
    assert custom["buttons"] == [{"title": "Gọi người", "payload": {"say": "gặp người"}}]
    assert json.loads(json.dumps(custom)) == custom


def test_a_source_shared_by_two_items_is_listed_once() -> None:
    custom = render_custom(Outcome("answer", items=(_item("mot"), _item("hai", UNDATED, DATED))))
    assert [source["id"] for source in custom["sources"]] == ["a", "b"]
    assert custom["sources"][0] == {
        "id": "a",
        "title": "Bài A",
        "publisher": "Báo A",
        "published": "2024-05-01",
        "url": "https://a.example/x",
    }
    assert (custom["sources"][1]["published"], custom["sources"][1]["url"]) == (None, None)


def test_a_reply_without_items_has_no_date() -> None:
    custom = render_custom(Outcome("small_talk", lead="Xin chào."))
    assert (custom["items"], custom["sources"], custom["answers"], custom["as_of"]) == ([], [], [], None)


def test_a_title_read_off_the_address_is_not_shown() -> None:
    source = Source("d", "mot luu y khi dang nhap", "Báo D", title_from_url=True)
    custom = render_custom(Outcome("answer", items=(_item("mot", source),)))
    assert custom["sources"][0]["title"] == texts.UNTITLED_SOURCE
