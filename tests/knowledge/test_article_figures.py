"""Con số nào là số liệu, đơn vị gì, kiểu gì; con số nào không phải."""

from __future__ import annotations

import pytest
from article_reading import read_figures, read_one
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.vietnamese import fold


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "literal"),
    [
        ("Tỉnh có 1.250 điểm sạc.", 1250, "điểm", "1.250 điểm"),
        ("Huyện cấp 45 nghìn thẻ cho người dân.", 45_000, "thẻ", "45 nghìn thẻ"),
        ("Ngân hàng cho vay 3,4 nghìn tỷ đồng.", 3.4e12, "đồng", "3,4 nghìn tỷ đồng"),
        ("Có 2.640 học viên dự lớp.", 2640, "học viên", "2.640 học viên"),
        ("Tư vấn cho 300 lượt doanh nghiệp.", 300, "lượt doanh nghiệp", "300 lượt doanh nghiệp"),
        ("Có 87 xã, phường, thị trấn tham gia.", 87, "xã, phường, thị trấn", "87 xã, phường, thị trấn"),
        ("Thí điểm tại 5 xã/phường.", 5, "xã/phường", "5 xã/phường"),
        ("Văn bản liên thông 4 cấp.", 4, "cấp", "4 cấp"),
        ("Tỷ lệ hồ sơ đúng hạn đạt 99,5%.", 99.5, "%", "99,5%"),
        ("Tổng số hồ sơ đã nhận là 1.200.", 1200, "hồ sơ", "1.200"),
        ("Mật độ đạt 85 máy/100 dân.", 85, "máy/100 dân", "85 máy/100 dân"),
        ("Chuyển đổi số 12 trường học.", 12, "trường học", "12 trường học"),
        ("Trong số 25 xã có nhiều nơi làm tốt.", 25, "xã", "25 xã"),
        ("Có 1450 tổ hoạt động.", 1450, "tổ", "1450 tổ"),
    ],
)
def test_a_count_is_proposed_with_its_unit_and_its_words(sentence: str, value: float, unit: str, literal: str) -> None:
    figure = read_one(sentence)
    assert (figure.value, figure.unit, figure.literal) == (value, unit, literal)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nghị quyết số 06-NQ/TU ngày 10/11/2021 nêu rõ.",
        "Thực hiện Đề án 06, tỉnh đã ban hành kế hoạch.",
        "Nghị quyết 57 về khoa học.",
        "Dịch vụ mức độ 3, mức độ 4 ngày càng nhiều.",
        "Tuyển sinh lớp 1, lớp 6 qua mạng.",
        "Kết quả nêu ở phụ lục 2 kèm theo.",
        "Giai đoạn 1 của dự án đã xong.",
        "Phục vụ hỗ trợ 24/7, từ 7h30 đến 17 giờ 00.",
        "Gọi 0912 345 678 hoặc 1900 6789.",
        "Cuộc họp chiều 3/4 tại trụ sở.",
        "Mô hình “3 không” được nhân rộng.",
        "Phong trào “5 tại chỗ, 3 sẵn sàng” lan toả.",
        "Bộ phận 1 cửa phục vụ tốt.",
        "Người từ 14 tuổi trở lên làm thẻ.",
        "Xử lý trong 5 ngày làm việc.",
        "Công nghiệp 4.0 và mạng 5G phát triển.",
        "Trụ sở ở số 17 đường Bờ Sông.",
        "Tôi bán được 500 đơn hàng qua mạng.",
        "Tỷ lệ hộ nghèo dưới 3% là mục tiêu chung.",
        "Bài 3: Những người giữ lửa",
        "Đang online: 12",
        "anh 3 nguoi dan lam thu tuc",
        "DSC_0012.JPG",
    ],
)
def test_a_number_that_counts_nothing_is_not_proposed(sentence: str) -> None:
    assert read_figures(sentence) == []


def test_class_limits_are_not_figures() -> None:
    sentence = "Có 9 việc đạt trên 70%; 6 việc đạt 50% - 70%; 2 việc dưới 50% kế hoạch; từ 50 đến 70 người mỗi lớp."
    assert [figure.literal for figure in read_figures(sentence)] == ["9 việc", "6 việc", "2 việc"]


def test_a_rate_of_its_own_after_a_comma_is_a_figure() -> None:
    sentence = "Cấp xã gửi 10.200 công văn, tỷ lệ ký số trên 97%."
    assert [figure.value for figure in read_figures(sentence)] == [10200, 97]


def test_a_pair_of_percentages_is_result_and_target() -> None:
    result, target = read_figures("Tỷ lệ hồ sơ nộp qua mạng đạt 91,5%/90%.")
    assert (result.value, result.kind, result.as_of.text, result.literal) == (91.5, "value", "2024-08-15", "91,5%")
    assert (target.value, target.kind, target.as_of.text, target.as_of_basis) == (90, "target", "2024", "inferred")


@pytest.mark.parametrize(
    ("sentence", "value", "out_of", "unit"),
    [
        ("Hoàn thành 11/43 chỉ tiêu.", 11, 43, "chỉ tiêu"),
        ("Lập 86 tổ công nghệ/86 thôn.", 86, 86, "tổ/thôn"),
        ("Có 212 xã trên tổng số 405 xã tham gia.", 212, 405, "xã"),
        ("Tỉnh xếp thứ 15/63.", 15, 63, "thứ hạng"),
        ("Tỉnh xếp hạng 4/63 tỉnh, thành phố.", 4, 63, "thứ hạng"),
        ("Chỉ số An toàn (xếp thứ 6).", 6, None, "thứ hạng"),
        ("Tỉnh giữ vị trí thứ 5 cả nước.", 5, None, "thứ hạng"),
    ],
)
def test_a_part_of_a_whole_and_a_rank(sentence: str, value: float, out_of: float | None, unit: str) -> None:
    figure = read_one(sentence)
    assert (figure.value, figure.out_of, figure.unit) == (value, out_of, unit)


def test_a_rough_portion_is_not_a_part_counted() -> None:
    assert read_figures("Thủ tục giảm 1/3 thời gian.") == []


@pytest.mark.parametrize(
    ("sentence", "kind", "compared_with"),
    [
        ("Có 640 dịch vụ (tăng 210 dịch vụ so với năm 2020).", "increase", "2020"),
        ("Còn 130 dịch vụ, giảm 75 dịch vụ so với năm 2020.", "decrease", "2020"),
        ("Duyệt 320 đơn vị, gấp 6,5 lần so với năm 2022.", "times", "2022"),
        ("Nhận 900 hồ sơ, tăng thêm 12% so với cùng kỳ năm 2023.", "increase", "2023"),
        ("Nhận 900 hồ sơ, cao hơn 120 hồ sơ so với cùng kỳ.", "increase", "2023"),
    ],
)
def test_a_change_says_what_it_is_compared_with(sentence: str, kind: str, compared_with: str) -> None:
    plain, change = read_figures(sentence)
    assert (plain.kind, plain.compared_with) == ("value", None)
    assert (change.kind, change.compared_with and change.compared_with.text) == (kind, compared_with)


@pytest.mark.parametrize(
    ("sentence", "kind", "as_of"),
    [
        ("Phấn đấu đến năm 2025, tỷ lệ nộp qua mạng đạt 80%.", "target", "2025"),
        ("Mục tiêu đến năm 2030 có 70% hộ dùng nền tảng số.", "target", "2030"),
        ("Dự kiến mở 20 lớp.", "target", "2024"),
        ("Đặt mục tiêu 80%.", "target", "2024"),
        ("Đặt mục tiêu cao, đến nay đạt 85%.", "value", "2024-08-15"),
        ("Tỉnh đề ra 24 mục tiêu.", "value", "2024-08-15"),
    ],
)
def test_what_is_aimed_at_is_a_target(sentence: str, kind: str, as_of: str) -> None:
    figure = read_one(sentence)
    assert (figure.kind, figure.as_of.text) == (kind, as_of)


def test_the_plan_in_brackets_is_a_target() -> None:
    assert [figure.kind for figure in read_figures("Nộp qua mạng đạt 85% (kế hoạch 80%).")] == ["value", "target"]


@pytest.mark.parametrize("word", ["gần", "hơn", "trên", "khoảng"])
def test_a_qualifier_right_before_the_number_is_kept(word: str) -> None:
    assert read_one(f"Mở {word} 3.400 lớp.").qualifier == word


def test_a_part_without_unit_takes_the_unit_of_its_whole() -> None:
    figures = read_figures("Có 500 đại biểu, trong đó có 235 là nữ.")
    assert [(figure.value, figure.unit) for figure in figures] == [(500, "đại biểu"), (235, "đại biểu")]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Tỷ lệ hồ sơ nộp trực tuyến đạt 91%.", "Tỷ lệ hồ sơ nộp trực tuyến"),
        ("Đến nay, 100% trường học dùng sổ điện tử.", "trường học dùng sổ điện tử"),
        ("Lập tổ với tổng số thành viên là 164 người.", "Lập tổ với tổng số thành viên"),
        ("An toàn thông tin (xếp thứ 6).", "An toàn thông tin"),
    ],
)
def test_the_measure_is_the_words_that_say_what_is_measured(sentence: str, measure: str) -> None:
    assert read_one(sentence).measure == measure


def test_the_indicator_is_named_only_when_it_is_clear_and_counts_the_same_thing() -> None:
    assert read_one("Tỷ lệ hồ sơ nộp trực tuyến đạt 91%.").indicator == "ho-so-truc-tuyen"
    assert read_one("Tiếp nhận 91 hồ sơ nộp trực tuyến.").indicator is None
    assert read_one("Tỷ lệ cây xanh đạt 91%.").indicator is None


@given(st.text(alphabet=st.sampled_from('0123456789 .,/%-–:;()“”"àđẸaGt\n\u00a0İ_²'), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_every_literal_stands_in_its_paragraph(text: str) -> None:
    paragraphs = [line for line in text.splitlines() if line.strip()]
    for figure in read_figures(text):
        assert figure.literal in paragraphs[figure.paragraph - 1]
        assert 0 < len(figure.literal) <= 40


@given(st.integers(2, 999_999), st.sampled_from(["hồ sơ", "doanh nghiệp", "hộ", "văn bản", "trường học", "lớp"]))
@settings(max_examples=40, deadline=None)
def test_any_count_of_anything_is_read_back(value: int, unit: str) -> None:
    figure = read_one(f"Đến nay, tỉnh có {value:,} {unit}.".replace(",", ".").replace("nay.", "nay,"))
    assert (figure.value, fold(figure.unit)) == (value, fold(unit))
