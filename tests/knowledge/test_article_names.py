"""Tên riêng đáng ghi thành sự việc."""

from __future__ import annotations

import pytest
from article_reading import read_facts


@pytest.mark.parametrize(
    ("sentence", "label", "place", "as_of"),
    [
        ("Theo Quyết định số 55/QĐ-UBND ngày 02/3/2024.", "Quyết định số 55/QĐ-UBND", "song-trong", "2024-03-02"),
        ("Theo Nghị định 59/2022/NĐ-CP của Chính phủ.", "Nghị định 59/2022/NĐ-CP", "toan-quoc", "2024-08-15"),
        ("Triển khai Đề án 06 rộng khắp.", "Đề án 06", "song-trong", "2024-08-15"),
        ("Mô hình “Ngày không hẹn” hiệu quả.", "Ngày không hẹn", "song-trong", "2024-08-15"),
        ("Mở mô hình chợ không tiền mặt tại huyện.", "mô hình chợ không tiền mặt", "song-trong", "2024-08-15"),
        ("Người dân cài ứng dụng BanSong.", "ứng dụng BanSong", "song-trong", "2024-08-15"),
        ("Dùng Phần mềm Hộ tịch mới.", "Phần mềm Hộ tịch mới", "song-trong", "2024-08-15"),
        ("Dùng hệ thống quản lý văn bản (VB Office).", "VB Office", "song-trong", "2024-08-15"),
        ("Huyện Núi Xanh có Chợ Mới Đông.", "Chợ Mới Đông", "nui-xanh", "2024-08-15"),
        ("Khám tại Bệnh viện Đa khoa tỉnh.", "Bệnh viện Đa khoa tỉnh", "song-trong", "2024-08-15"),
    ],
)
def test_a_name_is_proposed_with_place_and_time(sentence: str, label: str, place: str, as_of: str) -> None:
    (fact,) = read_facts(sentence)
    assert (fact.label, fact.place, fact.as_of.text) == (label, place, as_of)


@pytest.mark.parametrize("sentence", ["Đẩy mạnh ứng dụng công nghệ.", "Đi chợ sớm.", "Kế hoạch 12 tháng.", "Mô hình."])
def test_a_common_word_is_not_a_name(sentence: str) -> None:
    assert read_facts(sentence) == []


def test_no_more_than_eleven_words_are_copied() -> None:
    name = " ".join(["Không"] + ["giấy"] * 20)
    (fact,) = read_facts(f"Mô hình “{name}” hiệu quả.")
    assert len(fact.text.split()) == len(fact.label.split()) == 11
