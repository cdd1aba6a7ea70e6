"""Bản ghi ra dữ liệu trơn rồi trở lại y nguyên."""

from __future__ import annotations

import json

import pytest
from knowledge_folder import KnowledgeFolder

from bot.knowledge.model import Answer, Figure, Knowledge, Place
from bot.knowledge.record import RecordError, decode, decode_trusted, encode


def test_every_real_record_survives_json(real_knowledge: Knowledge) -> None:
    for table in (
        real_knowledge.sources,
        real_knowledge.places,
        real_knowledge.indicators,
        real_knowledge.figures,
        real_knowledge.answers,
    ):
        for record in table.values():
            assert decode_trusted(type(record), json.loads(json.dumps(encode(record)))) == record


def test_defaults_are_left_out(folder: KnowledgeFolder) -> None:
    plain = encode(folder.knowledge().answers["doi-the"])
    assert "aliases" not in plain
    assert "valid_from" not in plain
    assert plain["facts"] == ["Ở công an xã."]
    assert plain["read_on"] == "2026-11"


def test_every_mistake_is_reported_with_its_field() -> None:
    told: list[tuple[str, str]] = []
    record = decode(
        Place,
        {"id": "a", "level": "huyện", "aliases": "b", "la": 1},
        lambda name, message: told.append((name, message)),
    )
    assert record is None
    assert [name for name, _ in told] == ["la", "name", "level", "aliases"]


def test_text_is_trimmed() -> None:
    place = decode_trusted(Place, {"id": " a ", "name": "Tỉnh A\n", "level": "province"})
    assert (place.id, place.name) == ("a", "Tỉnh A")


def test_a_zero_is_a_value() -> None:
    figure = decode_trusted(
        Figure,
        {
            "id": "f",
            "source": "s",
            "indicator": "i",
            "place": "p",
            "value": 0.0,
            "as_of": "2024",
            "as_of_basis": "stated",
            "literal": "0 trạm",
            "paragraph": 1,
        },
    )
    assert figure.value == 0.0


def test_a_damaged_record_is_an_error_with_its_kind_and_reasons() -> None:
    with pytest.raises(RecordError) as caught:
        decode_trusted(Answer, {"id": "a"})
    assert caught.value.kind == "Answer"
    assert "thiếu trường “title”; hãy thêm dòng “title: …”" in caught.value.reasons


def test_records_that_name_the_same_thing_share_one_string_in_memory() -> None:
    """Một triệu số liệu chỉ trỏ tới vài nghìn nguồn, chỉ tiêu, nơi, tháng."""
    line = json.dumps(
        {
            "id": "f",
            "source": "nguon-chung",
            "indicator": "chi-tieu-chung",
            "place": "noi-chung",
            "value": 1,
            "as_of": "2024-07",
            "as_of_basis": "stated",
            "literal": "1 trạm",
            "paragraph": 1,
        }
    )
    one, other = (decode_trusted(Figure, json.loads(line)) for _ in range(2))
    for name in ("source", "indicator", "place", "as_of", "as_of_basis"):
        assert getattr(one, name) is getattr(other, name), name


def test_a_record_has_no_room_for_a_field_it_does_not_have(folder: KnowledgeFolder) -> None:
    figure = folder.knowledge().figures["f-1"]
    assert not hasattr(figure, "__dict__"), "slots: một triệu số liệu nhẹ đi một phần ba"
