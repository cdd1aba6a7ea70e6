"""Tờ khai của bài: đúng thì đọc, sai thì nói sai gì và viết thế nào."""

from __future__ import annotations

from pathlib import Path

import pytest
from article_reading import ARTICLES, KNOWLEDGE

from bot.knowledge.article.meta import MetaError, read_meta

SOUND = (ARTICLES / "song-trong.yml").read_text(encoding="utf-8")


def _read(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "meta.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MetaError) as caught:
        read_meta(file, KNOWLEDGE.places)
    return caught.value.reasons


def test_a_place_may_be_given_by_name_and_until_now_is_the_day_of_publishing() -> None:
    meta = read_meta(ARTICLES / "song-trong.yml", KNOWLEDGE.places)
    assert (meta.id, meta.places, meta.until.text) == ("bao-mau-2024", ("song-trong",), "2024-08-15")


def test_until_now_may_be_another_day(tmp_path: Path) -> None:
    file = tmp_path / "meta.yml"
    file.write_text(SOUND + "now: 2024-07\n", encoding="utf-8")
    assert read_meta(file, KNOWLEDGE.places).until.text == "2024-07"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: bao-mau-2024\n", "", "thiếu trường “id”; hãy thêm dòng “id: …”"),
        ("publisher:", "publissher:", "không có trường “publissher”"),
        ("'2024-08-15'", "15/8/2024", "“15/8/2024” không phải ngày tháng; viết kiểu 2024"),
        ("published: '2024-08-15'\n", "", "thiếu ngày: ghi published"),
        ("tỉnh Sông Trong", "tỉnh Nào Đó", "không có nơi “tỉnh Nào Đó”"),
        ("https://", "bao://", "“url” phải bắt đầu bằng http"),
        ("places:\n  - tỉnh Sông Trong\n", "", "thiếu trường “places”"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert any(reason in told for told in _read(tmp_path, SOUND.replace(old, new)))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "id: a\nla: b\n")) == 4


@pytest.mark.parametrize("text", ["", "- a\n", "id: [\n"])
def test_a_file_that_is_not_a_record_is_told(tmp_path: Path, text: str) -> None:
    assert len(_read(tmp_path, text)) == 1
