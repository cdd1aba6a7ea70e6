"""Những điều kho phải giữ: mỗi điều bị phá thì báo đúng tệp, đúng dòng, kèm cách sửa."""

from __future__ import annotations

import pytest
from knowledge_folder import SAMPLE, KnowledgeFolder

from bot.knowledge.problem import KnowledgeError, Problem

SOURCES, PLACES, INDICATORS = "sources.yml", "places.yml", "indicators.yml"
SUBJECTS, FIGURES, FACTS = "subjects.yml", "figures/bao-mau.yml", "figures/bao-viec.yml"
ANSWER, OTHER = "answers/can-cuoc/mat-the.yml", "answers/can-cuoc/doi-the.yml"


def _second_figure(indicator: str) -> str:
    return SAMPLE[FIGURES].partition("figures:\n")[2].replace("f-1", "f-2").replace("tram-sac", indicator)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "told"),
    [
        # id
        (INDICATORS, "- id: tram-sac", "- id: Trạm_sạc", 1, "id “Trạm_sạc” chỉ dùng chữ thường không dấu, số và gạch"),
        (ANSWER, "id: mat-the", "id: mat--the", 1, "id “mat--the” chỉ dùng chữ thường không dấu"),
        (ANSWER, "short:", "aliases:\n  - Mất thẻ\nshort:", 1, "id “Mất thẻ” chỉ dùng chữ thường không dấu"),
        (ANSWER, "short:", "aliases:\n  - mat-the\nshort:", 1, "id “mat-the” đã có ở answers/can-cuoc/mat-the.yml:1"),
        (PLACES, "- id: huyen-mau", "- id: tinh-mau", 6, "id “tinh-mau” đã có ở places.yml:1; hãy đặt id khác"),
        # tham chiếu
        (ANSWER, "  - bao-mau", "  - bao-la", 11, "không có nguồn “bao-la”; sửa id hoặc thêm vào sources.yml"),
        (ANSWER, "  - doi-the", "  - doi-ao", 13, "không có câu trả lời “doi-ao”; sửa id hoặc thêm vào answers/"),
        (
            ANSWER,
            "confidence:",
            "valid_until: '2025'\nsuperseded_by: khong-co\nconfidence:",
            18,
            "không có câu trả lời “khong-co”; sửa id hoặc thêm vào answers/",
        ),
        (FIGURES, "place: tinh-mau", "place: noi-la", 5, "không có nơi “noi-la”; sửa id hoặc thêm vào places.yml"),
        (FIGURES, "indicator: tram-sac", "indicator: la", 4, "không có chỉ tiêu “la”; sửa id hoặc thêm vào"),
        (FIGURES, "source: bao-mau", "source: bao-la", 1, "không có nguồn “bao-la”; sửa id hoặc thêm vào sources.yml"),
        (PLACES, "within: tinh-mau", "within: noi-la", 9, "không có nơi “noi-la”; sửa id hoặc thêm vào places.yml"),
        (PLACES, "    - tinh-mau", "    - noi-la", 10, "không có nơi “noi-la”; sửa id hoặc thêm vào places.yml"),
        (SOURCES, "    - tinh-mau", "    - noi-la", 7, "không có nơi “noi-la”; sửa id hoặc thêm vào places.yml"),
        (FACTS, "subject: cho-so", "subject: cho-la", 4, "không có đề tài “cho-la”; sửa id hoặc thêm vào subjects.yml"),
        (FACTS, "place: tinh-mau", "place: noi-la", 5, "không có nơi “noi-la”; sửa id hoặc thêm vào places.yml"),
        (FACTS, "source: bao-viec", "source: bao-la", 1, "không có nguồn “bao-la”; sửa id hoặc thêm vào sources.yml"),
        # ngày
        (ANSWER, "read_on:", "valid_until: '2024-06'\nread_on:", 16, "ngày hết hiệu lực đứng trước ngày bắt đầu; xem"),
        (ANSWER, "read_on:", "superseded_by: doi-the\nread_on:", 16, "phải ghi valid_until: ngày câu này hết hiệu lực"),
        (PLACES, "  merged_on: 2025-07-01\n", "", 10, "đã nhập vào nơi khác thì phải ghi merged_on: ngày nhập"),
        (PLACES, "  within: tinh-mau\n", "", 8, "phải ghi within: id của nơi chứa nó, ví dụ thanh-hoa"),
        # chỗ nằm của tệp
        (ANSWER, "topic: can-cuoc", "topic: vneid", 1, "tệp phải nằm ở answers/vneid/mat-the.yml cho khớp topic và id"),
        (FIGURES, "source: bao-mau", "source: bao-la", 1, "số liệu của nguồn này phải nằm ở figures/bao-la.yml"),
        (FACTS, "source: bao-viec", "source: bao-mau", 1, "số liệu của nguồn này phải nằm ở figures/bao-mau.yml"),
        # cách hỏi, tên gọi
        (ANSWER, "  - đánh rơi thẻ", "  - doi the o dau", 4, "cách hỏi “doi the o dau” đã thuộc câu “doi-the”"),
        (ANSWER, "title: Mất thẻ thì làm sao?", "title: Đổi thẻ ở đâu", 3, "đã thuộc câu “doi-the”; mỗi cách hỏi chỉ"),
        (SUBJECTS, "  - chợ nào quét mã được", "  - SỐ TRẠM SẠC", 4, "tên “SỐ TRẠM SẠC” đã thuộc “tram-sac”; mỗi tên"),
        (SUBJECTS, "name: chợ không tiền mặt", "name: trạm sạc xe điện", 2, "đã thuộc “tram-sac”; mỗi tên chỉ một"),
        (PLACES, "    - xứ Mẫu", "    - huyen mau", 7, "tên “Huyện Mẫu” đã là của nơi “tinh-mau”; thêm cấp cho rõ"),
        (PLACES, "  within:", "  aliases:\n    - Xứ Mẫu\n  within:", 9, "tên “Xứ Mẫu” đã là của nơi “tinh-mau”"),
        # hai chỗ không thể cùng đúng
        (
            PLACES,
            "within: tinh-mau",
            "within: huyen-mau",
            9,
            "nơi “huyen-mau” nằm trong chính nó; within là nơi lớn hơn",
        ),
        (PLACES, "    - xứ Mẫu", "    - xứ Mẫu\n  within: huyen-mau", 6, "nơi “tinh-mau” nằm trong chính nó"),
        (PLACES, "    - tinh-mau", "    - huyen-mau", 10, "nơi “huyen-mau” nhập vào chính nó; merged_into là nơi mới"),
        (
            SOURCES,
            "  publisher: Báo Việc",
            "  publisher: Báo Việc\n  url: https://bao-mau.example/the",
            12,
            "địa chỉ này đã là của nguồn “bao-mau”; dùng lại id ấy",
        ),
        (FIGURES, "as_of: '2024'", "as_of: 2024-06", 7, "bài đăng ngày 1/5/2024 chưa thể có số của tháng 6/2024; xem"),
        (
            FIGURES,
            "paragraph:",
            "kind: target\n    compared_with: '2020'\n    paragraph:",
            11,
            "chỉ số tăng giảm mới so với lúc trước; sửa kind, hoặc bỏ dòng này",
        ),
        (
            FIGURES,
            "paragraph:",
            "kind: increase\n    compared_with: '2024'\n    paragraph:",
            11,
            "lúc đem ra so phải đứng trước as_of; xem lại hai ngày",
        ),
        # viết hai lần
        (
            ANSWER,
            "  - đánh rơi thẻ",
            "  - mất thẻ thì làm sao",
            4,
            "“mất thẻ thì làm sao” viết hai lần; giữ một (title",
        ),
        (ANSWER, "  - đánh rơi thẻ", "  - đánh rơi thẻ\n  - Đánh rơi thẻ?", 4, "“đánh rơi thẻ” viết hai lần; giữ một"),
        (ANSWER, "  - bao-mau", "  - bao-mau\n  - bao-mau", 11, "“bao-mau” viết hai lần; giữ một"),
        (ANSWER, "  - doi-the", "  - doi-the\n  - doi-the", 13, "“doi-the” viết hai lần; giữ một"),
        (ANSWER, "  - Đến công an xã.", "  - Đến xã.\n  - Đến xã.", 7, "“Đến xã.” viết hai lần; giữ một"),
        (ANSWER, "related:", "details:\n  - Một.\n  - Một.\nrelated:", 13, "“Một.” viết hai lần; giữ một"),
        (ANSWER, "related:", "notes:\n  - Một.\n  - Một.\nrelated:", 13, "“Một.” viết hai lần; giữ một"),
        (ANSWER, "facts:\n", "facts:\n  - Báo công an xã.\n", 9, "“Báo công an xã.” viết hai lần; giữ một"),
        # số liệu
        (FIGURES, "literal: 12 trạm", "literal: Gần 12 trạm", 9, "bỏ chữ “gần” khỏi literal; ghi ở dòng riêng “qualif"),
        (FIGURES, "literal: 12 trạm", "literal: 13 trạm", 6, "“13 trạm” là 13, khác value; sửa một trong hai"),
        (FIGURES, "literal: 12 trạm", "literal: 12/20 trạm", 9, "“12/20 trạm” có mẫu số 20; ghi out_of: 20"),
        (FIGURES, "paragraph: 3", "paragraph: 0", 10, "đoạn đếm từ 1, bỏ qua dòng trống"),
        (FACTS, "paragraph: 4", "paragraph: 0", 10, "đoạn đếm từ 1, bỏ qua dòng trống"),
        (FIGURES, "literal: 12 trạm", f"literal: 12 {'trạm ' * 10}", 9, "tối đa 40 ký tự, không chép cả câu"),
        (FIGURES, "literal: 12 trạm", "literal: mười hai", 9, "cần con số đúng như bài in, ví dụ “1.711 dịch vụ”"),
        (FIGURES, "paragraph:", "kind: increase\n    paragraph:", 10, "phải ghi compared_with: so với lúc nào, ví dụ"),
        (FIGURES, "paragraph:", "kind: times\n    paragraph:", 10, "phải ghi compared_with: so với lúc nào, ví dụ"),
        # địa chỉ
        (SOURCES, "https://bao-mau", "ftp://bao-mau", 6, "địa chỉ phải bắt đầu bằng http:// hoặc https://"),
        (SOURCES, "https://bao-mau.example/the", "bao-mau.example", 6, "phải bắt đầu bằng http:// hoặc https://"),
    ],
)
def test_a_broken_rule_is_told_at_its_line_with_the_way_to_mend_it(
    folder: KnowledgeFolder, file: str, old: str, new: str, line: int, told: str
) -> None:
    folder.replace(file, old, new)
    here = [problem for problem in folder.problems() if problem.startswith(f"{file}:{line}: ") and told in problem]
    assert len(here) == 1, folder.problems()


@pytest.mark.parametrize("kind", ["decrease", "increase", "times"])
def test_a_change_that_says_what_it_is_compared_with_is_sound(folder: KnowledgeFolder, kind: str) -> None:
    folder.replace(FIGURES, "paragraph:", f"kind: {kind}\n    compared_with: '2020'\n    paragraph:")
    assert folder.problems() == []


def test_a_second_name_of_one_answer_may_not_be_the_id_of_another(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "short:", "aliases:\n  - doi-the\nshort:")
    assert folder.problems() == [f"{ANSWER}:1: id “doi-the” đã có ở answers/can-cuoc/doi-the.yml:1; hãy đặt id khác"]


def test_one_id_may_name_a_place_and_an_answer(folder: KnowledgeFolder) -> None:
    folder.replace(PLACES, "- id: huyen-mau", "- id: mat-the")
    assert folder.problems() == []


def test_two_indicators_may_not_share_a_name_even_without_accents(folder: KnowledgeFolder) -> None:
    line = folder.append(INDICATORS, "- id: tram-khac\n  name: trạm khác\n  unit: trạm\n  topic: mau\n")
    folder.append(INDICATORS, "  names:\n    - SO TRAM SAC\n")
    folder.append(FIGURES, _second_figure("tram-khac"))
    assert folder.problems() == [
        f"{INDICATORS}:{line + 4}: tên “SO TRAM SAC” đã thuộc “tram-sac”; mỗi tên chỉ một chỉ tiêu, đề tài"
    ]


def test_one_answer_may_be_asked_in_the_same_words_without_accents(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "  - đánh rơi thẻ", "  - đánh rơi thẻ\n  - danh roi the\n  - mat the thi lam sao")
    assert folder.problems() == []


def test_a_source_nobody_cites_is_told(folder: KnowledgeFolder) -> None:
    line = folder.append(SOURCES, "- id: bao-thua\n  title: Bài thừa\n  publisher: Báo Thừa\n")
    assert folder.problems() == [
        f"{SOURCES}:{line}: nguồn “bao-thua” không câu nào dùng; xoá, hoặc ghi id này vào sources của câu trả lời"
    ]


def test_an_indicator_without_figures_is_told(folder: KnowledgeFolder) -> None:
    line = folder.append(INDICATORS, "- id: tram-thua\n  name: trạm thừa\n  unit: trạm\n  topic: mau\n")
    assert folder.problems() == [
        f"{INDICATORS}:{line}: chỉ tiêu “tram-thua” không có số liệu nào; xoá, hoặc thêm số liệu"
    ]


def test_a_source_that_only_a_figure_cites_is_sound(folder: KnowledgeFolder) -> None:
    folder.append(SOURCES, "- id: bao-so\n  title: Bài số\n  publisher: Báo Số\n")
    folder.write("figures/bao-so.yml", SAMPLE[FIGURES].replace("bao-mau", "bao-so").replace("f-1", "f-2"))
    assert folder.problems() == []


def test_the_error_that_stops_a_sync_carries_every_problem() -> None:
    problems = [Problem("a.yml", 2, "sai một"), Problem("b.yml", 1, "sai hai")]
    error = KnowledgeError(problems)
    assert error.problems == problems
    assert str(error) == "a.yml:2: sai một\nb.yml:1: sai hai"


@pytest.mark.parametrize(
    ("field", "line", "told"),
    [
        ("related:\n  - doi-the", 9, "câu liên quan không được là chính câu này; bỏ id này ra"),
        (
            "valid_until: '2025'\nsuperseded_by: doi-the",
            10,
            "câu “doi-the” thay cho chính nó; superseded_by là câu mới hơn",
        ),
    ],
)
def test_an_answer_may_not_point_at_itself(folder: KnowledgeFolder, field: str, line: int, told: str) -> None:
    folder.replace(OTHER, "read_on:", f"{field}\nread_on:")
    assert folder.problems() == [f"{OTHER}:{line}: {told}"]


def test_two_answers_may_not_replace_each_other(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "read_on:", "valid_until: '2025'\nsuperseded_by: doi-the\nread_on:")
    assert folder.problems() == []
    folder.replace(OTHER, "read_on:", "valid_until: '2025'\nsuperseded_by: mat-the\nread_on:")
    assert folder.problems() == [
        f"{OTHER}:10: câu “doi-the” thay cho chính nó; superseded_by là câu mới hơn",
        f"{ANSWER}:17: câu “mat-the” thay cho chính nó; superseded_by là câu mới hơn",
    ]


@pytest.mark.parametrize("name", ["mat-the", "f-1"])
def test_what_is_shown_by_id_has_an_id_of_its_own(folder: KnowledgeFolder, name: str) -> None:
    folder.replace(FACTS, "- id: s-1", f"- id: {name}")
    assert [problem for problem in folder.problems() if f"id “{name}” đã có ở" in problem]


def test_a_subject_without_facts_is_told(folder: KnowledgeFolder) -> None:
    line = folder.append(SUBJECTS, "- id: cho-thua\n  name: chợ thừa\n  topic: mau\n")
    assert folder.problems() == [
        f"{SUBJECTS}:{line}: đề tài “cho-thua” không có sự việc nào; xoá, hoặc thêm sự việc vào figures/"
    ]


def test_a_subject_may_have_no_name_but_its_own(folder: KnowledgeFolder) -> None:
    folder.replace(SUBJECTS, "  names:\n    - chợ nào quét mã được\n", "")
    assert folder.problems() == []


def test_a_target_may_speak_of_the_future_of_its_source(folder: KnowledgeFolder) -> None:
    folder.replace(FIGURES, "as_of: '2024'", "as_of: '2030'\n    kind: target")
    assert folder.problems() == []


@pytest.mark.parametrize("as_of", ["'2024'", "2024-05", "2024-05-01", "2020..2024"])
def test_a_figure_may_be_of_the_day_its_source_was_published(folder: KnowledgeFolder, as_of: str) -> None:
    folder.replace(FIGURES, "as_of: '2024'", f"as_of: {as_of}")
    assert folder.problems() == []


def test_two_figures_of_one_measure_place_and_time_may_not_differ(folder: KnowledgeFolder) -> None:
    second = _second_figure("tram-sac").replace("12", "15")
    line = folder.append(FIGURES, second)
    assert folder.problems() == [
        f"{FIGURES}:{line + 3}: số liệu “f-1” cùng chỉ tiêu, nơi và lúc lại ghi 12; giữ số đúng, "
        "hoặc ghi rõ as_of, kind, scope khác nhau ở chỗ nào"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("15 trạm", "15 trạm\n    scope: city"),
        ("15 trạm", "15 trạm\n    kind: target"),
        ("as_of: '2024'", "as_of: '2023'"),
        ("place: tinh-mau", "place: huyen-mau"),
        ("15", "12"),
    ],
)
def test_two_figures_that_differ_in_more_than_the_number_are_sound(folder: KnowledgeFolder, old: str, new: str) -> None:
    folder.append(FIGURES, _second_figure("tram-sac").replace("12", "15").replace(old, new))
    assert folder.problems() == []


def test_two_measures_may_differ_in_one_place_at_one_time(folder: KnowledgeFolder) -> None:
    folder.append(INDICATORS, "- id: tram-khac\n  name: trạm khác\n  unit: trạm\n  topic: mau\n")
    folder.append(FIGURES, _second_figure("tram-khac").replace("12", "15"))
    assert folder.problems() == []


def test_a_source_of_a_month_may_speak_of_its_last_day(folder: KnowledgeFolder) -> None:
    folder.replace(SOURCES, "published: '2024-05-01'", "published: 2024-05")
    folder.replace(FIGURES, "as_of: '2024'", "as_of: 2024-05-31")
    assert folder.problems() == []


def test_two_changes_may_be_compared_with_two_times(folder: KnowledgeFolder) -> None:
    folder.replace(FIGURES, "paragraph:", "kind: increase\n    compared_with: '2020'\n    paragraph:")
    change = "15 trạm\n    kind: increase\n    compared_with: '2021'"
    folder.append(FIGURES, _second_figure("tram-sac").replace("12", "15").replace("15 trạm", change))
    assert folder.problems() == []


@pytest.mark.parametrize(
    ("value", "literal"),
    [("1.711", "1.711 dịch vụ"), ("45", "45 nghìn người"), ("1.52", "1,52 triệu hồ sơ"), ("9966", "99,66%")],
)
def test_a_value_that_is_not_the_printed_number_is_told(folder: KnowledgeFolder, value: str, literal: str) -> None:
    folder.replace(FIGURES, "value: 12", f"value: {value}")
    folder.replace(FIGURES, "literal: 12 trạm", f"literal: {literal}")
    assert any(problem.startswith(f"{FIGURES}:6: “{literal}” là ") for problem in folder.problems())


@pytest.mark.parametrize(
    ("value", "literal", "rest"),
    [
        ("1711", "1.711 dịch vụ", ""),
        ("45000", "45 nghìn người", "    qualifier: hơn\n"),
        ("1520000", "1,52 triệu hồ sơ", ""),
        ("99.66", "99,66%", ""),
        ("4342", "4.342/4.357 thôn", "    out_of: 4357\n"),
        ("2", "thứ 2", ""),
    ],
)
def test_a_value_that_is_the_printed_number_is_sound(
    folder: KnowledgeFolder, value: str, literal: str, rest: str
) -> None:
    folder.replace(FIGURES, "value: 12", f"value: {value}")
    folder.replace(FIGURES, "    literal: 12 trạm\n", f"    literal: {literal}\n{rest}")
    assert folder.problems() == []


def test_a_denominator_that_is_not_the_printed_one_is_told_where_it_stands(folder: KnowledgeFolder) -> None:
    folder.replace(FIGURES, "    literal: 12 trạm\n", "    literal: 12/20 trạm\n    out_of: 21\n")
    assert folder.problems() == [f"{FIGURES}:10: “12/20 trạm” có mẫu số 20; ghi out_of: 20"]
