"""Nơi và phạm vi của từng con số."""

from __future__ import annotations

import pytest
from article_reading import read_figures, read_one


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Có 12 lớp học.", "song-trong"),
        ("Huyện Núi Xanh có 12 lớp học.", "nui-xanh"),
        ("Tại thành phố Sông Trong, mở 12 lớp học.", "tp-song-trong"),
        ("Mở 12 lớp học tại huyện Núi Xanh.", "nui-xanh"),
        ("Xã Đồng Cao, huyện Núi Xanh mở 12 lớp học.", "Xã Đồng Cao"),
        ("Thành phố Cửa Lạch mở 12 lớp học.", "Thành phố Cửa Lạch"),
        ("Tỉnh Biển Ngoài mở 12 lớp học.", "bien-ngoai"),
        ("So với tỉnh Biển Ngoài thì ít, có 12 lớp học.", "song-trong"),
        ("Báo Biển Ngoài đăng 12 tin.", "song-trong"),
        ("Chợ Biển Ngoài có 12 quầy.", "song-trong"),
        ("Thực hiện Nghị quyết về phát triển tỉnh Biển Ngoài, có 12 lớp.", "song-trong"),
        ("Cả nước có 12 lớp học.", "toan-quoc"),
        ("Đứng đầu cả nước với 12 lớp học.", "song-trong"),
        ("Cả nước đông, còn tỉnh có 12 lớp học.", "song-trong"),
        ("Nước biển ngoài khơi xa, có 12 tàu.", "song-trong"),
    ],
)
def test_the_place_of_a_figure(sentence: str, place: str) -> None:
    assert read_one(sentence).place == place


def test_a_place_that_opens_a_paragraph_holds_until_another_is_named() -> None:
    text = "Tại huyện Núi Xanh, mở 12 lớp. Đã có 30 máy. Toàn tỉnh có 90 máy."
    assert [figure.place for figure in read_figures(text)] == ["nui-xanh", "nui-xanh", "song-trong"]


def test_the_province_named_in_passing_does_not_take_a_city_article() -> None:
    assert read_one("Theo chỉ đạo của tỉnh Sông Trong, có 12 lớp.", home="tp-song-trong").place == "tp-song-trong"
    assert read_one("Toàn tỉnh có 12 lớp.", home="tp-song-trong").place == "song-trong"


@pytest.mark.parametrize(
    ("sentence", "home", "scope"),
    [
        ("Có 12 lớp.", "song-trong", "province"),
        ("Có 12 lớp.", "tp-song-trong", "city"),
        ("Các xã, phường mở 12 lớp.", "tp-song-trong", "commune"),
        ("Các xã, phường mở 12 lớp; thành phố mở 5 trạm.", "tp-song-trong", "commune"),
        ("Có 12 trang tin của UBND các xã, phường.", "tp-song-trong", "commune"),
        ("Cấp xã mở 12 lớp.", "song-trong", "commune"),
        ("Có 12 học viên cấp xã.", "song-trong", "province"),
        ("Các cơ quan Đảng, đoàn thể đã đổi mới, mở 12 lớp.", "song-trong", "party-agencies"),
    ],
)
def test_the_scope_of_a_figure(sentence: str, home: str, scope: str) -> None:
    assert read_figures(sentence, home=home)[0].scope == scope
