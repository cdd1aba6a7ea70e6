"""`python -m bot.knowledge read` từ đầu đến cuối, trên một bài tự viết."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from article_reading import ARTICLES
from click.testing import CliRunner, Result

from bot.knowledge.__main__ import main
from bot.knowledge.article.paragraphs import read_paragraphs


def _run(*arguments: str) -> Result:
    article, source = ARTICLES / "song-trong.txt", ARTICLES / "song-trong.yml"
    folder = ("--folder", str(ARTICLES / "knowledge"))
    return CliRunner().invoke(main, ["read", str(article), "--source", str(source), *folder, *arguments])


@pytest.fixture(scope="module")
def proposed() -> dict[str, Any]:
    result = _run()
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = yaml.safe_load(result.output)
    return loaded


def test_figures_come_with_value_place_time_and_literal(proposed: dict[str, Any]) -> None:
    told = ("literal", "value", "out_of", "unit", "kind", "place", "as_of", "compared_with", "paragraph")
    assert [tuple(figure.get(name) for name in told) for figure in proposed["figures"]] == [
        ("1.250 điểm", 1250, None, "điểm", "value", "song-trong", "2024-08-15", None, 4),
        ("300 điểm", 300, None, "điểm", "increase", "song-trong", "2024-08-15", "2023", 4),
        ("91,5%", 91.5, None, "%", "value", "song-trong", "2024-08-15", None, 4),
        ("90%", 90, None, "%", "target", "song-trong", "2024", None, 4),
        ("45 nghìn thẻ", 45000, None, "thẻ", "value", "nui-xanh", "2022..2024-06-30", None, 5),
        ("11/12 xã", 11, 12, "xã", "value", "nui-xanh", "2022..2024-06-30", None, 5),
        ("9/63", 9, 63, "thứ hạng", "value", "song-trong", "2023", None, 5),
    ]


def test_named_facts_come_with_place_and_time(proposed: dict[str, Any]) -> None:
    assert [(fact["label"], fact["as_of"]) for fact in proposed["facts"]] == [
        ("Quyết định số 55/QĐ-UBND", "2024-03-02"),
        ("Ngày không hẹn", "2024-08-15"),
        ("ứng dụng BanSong", "2024-08-15"),
        ("Chợ Mới", "2024-08-15"),
    ]


def test_every_literal_stands_in_its_paragraph_and_ids_do_not_repeat(proposed: dict[str, Any]) -> None:
    paragraphs = read_paragraphs((ARTICLES / "song-trong.txt").read_text(encoding="utf-8"))
    for figure in proposed["figures"]:
        assert figure["literal"] in paragraphs[figure["paragraph"] - 1]
    ids = [row["id"] for row in (*proposed["figures"], *proposed["facts"])]
    assert len(set(ids)) == len(ids)
    assert proposed["source"] == "bao-mau-2024"


def test_the_proposals_may_go_to_a_file(tmp_path: Path, proposed: dict[str, Any]) -> None:
    out = tmp_path / "de-xuat.yml"
    result = _run("--out", str(out))
    assert (result.exit_code, result.output) == (0, "Đã ghi đề xuất vào de-xuat.yml.\n")
    assert yaml.safe_load(out.read_text(encoding="utf-8")) == proposed


def test_a_wrong_sheet_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    sheet, out = tmp_path / "khai.yml", tmp_path / "de-xuat.yml"
    sheet.write_text("id: a\n", encoding="utf-8")
    result = _run("--source", str(sheet), "--out", str(out))
    assert result.exit_code == 1
    assert "khai.yml: thiếu trường “title”; hãy thêm dòng “title: …”" in result.output
    assert not out.exists()


def test_an_article_in_another_encoding_is_told(tmp_path: Path) -> None:
    article = tmp_path / "bai.txt"
    article.write_bytes("Tỉnh".encode("utf-16"))
    source = str(ARTICLES / "song-trong.yml")
    result = CliRunner().invoke(
        main, ["read", str(article), "--source", source, "--folder", str(ARTICLES / "knowledge")]
    )
    assert result.exit_code == 1
    assert "bai.txt: tệp không phải UTF-8" in result.output
