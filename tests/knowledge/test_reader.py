"""Người biên tập viết sai dạng thì được chỉ đúng tệp, đúng dòng, bằng tiếng Việt, kèm cách viết đúng."""

from __future__ import annotations

import pytest
from knowledge_folder import SAMPLE, KnowledgeFolder

SOURCES, PLACES, INDICATORS = "sources.yml", "places.yml", "indicators.yml"
FIGURES, FACTS, ANSWER = "figures/bao-mau.yml", "figures/bao-viec.yml", "answers/can-cuoc/doi-the.yml"
SUBJECTS, ABBREVIATIONS = "subjects.yml", "abbreviations.yml"
_VIETNAMESE = set("ăâđêôơưàáảãạầấẩẫậằắẳẵặèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


def test_the_sample_folder_has_nothing_wrong(folder: KnowledgeFolder) -> None:
    assert folder.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "told"),
    [
        # trường lạ, trường thiếu, trường viết hai lần
        (ANSWER, "title:", "titel:", 3, "không có trường “titel”; các trường dùng được: id, topic, title"),
        (PLACES, "within:", "thuoc:", 9, "không có trường “thuoc”; các trường dùng được: id, name, level"),
        (ANSWER, "short: Ở công an xã.\n", "", 1, "thiếu trường “short”; hãy thêm dòng “short: …”"),
        (ANSWER, "short: Ở công an xã.", "short:", 4, "thiếu trường “short”"),
        (ANSWER, "short: Ở công an xã.", "short: ''", 4, "thiếu trường “short”"),
        (ANSWER, "facts:\n  - Ở công an xã.", "facts: []", 5, "thiếu trường “facts”"),
        (FIGURES, "    literal: 12 trạm\n", "", 3, "thiếu trường “literal”"),
        (ANSWER, "read_on:", "confidence: low\nread_on:", 11, "trường “confidence” viết hai lần; giữ một"),
        (FACTS, "    label: Chợ Mẫu\n", "", 3, "thiếu trường “label”; hãy thêm dòng “label: …”"),
        (FACTS, "text: Chợ Mẫu nhận chuyển khoản ở mọi sạp.", "text:", 7, "thiếu trường “text”"),
        (FACTS, "    subject: cho-so\n", "", 3, "thiếu trường “subject”"),
        (
            FACTS,
            "label:",
            "value: 3\n    label:",
            6,
            "không có trường “value”; các trường dùng được: id, source, subject",
        ),
        (
            FIGURES,
            "literal:",
            "label: Trạm\n    literal:",
            9,
            "không có trường “label”; các trường dùng được: id, source",
        ),
        (
            SUBJECTS,
            "name: chợ không tiền mặt",
            "ten: chợ",
            2,
            "không có trường “ten”; các trường dùng được: id, name, topic",
        ),
        (SUBJECTS, "  topic: mau\n", "", 1, "thiếu trường “topic”"),
        (ABBREVIATIONS, "BHYT: bảo hiểm y tế", "BHYT: a\nBHYT: b", 2, "trường “BHYT” viết hai lần; giữ một"),
        # chữ, danh sách
        (SUBJECTS, "  names:\n    - chợ nào quét mã được", "  names: chợ nào", 4, "mỗi dòng bắt đầu bằng “- ”"),
        (
            ABBREVIATIONS,
            "BHYT: bảo hiểm y tế",
            "BHYT:",
            1,
            "chữ tắt “BHYT” thiếu chữ đầy đủ; viết “BHYT: …” trên một dòng",
        ),
        (ABBREVIATIONS, "BHYT: bảo hiểm y tế", "BHYT: ' '", 1, "chữ tắt “BHYT” thiếu chữ đầy đủ"),
        (ABBREVIATIONS, "BHYT: bảo hiểm y tế", "# thẻ\nBHYT:\n  - bảo hiểm", 2, "chữ tắt “BHYT” thiếu chữ đầy đủ"),
        (
            ABBREVIATIONS,
            "BHYT: bảo hiểm y tế",
            "Bhyt: bảo hiểm y tế",
            1,
            "chữ tắt “Bhyt” phải viết hoa hết như trong câu",
        ),
        (ANSWER, "title: Đổi thẻ ở đâu?", "title: ['a']", 3, "“title”: cần một dòng chữ"),
        (ANSWER, "title: Đổi thẻ ở đâu?", "title: '  '", 3, "“title”: cần một dòng chữ"),
        (ANSWER, "facts:\n  - Ở công an xã.", "facts: Ở công an xã.", 5, "mỗi dòng bắt đầu bằng “- ”"),
        (ANSWER, "facts:\n  - Ở công an xã.", "facts:\n  ở: công an", 5, "mỗi dòng bắt đầu bằng “- ”"),
        (ANSWER, "  - Ở công an xã.", "  - ''", 5, "“facts”: cần một dòng chữ"),
        (ANSWER, "  - Ở công an xã.", "  - Lưu ý: ở xã", 5, "“facts”: cần một dòng chữ"),
        # một trong các giá trị đã định
        (ANSWER, "topic: can-cuoc", "topic: the", 2, "“the” không dùng được; chọn một trong: vneid, can-cuoc"),
        (
            ANSWER,
            "confidence: medium",
            "confidence: cao",
            10,
            "“cao” không dùng được; chọn một trong: high, medium, low",
        ),
        (PLACES, "level: district", "level: huyen", 8, "chọn một trong: nation, province, city, district"),
        (FIGURES, "as_of_basis: stated", "as_of_basis: nguon", 8, "chọn một trong: stated, article, inferred"),
        (
            FIGURES,
            "literal: 12 trạm",
            "literal: 12 trạm\n    kind: tang",
            10,
            "chọn một trong: value, target, increase",
        ),
        (FIGURES, "literal: 12 trạm", "literal: 12 trạm\n    scope: xa", 10, "chọn một trong: province, all, city"),
        (
            FIGURES,
            "literal: 12 trạm",
            "literal: 12 trạm\n    qualifier: chừng",
            10,
            "một trong: gần, hơn, trên, khoảng",
        ),
        # đúng sai, số, ngày
        (SOURCES, "title_from_url: true", "title_from_url: có", 4, "chỉ nhận true hoặc false"),
        (FIGURES, "paragraph: 3", "paragraph: ba", 10, "“ba” không phải số nguyên"),
        (FIGURES, "paragraph: 3", "paragraph: 3.5", 10, "“3.5” không phải số nguyên"),
        (FIGURES, "value: 12", "value: '1,5'", 6, "“1,5” không phải số; viết 1711 hoặc 99.66"),
        (FIGURES, "value: 12", "value: [1]", 6, "không phải số; viết 1711 hoặc 99.66"),
        (SOURCES, "published: '2024-05-01'", "published: 5/2024", 5, "“5/2024” không phải ngày tháng; viết kiểu 2024"),
        (ANSWER, "read_on: 2026-11", "read_on: 2026-13", 9, "“2026-13” không phải ngày tháng"),
        (PLACES, "merged_on: 2025-07-01", "merged_on: 2025-02-30", 12, "“2025-02-30” không phải ngày tháng"),
        (FIGURES, "as_of: '2024'", "as_of: 2024..2023", 7, "“2024..2023” không phải ngày tháng"),
        (FACTS, "paragraph: 4", "paragraph: bốn", 10, "“bốn” không phải số nguyên"),
        (FACTS, "as_of: '2023'", "as_of: quý 1", 8, "“quý 1” không phải ngày tháng; viết kiểu 2024"),
        (FACTS, "as_of_basis: article", "as_of_basis: bài", 9, "chọn một trong: stated, article, inferred, unknown"),
        # dạng của tệp số liệu
        (FACTS, "facts:", "su-viec:", 1, "cần dòng “source: <id nguồn>” rồi “figures:” (hoặc “facts:”) và danh sách"),
        (FACTS, "facts:", "su-viec:", 2, "không có trường “su-viec”; đầu tệp chỉ có source, figures và facts"),
        (FACTS, "source: bao-viec", "source: bao-viec\nnotes: a", 2, "không có trường “notes”; đầu tệp chỉ có source"),
        (FACTS, "facts:", "figures:\nfacts:", 2, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”"),
        (FIGURES, "source: bao-mau\n", "", 1, "cần dòng “source: <id nguồn>” rồi “figures:”"),
        (FIGURES, "figures:", "so-lieu:", 1, "cần dòng “source: <id nguồn>” rồi “figures:”"),
        (FIGURES, "source: bao-mau", "source: [bao-mau]", 1, "cần dòng “source: <id nguồn>” rồi “figures:”"),
    ],
)
def test_a_wrong_field_is_told_at_its_line_with_the_right_way_to_write_it(
    folder: KnowledgeFolder, file: str, old: str, new: str, line: int, told: str
) -> None:
    folder.replace(file, old, new)
    here = [problem for problem in folder.problems() if problem.startswith(f"{file}:{line}: ") and told in problem]
    assert len(here) == 1, folder.problems()
    assert _VIETNAMESE & set(here[0])


@pytest.mark.parametrize(
    ("file", "text", "line", "told"),
    [
        (SOURCES, "id: bao-mau\ntitle: Bài\n", 1, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”"),
        (PLACES, "- Tỉnh Mẫu\n", 1, "cần các dòng “tên: giá trị”, bắt đầu bằng “id: …”"),
        (PLACES, "# các nơi\n- [tinh-mau]\n", 2, "cần các dòng “tên: giá trị”"),
        (FIGURES, "source: bao-mau\nfigures:\n  f-1: 12\n", 3, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”"),
        (FIGURES, "- f-1\n", 1, "cần dòng “source: <id nguồn>” rồi “figures:”"),
        (ANSWER, "- id: doi-the\n", 1, "cần các dòng “tên: giá trị”, bắt đầu bằng “id: …”"),
        (ANSWER, "chỉ một dòng\n", 1, "cần các dòng “tên: giá trị”, bắt đầu bằng “id: …”"),
        (FACTS, "source: bao-viec\n", 1, "cần dòng “source: <id nguồn>” rồi “figures:” (hoặc “facts:”) và danh sách"),
        (FACTS, "source: bao-viec\nfacts:\n  s-1: chợ\n", 3, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”"),
        (SUBJECTS, "cho-so: chợ\n", 1, "cần một danh sách, mỗi mục bắt đầu bằng “- id: …”"),
        (ABBREVIATIONS, "- BHYT\n", 1, "cần các dòng “CHỮ TẮT: chữ đầy đủ”, ví dụ “BHYT: bảo hiểm y tế”"),
        (ABBREVIATIONS, "BHYT\n", 1, "cần các dòng “CHỮ TẮT: chữ đầy đủ”"),
        (ANSWER, "", 1, "câu trả lời, số liệu không dùng nữa thì xoá tệp"),
        (FIGURES, "# chưa có gì\n", 1, "tệp trống; danh sách chưa có gì thì viết “[]”"),
        (SUBJECTS, "", 1, "tệp trống; danh sách chưa có gì thì viết “[]”"),
        (ANSWER, "id: doi-the\ntitle: 'Đổi thẻ\n", 3, "xem lại thụt dòng, dấu hai chấm và dấu nháy"),
        (ANSWER, "id: doi-the\ntitle: Đổi: thẻ: ở đâu\n", 2, "xem lại thụt dòng, dấu hai chấm và dấu nháy"),
        (ANSWER, "id: doi-the\n\ttitle: Đổi thẻ\n", 2, "xem lại thụt dòng, dấu hai chấm và dấu nháy"),
        (ANSWER, "id: a\n---\nid: b\n", 2, "xem lại thụt dòng, dấu hai chấm và dấu nháy"),
        (ANSWER, "title: *chua-dat-ten\n", 1, "xem lại thụt dòng, dấu hai chấm và dấu nháy"),
        (ANSWER, "title: 'chuông \x07'\n", 1, "có thể có ký tự lạ"),
        (ANSWER, "title: Đổi thẻ\n".encode("utf-16"), 1, "hãy lưu lại với mã UTF-8"),
        (ANSWER, "title: Tiếng Tây é\n".encode("latin-1", "replace"), 1, "hãy lưu lại với mã UTF-8"),
    ],
)
def test_a_file_of_the_wrong_shape_is_told_with_what_to_write(
    folder: KnowledgeFolder, file: str, text: str | bytes, line: int, told: str
) -> None:
    folder.write(file, text)
    assert [p for p in folder.problems() if p.startswith(f"{file}:{line}: ") and told in p], folder.problems()


@pytest.mark.parametrize("file", [SOURCES, PLACES, INDICATORS, SUBJECTS, ABBREVIATIONS])
def test_a_missing_file_is_told_with_what_to_create(folder: KnowledgeFolder, file: str) -> None:
    (folder.path / file).unlink()
    assert f"{file}:1: thiếu tệp này; hãy tạo lại, ít nhất chứa một dòng “[]”" in folder.problems()


def test_several_mistakes_in_several_files_are_told_all_at_once_in_order(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "confidence: medium", "confidence: cao")
    folder.replace(ANSWER, "title: Đổi thẻ ở đâu?", "titel: Đổi thẻ ở đâu?")
    folder.replace(FIGURES, "value: 12", "value: mười hai")
    folder.replace(PLACES, "within: tinh-mau", "within: tinh-khac")
    folder.write("answers/vneid/hong.yml", "id: [")
    told = [problem.split(": ")[0] for problem in folder.problems()]
    assert set(told) >= {f"{ANSWER}:1", f"{ANSWER}:3", f"{ANSWER}:10", f"{FIGURES}:6", f"{PLACES}:9"}
    assert "answers/vneid/hong.yml" in {place.split(":")[0] for place in told}
    assert [problem.split(":")[0] for problem in folder.problems()] == sorted(p.split(":")[0] for p in told)


def test_a_wrong_record_does_not_hide_the_right_ones(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "confidence: medium", "confidence: cao")
    knowledge = folder.reading().knowledge()
    assert set(knowledge.answers) == {"mat-the"}
    assert set(knowledge.figures) == {"f-1"}


def test_a_record_comes_out_as_it_was_written(folder: KnowledgeFolder) -> None:
    knowledge = folder.knowledge()
    answer, figure = knowledge.answers["mat-the"], knowledge.figures["f-1"]
    assert (answer.title, answer.asks, answer.steps) == (
        "Mất thẻ thì làm sao?",
        ("đánh rơi thẻ",),
        ("Đến công an xã.",),
    )
    assert answer.valid_from and answer.valid_from.text == "2024-07-01"
    assert (figure.source, figure.value, figure.paragraph, figure.kind, figure.scope) == (
        "bao-mau",
        12.0,
        3,
        "value",
        "province",
    )
    assert knowledge.sources["bao-mau"].title_from_url is True
    assert knowledge.places["huyen-mau"].merged_into == ("tinh-mau",)


@pytest.mark.parametrize("said", ["title_from_url: false", "title_from_url:"])
def test_a_truth_value_may_be_false_or_left_out(folder: KnowledgeFolder, said: str) -> None:
    folder.replace(SOURCES, "title_from_url: true", said)
    assert folder.knowledge().sources["bao-mau"].title_from_url is False


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_a_value_that_is_no_finite_number_is_refused(folder: KnowledgeFolder, value: str) -> None:
    folder.replace(FIGURES, "value: 12", f"value: {value}")
    assert any(problem.startswith(f"{FIGURES}:6: ") for problem in folder.problems())


@pytest.mark.parametrize("paragraph", ["0", "-3"])
def test_a_paragraph_counts_from_one(folder: KnowledgeFolder, paragraph: str) -> None:
    folder.replace(FIGURES, "paragraph: 3", f"paragraph: {paragraph}")
    assert any(problem.startswith(f"{FIGURES}:10: ") for problem in folder.problems())


@pytest.mark.parametrize("text", ["? [id]\n: doi-the\n", "id: a\n{x: y}: z\n"])
def test_a_field_name_that_is_no_word_is_told_and_stops_nothing(folder: KnowledgeFolder, text: str) -> None:
    folder.write(ANSWER, text)
    told = "tên trường phải là một chữ, ví dụ “title:”"
    assert [problem for problem in folder.problems() if told in problem and problem.startswith(f"{ANSWER}:")]


def test_a_file_of_facts_alone_is_sound_and_its_source_is_used(folder: KnowledgeFolder) -> None:
    fact = folder.knowledge().facts["s-1"]
    assert (fact.source, fact.subject, fact.label) == ("bao-viec", "cho-so", "Chợ Mẫu")


def test_figures_and_facts_may_stand_in_one_file(folder: KnowledgeFolder) -> None:
    facts = SAMPLE[FACTS].partition("facts:\n")[2].replace("s-1", "s-2")
    folder.append(FIGURES, "facts:\n" + facts)
    knowledge = folder.knowledge()
    assert (knowledge.figures["f-1"].source, knowledge.facts["s-2"].source) == ("bao-mau", "bao-mau")


def test_a_list_without_entries_is_a_pair_of_brackets(folder: KnowledgeFolder) -> None:
    (folder.path / FACTS).unlink()
    folder.write(SUBJECTS, "[]\n")
    folder.write(ABBREVIATIONS, "[]\n")
    folder.replace(SOURCES, SAMPLE[SOURCES][SAMPLE[SOURCES].index("- id: bao-viec") :], "")
    assert folder.problems() == []
    assert folder.reading().abbreviations == {}


def test_abbreviations_come_out_as_they_were_written(folder: KnowledgeFolder) -> None:
    folder.append(ABBREVIATIONS, "UBND: 'ủy ban nhân dân '\n")
    assert folder.reading().abbreviations == {"BHYT": "bảo hiểm y tế", "UBND": "ủy ban nhân dân"}


@pytest.mark.parametrize(
    "file", ["answers/doi-the-2.yml", "answers/can-cuoc/doi-the-2.yaml", "answers/can-cuoc/moi/doi-the-2.yml"]
)
def test_an_answer_put_where_nobody_reads_is_told(folder: KnowledgeFolder, file: str) -> None:
    folder.write(file, SAMPLE[ANSWER].replace("doi-the", "doi-the-2").replace("Đổi thẻ ở đâu", "Đổi thẻ lần hai"))
    told = (
        f"{file}:1: tệp này không ai đọc; câu trả lời nằm ở answers/<chủ đề>/<id>.yml, số liệu ở figures/<nguồn>.yml, "
    )
    told += "việc có hướng dẫn ở tasks/<id>.yml"
    assert told in folder.problems()


@pytest.mark.parametrize("extra", ["ghi-chu: a\n", "figures: []\n"])
def test_a_stray_field_at_the_top_of_a_figures_file_is_told(folder: KnowledgeFolder, extra: str) -> None:
    line = folder.append(FIGURES, extra)
    assert any(problem.startswith(f"{FIGURES}:{line}: ") for problem in folder.problems())


@pytest.mark.parametrize("nothing", ["null", "~"])
def test_a_bare_null_means_nothing_written(folder: KnowledgeFolder, nothing: str) -> None:
    folder.replace(ANSWER, "short: Ở công an xã.", f"short: {nothing}")
    assert f"{ANSWER}:4: thiếu trường “short”; hãy thêm dòng “short: …”" in folder.problems()


def test_a_quoted_null_is_a_word(folder: KnowledgeFolder) -> None:
    folder.replace(ANSWER, "short: Ở công an xã.", "short: 'null'")
    assert folder.knowledge().answers["doi-the"].short == "null"
