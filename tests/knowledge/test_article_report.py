"""Phép đo việc đọc bài: cách so, và các mức trên những bài dùng khi viết luật."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.read_report import DEVELOPED, PRECISION, RECALL, SHARED, WHOLE, main, measure, same_time, total
from bot.knowledge.article.measures import same_unit
from bot.knowledge.model import Knowledge
from bot.knowledge.period import Period

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="không có thư mục shared cạnh kho mã: đó là bằng chứng gốc, không đi cùng bản phát hành"
)


@needs_shared
def test_the_bars_are_reached_on_the_articles_the_rules_were_written_on(real_knowledge: Knowledge) -> None:
    scores = measure(SHARED, real_knowledge)
    group = total("Bài dùng khi viết luật", [scores[prefix] for prefix in DEVELOPED])
    assert group.recall >= RECALL
    assert group.precision >= PRECISION
    assert group.whole >= WHOLE


def test_without_the_evidence_it_says_what_is_needed(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--shared", str(tmp_path / "shared")])
    assert result.exit_code == 1
    assert "Cần thư mục bằng chứng gốc shared/ đặt cạnh kho mã" in result.output


@pytest.mark.parametrize(
    ("written", "proposed", "same"),
    [
        ("2023-09", "2023-09-26", True),
        ("2023-09", "2023", False),
        ("2024", "2024-08-15", True),
        ("2023-09-30", "2023-09", False),
        ("2022..2023-09", "2022..2023-09-26", True),
        ("2022..2023-09", "2023-09-26", False),
        ("2022", "2023", False),
    ],
)
def test_times_are_compared_as_finely_as_the_reader_wrote(written: str, proposed: str, same: bool) -> None:
    assert same_time(written, Period.parse(proposed)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ban chỉ đạo/xã, phường", "ban chỉ đạo", True),
        ("xã, phường", "xã", True),
        ("người", "thành viên", True),
        ("%", "%", True),
        ("%", "hồ sơ", False),
        ("hộ", "hồ sơ", False),
        ("thứ hạng/số tỉnh", "thứ hạng", True),
    ],
)
def test_units_are_the_same_when_one_holds_the_other(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same
