"""Thực thể: đúng loại, đúng id, đúng chỗ trong chính chữ người dân gõ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.slow

Entities = Callable[[str], list[dict[str, Any]]]

FOUND = [
    ("dân Thanh Hoá hỏi", "Thanh Hoá", "place", "thanh-hoa"),
    ("dân thanh hoa hỏi", "thanh hoa", "place", "thanh-hoa"),
    ("dân THANH HÓA hỏi", "THANH HÓA", "place", "thanh-hoa"),
    ("dân tỉnh Thanh hỏi", "tỉnh Thanh", "place", "thanh-hoa"),
    ("ở tp hà nội nhé", "tp hà nội", "place", "ha-noi"),
    ("thế còn Hải Dương?", "Hải Dương", "place", "hai-duong"),
    ("con Sam Son thi sao", "Sam Son", "place", "sam-son"),
    ("số liệu năm 2022 thôi", "năm 2022", "time", "năm 2022"),
    ("số liệu nam 2022 thôi", "nam 2022", "time", "nam 2022"),
    ("hồi tháng 9/2023 ấy", "tháng 9/2023", "time", "tháng 9/2023"),
    ("hồi thang 9 nam 2023 ấy", "thang 9 nam 2023", "time", "thang 9 nam 2023"),
    ("ngày 26/3/2022 có gì", "ngày 26/3/2022", "time", "ngày 26/3/2022"),
    ("quý 1/2024 đạt", "quý 1/2024", "time", "quý 1/2024"),
    ("quý IV năm 2023 đạt", "quý IV năm 2023", "time", "quý IV năm 2023"),
    ("năm ngoái thì sao", "năm ngoái", "time", "năm ngoái"),
    ("hien nay bao nhiêu", "hien nay", "time", "hien nay"),
    ("có bao nhiêu dịch vụ công toàn trình", "dịch vụ công toàn trình", "measure", "dich-vu-cong-toan-trinh"),
    ("co bao nhieu dvc toan trinh", "dvc toan trinh", "measure", "dich-vu-cong-toan-trinh"),
    ("mat do thue bao internet", "mat do thue bao internet", "measure", "mat-do-thue-bao-internet"),
    ("quên thẻ bảo hiểm y tế", "thẻ bảo hiểm y tế", "document", "the-bhyt"),
    ("quen the bhyt roi", "the bhyt", "document", "the-bhyt"),
    ("mất cccd", "cccd", "document", "the-can-cuoc"),
    ("mất căn cước công dân", "căn cước công dân", "document", "the-can-cuoc"),
    ("đưa gplx lên", "gplx", "document", "giay-phep-lai-xe"),
    ("lỗi vnid", "vnid", "service", "vneid"),
    ("ứng dụng định danh", "ứng dụng định danh", "service", "vneid"),
    ("dang ky tam tru", "dang ky tam tru", "service", "dang-ky-tam-tru"),
]

UNRELATED = [
    "xin chào",
    "hom nay troi co mua khong",
    "thanh thật xin lỗi",
    "hoa đẹp quá",
    "một hai ba 123",
    "😀😀",
    "",
    "   ",
    "?!.,",
    "2 con vịt",
]


@pytest.mark.parametrize(("text", "words", "entity", "value"), FOUND)
def test_a_name_is_found_where_it_was_typed(text: str, words: str, entity: str, value: str, entities: Entities) -> None:
    spans = {(item["entity"], item["value"]): text[item["start"] : item["end"]] for item in entities(text)}
    assert spans.get((entity, value)) == words


@pytest.mark.parametrize(("text", "words", "entity", "value"), FOUND)
def test_a_name_typed_with_loose_accents_is_found_in_the_text_as_typed(
    text: str, words: str, entity: str, value: str, entities: Entities
) -> None:
    loose = unicodedata.normalize("NFD", text)
    found = [item for item in entities(loose) if item["entity"] == entity]
    assert unicodedata.normalize("NFC", loose[found[0]["start"] : found[0]["end"]]) == words
    if entity != "time":
        assert found[0]["value"] == value


@pytest.mark.parametrize("text", UNRELATED)
def test_no_entity_in_unrelated_words(text: str, entities: Entities) -> None:
    assert entities(text) == []


def test_the_longest_name_wins(entities: Entities) -> None:
    assert [item["value"] for item in entities("cổng dịch vụ công quốc gia")] == ["cong-dich-vu-cong"]
    assert [item["value"] for item in entities("giấy chứng nhận căn cước")] == ["giay-chung-nhan-can-cuoc"]
    (time,) = entities("tháng 9 năm 2023")
    assert (time["start"], time["end"]) == (0, len("tháng 9 năm 2023"))


def test_entities_never_overlap_and_come_in_order(entities: Entities) -> None:
    found = entities(
        "Thanh Hoá năm 2024 có bao nhiêu dịch vụ công toàn trình, thẻ bhyt trên VNeID, còn Hải Dương quý 1"
    )
    assert {item["entity"] for item in found} == {"place", "time", "measure", "document", "service"}
    reached = 0
    for item in sorted(found, key=lambda item: int(item["start"])):
        assert item["start"] >= reached
        reached = item["end"]


def test_a_name_after_emoji_and_double_spaces_keeps_its_place(entities: Entities) -> None:
    text = "😀  ở   Thanh   Hoá  nhé"
    (place,) = entities(text)
    assert text[place["start"] : place["end"]] == "Thanh   Hoá"


def test_an_entity_names_its_extractor(entities: Entities) -> None:
    assert {item["extractor"] for item in entities("ở Thanh Hoá")} == {"TermExtractor"}


def test_a_measure_does_not_swallow_the_question_word(entities: Entities) -> None:
    text = "Sầm Sơn có bao nhiêu tổ công nghệ số cộng đồng"
    spans = [text[item["start"] : item["end"]] for item in entities(text) if item["entity"] == "measure"]
    assert spans == ["tổ công nghệ số cộng đồng"]


def test_entities_already_found_by_others_are_kept() -> None:
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.terms import TermExtractor

    earlier = {"entity": "place", "start": 0, "end": 1, "value": "x", "extractor": "Khác"}
    (message,) = TermExtractor().process([Message({"text": "ở Thanh Hoá", "entities": [earlier]})])
    assert earlier in message.get("entities")
    assert len(message.get("entities")) == 2
