"""Những điều kho phải giữ: mỗi điều bị phá thì báo đúng tệp, đúng dòng, kèm cách sửa."""

from __future__ import annotations

import pytest
from knowledge_folder import SAMPLE, KnowledgeFolder

from bot.knowledge.problem import KnowledgeError, Problem

SOURCES, PLACES, INDICATORS = "sources.yml", "places.yml", "indicators.yml"
FIGURES, ANSWER = "figures/bao-mau.yml", "answers/can-cuoc/mat-the.yml"


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
        # ngày
        (ANSWER, "read_on:", "valid_until: '2024-06'\nread_on:", 16, "đứng trước ngày bắt đầu; xem lại valid_from"),
        (ANSWER, "read_on:", "superseded_by: doi-the\nread_on:", 16, "phải ghi valid_until: ngày câu này hết hiệu lực"),
        (PLACES, "  merged_on: 2025-07-01\n", "", 10, "đã nhập vào nơi khác thì phải ghi merged_on: ngày nhập"),
        # chỗ nằm của tệp
        (ANSWER, "topic: can-cuoc", "topic: vneid", 1, "tệp phải nằm ở answers/vneid/mat-the.yml cho khớp topic và id"),
        (FIGURES, "source: bao-mau", "source: bao-la", 1, "số liệu của nguồn này phải nằm ở figures/bao-la.yml"),
        # cách hỏi, tên gọi
        (ANSWER, "  - đánh rơi thẻ", "  - doi the o dau", 4, "cách hỏi “doi the o dau” đã thuộc câu “doi-the”"),
        (ANSWER, "title: Mất thẻ thì làm sao?", "title: Đổi thẻ ở đâu", 3, "đã thuộc câu “doi-the”; mỗi cách hỏi chỉ"),
        # số liệu
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


def test_one_answer_may_repeat_its_own_words(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "  - đánh rơi thẻ", "  - đánh rơi thẻ\n  - danh roi the\n  - Mất thẻ thì làm sao")
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


@pytest.mark.parametrize("field", ["related:\n  - doi-the", "valid_until: '2025'\nsuperseded_by: doi-the"])
def test_an_answer_may_not_point_at_itself(folder: KnowledgeFolder, field: str) -> None:
    file = "answers/can-cuoc/doi-the.yml"
    folder.replace(file, "read_on:", f"{field}\nread_on:")
    assert any(problem.startswith(f"{file}:") for problem in folder.problems())


@pytest.mark.parametrize(
    ("value", "literal"),
    [("1.711", "1.711 dịch vụ"), ("45", "45 nghìn người"), ("1.52", "1,52 triệu hồ sơ"), ("9966", "99,66%")],
)
def test_a_value_that_is_not_the_printed_number_is_told(folder: KnowledgeFolder, value: str, literal: str) -> None:
    folder.replace(FIGURES, "value: 12", f"value: {value}")
    folder.replace(FIGURES, "literal: 12 trạm", f"literal: {literal}")
    assert any(problem.startswith(f"{FIGURES}:6: “{literal}”") for problem in folder.problems())
