"""Dạng câu trả lời: mỗi luật bị phá thì báo đúng trường, đúng dòng; viết đúng thì không bị báo gì."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from knowledge_folder import KnowledgeFolder

from bot.knowledge.form import faults
from bot.knowledge.model import Answer
from bot.knowledge.record import decode_trusted

FILE = "answers/can-cuoc/doi-the.yml"
FIELDS = {
    "id": "doi-the",
    "topic": "can-cuoc",
    "title": "Đổi thẻ ở đâu?",
    "short": "Ở công an xã.",
    "facts": ["Ở công an xã."],
    "sources": ["bao-mau"],
    "read_on": "2026-11",
    "confidence": "medium",
    "review_by": "2027-05",
}


def _write(folder: KnowledgeFolder, fields: dict[str, Any]) -> dict[str, int]:
    """Viết câu trả lời với `fields` thay vào, None là bỏ hẳn dòng ấy; trả số dòng của từng trường."""
    written = {name: value for name, value in {**FIELDS, **fields}.items() if value is not None}
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=10_000)
    folder.write(FILE, text)
    return {line.partition(":")[0]: number for number, line in enumerate(text.splitlines(), start=1)}


def _words(count: int) -> str:
    return " ".join(["tiếng"] * count)


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        (
            {"short": f"{_words(40)}. {_words(11)}."},
            "short",
            "dòng dài 307 ký tự, nhiều nhất 300: “tiếng tiếng tiếng tiếng tiếng tiếng tiến…”; viết ngắn lại",
        ),
        ({"steps": ["a" * 201]}, "steps", f"dòng dài 201 ký tự, nhiều nhất 200: “{'a' * 40}…”; viết ngắn lại"),
        ({"details": ["a" * 301]}, "details", f"dòng dài 301 ký tự, nhiều nhất 300: “{'a' * 40}…”; viết ngắn lại"),
        ({"notes": ["a" * 301]}, "notes", f"dòng dài 301 ký tự, nhiều nhất 300: “{'a' * 40}…”; viết ngắn lại"),
        (
            {"steps": [f"bước {c}" for c in "abcdefghikl"]},
            "steps",
            "“steps” có 11 dòng, nhiều nhất 10; gộp hoặc bỏ bớt",
        ),
        (
            {"details": [f"điều {c}" for c in "abcdefg"]},
            "details",
            "“details” có 7 dòng, nhiều nhất 6; gộp hoặc bỏ bớt",
        ),
        ({"notes": [f"điều {c}" for c in "abcd"]}, "notes", "“notes” có 4 dòng, nhiều nhất 3; gộp hoặc bỏ bớt"),
        (
            {"short": f"Ở xã. {_words(46)}."},
            "short",
            "câu dài 46 tiếng, nhiều nhất 45: “tiếng tiếng tiếng tiếng tiếng tiếng tiến…”; tách câu",
        ),
        ({"review_by": None}, "id", "thiếu hạn xem lại; thêm dòng review_by: '2027-05'"),
    ],
)
def test_an_answer_too_long_for_a_phone_or_without_a_review_date_is_told(
    folder: KnowledgeFolder, fields: dict[str, Any], field: str, told: str
) -> None:
    lines = _write(folder, fields)
    assert folder.problems() == [f"{FILE}:{lines[field]}: {told}"]


def test_an_answer_at_every_limit_is_sound(folder: KnowledgeFolder) -> None:
    short = ". ".join([_words(45), "a" * 28])
    assert len(short) == 299
    _write(
        folder,
        {
            "short": short + ".",
            "steps": [f"{c * 200}" for c in "abcdefghik"],
            "details": [f"{c * 300}" for c in "abcdef"],
            "notes": [f"{c * 300}" for c in "abc"],
            "related": ["mat-the"],
        },
    )
    assert folder.problems() == []


def test_more_than_three_related_answers_are_told(folder: KnowledgeFolder) -> None:
    names = ["doi-mot", "doi-hai", "doi-ba", "doi-bon"]
    for name in names:
        fields = {**FIELDS, "id": name, "title": f"{name} ở đâu?"}
        folder.write(f"answers/can-cuoc/{name}.yml", yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))
    _write(folder, {"related": names[:3]})
    assert folder.problems() == []
    line = _write(folder, {"related": names})["related"]
    assert folder.problems() == [
        f"{FILE}:{line}: có 4 câu liên quan, nhiều nhất 3; giữ những câu người ta hay hỏi tiếp"
    ]


# Câu hỏi có/không.

YES_OR_NO = [
    "Thẻ cũ còn dùng được không?",
    "Đi khám có phải mang giấy không?",
    "Đã bỏ sổ giấy chưa?",
    "Nghe nói bỏ sổ giấy, đúng không?",
    "Tôi nhờ con làm hộ có được không ?",
]


@pytest.mark.parametrize("title", YES_OR_NO)
@pytest.mark.parametrize("short", ["Thẻ cũ dùng đến hết hạn.", "Mang thẻ cũ ra xã.", "Trước đây ai cũng mang giấy."])
def test_a_yes_or_no_question_answered_otherwise_is_told(folder: KnowledgeFolder, title: str, short: str) -> None:
    line = _write(folder, {"title": title, "short": short})["short"]
    assert folder.problems() == [f"{FILE}:{line}: câu hỏi có/không thì phải mở đầu bằng “Có”, “Không”, “Được”, “Chưa”…"]


@pytest.mark.parametrize("title", YES_OR_NO)
@pytest.mark.parametrize(
    "short",
    [
        "Có, mang thẻ cũ.",
        "Không, từ nay chỉ cần thẻ.",
        "Được, nếu thẻ còn hạn.",
        "Chưa, vẫn dùng sổ giấy.",
        "Còn, đến khi hết hạn.",
        "Tuỳ nơi.",
        "Hầu hết nơi nhận.",
        "Từ 01/01/2025 thì không.",
        "Nếu thẻ còn hạn thì được.",
        "Hiện nay chưa.",
    ],
)
def test_a_yes_or_no_question_may_open_with_a_verdict_or_with_its_time(
    folder: KnowledgeFolder, title: str, short: str
) -> None:
    _write(folder, {"title": title, "short": short, "facts": [short]})
    assert folder.problems() == []


@pytest.mark.parametrize(
    "title", ["Đổi thẻ mất bao lâu, có tốn tiền không?", "Đổi thẻ ở đâu?", "Vì sao tôi đăng nhập mãi mà không?"]
)
def test_a_question_that_asks_more_than_yes_or_no_may_open_as_it_likes(folder: KnowledgeFolder, title: str) -> None:
    _write(folder, {"title": title})
    assert folder.problems() == []


# Bằng chứng của từng con số.


@pytest.mark.parametrize(
    ("fact", "said", "number"),
    [
        ("Lệ phí 100 đồng.", "Lệ phí 10 đồng.", "10"),
        ("Lệ phí 10.000 đồng.", "Lệ phí 10 đồng.", "10"),
        ("Lệ phí 1.000 đồng.", "Lệ phí 10.000 đồng.", "10.000"),
        ("Có 1,5 triệu thẻ.", "Có 5 triệu thẻ.", "5"),
        ("Có 1,5 triệu thẻ.", "Có 1 triệu thẻ.", "1"),
        ("Áp dụng từ 01/07/2025.", "Áp dụng từ 1/7/2025.", "1/7/2025"),
        ("Áp dụng từ 01/07/2025.", "Áp dụng từ 01/08/2025.", "01/08/2025"),
        ("Mẫu CT01.", "Mẫu CT02.", "CT02"),
        ("Mẫu CT01.", "Mẫu CT01a.", "CT01a"),
        ("Gọi 19009068.", "Gọi 1900.9068.", "1900.9068"),
        ("Gọi 1900.9068.", "Gọi 1900.9069.", "1900.9069"),
        ("Nghị định 59/2022/NĐ-CP.", "Nghị định 69/2022/NĐ-CP.", "69/2022/NĐ-CP"),
        ("Điều 19.", "Điều 9.", "9"),
        ("Đúng 30%.", "Đúng 3%.", "3%"),
        ("Từ đủ 14 tuổi.", "Từ đủ 14-15 tuổi.", "14-15"),
        ("Lúc 07:30.", "Lúc 7:30.", "7:30"),
    ],
)
@pytest.mark.parametrize("field", ["short", "steps", "details"])
def test_a_number_the_facts_do_not_have_is_told(
    folder: KnowledgeFolder, field: str, fact: str, said: str, number: str
) -> None:
    line = _write(folder, {"facts": [fact], field: said if field == "short" else ["Ra xã.", said]})[field]
    assert folder.problems() == [
        f"{FILE}:{line}: “{number}” không có trong facts; chép đúng như facts, hoặc thêm câu làm chứng vào facts"
    ]


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("Áp dụng từ 01/07/2025.", "Áp dụng từ năm 2025."),
        ("Áp dụng từ 01/07/2025.", "Áp dụng từ 01/07/2025, theo luật."),
        ("Mẫu CT01.", "Điền mẫu CT01."),
        ("Gọi 1900.9068.", "Gọi 1900.9068."),
        ("Gọi 1900 9068.", "Gọi 1900 9068."),
        ("Điều 19, 20 và 21.", "Theo điều 20."),
        ("Phí 50.000đ.", "Phí 50.000đ."),
        ("Được 95% (mức 2).", "Mức 2 được 95%."),
        ("Theo mục a/5,3.", "Theo mục a/5,3."),
    ],
)
def test_a_number_written_as_the_facts_write_it_is_sound(folder: KnowledgeFolder, fact: str, said: str) -> None:
    _write(folder, {"facts": ["Ra xã.", fact], "short": said, "steps": [said], "details": [said]})
    assert folder.problems() == []


def test_a_note_may_carry_a_number_of_its_own(folder: KnowledgeFolder) -> None:
    _write(folder, {"notes": ["Sau 30/06/2024 thì khác."]})
    assert folder.problems() == []


WORDS_WITH_NUMBERS = st.lists(
    st.text(alphabet="0123456789.,/%:-()“”;aBđĐ_", min_size=1, max_size=12), min_size=1, max_size=8
)


def _answer(short: str, fact: str) -> Answer:
    return decode_trusted(Answer, {**FIELDS, "short": short, "facts": [fact]})


@given(words=WORDS_WITH_NUMBERS, data=st.data())
def test_whatever_is_copied_from_the_facts_has_its_evidence(words: list[str], data: st.DataObject) -> None:
    copied = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=5))
    told = [message for _, message in faults(_answer(" ".join(copied), " ".join(words)), {})]
    assert [message for message in told if "không có trong facts" in message] == []


@given(known=st.lists(st.integers(0, 10**9), max_size=6), said=st.integers(0, 10**9))
def test_a_number_has_evidence_only_when_the_facts_have_that_very_number(known: list[int], said: int) -> None:
    told = list(faults(_answer(f"Có {said} thẻ.", f"Có {', '.join(map(str, known))} thẻ."), {}))
    assert bool(told) == (said not in known)


@given(day=st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_date_is_copied_in_the_very_form_of_the_facts(day: datetime.date) -> None:
    full, bare = f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"
    assert list(faults(_answer(f"Từ {full} bỏ giấy.", f"Bỏ giấy từ {full}."), {})) == []
    assert bool(list(faults(_answer(f"Từ {bare} bỏ giấy.", f"Bỏ giấy từ {full}."), {}))) == (bare != full)


# Chữ viết tắt.


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        (
            {"short": "Mang thẻ BHYT."},
            "short",
            "lần đầu dùng “BHYT” phải kèm chữ đầy đủ: “bảo hiểm y tế (BHYT)”",
        ),
        (
            {"steps": ["Mang thẻ BHYT.", "Xem bảo hiểm y tế (BHYT)."]},
            "steps",
            "lần đầu dùng “BHYT” phải kèm chữ đầy đủ: “bảo hiểm y tế (BHYT)”",
        ),
        (
            {"notes": ["Mang thẻ BHYT."]},
            "notes",
            "lần đầu dùng “BHYT” phải kèm chữ đầy đủ: “bảo hiểm y tế (BHYT)”",
        ),
        (
            {"steps": ["Hỏi BCĐ ở xã; BCĐ sẽ chỉ."], "notes": ["BCĐ họp thứ hai."]},
            "steps",
            "chữ tắt “BCĐ” chưa có trong abbreviations.yml; viết đầy đủ, hoặc thêm vào đó",
        ),
    ],
)
def test_an_abbreviation_nobody_explained_is_told_once(
    folder: KnowledgeFolder, fields: dict[str, Any], field: str, told: str
) -> None:
    line = _write(folder, fields)[field]
    assert folder.problems() == [f"{FILE}:{line}: {told}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"short": "Mang thẻ bảo hiểm y tế (BHYT)."},
        {"short": "Mang thẻ BHYT (bảo hiểm y tế)."},
        {"short": "Mang thẻ Bảo hiểm Y tế.", "steps": ["Đưa thẻ BHYT.", "Cất thẻ BHYT."]},
        {"steps": ["Mang thẻ bảo hiểm y tế."], "notes": ["Thẻ BHYT giấy vẫn nhận."]},
        {"details": ["Công văn 168/BHXH-QLT, quý II, mức III."], "facts": ["Công văn 168/BHXH-QLT."]},
        {"steps": ["Vào VssID, VNeID.", "TỐI mở máy."]},
        {"steps": ["Bấm “XOA ABC”."]},
    ],
)
def test_an_abbreviation_explained_before_or_no_abbreviation_at_all_is_sound(
    folder: KnowledgeFolder, fields: dict[str, Any]
) -> None:
    _write(folder, fields)
    assert folder.problems() == []


def test_a_name_that_everyone_says_as_it_is_needs_no_longer_form(folder: KnowledgeFolder) -> None:
    folder.append("abbreviations.yml", "QR: QR\n")
    _write(folder, {"short": "Quét mã QR."})
    assert folder.problems() == []
